import type { CompiledKind, Hit, OPEN } from '../match.ts';
import type { Stretches } from '../prefilter.ts';

/** Bytes to look through. Only candidates that begin in [from, end) are judged; [start, from) is there to look back. */
export interface Piece {
  readonly bytes: Buffer;
  readonly start: number;
  readonly from: number;
  readonly end: number;
  /** True when nothing follows `end`; otherwise what touches it is open. */
  readonly last: boolean;
}

/** Takes a hit, or `OPEN` with the kind that more bytes decide, and where the candidate begins. */
export type Found = (compiled: CompiledKind, hit: Hit | typeof OPEN, at: number) => void;

/** Looks for the candidates of one class in one linear pass. */
export type Lane = (piece: Piece, found: Found) => void;

/** Judges what the prefilter found, block by block. */
export interface StretchLane {
  /** A piece begins. */
  begin(piece: Piece): void;
  search(stretches: Stretches, piece: Piece, found: Found): void;
}

/** A table of 256 flags: 1 for the bytes of the text. */
export function flags(chars: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)] = 1;
  return table;
}

export const DIGITS = '0123456789';
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const WORD = flags(`${DIGITS}${UPPER}${LOWER}_`);
export const HEX = flags(`${DIGITS}abcdefABCDEF`);

/**
 * How many bytes at the beginning of a run belong to an escape before it: the `n` of `\n`, the `u0020` of `\u0020`, the
 * `20` of `%20`.
 */
export function escapeLength(bytes: Uint8Array, start: number, at: number, end: number): number {
  if (at <= start) return 0;
  const previous = bytes[at - 1]!;
  const first = bytes[at]!;
  if (previous === 0x5c) {
    if (first === 0x75 && at + 5 <= end && hexDigits(bytes, at + 1, 4)) return 5;
    return 'bfnrt'.includes(String.fromCharCode(first)) ? 1 : 0;
  }
  return previous === 0x25 && at + 2 <= end && hexDigits(bytes, at, 2) ? 2 : 0;
}

function hexDigits(bytes: Uint8Array, at: number, count: number): boolean {
  for (let i = at; i < at + count; i++) if (HEX[bytes[i]!] !== 1) return false;
  return true;
}

/** The text before `at` that a kind may want to see a name in. */
export function contextBefore({ bytes, start }: Piece, at: number, reach: number): string {
  return bytes.toString('latin1', Math.max(start, at - reach), at);
}
