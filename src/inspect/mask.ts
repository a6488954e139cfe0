import type { Finding } from '../flow/finding.ts';
import { NO_FINDINGS } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import { decodedForms, PERCENT_DECODER } from './decode.ts';
import type { Examiner, Form } from './examine.ts';
import { inspectHostLabels } from './host-labels.ts';
import { describe, type Inspection } from './inspection.ts';
import { valuesIn, wholeCharacters } from './string-values.ts';

const STAR = 0x2a;
const BLANK = 0x20;
const BACKSLASH = 0x5c;
/** Bytes of which the parts of a scattered value are made. */
const TOKEN = new Uint8Array(256);
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.+/='))
  TOKEN[byte] = 1;

/**
 * Overwrites bytes[start, end) with `[redacted:<kind>]` and stars, or stars alone when there is no room. The length
 * stays, and so do line ends, so every framing around the secret stays right.
 */
export function maskInPlace(bytes: Uint8Array, start: number, end: number, kindId: string): void {
  const label = `[redacted:${kindId}]`;
  const fits = end - start >= label.length;
  let written = 0;
  for (let i = start; i < end; i++) {
    if (bytes[i] === 0x0d || bytes[i] === 0x0a) continue;
    bytes[i] = fits && written < label.length ? label.charCodeAt(written) : STAR;
    written++;
  }
}

/** No brackets where a URL has none. */
function labelOf({ kind, place }: Overwritten): string {
  return /^(?:path|query)/.test(place) ? `redacted-${kind}` : `[redacted:${kind}]`;
}

/** What stands where a text spoke to the agent. */
const REMOVED = '[removed by Weir: text that gives orders to the agent]';

/** What is overwritten: as much of a finding as says with what. */
export type Overwritten = Pick<Finding, 'kind' | 'place' | 'fingerprint' | 'action' | 'via'>;

/**
 * Overwrites bytes[start, end), as far as they are there, with what the action of the finding asks for: a mask, a note
 * in place of a text, or a token that is the same for the same value. The length stays.
 * @param inParts only what stands in values of strings is overwritten: the rest is structure
 */
export function overwrite(
  bytes: Uint8Array,
  start: number,
  end: number,
  finding: Overwritten,
  inParts = isScattered(finding),
): void {
  const tokenised = finding.action === 'tokenise';
  const note = finding.kind === 'prompt-injection';
  const label = tokenised ? `weir-${finding.fingerprint}` : note ? REMOVED : labelOf(finding);
  if (inParts) {
    overwriteParts(bytes, start, end, tokenised ? label : '', note ? BLANK : STAR);
    return;
  }
  // A token is cut when there is no room: it only has to be the same each time.
  const fits = tokenised || end - start >= label.length;
  const fill = note ? BLANK : STAR;
  let written = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === 0x0d || byte === 0x0a) continue;
    if (byte !== undefined) bytes[i] = fits && written < label.length ? label.charCodeAt(written) : fill;
    written++;
  }
}

/** The value stands in pieces. */
function isScattered({ via }: Overwritten): boolean {
  return via?.some((name) => name === 'joined' || name === 'concatenation') === true;
}

/** What stands between the parts of a value belongs to somebody else: only strings that may be parts are overwritten. */
function overwriteParts(bytes: Uint8Array, start: number, end: number, label: string, fill: number): void {
  let written = 0;
  for (const [from, to] of valuesIn(bytes, start, end)) {
    for (let i = from; i < to; i++) {
      if (bytes[i] === BACKSLASH) {
        while (i + 1 < to && bytes[i + 1] === BACKSLASH) i++;
        i += starEscape(bytes, i + 1, to);
      } else if (TOKEN[bytes[i]!] === 1) {
        bytes[i] = written < label.length ? label.charCodeAt(written) : fill;
        written++;
      }
    }
  }
}

/** Makes a star of an escape that stands for any character; others stay. @returns its length without the backslash */
function starEscape(bytes: Uint8Array, at: number, end: number): number {
  const star = bytes[at] === 0x75 ? '002a' : bytes[at] === 0x78 ? '2a' : '';
  for (let k = 1; k <= star.length && at + k < end; k++) bytes[at + k] = star.charCodeAt(k - 1);
  return 1 + star.length;
}

