import type { Clues } from '../clues.ts';
import { RUN } from '../prefilter.ts';
import { type Layer, SCALE } from './layer.ts';

/** A run of this many characters may go on behind a line end. */
const LINE = 40;
/** Runs from here on are decoded even when they do not look like text. */
const LONG = 256;
/** Longest line, and longest break between two: `\\r\\n` as JSON writes it. */
const MAX_LINE = 1024;
const MAX_BREAK = 4;
const EQUALS = 0x3d;
const BASE64 = new Uint8Array(256);
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')) {
  BASE64[byte] = 1;
}
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
    const lines = linesFrom(bytes, start, end);
    done = lines.end.at(-1)!;
    const single = lines.start.length === 1;
    if (single && (kind & RUN.hex) !== 0 && isHex(bytes, start, end)) {
      for (const phase of [0, 1]) hex(bytes, start + phase, end, text, binary);
      continue;
    }
    if (single && (kind & RUN.base32) !== 0 && isBase32(bytes, start, end))
      base32(bytes, start, end, text, binary);
    const phases = kind & RUN.phases;
    for (let phase = 0; phase < 4; phase++) {
      const isText = (phases & (1 << phase)) !== 0;
      if (isText || (phase === 0 && phases === 0)) base64(bytes, lines, phase, isText ? text : binary);
    }
  }
}

/** The lines that are looked at: one text after the other. */
const LINES: Lines = { start: [], end: [] };

/** The lines of a text that begins with a run: MIME breaks after 76 characters, PEM after 64; only the last is shorter. */
function linesFrom(bytes: Buffer, start: number, end: number): Lines {
  const lines = LINES;
  lines.start.length = 1;
  lines.end.length = 1;
  lines.start[0] = start;
  lines.end[0] = end;
  const width = end - start;
  if (width < LINE) return lines;
  for (let at = end; ; ) {
    let from = at;
    while (from < bytes.length && from - at < MAX_BREAK && isBreak(bytes[from]!)) from++;
    if (from === at) return lines;
    let to = from;
    // An `n` of a written line end is no digit of the next line; what is longer than a line is another text.
    while (to < bytes.length && to - from <= MAX_LINE && BASE64[bytes[to]!] === 1) to++;
    const length = to - from;
    // The first line may have begun before the run, behind the name of a field.
    if (length > MAX_LINE || length < (bytes[to] === EQUALS ? 2 : 4)) return lines;
    lines.start.push(from);
    lines.end.push(to);
    if (lines.start.length > 2 && length < lines.end[1]! - lines.start[1]!) return lines;
    if (lines.start.length === 2 && length < width) return lines;
    at = to;
  }
}

function isBreak(byte: number): boolean {
  return byte === 0x0d || byte === 0x0a || byte === 0x5c || byte === 0x6e || byte === 0x72;
}

function isHex(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (HEX[bytes[i]!] === -1) return false;
  return true;
}

function isBase32(bytes: Buffer, start: number, end: number): boolean {
  const upper = bytes[start]! < 0x60;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (BASE32[byte] === -1 || (byte > 0x60 && upper) || (byte > 0x40 && byte < 0x60 && !upper)) return false;
  }
  return true;
}

