import { isRunByte } from '../boundary.ts';
import type { Clues } from '../clues.ts';
import { MARK } from '../prefilter.ts';
import { type Layer, SCALE } from './layer.ts';
import { readByte, readUnit, type Unit } from './unit.ts';

/** Escapes that are closer to one another than this are undone together, and so much is taken in before and behind. */
const CONTEXT = 96;
/** Escapes that are looked at to tell text from other bytes. */
const PROBE = 32;
/** Most bytes that are taken in behind the last escape: the rest of a long token. */
const TAIL = 2048;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
/** Written anew for each escape. */
const unit: Unit = { size: 0, text: '', via: '' };

/**
 * Undoes escapes: percent-encoding, `\u`, `\x`, octal, HTML entities, quoted-printable, joined strings, characters that
 * are invisible or look like others. One layer of each; what they hid may be escaped again.
 * @param end one past the last byte of `bytes`
 * @param text takes what may be disguised again
 * @param binary takes regions whose escapes stand for bytes of no text
 */
export function rewrite(bytes: Buffer, end: number, clues: Clues, text: Layer, binary: Layer): void {
  let i = 0;
  let done = 0;
  while (i < clues.marks) {
    if (clues.markType[i] === MARK.utf16) {
      i++;
      continue;
    }
    let last = i;
    while (
      last + 1 < clues.marks &&
      clues.markAt[last + 1]! - clues.markAt[last]! <= CONTEXT &&
      clues.markType[last + 1] !== MARK.utf16
    ) {
      last++;
    }
    const packed = beginsPacked(bytes, clues, i);
    const from = packed ? clues.markAt[i]! : Math.max(done, clues.markAt[i]! - CONTEXT);
    let to = clues.markAt[last]! + 1;
    const limit = Math.min(end, to + TAIL);
    while (to < limit && (isRunByte(bytes[to]!) || to < clues.markAt[last]! + 12)) to++;
    to = Math.min(end, Math.max(to, Math.min(limit, clues.markAt[last]! + CONTEXT)));
    const layer = packed || isBinary(bytes, clues, i, last) ? binary : text;
    if (layer.fits(to - from)) region(bytes, from, to, clues, i, last, layer);
    done = clues.markAt[last]! + 1;
    i = last + 1;
  }
}

/** True when two escapes in a row stand for what compressed bytes begin with. */
function beginsPacked(bytes: Buffer, clues: Clues, first: number): boolean {
  const at = clues.markAt[first]!;
  if (!readUnit(bytes, at, bytes.length, unit) || unit.text.length !== 1) return false;
  const one = unit.text.charCodeAt(0);
  if (!readUnit(bytes, at + unit.size, bytes.length, unit)) return false;
  const magic = (one << 8) | unit.text.charCodeAt(0);
  return magic === 0x1f8b || magic === 0x28b5 || magic === 0x789c || magic === 0x78da || magic === 0x7801;
}

/** True when the first escapes mostly stand for bytes that no text holds. */
function isBinary(bytes: Buffer, clues: Clues, first: number, last: number): boolean {
  const probe = Math.min(last, first + PROBE - 1);
  let strange = 0;
  for (let i = first; i <= probe; i++) {
    const byte = readByte(bytes, clues.markAt[i]!, bytes.length);
    const value = byte & 0xff;
    if (byte === 0 || (value >= 0x20 && value < 0xf5)) continue;
    if (value !== 9 && value !== 10 && value !== 13) strange++;
  }
  return last - first + 1 >= PROBE && strange > PROBE / 16;
}

function region(
  bytes: Buffer,
  from: number,
  to: number,
  clues: Clues,
  first: number,
  last: number,
  layer: Layer,
): void {
  // Escapes never stand for more bytes than they have, but `\u00e9` as UTF-8 is shorter too.
  layer.reserve(to - from + 8);
  const via: string[] = [];
  const piece = layer.begin(via, to);
  let at = from;
  // Where one letter of another script hides in a word, its neighbours hide as well; and where one sign of
  // quoted-printable stands, others do that are no marks of their own.
  let joins = false;
  let folds = false;
  let quoted = false;
  for (let i = first; i <= last; i++) {
    joins ||= clues.markType[i] === MARK.join;
    folds ||= clues.markType[i] === MARK.unicode;
    quoted ||= clues.markType[i] === MARK.quoted;
  }
  if (joins) folds = quoted = false;
  for (let i = first; i <= last; i++) {
    const mark = clues.markAt[i]!;
    // A join may cut an escape in two: what the strings hold is undone when they are one.
    if (mark < at || (joins && clues.markType[i] !== MARK.join)) continue;
    fold(bytes, at, mark, layer, folds, quoted);
    const plain = at;
    at = mark;
    const quick = readByte(bytes, at, to);
    // Text in a string in a string: of the backslashes before an escape none is of the text.
    if (bytes[at] === BACKSLASH && (quick !== 0 || readUnit(bytes, at, to, unit)))
      for (let k = at - 1; k >= plain && bytes[k] === BACKSLASH; k--) layer.length--;
    if (quick !== 0) {
      const name = bytes[at] === 0x25 ? 'percent' : 'escape';
      if (via.length === 0 || (via[0] !== name && !via.includes(name))) via.push(name);
      layer.unit(quick & 0xff, at, quick >> 8);
      at += quick >> 8;
      continue;
    }
    if (!readUnit(bytes, at, to, unit)) continue;
    if (!via.includes(unit.via)) via.push(unit.via);
    // Strings that are joined may themselves stand in a string: `\" + \"`.
    if (
      unit.via === 'concatenation' &&
      layer.length > piece.start &&
      layer.bytes[layer.length - 1] === 0x5c
    ) {
      layer.length--;
    }
    layer.from(at, SCALE.unit, at + unit.size);
    for (let k = 0; k < unit.text.length; k++) layer.bytes[layer.length++] = unit.text.charCodeAt(k);
    at += unit.size;
  }
  fold(bytes, at, to, layer, folds, quoted);
  if (via.length === 0) layer.drop(piece);
  else layer.finish(piece);
}

/** Copies; letters of other scripts are folded, and quoted-printable is undone, when that is asked for. */
function fold(bytes: Buffer, from: number, to: number, layer: Layer, folds: boolean, quoted: boolean): void {
  let plain = from;
  for (let at = folds || quoted ? from : to; at < to; ) {
    const byte = bytes[at]!;
    const wanted = (folds && byte >= 0x80) || (quoted && byte === EQUALS);
    if (!wanted || !readUnit(bytes, at, to, unit)) {
      at++;
      continue;
    }
    copy(bytes, plain, at, layer);
    layer.from(at, SCALE.unit, at + unit.size);
    for (let k = 0; k < unit.text.length; k++) layer.bytes[layer.length++] = unit.text.charCodeAt(k);
    at += unit.size;
    plain = at;
  }
  copy(bytes, plain, to, layer);
}

function copy(bytes: Buffer, from: number, to: number, layer: Layer): void {
  if (to <= from) return;
  layer.from(from, SCALE.raw, to);
  const { length } = layer;
  if (to - from > 32) bytes.copy(layer.bytes, length, from, to);
  else for (let i = from; i < to; i++) layer.bytes[length + i - from] = bytes[i]!;
  layer.length += to - from;
}