/**
 * Masks secrets in a field value of an answer.
 * @param lower field name in lower case
 * @param value latin1 text
 * @param target where the answer comes from; token endpoints may hand out their own tokens
 */
export function maskHeaderValue(
  inspection: Inspection,
  lower: string,
  value: string,
  target?: Target,
): { readonly value: string; readonly findings: readonly Finding[] } {
  const bytes = Buffer.from(value, 'latin1');
  const { examiner } = inspection;
  const sightings = examiner.examine(bytes, { whole: false, texts: false });
  if (sightings.length === 0) return { value, findings: NO_FINDINGS };
  const findings: Finding[] = [];
  const masked = Buffer.from(bytes);
  const place = `header.${lower}`;
  for (const one of sightings) {
    const action = inspection.decide(one.hit, 'answer', place, target);
    if (action === undefined) continue;
    const finding = describe(examiner.engine, one, { place, offset: one.start }, action);
    findings.push(finding);
    if (action === 'mask' || action === 'tokenise') overwrite(masked, one.start, one.end, finding);
  }
  return { value: masked.toString('latin1'), findings };
}

/**
 * Masks secrets of every kind in text for records and logs, recorded kinds too, in whichever way they are written. A
 * part of a path or query that only holds a secret once it is percent-decoded is replaced as a whole.
 */
export function maskText(examiner: Examiner, text: string): string {
  const masked = text.replace(/[^/?&=#\s]{8,}/g, (part) => {
    const bytes = Buffer.from(part, 'utf8');
    // A slash is a digit of base64: what a part is on its own does not show in the whole.
    if (!part.includes('%') || examiner.engine.scan(bytes).length > 0) return maskPlain(examiner, part);
    for (const form of decodedForms(PERCENT_DECODER, bytes)) {
      const found = examiner.examine(form, FOR_RECORDS)[0];
      if (found !== undefined) return `[redacted:${found.hit.kind.id}]`;
    }
    return part;
  });
  return maskSplit(examiner, maskPlain(examiner, masked));
}

/** Most parameters that are read as one text, and most that are read at all. */
const MAX_TOGETHER = 8;
const MAX_PARAMETERS = 64;

/** Parameters that are one value together are overwritten, all of them. */
function maskSplit(examiner: Examiner, text: string): string {
  const question = text.indexOf('?');
  if (question < 0 || !text.includes('&', question)) return text;
  const pairs = text.slice(question + 1).split('&');
  const values = pairs.map((pair) => pair.slice(pair.indexOf('=') + 1));
  const guilty = new Set<number>();
  for (let from = 0; from < Math.min(values.length, MAX_PARAMETERS); from++) {
    // The shortest run is the one that others only stand around.
    for (let to = from + 2; to <= Math.min(values.length, from + MAX_TOGETHER); to++) {
      const bytes = Buffer.from(values.slice(from, to).join(''), 'utf8');
      if (examiner.examine(bytes, FOR_RECORDS).length === 0) continue;
      for (let k = from; k < to; k++) guilty.add(k);
      break;
    }
  }
  if (guilty.size === 0) return text;
  const shown = pairs.map((pair, k) =>
    guilty.has(k) ? `${pair.slice(0, pair.indexOf('=') + 1)}[redacted]` : pair,
  );
  return `${text.slice(0, question + 1)}${shown.join('&')}`;
}

/** Nobody reads records for orders to an agent; what is looked for in them are values. */
const FOR_RECORDS: Form = { whole: false, texts: false };

function maskPlain(examiner: Examiner, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const sightings = examiner.examine(bytes, FOR_RECORDS);
  if (sightings.length === 0) return text;
  for (const { hit, ...range } of sightings) {
    const { start, end } = wholeCharacters(bytes, range.start, range.end);
    maskInPlace(bytes, start, end, hit.kind.id);
  }
  return bytes.toString('utf8');
}

/** A host name for records: secrets in it masked, in whichever case they were, and in labels together. */
export function maskHost(examiner: Examiner, host: string): string {
  const masked = Buffer.from(host, 'latin1');
  const found = [host, host.toUpperCase()].flatMap((text) =>
    examiner.examine(Buffer.from(text, 'latin1'), FOR_RECORDS),
  );
  for (const { hit, start, end } of [...found, ...inspectHostLabels(examiner, host)]) {
    maskInPlace(masked, start, end, hit.kind.id);
  }
  return masked.toString('latin1');
}