function hex(bytes: Buffer, start: number, end: number, text: Layer, binary: Layer): void {
  // Hashes are everywhere, and too short to hold anything else.
  const plain = looksLikeText(bytes, start, end);
  if (!plain && !mayBePacked(end - start)) return;
  const layer = plain ? text : binary;
  const count = (end - start) >> 1;
  if (!layer.fits(count)) return;
  layer.reserve(count);
  const piece = layer.begin(['hex'], end);
  layer.from(start, SCALE.hex, end);
  layer.length += layer.bytes.write(bytes.toString('latin1', start, end), layer.length, count, 'hex');
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

function base32(bytes: Buffer, start: number, end: number, text: Layer, binary: Layer): void {
  const phases = end - start <= LONG ? 8 : 1;
  for (let phase = 0; phase < phases; phase++) {
    const count = ((end - start - phase) * 5) >> 3;
    const layer = isAscii32(bytes, start + phase, end) ? text : binary;
    if (count < 12 || !layer.fits(count)) return;
    layer.reserve(count + 1);
    const piece = layer.begin(['base32'], end);
    layer.from(start + phase, SCALE.base32, end);
    let bits = 0;
    let held = 0;
    for (let i = start + phase; i < end; i++) {
      bits = ((bits << 5) | BASE32[bytes[i]!]!) & 0xfff;
      held += 5;
      if (held < 8) continue;
      held -= 8;
      layer.bytes[layer.length++] = (bits >> held) & 0xff;
    }
    layer.finish(piece);
  }
}

/** True when the first characters stand for ASCII: the top bit of each byte is clear. */
function isAscii32(bytes: Buffer, start: number, end: number): boolean {
  const count = Math.min(64, end - start);
  let bits = 0;
  let held = 0;
  for (let i = 0; i < count; i++) {
    bits = ((bits << 5) | BASE32[bytes[start + i]!]!) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    const byte = (bits >> held) & 0xff;
    if (byte >= 0x80 || (byte < 0x20 && byte !== 0 && (byte < 9 || byte > 13))) return false;
  }
  return true;
}

function base64(bytes: Buffer, { start, end }: Lines, phase: number, layer: Layer): void {
  const stop = end.at(-1)!;
  let text = bytes.toString('latin1', start[0]! + phase, end[0]!);
  for (let i = 1; i < start.length; i++) text += bytes.toString('latin1', start[i]!, end[i]!);
  const count = Math.ceil((text.length * 3) / 4);
  if (!layer.fits(count)) return;
  layer.reserve(count);
  const piece = layer.begin(['base64'], stop);
  const { length } = layer;
  let characters = -phase;
  for (let i = 0; i < start.length; i++) {
    layer.length = length + Math.max(0, Math.ceil((characters * 3) / 4));
    layer.from(i === 0 ? start[0]! + phase : start[i]!, SCALE.base64, end[i]!);
    characters += end[i]! - start[i]!;
  }
  layer.length = length + layer.bytes.write(text, length, count, 'base64');
  layer.finish(piece);
}

/** Decodes pairs of hex digits with one to three other bytes between them: `67 68 70`, `67:68`, `0x67, 0x68`. */
export function decodeGroups(bytes: Buffer, end: number, clues: Clues, layer: Layer): void {
  let done = 0;
  for (let i = 0; i < clues.groups; i++) {
    let at = clues.groupAt[i]!;
    if (at < done) continue;
    while (at >= 3 && isPair(bytes, at - 3, end) && HEX[bytes[at - 1]!] === -1) at -= 3;
    if (!layer.fits((end - at) / 3)) return;
    const piece = layer.begin(['hex'], end);
    layer.from(at, SCALE.triple, end);
    for (;;) {
      if (!isPair(bytes, at, end)) {
        // A line of quoted-printable ends here: `=EF=` and a break, then `=BD`.
        const next = behindSoftBreak(bytes, at);
        if (next === at || !isPair(bytes, next, end)) break;
        at = next;
        layer.from(at, SCALE.triple, end);
      }
      layer.reserve(1);
      layer.bytes[layer.length++] = (HEX[bytes[at]!]! << 4) | HEX[bytes[at + 1]!]!;
      at += 3;
    }
    done = at;
    if (layer.length - piece.start < 12) layer.drop(piece);
    else layer.finish(piece);
  }
}

function behindSoftBreak(bytes: Buffer, at: number): number {
  if (bytes[at - 1] !== EQUALS) return at;
  let i = at;
  if (bytes[i] === 0x0d) i++;
  if (i >= bytes.length || bytes[i] !== 0x0a || bytes[i + 1] !== EQUALS) return at;
  return i + 2;
}

function isPair(bytes: Buffer, at: number, end: number): boolean {
  return at + 2 <= end && HEX[bytes[at]!] !== -1 && HEX[bytes[at + 1]!] !== -1;
}
