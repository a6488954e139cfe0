import { isUtf8 } from 'node:buffer';
import type { Clues } from '../clues.ts';
import { RUN } from '../prefilter.ts';
import { type Layer, SCALE } from './layer.ts';

/** A run of this many characters may go on behind a line end. */
const LINE = 40;
/** Runs from here on are decoded even when they do not look like text. */
const LONG = 256;
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

/**
 * Decodes runs that look like base64, hex or base32; several of them when it is not clear which.
 * @param text takes what decodes to text, which may be disguised again
 * @param binary takes everything else
 */
export function decodeRuns(bytes: Buffer, clues: Clues, text: Layer, binary: Layer): void {
  for (let i = 0; i < clues.runs; i++) {
    const start = clues.runStart[i]!;
    const kind = clues.runKind[i]!;
    let last = i;
    // Lines of one text: MIME breaks after 76 characters, PEM after 64; JSON writes the break as an escape.
    while (last + 1 < clues.runs && goesOn(bytes, clues, last)) last++;
    const end = clues.runEnd[last]!;
    if (last === i && (kind & RUN.hex) !== 0 && isHex(bytes, start, end)) {
      for (const phase of [0, 1]) hex(bytes, start + phase, end, text, binary);
    } else {
      if (last === i && (kind & RUN.base32) !== 0 && isBase32(bytes, start, end))
        base32(bytes, start, end, text);
      const phases = kind & RUN.phases;
      for (let phase = 0; phase < 4; phase++) {
        const isText = (phases & (1 << phase)) !== 0;
        if (isText || (phase === 0 && phases === 0))
          base64(bytes, clues, i, last, phase, isText ? text : binary);
      }
    }
    i = last;
  }
}

function goesOn(bytes: Buffer, clues: Clues, run: number): boolean {
  const end = clues.runEnd[run]!;
  const gap = clues.runStart[run + 1]! - end;
  if (gap > 4 || end - clues.runStart[run]! < LINE) return false;
  for (let i = end; i < end + gap; i++) {
    const byte = bytes[i]!;
    if (byte !== 0x0d && byte !== 0x0a && byte !== 0x5c && byte !== 0x6e && byte !== 0x72) return false;
  }
  return true;
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
  const plain = looksLikeText(bytes.toString('latin1', start, Math.min(start + 64, end)));
  if (!plain && end - start < LONG) return;
  const layer = plain ? text : binary;
  const count = (end - start) >> 1;
  if (!layer.fits(count)) return;
  layer.reserve(count);
  const piece = layer.begin(['hex'], end);
  layer.from(start, SCALE.hex, end);
  layer.length += layer.bytes.write(bytes.toString('latin1', start, end), layer.length, count, 'hex');
  layer.finish(piece);
}

/** True when hex digits stand for UTF-8 or UTF-16 without control characters, or for something compressed. */
function looksLikeText(digits: string): boolean {
  if (/^(?:1f8b|28b52ffd|789c|78da|7801|504b0304)/i.test(digits)) return true;
  const probe = Buffer.from(digits, 'hex');
  const zeroes = probe.filter((byte) => byte === 0).length;
  if (zeroes > 0) return Math.abs(zeroes - probe.length / 2) <= 1;
  if (probe.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  // The last character may be cut in two.
  return (
    isUtf8(probe) ||
    isUtf8(probe.subarray(0, -1)) ||
    isUtf8(probe.subarray(0, -2)) ||
    isUtf8(probe.subarray(0, -3))
  );
}

function base32(bytes: Buffer, start: number, end: number, layer: Layer): void {
  const phases = end - start <= LONG ? 8 : 1;
  for (let phase = 0; phase < phases; phase++) {
    const count = ((end - start - phase) * 5) >> 3;
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

function base64(bytes: Buffer, clues: Clues, first: number, last: number, phase: number, layer: Layer): void {
  const start = clues.runStart[first]! + phase;
  const end = clues.runEnd[last]!;
  let text = bytes.toString('latin1', start, clues.runEnd[first]!);
  for (let i = first + 1; i <= last; i++) {
    text += bytes.toString('latin1', clues.runStart[i]!, clues.runEnd[i]!);
  }
  const count = Math.ceil((text.length * 3) / 4);
  if (!layer.fits(count)) return;
  layer.reserve(count);
  const piece = layer.begin(['base64'], end);
  if (first === last) layer.from(start, SCALE.base64, end);
  else lines(clues, first, last, phase, layer);
  layer.length += layer.bytes.write(text, layer.length, count, 'base64');
  layer.finish(piece);
}

/** Where the bytes of a text of several lines come from. */
function lines(clues: Clues, first: number, last: number, phase: number, layer: Layer): void {
  const { length } = layer;
  let characters = -phase;
  for (let i = first; i <= last; i++) {
    const start = clues.runStart[i]!;
    layer.length = length + Math.max(0, Math.ceil((characters * 3) / 4));
    layer.from(i === first ? start + phase : start, SCALE.base64, clues.runEnd[i]!);
    characters += clues.runEnd[i]! - start;
  }
  layer.length = length;
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
    while (isPair(bytes, at, end)) {
      layer.reserve(1);
      layer.bytes[layer.length++] = (HEX[bytes[at]!]! << 4) | HEX[bytes[at + 1]!]!;
      at += 3;
    }
    done = at;
    if (layer.length - piece.start < 12) layer.drop(piece);
    else layer.finish(piece);
  }
}

function isPair(bytes: Buffer, at: number, end: number): boolean {
  return at + 2 <= end && HEX[bytes[at]!] !== -1 && HEX[bytes[at + 1]!] !== -1;
}
