import { type HeaderList, headerCount, headerValue } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import type { RequestHead, ResponseHead } from './head.ts';

/** How the end of a body is told (RFC 9112 section 6). */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' };

const NONE: Framing = Object.freeze({ kind: 'none' });
const CHUNKED: Framing = Object.freeze({ kind: 'chunked' });
const CLOSE: Framing = Object.freeze({ kind: 'close' });

/**
 * Framing of a request body.
 * @throws Refusal `framing` for every message that two readers could frame differently.
 */
export function requestFraming(head: RequestHead): Framing {
  return declaredFraming(head.headers, head.minor, 'framing') ?? NONE;
}

/**
 * Framing of an answer body.
 * @param method method of the request that it answers
 * @throws Refusal `framing-answer`.
 */
export function responseFraming(head: ResponseHead, method: string): Framing {
  const declared = declaredFraming(head.headers, head.minor, 'framing-answer');
  if (method === 'HEAD' || head.status === 204 || head.status === 304) return NONE;
  return declared ?? CLOSE;
}

function declaredFraming(
  headers: HeaderList,
  minor: 0 | 1,
  reason: 'framing' | 'framing-answer',
): Framing | undefined {
  const length = headerValue(headers, 'content-length');
  const coding = headerValue(headers, 'transfer-encoding');
  if (coding !== undefined) {
    if (length !== undefined) throw new Refusal(reason, 'length-and-transfer-encoding');
    if (minor === 0) throw new Refusal(reason, 'transfer-encoding-in-http-1.0');
    if (headerCount(headers, 'transfer-encoding') > 1)
      throw new Refusal(reason, 'duplicate-transfer-encoding');
    if (coding.toLowerCase() !== 'chunked') throw new Refusal(reason, 'transfer-coding');
    return CHUNKED;
  }
  if (length === undefined) return undefined;
  if (headerCount(headers, 'content-length') > 1) throw new Refusal(reason, 'duplicate-content-length');
  if (!/^[0-9]{1,15}$/.test(length)) throw new Refusal(reason, 'content-length');
  const bytes = Number(length);
  return bytes === 0 ? NONE : { kind: 'length', length: bytes };
}
