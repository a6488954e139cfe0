/**
 * What one pass over bytes has seen already. Anchors may stand side by side in one run of bytes, and each of them asks
 * where the run ends: without a memory hostile bytes would be looked through once for each. Every answer is the one that
 * looking would give. Positions must not go back by much; where they do, the memory only helps less.
 */
import { isRunByte } from './boundary.ts';

/** Letters, `_` and `-`. */
const LETTERS = table((byte) => {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte === 0x5f || byte === 0x2d;
});
/** Base64. */
const MATERIAL = table((byte) => {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2f;
});
const TOKEN = table(isRunByte);
/** What ends a value that has no quotes. */
const BARE_END = ' \t\r\n"\x27`<>&;,)}]\\|';
const BARE = table((byte) => !BARE_END.includes(String.fromCharCode(byte)));
/** So many characters of base64 in a row are key material. */
const KEY_MATERIAL = 24;
/** Letters before a digit, at most. */
const DIGIT_REACH = 200;

function table(holds: (byte: number) => boolean): Uint8Array {
  const flags = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) flags[byte] = holds(byte) ? 1 : 0;
  return flags;
}

/** A stretch bytes[from, to) that holds nothing but bytes of one class. */
class Run {
  private readonly flags: Uint8Array;
  private from = 0;
  private to = 0;

  constructor(flags: Uint8Array) {
    this.flags = flags;
  }

  clear(): void {
    this.from = 0;
    this.to = 0;
  }

  /** First index from `at` on, but below `limit`, whose byte is not of the class; `limit` when there is none. */
  end(bytes: Uint8Array, at: number, limit: number): number {
    const known = at >= this.from && at <= this.to;
    let i = known ? this.to : at;
    if (i >= limit) return limit;
    while (i < limit && this.flags[bytes[i]!] === 1) i++;
    if (!known) this.from = at;
    this.to = i;
    return i;
  }
}

/** Cleared at the beginning of a pass; not to be kept beyond it. */
export class Memo {
  private readonly tokens = new Run(TOKEN);
  private readonly letters = new Run(LETTERS);
  private readonly bare = new Run(BARE);
  /** No key material begins in [clearFrom, clearTo). */
  private clearFrom = 0;
  private clearTo = 0;

  /** True for bytes in which a word may begin anywhere: what was joined from parts. */
  inWords = false;

  clear(inWords = false): void {
    this.inWords = inWords;
    this.tokens.clear();
    this.letters.clear();
    this.bare.clear();
    this.clearFrom = 0;
    this.clearTo = 0;
  }

  /** First index from `at` on, but below `limit`, whose byte cannot stand inside a token; `limit` when there is none. */
  runEnd(bytes: Uint8Array, at: number, limit: number): number {
    return this.tokens.end(bytes, at, limit);
  }

  /** First index from `at` on, but below `limit`, whose byte ends a value without quotes; `limit` when there is none. */
  bareEnd(bytes: Uint8Array, at: number, limit: number): number {
    return this.bare.end(bytes, at, limit);
  }

  /** True when a digit stands at `at`, or behind at most 200 letters, `_` and `-`. */
  isDigitBehind(bytes: Uint8Array, at: number, known: number): boolean {
    const end = this.letters.end(bytes, at, Math.min(known, at + DIGIT_REACH + 1));
    const byte = bytes[end]!;
    return end < known && end - at <= DIGIT_REACH && byte >= 0x30 && byte <= 0x39;
  }

  /** True when bytes[from, to) holds 24 characters of base64 in a row. */
  holdsMaterial(bytes: Uint8Array, from: number, to: number): boolean {
    const known = from >= this.clearFrom && from <= this.clearTo;
    let start = known ? this.clearTo : from;
    let i = start;
    for (; i < to && i - start < KEY_MATERIAL; i++) if (MATERIAL[bytes[i]!] !== 1) start = i + 1;
    if (!known) this.clearFrom = from;
    this.clearTo = start;
    return i - start >= KEY_MATERIAL;
  }
}
