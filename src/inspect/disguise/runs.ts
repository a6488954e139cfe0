import type { Clues } from '../clues.ts';
import { RUN } from '../prefilter.ts';
import { type Layer, SCALE, type Scale } from './layer.ts';

/** A run of this many characters may go on behind a line end. */
const LINE = 40;
/** Runs from here on are decoded even when they do not look like text. */
const LONG = 256;
/** Longest line, and most blanks that a line is indented by. */
const MAX_LINE = 1024;
const MAX_INDENT = 8;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const BASE64 = new Uint8Array(256);
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')) {
  BASE64[byte] = 1;
}
/** The digits of base32 in one case each, and those of hex: what lines of these are made of. */
const UPPER32 = new Uint8Array(256);
const LOWER32 = new Uint8Array(256);
const DIGITS = new Uint8Array(256);
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')) UPPER32[byte] = 1;
for (const byte of Buffer.from('abcdefghijklmnopqrstuvwxyz234567')) LOWER32[byte] = 1;
for (const byte of Buffer.from('0123456789abcdefABCDEF')) DIGITS[byte] = 1;
const BASE32 = new Int8Array(256).fill(-1);
const HEX = new Int8Array(256).fill(-1);
for (let i = 0; i < 32; i++) {
  BASE32['ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charCodeAt(i)] = i;
  BASE32['abcdefghijklmnopqrstuvwxyz234567'.charCodeAt(i)] = i;
}
for (let i = 0; i < 16; i++) {
  HEX['0123456789abcdef'.charCodeAt(i)] = i;
  HEX['0123456789ABCDEF'.charCodeAt(i)] = i;
}

/** Where the lines of one text stand; one line mostly. */
interface Lines {
  readonly start: number[];
  readonly end: number[];
}

/**
 * Decodes runs that look like base64, hex or base32; several of them when it is not clear which.
 * @param text takes what decodes to text, which may be disguised again
 * @param binary takes everything else
 */
export function decodeRuns(bytes: Buffer, clues: Clues, text: Layer, binary: Layer): void {
  let done = 0;
  for (let i = 0; i < clues.runs; i++) {
    const start = clues.runStart[i]!;
    const end = clues.runEnd[i]!;
    if (start < done) continue;
    const kind = clues.runKind[i]!;
    if ((kind & RUN.hex) !== 0 && isMadeOf(bytes, start, end, DIGITS)) {
      const lines = linesFrom(bytes, start, end, DIGITS);
      done = lines.end.at(-1)!;
      for (const phase of [0, 1]) hex(bytes, lines, phase, text, binary);
      continue;
    }
    if ((kind & RUN.base32) !== 0) {
      const digits = bytes[start]! < 0x60 ? UPPER32 : LOWER32;
      if (isMadeOf(bytes, start, end, digits))
        base32(bytes, linesFrom(bytes, start, end, digits), text, binary);
    }
    const lines = linesFrom(bytes, start, end, BASE64);
    done = lines.end.at(-1)!;
    const phases = kind & RUN.phases;
    for (let phase = 0; phase < 4; phase++) {
      const isText = (phases & (1 << phase)) !== 0;
      if (isText || (phase === 0 && phases === 0)) base64(bytes, lines, phase, isText ? text : binary);
    }
  }
}

/** The lines that are looked at: one text after the other. */
const LINES: Lines = { start: [], end: [] };

/**
 * The lines of a text that begins with a run: MIME breaks after 76 characters, PEM after 64; only the last is shorter.
 * @param digits what lines are made of
 */
function linesFrom(bytes: Buffer, start: number, end: number, digits: Uint8Array): Lines {
  const lines = LINES;
  lines.start.length = 1;
  lines.end.length = 1;
  lines.start[0] = start;
  lines.end[0] = end;
  const width = end - start;
  // Two words of letters may follow each other; numbers do that seldom.
  if (width < LINE && digits !== DIGITS) return lines;
  for (let at = end; ; ) {
    const from = behindBreak(bytes, at);
    if (from === at) return lines;
    let to = from;
    // What is longer than a line is another text.
    while (to < bytes.length && to - from <= MAX_LINE && digits[bytes[to]!] === 1) to++;
    const length = to - from;
    // The first line may have begun before the run, behind the name of a field.
    if (length > MAX_LINE || length < (bytes[to] === EQUALS || digits === DIGITS ? 2 : 4)) return lines;
    // A word of the text that follows is no line.
    if (digits !== BASE64 && BASE64[bytes[to]!] === 1) return lines;
    lines.start.push(from);
    lines.end.push(to);
    if (lines.start.length > 2 && length < lines.end[1]! - lines.start[1]!) return lines;
    if (lines.start.length === 2 && length < width) return lines;
    at = to;
  }
}

/**
 * Where the next line begins behind a line end, as it is or as it is written in a string (`\\r\\n`); lines may be
 * indented, or quoted as mail does. @returns `at` when there is none
 */
function behindBreak(bytes: Buffer, at: number): number {
  let i = at;
  if (bytes[i] === 0x0d || bytes[i] === 0x0a) {
    if (bytes[i] === 0x0d) i++;
    if (bytes[i] === 0x0a) i++;
  } else {
    // An `r` or an `n` is a line end behind a backslash only: without one it is a digit.
    for (let breaks = 0; breaks < 2; breaks++) {
      let letter = i;
      while (letter - i < 4 && bytes[letter] === BACKSLASH) letter++;
      if (letter === i || (bytes[letter] !== 0x6e && bytes[letter] !== 0x72)) break;
      i = letter + 1;
    }
    if (i === at) return at;
  }
  if (bytes[i] === 0x3e) i++;
  const indented = i + MAX_INDENT;
  while (i < indented && (bytes[i] === 0x20 || bytes[i] === 0x09)) i++;
  return i;
}

function isMadeOf(bytes: Buffer, start: number, end: number, digits: Uint8Array): boolean {
  for (let i = start; i < end; i++) if (digits[bytes[i]!] !== 1) return false;
  return true;
}

/** The digits of the lines, one after the other. */
function digitsOf(bytes: Buffer, { start, end }: Lines, phase: number): Buffer {
  if (start.length === 1) return bytes.subarray(start[0]! + phase, end[0]!);
  const parts = start.map((from, i) => bytes.subarray(i === 0 ? from + phase : from, end[i]!));
  return Buffer.concat(parts);
}

/** Notes where the lines went: `bytes` bytes from `characters` characters each. */
function trace(
  { start, end }: Lines,
  phase: number,
  layer: Layer,
  scale: Scale,
  bytes: number,
  characters: number,
): void {
  const { length } = layer;
  let before = -phase;
  for (let i = 0; i < start.length; i++) {
    layer.length = length + Math.max(0, Math.ceil((before * bytes) / characters));
    layer.from(i === 0 ? start[0]! + phase : start[i]!, scale, end[i]!);
    before += end[i]! - start[i]!;
  }
  layer.length = length;
}

function hex(bytes: Buffer, lines: Lines, phase: number, text: Layer, binary: Layer): void {
  const digits = digitsOf(bytes, lines, phase);
  // Hashes are everywhere, and too short to hold anything else.
  const plain = looksLikeText(digits, 0, digits.length);
  if (!plain && !mayBePacked(digits.length)) return;
  const layer = plain ? text : binary;
  const count = digits.length >> 1;
  if (!layer.fits(count)) return;
  layer.reserve(count);
  const piece = layer.begin(['hex'], lines.end.at(-1)!);
  trace(lines, phase, layer, SCALE.hex, 1, 2);
  layer.length += layer.bytes.write(digits.toString('latin1'), layer.length, count, 'hex');
  layer.finish(piece);
}

/** True for a length that no usual hash has, in hex digits. */
function mayBePacked(digits: number): boolean {
  return digits >= LONG || (digits >= 72 && digits !== 96 && digits !== 128);
}

/** How what is compressed begins: gzip, zstd, zlib, zip. */
const PACKED = [0x1f8b, 0x28b5, 0x789c, 0x78da, 0x7801, 0x504b];
/** Digits that are looked at. */
const PROBE = 64;

/** True when hex digits stand for UTF-8 or UTF-16 without control characters, or for something compressed. */
function looksLikeText(bytes: Buffer, start: number, end: number): boolean {
  const stop = Math.min(start + PROBE, end) - 1;
  if (stop - start > 4 && PACKED.includes((valueAt(bytes, start) << 8) | valueAt(bytes, start + 2)))
    return true;
  let zeroes = 0;
  let controls = false;
  let valid = true;
  let due = 0;
  for (let i = start; i < stop; i += 2) {
    const byte = valueAt(bytes, i);
    if (byte === 0) zeroes++;
    else if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) controls = true;
    // What the end of the probe cuts in two is fine.
    if (due > 0) {
      valid &&= byte >> 6 === 2;
      due--;
    } else if (byte >= 0x80) {
      due = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
      valid &&= byte >= 0xc2 && byte < 0xf5;
    }
  }
  if (zeroes > 0) return Math.abs(zeroes - ((stop + 1 - start) >> 1) / 2) <= 1;
  return valid && !controls;
}

