/**
 * Values that the operator registered. Of each only its first bytes, its length and a keyed digest are kept, in every
 * spelling that short values have (longer ones are found behind the decoders as well).
 */
import { createHmac } from 'node:crypto';
import { KNOWN_LENGTH, type KnownValue } from '../flow/known-value.ts';
import type { Kind } from './kind.ts';

export { KNOWN_LENGTH, type KnownValue } from '../flow/known-value.ts';

import type { Hit } from './match.ts';
import { OPEN } from './match.ts';

/** Most values that are registered. */
export const MAX_KNOWN = 256;
/** Bytes of a spelling that are looked for before the digest decides. */
const ANCHOR_BYTES = 8;

/** One spelling of a known value. */
export interface KnownForm {
  readonly kind: Kind;
  /** Latin1. */
  readonly anchor: string;
  readonly length: number;
  /** Cheap to compute: decides whether the digest is worth it. */
  readonly sum: number;
  readonly digest: string;
}

/** Judges one place where the first bytes of a spelling stand. */
export type KnownMatcher = (
  form: KnownForm,
  bytes: Uint8Array,
  at: number,
  known: number,
  last: boolean,
) => Hit | typeof OPEN | undefined;

/** The kind of a known value; its name is part of it. */
function kindOf(name: string): Kind {
  return {
    id: 'known-value',
    name: `Known value ${name}`,
    vendor: name,
    severity: 'critical',
    category: 'known-value',
    action: 'block',
    anchors: [],
    shape: '',
    minLength: KNOWN_LENGTH.min,
    maxLength: 4 * KNOWN_LENGTH.max,
  };
}

/**
 * Prepares known values; the values themselves are not kept.
 * @param key keys the digests
 * @throws RangeError when there are too many, or one is too short or too long
 */
export function knownForms(values: readonly KnownValue[], key: Uint8Array): readonly KnownForm[] {
  if (values.length > MAX_KNOWN) throw new RangeError(`more than ${MAX_KNOWN} known values`);
  const forms = new Map<string, KnownForm>();
  for (const { name, value } of values) {
    const bytes = Buffer.from(value as string);
    if (bytes.length < KNOWN_LENGTH.min || bytes.length > KNOWN_LENGTH.max) {
      throw new RangeError(
        `the known value ${name} must have ${KNOWN_LENGTH.min} to ${KNOWN_LENGTH.max} bytes`,
      );
    }
    const kind = kindOf(name);
    for (const spelling of spellings(bytes)) {
      const anchor = spelling.toString('latin1', 0, ANCHOR_BYTES);
      const digest = digestOf(key, spelling);
      const form = {
        kind,
        anchor,
        length: spelling.length,
        sum: sumOf(spelling, 0, spelling.length),
        digest,
      };
      forms.set(`${spelling.length} ${digest}`, form);
    }
  }
  return [...forms.values()];
}

/** Builds the judge of candidates. */
export function knownMatcher(key: Uint8Array): KnownMatcher {
  return ({ kind, length, sum, digest }, bytes, at, known, last) => {
    const end = at + length;
    if (end > known) return last ? undefined : OPEN;
    if (sumOf(bytes, at, end) !== sum || digestOf(key, bytes.subarray(at, end)) !== digest) return undefined;
    return { kind, start: at, end, confidence: 'proved', documented: false, placeholder: false };
  };
}

/** The value, and what it looks like inside a longer text that was encoded. */
function* spellings(value: Buffer): Generator<Buffer> {
  yield value;
  for (const spelling of [
    ...base64Insides(value, 'base64'),
    ...base64Insides(value, 'base64url'),
    value.toString('hex'),
    value.toString('hex').toUpperCase(),
    ...base32Insides(value),
    Buffer.from(value).reverse().toString('latin1'),
    ...written(value),
  ]) {
    if (spelling.length >= ANCHOR_BYTES) yield Buffer.from(spelling, 'latin1');
  }
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What programs make of the text when they put it into a string, a page or a form; latin1. */
function* written(value: Buffer): Generator<string> {
  const text = value.toString('utf8');
  const string = JSON.stringify(text).slice(1, -1);
  const latin1 = (spelling: string): string => Buffer.from(spelling, 'utf8').toString('latin1');
  if (string !== text) yield latin1(string);
  for (const apostrophe of ["'", '&#39;', '&#x27;', '&apos;']) {
    const page = text.replace(/[&<>"']/g, (char) => MARKUP[char] ?? apostrophe);
    if (page !== text) yield latin1(page);
  }
  if (text.includes(' ')) {
    yield latin1(text.replaceAll(' ', '+'));
    yield encodeForm(text);
  }
  if (/^[\x00-\x7f]*$/.test(text)) return;
  for (const capitals of [false, true]) yield escaped(string, capitals);
  if (/^[\x00-\xff]*$/.test(text)) yield text;
  yield Buffer.from(text, 'utf16le').toString('latin1');
}

/** As a form has it: blanks as `+`, other signs as escapes. */
function encodeForm(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

/** What is not ASCII as `\\u00fc`. */
function escaped(string: string, capitals: boolean): string {
  return string.replace(/[^\x00-\x7f]/g, (unit) => {
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${capitals ? hex.toUpperCase() : hex}`;
  });
}

/** What of the encoding depends on the value alone, for each place it may have in a group of three bytes. */
function base64Insides(value: Buffer, encoding: 'base64' | 'base64url'): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), value])
      .toString(encoding)
      .replace(/=+$/, '');
    const from = Math.ceil((before * 4) / 3);
    const whole = Math.floor(((before + value.length) * 4) / 3);
    return text.slice(from, whole);
  });
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32Insides(value: Buffer): string[] {
  const list: string[] = [];
  for (let before = 0; before < 5; before++) {
    let text = '';
    let bits = 0;
    let held = 0;
    for (const byte of Buffer.concat([Buffer.alloc(before), value])) {
      held = ((held << 8) | byte) & 0xfff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text += BASE32[(held >> bits) & 31];
      }
    }
    const inside = text.slice(Math.ceil((before * 8) / 5));
    list.push(inside, inside.toLowerCase());
  }
  return list;
}

function digestOf(key: Uint8Array, bytes: Uint8Array): string {
  return createHmac('sha256', key).update('known').update(bytes).digest('base64');
}

/** 16 bits of FNV-1a: too few to guess a value by, enough to refuse nearly everything else. */
function sumOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return (hash ^ (hash >>> 16)) & 0xffff;
}
