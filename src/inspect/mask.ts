import type { Finding } from '../flow/finding.ts';
import { NO_FINDINGS } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import { decodedForms, PERCENT_DECODER } from './decode.ts';
import type { Engine } from './engine.ts';
import { describe, type Inspection, sightingOf } from './inspection.ts';

const STAR = 0x2a;
const BLANK = 0x20;
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
function labelOf({ kind, place }: Finding): string {
  return /^(?:path|query)/.test(place) ? `redacted-${kind}` : `[redacted:${kind}]`;
}

/** What stands where a text spoke to the agent. */
const REMOVED = '[removed by Weir: text that gives orders to the agent]';

/**
 * Overwrites bytes[start, end), as far as they are there, with what the action of the finding asks for: a mask, a note
 * in place of a text, or a token that is the same for the same value. The length stays.
 */
export function overwrite(bytes: Uint8Array, start: number, end: number, finding: Finding): void {
  const tokenised = finding.action === 'tokenise';
  const note = finding.kind === 'prompt-injection';
  const label = tokenised ? `weir-${finding.fingerprint}` : note ? REMOVED : labelOf(finding);
  // A token is cut when there is no room: it only has to be the same each time.
  // What stands between the parts of a value belongs to somebody else: only the parts themselves are overwritten.
  const scattered = finding.via?.some((name) => name === 'joined' || name === 'concatenation') === true;
  const fits = tokenised || (!scattered && end - start >= label.length);
  const fill = note ? BLANK : STAR;
  let written = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === 0x0d || byte === 0x0a) continue;
    if (scattered && byte !== undefined && TOKEN[byte] !== 1) continue;
    if (byte !== undefined) bytes[i] = fits && written < label.length ? label.charCodeAt(written) : fill;
    written++;
  }
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
  const { engine } = inspection.examiner;
  const hits = engine.scan(bytes);
  if (hits.length === 0) return { value, findings: NO_FINDINGS };
  const findings: Finding[] = [];
  const masked = Buffer.from(bytes);
  const place = `header.${lower}`;
  for (const hit of hits) {
    const action = inspection.decide(hit, 'answer', place, target);
    if (action === undefined) continue;
    const finding = describe(engine, sightingOf(hit, bytes), { place, offset: hit.start }, action);
    findings.push(finding);
    if (action === 'mask' || action === 'tokenise') overwrite(masked, hit.start, hit.end, finding);
  }
  return { value: masked.toString('latin1'), findings };
}

/**
 * Masks secrets of every kind in text for records and logs, recorded kinds too. A part of a path or query that only
 * holds a secret once it is percent-decoded is replaced as a whole.
 */
export function maskText(engine: Engine, text: string): string {
  const masked = maskPlain(engine, text);
  if (!masked.includes('%')) return masked;
  return masked.replace(/[^/?&=#\s]+/g, (part) => {
    if (!part.includes('%')) return part;
    for (const form of decodedForms(PERCENT_DECODER, Buffer.from(part, 'utf8'))) {
      const hit = engine.scan(form)[0];
      if (hit !== undefined) return `[redacted:${hit.kind.id}]`;
    }
    return part;
  });
}

function maskPlain(engine: Engine, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const hits = engine.scan(bytes);
  if (hits.length === 0) return text;
  for (const hit of hits) maskInPlace(bytes, hit.start, hit.end, hit.kind.id);
  return bytes.toString('utf8');
}

/** A host name for records: secrets in it masked, in whichever case they were. */
export function maskHost(engine: Engine, host: string): string {
  const masked = Buffer.from(host, 'latin1');
  for (const text of [host, host.toUpperCase()]) {
    for (const hit of engine.scan(Buffer.from(text, 'latin1'))) {
      maskInPlace(masked, hit.start, hit.end, hit.kind.id);
    }
  }
  return masked.toString('latin1');
}
