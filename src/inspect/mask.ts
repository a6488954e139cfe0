import type { Finding } from '../flow/finding.ts';
import { NO_FINDINGS } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import { decodedForms, PERCENT_DECODER } from './decode.ts';
import type { Engine, Hit } from './engine.ts';
import { isIssuer } from './home.ts';
import { isBlocking } from './match.ts';

const STAR = 0x2a;

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

/** What is done about a hit in an answer; undefined leaves it alone without a word. */
export function answerAction(hit: Hit, target: Target | undefined): 'mask' | 'record' | 'allow' | undefined {
  if (hit.documented) return undefined;
  if (!isBlocking(hit)) return 'record';
  return target !== undefined && isIssuer(hit.kind.id, target) ? 'allow' : 'mask';
}

/** A finding in an answer. */
export function answerFinding(
  engine: Engine,
  hit: Hit,
  value: Uint8Array,
  place: string,
  offset: number,
  action: 'mask' | 'record' | 'allow',
): Finding {
  const { kind } = hit;
  return {
    kind: kind.id,
    name: kind.name,
    place,
    offset,
    length: value.length,
    fingerprint: engine.fingerprint(value),
    confidence: hit.confidence,
    action,
  };
}

/**
 * Masks secrets in a field value of an answer.
 * @param lower field name in lower case
 * @param value latin1 text
 * @param target where the answer comes from; token endpoints may hand out their own tokens
 */
export function maskHeaderValue(
  engine: Engine,
  lower: string,
  value: string,
  target?: Target,
): { readonly value: string; readonly findings: readonly Finding[] } {
  const bytes = Buffer.from(value, 'latin1');
  const hits = engine.scan(bytes);
  if (hits.length === 0) return { value, findings: NO_FINDINGS };
  const findings: Finding[] = [];
  const masked = Buffer.from(bytes);
  for (const hit of hits) {
    const action = answerAction(hit, target);
    if (action === undefined) continue;
    const secret = bytes.subarray(hit.start, hit.end);
    findings.push(answerFinding(engine, hit, secret, `header.${lower}`, hit.start, action));
    if (action === 'mask') maskInPlace(masked, hit.start, hit.end, hit.kind.id);
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
