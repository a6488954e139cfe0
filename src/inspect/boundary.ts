import type { Kind } from './kind.ts';
import type { ByteSet } from './shape-prefix.ts';

/**
 * Bytes that a token may hold. Blanks, quotes, brackets, the backslash and everything outside ASCII end it, which is
 * what lets a stream know that a value is complete.
 */
const RUN = table('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-+/=.,;:%~!@$&?#*^');
const ALNUM = table('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const LEFT = {
  alnum: ALNUM,
  word: extend(ALNUM, '_'),
  run: extend(ALNUM, '_.-'),
  b64: extend(ALNUM, '+/_-'),
} as const;
const RUNS = { jose: LEFT.run, base64: extend(ALNUM, '+/=') } as const;
/** The set of bytes that must not stand before an anchor; undefined when any may. */
export function leftSet(left: NonNullable<Kind['left']>): ByteSet | undefined {
  return left === 'none' ? undefined : setOf(LEFT[left]);
}

/** The bytes of a token. */
export function runSet(run: Kind['run']): ByteSet {
  return setOf(run === undefined ? RUN : RUNS[run]);
}

function setOf(flags: Uint8Array): ByteSet {
  const set = new Uint32Array(8);
  for (let byte = 0; byte < 256; byte++) if (flags[byte] === 1) set[byte >> 5]! |= 1 << (byte & 31);
  return set;
}

const HEX = table('0123456789abcdefABCDEF');
const BACKSLASH = 0x5c;
const PERCENT = 0x25;

function table(chars: string): Uint8Array {
  return extend(new Uint8Array(256), chars);
}

function extend(base: Uint8Array, chars: string): Uint8Array {
  const copy = base.slice();
  for (let i = 0; i < chars.length; i++) copy[chars.charCodeAt(i)] = 1;
  return copy;
}

/** True when the byte may stand inside a token. */
export function isRunByte(byte: number): boolean {
  return RUN[byte] === 1;
}

/** True for base64 and line ends: bytes that only make an open candidate longer. */
export function isMaterial(byte: number): boolean {
  return RUNS.base64[byte] === 1 || byte === 0x0a || byte === 0x0d;
}

/** First index from `at` on, but below `limit`, whose byte cannot stand inside a token; `limit` when there is none. */
export function runEnd(bytes: Uint8Array, at: number, limit: number, run: Kind['run']): number {
  const table = run === undefined ? RUN : RUNS[run];
  let i = at;
  while (i < limit && table[bytes[i]!] === 1) i++;
  return i;
}

/** First CR or LF from `at` on; `limit` when there is none. */
export function lineEnd(bytes: Uint8Array, at: number, limit: number): number {
  let i = at;
  while (i < limit && bytes[i] !== 0x0a && bytes[i] !== 0x0d) i++;
  return i;
}

/** Start of the token that ends at `end`, at most `reach` bytes back and not before `from`. */
export function runStart(bytes: Uint8Array, from: number, end: number, reach: number): number {
  const limit = Math.max(from, end - reach);
  let i = end;
  while (i > limit && RUN[bytes[i - 1]!] === 1) i--;
  return i;
}

/**
 * True when an anchor at `at` begins a token. The last character of an escape (`\n`, `\u000a`, `%20`) is no part of a
 * word: the secret behind it is one all the same.
 * @param from first byte that may be looked at
 */
export function beginsToken(bytes: Uint8Array, from: number, at: number, left: Kind['left']): boolean {
  if (left === 'none' || at <= from) return true;
  const previous = bytes[at - 1]!;
  if (LEFT[left ?? 'word'][previous] !== 1) return true;
  if (at - 2 >= from && bytes[at - 2] === BACKSLASH && 'bfnrt'.includes(String.fromCharCode(previous)))
    return true;
  if (HEX[previous] !== 1) return false;
  if (at - 3 >= from && bytes[at - 3] === PERCENT && HEX[bytes[at - 2]!] === 1) return true;
  return at - 6 >= from && bytes[at - 6] === BACKSLASH && bytes[at - 5] === 0x75;
}
