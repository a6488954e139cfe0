import type { Clues } from '../clues.ts';
import { MARK } from '../prefilter.ts';
import { type Layer, SCALE } from './layer.ts';

/** Shortest text that is decoded, in characters. */
const SHORTEST = 12;

/** Drops the zeroes of UTF-16 (either byte order) where ASCII text was written in it. */
export function decodeUtf16(bytes: Buffer, end: number, clues: Clues, layer: Layer): void {
  let done = 0;
  for (let i = 0; i < clues.marks; i++) {
    const mark = clues.markAt[i]!;
    if (clues.markType[i] !== MARK.utf16 || mark < done) continue;
    // The mark is a zero with characters on both sides, two bytes apart.
    let from = mark + 1;
    while (from - 2 >= done && bytes[from - 1] === 0 && isText(bytes[from - 2]!)) from -= 2;
    let to = from;
    while (to < end && isText(bytes[to]!) && (to + 1 >= end || bytes[to + 1] === 0)) to += 2;
    done = to;
    const count = (to - from) >> 1;
    if (count < SHORTEST || !layer.fits(count)) continue;
    layer.reserve(count);
    const piece = layer.begin(['utf-16'], end);
    layer.from(from, SCALE.hex, Math.min(end, to));
    for (let at = from; at < to; at += 2) layer.bytes[layer.length++] = bytes[at]!;
    layer.finish(piece);
  }
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13;
}