function valueAt(bytes: Buffer, at: number): number {
  return (HEX[bytes[at]!]! << 4) | HEX[bytes[at + 1]!]!;
}

function base32(bytes: Buffer, lines: Lines, text: Layer, binary: Layer): void {
  const all = digitsOf(bytes, lines, 0);
  const phases = all.length <= LONG ? 8 : 1;
  for (let phase = 0; phase < phases; phase++) {
    const digits = all.subarray(phase);
    const count = (digits.length * 5) >> 3;
    const layer = isAscii32(digits) ? text : binary;
    if (count < 12 || !layer.fits(count)) return;
    layer.reserve(count + 1);
    const piece = layer.begin(['base32'], lines.end.at(-1)!);
    trace(lines, phase, layer, SCALE.base32, 5, 8);
    let bits = 0;
    let held = 0;
    for (let i = 0; i < digits.length; i++) {
      bits = ((bits << 5) | BASE32[digits[i]!]!) & 0xfff;
      held += 5;
      if (held < 8) continue;
      held -= 8;
      layer.bytes[layer.length++] = (bits >> held) & 0xff;
    }
    layer.finish(piece);
  }
}

/** True when the first characters stand for ASCII: the top bit of each byte is clear. */
function isAscii32(digits: Buffer): boolean {
  const count = Math.min(64, digits.length);
  let bits = 0;
  let held = 0;
  for (let i = 0; i < count; i++) {
    bits = ((bits << 5) | BASE32[digits[i]!]!) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    const byte = (bits >> held) & 0xff;
    if (byte >= 0x80 || (byte < 0x20 && byte !== 0 && (byte < 9 || byte > 13))) return false;
  }
  return true;
}

function base64(bytes: Buffer, lines: Lines, phase: number, layer: Layer): void {
  const digits = digitsOf(bytes, lines, phase);
  const count = Math.ceil((digits.length * 3) / 4);
  if (!layer.fits(count)) return;
  layer.reserve(count);
  const piece = layer.begin(['base64'], lines.end.at(-1)!);
  trace(lines, phase, layer, SCALE.base64, 3, 4);
  layer.length += layer.bytes.write(digits.toString('latin1'), layer.length, count, 'base64');
  layer.finish(piece);
}
