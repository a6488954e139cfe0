/**
 * Makes values that look like real secrets, for tests and benchmarks: nothing that looks like one is ever written down.
 * Most are drawn from the shape of the kind; what has check digits is worked out in samples/checked.ts.
 */
import { base62, crc32, hex8 } from './checksum.ts';
import type { Kind, Named } from './kind.ts';
import { ALL_KINDS } from './kinds/all.ts';
import { expandAnchor } from './prefilter.ts';
import { MAKERS, TEMPLATES } from './samples/checked.ts';
import { namedContext, namedValue } from './samples/named.ts';
import { generator, type Random, Writer, word } from './samples/writer.ts';
import { VALIDATORS } from './validators/all.ts';

export { generator } from './samples/writer.ts';

/** A sample with what has to stand around it to be believed. */
export interface Sample {
  /** Text before the value: a name some kinds want to see, or nothing. */
  readonly before: string;
  /** What is found. */
  readonly value: string;
  readonly after: string;
  /** All of it. */
  readonly text: string;
}

const BODY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7';

/** The value alone, for kinds that need nothing around it. */
export function sampleOf(kindId: string, seed = 1): string {
  return sampleInContext(kindId, seed).value;
}

/**
 * A value of the kind in the surroundings it needs, the same for the same seed.
 * @throws RangeError when there is no such kind
 */
export function sampleInContext(kindId: string, seed = 1): Sample {
  const kind = ALL_KINDS.find((candidate) => candidate.id === kindId);
  if (kind === undefined) throw new RangeError(`no kind is called ${kindId}`);
  const random = generator(seed * 7919 + crc32(kindId));
  if (kind.span === 'block') return plain(block(kind, random));
  if (kind.id === 'jwt') return plain(jwt(random));
  if (kind.named !== undefined) return namedSample(kind, kind.named, random);
  const near = kind.near === undefined ? '' : `${nearText(kind.near, random)} `;
  const make = MAKERS[kind.id];
  if (make !== undefined) return sampleFrom(near, make(random), '');
  if (kind.candidate !== undefined) return sampleFrom(near, draw(kind, random), '');
  const head = kind.head === undefined ? '' : new Writer(kind.head, random).all().replace(/^bot/, '');
  const anchors = kind.anchors.flatMap(expandAnchor);
  const source = TEMPLATES[kind.id] ?? kind.shape;
  for (let attempt = 0; attempt < 2000; attempt++) {
    const anchor = anchors[Math.floor(random() * anchors.length)]!;
    const whole = new Writer(source, random).all();
    if (!whole.startsWith(anchor)) continue;
    const text = repair(kind, head + whole, random);
    const after = /\(\?=;\|"\)$/.test(kind.shape) ? ';' : kind.shape.endsWith('(?=")') ? '"' : '';
    const match = new RegExp(`^(?:${kind.head ?? ''})${kind.shape}`).exec(text + after);
    if (match === null) continue;
    const value = match.groups?.s ?? match[0];
    if (kind.strict === true && kind.validator !== undefined && !VALIDATORS[kind.validator](value)) continue;
    const lead = near + match[0].slice(0, match[0].length - value.length);
    return sampleFrom(lead, value, after);
  }
  throw new RangeError(`no sample can be made of ${kindId}`);
}

function sampleFrom(before: string, value: string, after: string): Sample {
  return { before, value, after, text: before + value + after };
}

/** A value of a kind without a literal: draws until the check digits are right. */
function draw(kind: Kind, random: Random): string {
  const whole = new RegExp(`^(?:${kind.shape})$`);
  const source = TEMPLATES[kind.id] ?? kind.shape;
  for (let attempt = 0; attempt < 20_000; attempt++) {
    const value = new Writer(source, random).all();
    if (!whole.test(value)) continue;
    if (kind.needs !== undefined && ![...kind.needs].every((char) => value.includes(char))) continue;
    if (kind.strict !== true || kind.validator === undefined || VALIDATORS[kind.validator](value))
      return value;
  }
  throw new RangeError(`no sample can be made of ${kind.id}`);
}

function namedSample(kind: Kind, named: Named, random: Random): Sample {
  const value = namedValue(kind, named, random);
  const near = kind.near === undefined ? '' : `${nearText(kind.near, random)} `;
  const [before, after] = namedContext(kind, named, random);
  return sampleFrom(near + before, value, after);
}

function plain(value: string): Sample {
  return { before: '', value, after: '', text: value };
}

/** Gives a value the checksum its kind has. */
function repair(kind: Kind, text: string, random: Random): string {
  const underscore = text.indexOf('_') + 1;
  switch (kind.validator) {
    case 'github':
      if (!/^[0-9A-Za-z]{36}$/.test(text.slice(underscore))) return text;
      return text.slice(0, -6) + base62(crc32(text.slice(underscore, underscore + 30)), 6);
    case 'gitlab':
      return text.slice(0, -7) + crc32(text.slice(0, -7)).toString(36).padStart(7, '0');
    case 'atlassian':
      return text.slice(0, -8) + hex8(crc32(text.slice(0, -8))).toUpperCase();
    case 'cloudflare':
      return text.slice(0, -8) + hex8(crc32(text.slice(underscore, underscore + 40)));
    case 'userPass': {
      const login = Buffer.from(`agent:${word(random, 12)}`).toString('base64');
      return text.startsWith('"') ? `"auth":"${login}` : `${text.slice(0, 4)} ${login}`;
    }
    case 'base64Pem':
      return Buffer.from(block({ ...kind, anchors: ['-----BEGIN PRIVATE KEY'] }, random)).toString('base64');
    default:
      return text;
  }
}

function block(kind: Kind, random: Random): string {
  const anchor = expandAnchor(kind.anchors[0]!)[0]!;
  const lines = Array.from({ length: 4 }, () => word(random, 64));
  if (anchor.startsWith('PuTTY')) {
    const head = `${anchor}ssh-ed25519\nEncryption: none\nComment: a key\nPrivate-Lines: 4\n`;
    return `${head}${lines.join('\n')}\nPrivate-MAC: ${word(random, 40)}`;
  }
  const close = anchor.startsWith('-----') ? '-----' : ' ----';
  const end = anchor.replace('BEGIN', 'END');
  return `${anchor}${close}\n${BODY}\n${lines.join('\n')}\n${end}${close}`;
}

function jwt(random: Random): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { sub: word(random, 10), iat: 1_700_000_000 };
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}.${word(random, 43)}`;
}

function nearText(near: string, random: Random): string {
  return new Writer(near, random).all();
}
