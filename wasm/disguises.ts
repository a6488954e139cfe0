/** Judges single bytes that may begin a disguise: escapes, characters of other scripts, signs that join strings. */
import { isBlank, isHex, isWord } from './bytes';
import {
  MARK_ENTITY,
  MARK_ESCAPE,
  MARK_JOIN,
  MARK_PERCENT,
  MARK_QUOTED,
  MARK_UNICODE,
  MARK_UTF16,
  mark,
} from './marks';
import { INPUT } from './memory';

/** What is compressed and stands behind something else; src/inspect/disguise/containers.ts has the same number. */
const MARK_PACKED: u32 = 9;

/** Judges a byte that may begin a disguise. */
export function judge(at: usize, end: usize): void {
  const byte = load<u8>(at);
  if (byte == 0x03 || byte == 0x1f || byte == 0x78 || byte == 0xfd) judgePacked(at);
  else if (byte >= 0x80) judgeUnicode(at, end);
  else if (byte == 0x2b || byte == 0x2e) judgeJoin(at, end);
  else if (byte == 0) {
    // UTF-16: zeroes at every second byte, letters between them.
    const pattern = load<u64>(at) & 0x00ff00ff00ff00ff;
    if (pattern == 0 && at + 8 <= end && isWord(load<u8>(at + 1)) && isWord(load<u8>(at + 3))) mark(at, MARK_UTF16);
  } else if (byte == 0x3d) {
    const next = load<u8>(at + 1);
    // `=3D` stands for the sign itself.
    const third = load<u8>(at + 2);
    // A character beyond ASCII takes two escapes or more.
    const sign =
      next == 0x33 ? (third | 0x20) == 0x64 : next >= 0x43 && next <= 0x46 && isHex(third) && load<u8>(at + 3) == 0x3d;
    if (next == 0x0a || next == 0x0d || sign || at + 1 >= end) mark(at, MARK_QUOTED);
  } else judgeEscape(at, end);
}

/** How gzip (1f 8b 08), zip (PK 03 04) and zstd (28 b5 2f fd) begin, and zlib where a part of a body does? */
function judgePacked(at: usize): void {
  const byte = load<u8>(at);
  const next = load<u8>(at + 1);
  if (byte == 0x1f) {
    if (next == 0x8b && load<u8>(at + 2) == 0x08) mark(at, MARK_PACKED);
    return;
  }
  if (byte == 0x78) {
    const packed = next == 0x9c || next == 0xda || next == 0x01;
    const begins = at >= INPUT + 2 && load<u8>(at - 1) == 0x0a && (load<u8>(at - 2) == 0x0d || load<u8>(at - 2) == 0x0a);
    if (packed && begins) mark(at, MARK_PACKED);
    return;
  }
  if (byte == 0x03) {
    if (next == 0x04 && at >= INPUT + 2 && load<u16>(at - 2) == 0x4b50) mark(at - 2, MARK_PACKED);
    return;
  }
  if (at >= INPUT + 3 && load<u16>(at - 3) == 0xb528 && load<u8>(at - 1) == 0x2f) mark(at - 3, MARK_PACKED);
}

/** Backslash, percent, ampersand: the beginning of an escape? What is cut off by the end counts as one. */
function judgeEscape(at: usize, end: usize): void {
  const byte = load<u8>(at);
  const next = load<u8>(at + 1);
  if (byte == 0x5c) {
    const lower = next | 0x20;
    if (lower == 0x75 || lower == 0x78 || next == 0x2f) mark(at, MARK_ESCAPE);
    else if (next >= 0x30 && next <= 0x37 && load<u8>(at + 2) >= 0x30 && load<u8>(at + 2) <= 0x37) mark(at, MARK_ESCAPE);
    else if (at + 3 >= end) mark(at, MARK_ESCAPE);
  } else if (byte == 0x25) {
    if ((isHex(next) && isHex(load<u8>(at + 2))) || next == 0x75 || at + 3 >= end) mark(at, MARK_PERCENT);
  } else if (byte == 0x26) {
    if (next == 0x23 || at + 2 >= end) mark(at, MARK_ENTITY);
    else {
      // A named one ends with a semicolon soon.
      for (let k = at + 3; k < at + 25; k++) {
        const c = load<u8>(k);
        if (c == 0x3b) {
          // The four that every page is full of stand for nothing a token holds, unless they hide another entity.
          const quiet =
            (next == 0x6c && load<u8>(at + 2) == 0x74) ||
            (next == 0x67 && load<u8>(at + 2) == 0x74) ||
            (next == 0x71 && load<u8>(at + 2) == 0x75) ||
            (next == 0x6e && load<u8>(at + 2) == 0x62);
          const hides = next == 0x61 && load<u8>(at + 2) == 0x6d && load<u8>(k + 1) != 0x23;
          if (!quiet && !hides) mark(at, MARK_ENTITY);
          break;
        }
        if ((c | 0x20) < 0x61 || (c | 0x20) > 0x7a) break;
      }
    }
  }
}

/** A plus or a dot: does it join two strings? */
function judgeJoin(at: usize, end: usize): void {
  let left = at - 1;
  while (load<u8>(left) == 0x20 && left > at - 4) left--;
  if (load<u8>(left) != 0x22 && load<u8>(left) != 0x27) return;
  let right = at + 1;
  while (isBlank(load<u8>(right)) && right < at + 60) right++;
  const byte = load<u8>(right);
  if (byte == 0x22 || byte == 0x27 || byte == 0x5c || right >= end) mark(left, MARK_JOIN);
}

/** A character that can hide in a word: does it? */
function judgeUnicode(at: usize, end: usize): void {
  const lead = load<u8>(at);
  const next = load<u8>(at + 1);
  const third = load<u8>(at + 2);
  if (lead == 0xe2) {
    const hidden = (next == 0x80 && (third <= 0x8f || third >= 0xaa)) || next == 0x81;
    // Marks that surround a letter, and the empty pattern of Braille.
    const drawn = (next == 0x83 && third >= 0x90) || (next == 0xa0 && third == 0x80);
    if (hidden ? third != 0xb0 : next == 0x92 || next == 0x93 || drawn) mark(at, MARK_UNICODE);
  } else if (lead == 0xef) {
    if (next == 0xbc || next == 0xbd || (next == 0xbb && third == 0xbf) || (next == 0xb8 && third <= 0xaf) || (next == 0xbe && third == 0xa0)) {
      mark(at, MARK_UNICODE);
    }
  } else if (lead == 0xf0) {
    if (next == 0x9d) mark(at, MARK_UNICODE);
  } else if (lead == 0xf3) mark(at, MARK_UNICODE);
  else if (lead == 0xc2) {
    if (next == 0xad) mark(at, MARK_UNICODE);
  } else if (lead == 0xcc || lead == 0xcd) mark(at, MARK_UNICODE);
  else {
    // Letters of other scripts are of interest only inside a word of this one.
    const length: usize = lead >= 0xe0 ? 3 : 2;
    if ((at > INPUT && isWord(load<u8>(at - 1))) || isWord(load<u8>(at + length)) || at + length >= end) {
      mark(at, MARK_UNICODE);
    }
  }
}
