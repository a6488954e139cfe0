/**
 * The inner loops of the detector, in AssemblyScript: `npm run wasm` compiles it into src/inspect/prefilter/module.ts.
 *
 * The host writes the tables once and the bytes of each block at `INPUT`; nothing is allocated here. Offsets below are
 * addresses in linear memory. All loops are linear in the length of the block.
 */

/** For each pair of bytes (little-endian) the groups of third bytes that make a trigram of interest: 65,536 x u32. */
const PAIRS: usize = 0x130000;
/** The group of each third byte, one bit: 256 x u32. */
const GROUPS: usize = 0x170000;
/** Trigrams by open addressing: SLOTS x (u32 key, u32 address of a list). */
const SLOT_BITS: u32 = 14;
const SLOTS: usize = 0x20200;
/** Lists of entries: u32 count, then count x (u16 anchor, u16 distance). */
/** Anchors: 16 bytes each: u32 text, u16 length, u8 left, u8 flags, u8 bodyClass, u8 minBody, u16 minRun, u8 runClass. */
const ANCHORS: usize = 0x50000;
/** Classes of bytes: 256 bytes each. */
const CLASSES: usize = 0x60000;
/** Found candidates: u32 position, u32 anchor. */
const FOUND: usize = 0x70000;
const ROOM: u32 = 4096;
/** The bytes of the block. */
const INPUT: usize = 0x80000;

const EMPTY: u32 = 0xffffffff;
const FLAG_USERINFO: u32 = 1;
const FLAG_NAMED: u32 = 2;
/** Classes of names: the bytes of one, what follows it, what follows a blank, what ends a word that sets. */
const NAME: u32 = 250;
const TIE: u32 = 251;
const BEHIND_BLANK: u32 = 252;
const SETTER_END: u32 = 253;
/** Bytes of a name before and behind its anchor. */
const NAME_REACH: usize = 40;
const NO_CLASS: u32 = 255;
/** The class of bytes that begin a disguise, or join two strings. */
const TRIGGERS: u32 = 254;
/** Longest user info that is looked through. */
const USERINFO: usize = 324;

let found: u32 = 0;
let wanted: bool = false;

/** Where the next call of `search` has to start. */
export let resume: u32 = 0;

/**
 * Collects anchors in input[from, end) whose sampled trigrams lie in [start, stop).
 * @param from first byte that belongs to what is searched; bytes before it are not known
 * @param marking whether marks are wanted
 * @param last true when nothing follows `end`: a value that is cut off there is short, not open
 * @returns how many candidates stand at FOUND; `resume` is where to go on, `stop` or later when done
 */
export function search(from: u32, start: u32, stop: u32, end: u32, last: bool, marking: bool): u32 {
  wanted = marking;
  found = 0;
  marks = 0;
  // What follows the known bytes completes the trigram of an anchor at the very end.
  v128.store(INPUT + end, i8x16.splat(0x22));
  let i: usize = INPUT + start;
  const until: usize = INPUT + stop;
  while (i < until) {
    const v = load<u64>(i);
    const c6 = load<u8>(i + 8);
    const low = <usize>(v & 0xffffffff);
    const high = <usize>(v >> 32);
    const g0 = interest(low & 0xffff, (low >> 16) & 0xff);
    const g2 = interest(low >> 16, high & 0xff);
    const g4 = interest(high & 0xffff, (high >> 16) & 0xff);
    const g6 = interest(high >> 16, c6);
    if ((g0 | g2 | g4 | g6) != 0) {
      if (g0 != 0) confirm(i, INPUT + from, INPUT + end, last);
      if (g2 != 0) confirm(i + 2, INPUT + from, INPUT + end, last);
      if (g4 != 0) confirm(i + 4, INPUT + from, INPUT + end, last);
      if (g6 != 0) confirm(i + 6, INPUT + from, INPUT + end, last);
      if (found >= ROOM - 64 || marks >= MARK_ROOM - 8) {
        i += 8;
        break;
      }
    }
    i += 8;
  }
  resume = <u32>(i - INPUT);
  return found;
}

/** Not zero when a trigram may be of interest. */
// @ts-ignore: decorator
@inline
function interest(pair: usize, third: usize): u32 {
  return load<u32>(PAIRS + (pair << 2)) & load<u32>(GROUPS + (third << 2));
}

function confirm(at: usize, from: usize, end: usize, last: bool): void {
  if (wanted) {
    if (isIn(TRIGGERS, load<u8>(at))) judge(at, end);
    if (isIn(TRIGGERS, load<u8>(at + 1))) judge(at + 1, end);
  }
  const key = load<u32>(at) & 0xffffff;
  let slot = (key * 0x9e3779b1) >>> (32 - SLOT_BITS);
  let known = load<u32>(SLOTS + (slot << 3));
  while (known != key) {
    if (known == EMPTY) return;
    slot = (slot + 1) & ((1 << SLOT_BITS) - 1);
    known = load<u32>(SLOTS + (slot << 3));
  }
  let entry: usize = load<u32>(SLOTS + (slot << 3), 4);
  const stop: usize = entry + 4 + ((<usize>load<u32>(entry)) << 2);
  for (entry += 4; entry < stop; entry += 4) {
    const anchor: u32 = load<u16>(entry);
    const begin: usize = at - load<u16>(entry, 2);
    const info: usize = ANCHORS + (anchor << 4);
    const length: usize = load<u16>(info, 4);
    if (begin < from || begin + length > end) continue;
    const text: usize = load<u32>(info);
    let k: usize = 0;
    while (k < length && load<u8>(begin + k) == load<u8>(text + k)) k++;
    if (k < length) continue;
    if (!passes(info, begin, begin + length, from, end, last)) continue;
    store<u32>(FOUND + (found << 3), <u32>(begin - INPUT));
    store<u32>(FOUND + (found << 3), anchor, 4);
    if (found < ROOM - 1) found++;
  }
}

/** The cheap part of the judgement: what stands before the anchor, and enough bytes of the right class behind it. */
// @ts-ignore: decorator
@inline
function passes(info: usize, begin: usize, after: usize, from: usize, end: usize, last: bool): bool {
  const left: u32 = load<u8>(info, 6);
  // Close to the first byte the host has to look, because it knows more of what stands before.
  if (left != NO_CLASS && begin >= from + 6 && isIn(left, load<u8>(begin - 1))) {
    // The last character of an escape is no part of a word: `\n`, `%20`, `\u000a`.
    const escaped = load<u8>(begin - 2) == 0x5c || load<u8>(begin - 3) == 0x25 || load<u8>(begin - 6) == 0x5c;
    if (!escaped) return false;
  }
  const bodyClass: u32 = load<u8>(info, 8);
  if (bodyClass != NO_CLASS) {
    const need: usize = after + load<u8>(info, 9);
    let k: usize = after;
    const limit: usize = need < end ? need : end;
    while (k < limit && isIn(bodyClass, load<u8>(k))) k++;
    if (k < limit || (last && k < need)) return false;
  }
  const runClass: u32 = load<u8>(info, 12);
  if (runClass != NO_CLASS) {
    const need: usize = begin + load<u16>(info, 10);
    let k: usize = after;
    const limit: usize = need < end ? need : end;
    while (k < limit && isIn(runClass, load<u8>(k))) k++;
    if (k < limit || (last && k < need)) return false;
  }
  const flags: u32 = load<u8>(info, 7);
  if ((flags & FLAG_NAMED) != 0) return mayBeNamed(begin, after, from, end, last);
  if ((flags & FLAG_USERINFO) != 0) {
    const limit: usize = after + USERINFO < end ? after + USERINFO : end;
    for (let k = after; k < limit; k++) {
      const byte = load<u8>(k);
      if (byte == 0x40) return true;
      if (byte == 0x2f || byte == 0x3f || byte <= 0x22 || byte >= 0x7f) return false;
    }
    return limit == end && !last;
  }
  return true;
}

function isQuote(byte: u8): bool {
  return byte == 0x22 || byte == 0x27 || byte == 0x60 || byte == 0x5c;
}

/** A sign, or a word that ties: `is`, `string =`, `value=`. */
function mayFollowBlank(at: usize): bool {
  const byte = load<u8>(at);
  if (!isIn(BEHIND_BLANK, byte)) return false;
  const next = load<u8>(at + 1);
  if (byte == 0x69) return next == 0x73;
  if ((byte | 0x20) == 0x73) return (next | 0x20) == 0x74;
  if (byte == 0x76) return next == 0x61;
  return true;
}

/** Shortest value behind a name. */
const SHORTEST_VALUE: usize = 8;

/** What stands behind a colon or a sign of equality: a word that is too short for a value refuses, unless a type does. */
function mayBeValue(at: usize, end: usize, last: bool): bool {
  let k = at;
  while (k < end && k - at < 3 && load<u8>(k) == 0x20) k++;
  const from = k;
  // Letters, digits and what tokens hold; anything else is left to the host.
  while (k < end && k - from < SHORTEST_VALUE && load<u8>(TOKEN + <usize>load<u8>(k)) != 0) k++;
  if (k == from || k - from >= SHORTEST_VALUE) return true;
  if (k + 3 >= end) return !last || k - from >= SHORTEST_VALUE;
  const byte = load<u8>(k);
  // What ends a bare value; other signs may be part of one.
  if (byte == 0x20) {
    while (k < end && k - from < SHORTEST_VALUE + 6 && load<u8>(k) == 0x20) k++;
    return k >= end || load<u8>(k) == 0x3d;
  }
  return !(byte == 0x2c || byte == 0x3b || byte == 0x29 || byte == 0x7d || byte == 0x5d || byte == 0x0a || byte == 0x0d || byte == 0x3c);
}

/** What follows the name around an anchor may tie a value to it. */
function mayBeNamed(begin: usize, after: usize, from: usize, end: usize, last: bool): bool {
  let k = after;
  const reach = after + NAME_REACH < end ? after + NAME_REACH : end;
  while (k < reach && isIn(NAME, load<u8>(k))) k++;
  if (k == end) return !last;
  const next = load<u8>(k);
  if (!isIn(TIE, next)) return false;
  // A call takes a text: what follows the bracket is a quote.
  if (next == 0x28) return k + 1 >= end || isQuote(load<u8>(k + 1));
  if (next == 0x3a || next == 0x3d) return mayBeValue(k + 1, end, last);
  if (next != 0x20) return true;
  if (k + 3 >= end || mayFollowBlank(k + 1)) return true;
  // An option with its value, or a word before that sets.
  const floor = begin - from > NAME_REACH ? begin - NAME_REACH : from;
  let s = begin;
  while (s > floor && isIn(NAME, load<u8>(s - 1))) s--;
  if (s > from && load<u8>(s - 1) == 0x5c) s++;
  if (load<u8>(s) == 0x2d) return true;
  return s >= from + 2 && load<u8>(s - 1) == 0x20 && isIn(SETTER_END, load<u8>(s - 2));
}

// @ts-ignore: decorator
@inline
function isIn(cls: u32, byte: u8): bool {
  return load<u8>(CLASSES + (<usize>cls << 8) + byte) != 0;
}

/* ---- the survey: what in a block may be a disguise ---- */

/** Marks: u32 position, u32 type. */
const MARKS: usize = 0xa0000;
const MARK_ROOM: u32 = 24576;
/** Runs of base64 characters: u32 start, u32 end, u32 what they may be, u32 unused. */
const RUNS: usize = 0xd0000;
const RUN_ROOM: u32 = 4096;
const MIN_RUN: u32 = 24;
/** The value of each character of base64, 256 bytes; 255 for others. */
const SEXTETS: usize = 0x7f000;
/** For each place in a group of four and each character the phases in which it is no part of ASCII text: 4 x 256 bytes. */
const PHASES: usize = 0x7f100;

const MARK_ESCAPE: u32 = 1;
const MARK_PERCENT: u32 = 2;
const MARK_ENTITY: u32 = 3;
const MARK_QUOTED: u32 = 4;
const MARK_HEX_GROUPS: u32 = 5;
const MARK_UNICODE: u32 = 6;
const MARK_UTF16: u32 = 7;
const MARK_JOIN: u32 = 8;

let marks: u32 = 0;
let runs: u32 = 0;

export function markCount(): u32 {
  return marks;
}

export function runCount(): u32 {
  return runs;
}

/**
 * Vectors the survey works with. The first two classify the characters of base64 by their low and their high nibble:
 * a-f A-F (1), g-o G-O (2), p-z P-Z (4), 0-9 (8), + - / (16), _ (32). Written in place, each use would build them anew.
 */
const CONSTANTS: usize = memory.data<u8>([
  0x0c, 0x0d, 0x0d, 0x0d, 0x0d, 0x0d, 0x0d, 0x0e, 0x0e, 0x0e, 0x06, 0x12, 0x02, 0x12, 0x02, 0x32,
  0x00, 0x00, 0x10, 0x08, 0x03, 0x24, 0x03, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,
], 16);

/**
 * Looks through input[start, end) for long runs of base64 characters, written to RUNS (one that touches `end` is reported
 * as it stands), and for pairs of hex digits with something between them, added to the marks.
 * @returns where the survey stopped: `end`, or earlier when there was no room
 */
export function survey(start: u32, end: u32): u32 {
  runs = 0;
  marks = 0;
  for (let k: usize = 0; k < 80; k += 16) v128.store(INPUT + end + k, i8x16.splat(0x20));
  const lows = v128.load(CONSTANTS);
  const highs = v128.load(CONSTANTS + 16);
  const zero = v128.load(CONSTANTS + 32);
  const nibble = v128.load(CONSTANTS + 48);
  let carry: usize = 0;
  let at: usize = INPUT + start;
  const until: usize = INPUT + end;
  while (at < until) {
    const base64 =
      maskOf(classify(v128.load(at), lows, highs, nibble, zero), 0) |
      maskOf(classify(v128.load(at, 16), lows, highs, nibble, zero), 16) |
      maskOf(classify(v128.load(at, 32), lows, highs, nibble, zero), 32) |
      maskOf(classify(v128.load(at, 48), lows, highs, nibble, zero), 48);
    // Pairs of characters, one other byte between each: 67 68 70 5f, 67:68:70:5f, =67=68=70=5F.
    const pairs = base64 & (base64 >> 1) & ~(base64 >> 2);
    let groups = pairs & (pairs >> 3) & (pairs >> 6) & (pairs >> 9);
    while (groups != 0) {
      if (judgeGroups(at + <usize>ctz(groups))) break;
      groups &= groups - 1;
    }
    if (base64 == ~(<u64>0)) carry += 64;
    else {
      // A run that came from before ends with the leading bits; one that goes on begins with the trailing ones.
      const leading = <usize>ctz(~base64);
      if (carry + leading >= MIN_RUN) endRun(at - carry, at + leading);
      carry = <usize>clz(~base64);
      // Runs inside of the block are short unless 24 neighbouring bits are set.
      let long = base64 & (~(<u64>0) << leading);
      long &= long >> 1;
      long &= long >> 2;
      long &= long >> 4;
      long &= (long >> 8) & (long >> 16);
      while (long != 0) {
        const from = <usize>ctz(long);
        const length = <usize>ctz(~(base64 >> from));
        if (from + length >= 64) break;
        endRun(at + from, at + from + length);
        long &= ~(<u64>0) << (from + length);
      }
    }
    at += 64;
    if (marks >= MARK_ROOM - 200 || runs >= RUN_ROOM - 64) break;
  }
  // Behind the end of the input stand blanks, which end a run, unless the end is the end of a block of 64.
  const stop = at < until ? at : until;
  if (carry > 0 && at <= until) endRun(stop - carry, stop);
  return <u32>(stop - INPUT);
}

/** Four pairs of characters in a row: hex digits? */
function judgeGroups(at: usize): bool {
  for (let k = at; k < at + 12; k += 3) if (!isHex(load<u8>(k)) || !isHex(load<u8>(k + 1))) return false;
  mark(at, MARK_HEX_GROUPS);
  return true;
}

/** All bits of the characters of base64. */
// @ts-ignore: decorator
@inline
function classify(v: v128, lows: v128, highs: v128, nibble: v128, zero: v128): v128 {
  const low = i8x16.swizzle(lows, v128.and(v, nibble));
  return i8x16.ne(v128.and(low, i8x16.swizzle(highs, i8x16.shr_u(v, 4))), zero);
}

// @ts-ignore: decorator
@inline
function maskOf(v: v128, shift: usize): u64 {
  return (<u64>(<u32>i8x16.bitmask(v))) << shift;
}

function mark(at: usize, type: u32): void {
  if (marks >= MARK_ROOM) return;
  store<u32>(MARKS + (marks << 3), <u32>(at - INPUT));
  store<u32>(MARKS + (marks << 3), type, 4);
  marks++;
}

function isHex(byte: u8): bool {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

function isWord(byte: u8): bool {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) || byte == 0x5f || byte == 0x2d;
}

/** Judges a byte that may begin a disguise. */
function judge(at: usize, end: usize): void {
  const byte = load<u8>(at);
  if (byte >= 0x80) judgeUnicode(at, end);
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
      for (let k = at + 3; k < at + 11; k++) {
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

function isBlank(byte: u8): bool {
  return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

/** A character that can hide in a word: does it? */
function judgeUnicode(at: usize, end: usize): void {
  const lead = load<u8>(at);
  const next = load<u8>(at + 1);
  const third = load<u8>(at + 2);
  if (lead == 0xe2) {
    const hidden = (next == 0x80 && (third <= 0x8f || third >= 0xaa)) || next == 0x81;
    if (hidden ? third != 0xb0 : next == 0x92 || next == 0x93) mark(at, MARK_UNICODE);
  } else if (lead == 0xef) {
    if (next == 0xbc || next == 0xbd || (next == 0xbb && third == 0xbf) || (next == 0xb8 && third <= 0x8f)) {
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
    const length: usize = lead == 0xe1 ? 3 : 2;
    if ((at > INPUT && isWord(load<u8>(at - 1))) || isWord(load<u8>(at + length)) || at + length >= end) {
      mark(at, MARK_UNICODE);
    }
  }
}

const RUN_HEX: u32 = 16;
const RUN_BASE32: u32 = 32;
/** Runs from here on are decoded whatever comes out: a file may hold a secret somewhere. */
const LONG_RUN: usize = 256;

/**
 * Reports a run that may be an encoding: hex digits alone, base32 in one case, or base64. For base64 the lowest four bits
 * say in which phases its beginning or its end decodes to ASCII text; none means bytes of another kind, read in phase 0.
 */
function endRun(from: usize, to: usize): void {
  if (to - from < MIN_RUN || runs >= RUN_ROOM) return;
  if (judgeRun(from, to)) return;
  // In a path an encoding stands between slashes, which are digits of base64 as well.
  let first = from;
  let last = to;
  for (let k: usize = 0; k < 24; k++) if (load<u8>(from + k) == 0x2f) first = from + k + 1;
  for (let k: usize = 1; k < 24; k++) if (load<u8>(to - k) == 0x2f) last = to - k;
  if (last > first && last - first >= MIN_RUN && (first > from || last < to) && judgeRun(first, last)) return;
  const capitals = within(v128.load(from), 0x41, 26) | within(v128.load(from, 8), 0x41, 26);
  if (capitals != 0 && (to - from >= LONG_RUN || plausible(from))) report(from, to, 0);
}

/** True when the run looks like an encoding of text, or is a number that is looked at in no other way. */
function judgeRun(from: usize, to: usize): bool {
  const a = v128.load(from);
  const b = v128.load(from, 8);
  const folded = i8x16.splat(0x20);
  const c = v128.or(a, folded);
  const d = v128.or(b, folded);
  const hex = (within(a, 0x30, 10) | within(c, 0x61, 6)) & (within(b, 0x30, 10) | within(d, 0x61, 6));
  if (hex == 0xffff) {
    const length = to - from;
    // Hashes are everywhere; what has no length of theirs may be compressed.
    const odd = length >= 72 && length != 96 && length != 128;
    if (odd || length >= LONG_RUN || hexText(from) || hexText(from + 1)) report(from, to, RUN_HEX);
    return true;
  }
  const upper = within(a, 0x41, 26) | within(b, 0x41, 26);
  const lower = within(a, 0x61, 26) | within(b, 0x61, 26);
  let kind: u32 = 0;
  if (upper == 0 || lower == 0) {
    const base32 = (within(a, 0x32, 6) | within(c, 0x61, 26)) & (within(b, 0x32, 6) | within(d, 0x61, 26));
    if (base32 == 0xffff) kind = RUN_BASE32;
    // Base64 of text has capitals among its first characters.
    else if (upper == 0) return false;
  }
  let bad: u32 = 0;
  for (let k: usize = 0; k < 24; k++) bad |= load<u8>(PHASES + ((k & 3) << 8) + load<u8>(from + k));
  const phases = ~bad & 15;
  let badEnd: u32 = 0;
  const last = to - 24;
  for (let k: usize = 0; k < 24; k++) {
    badEnd |= load<u8>(PHASES + (((last + k - from) & 3) << 8) + load<u8>(last + k));
  }
  kind |= phases | (~badEnd & 15);
  if (kind == 0) return false;
  report(from, to, kind);
  return true;
}

function report(from: usize, to: usize, kind: u32): void {
  const at = RUNS + (runs << 4);
  store<u32>(at, <u32>(from - INPUT));
  store<u32>(at, <u32>(to - INPUT), 4);
  store<u32>(at, kind, 8);
  runs++;
}

/** True when the first ten pairs of hex digits are printable, or the beginning of something compressed. */
function hexText(from: usize): bool {
  const first = hexPair(from);
  const second = hexPair(from + 2);
  if (isMagic(first, second)) return true;
  let zeroes = 0;
  for (let k: usize = 0; k < 20; k += 2) {
    const byte = hexPair(from + k);
    if (byte == 0) zeroes++;
    else if ((byte < 0x20 && byte != 9 && byte != 10 && byte != 13) || byte == 0x7f || byte > 0xf4) return false;
  }
  return zeroes == 0 || zeroes == 5;
}

// @ts-ignore: decorator
@inline
function hexPair(at: usize): u32 {
  return (digit(load<u8>(at)) << 4) | digit(load<u8>(at + 1));
}

// @ts-ignore: decorator
@inline
function digit(byte: u8): u32 {
  return byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57;
}

/** gzip, zstd, zlib, zip. */
function isMagic(first: u32, second: u32): bool {
  return (
    (first == 0x1f && second == 0x8b) ||
    (first == 0x28 && second == 0xb5) ||
    (first == 0x78 && (second == 0x9c || second == 0xda || second == 0x01 || second == 0x5e)) ||
    (first == 0x50 && second == 0x4b)
  );
}

/** True when the first 24 characters decode to what may be UTF-8, UTF-16 or something compressed. */
function plausible(from: usize): bool {
  let continuation = 0;
  let zeroes = 0;
  for (let k: usize = 0; k < 24; k += 4) {
    const bits =
      (<u32>load<u8>(SEXTETS + load<u8>(from + k)) << 18) |
      (<u32>load<u8>(SEXTETS + load<u8>(from + k + 1)) << 12) |
      (<u32>load<u8>(SEXTETS + load<u8>(from + k + 2)) << 6) |
      load<u8>(SEXTETS + load<u8>(from + k + 3));
    if (k == 0 && isMagic(bits >> 16, (bits >> 8) & 255)) return true;
    for (let shift: i32 = 16; shift >= 0; shift -= 8) {
      const byte = (bits >> (<u32>shift)) & 255;
      if (continuation > 0) {
        if (byte >> 6 != 2) return false;
        continuation--;
      } else if (byte == 0) zeroes++;
      else if (byte < 0x80) {
        if (byte < 0x20 && byte != 9 && byte != 10 && byte != 13) return false;
      } else if (byte >= 0xf0 && byte < 0xf5) continuation = 3;
      else if (byte >= 0xe0 && byte < 0xf0) continuation = 2;
      else if (byte >= 0xc2 && byte < 0xe0) continuation = 1;
      else return false;
    }
  }
  return zeroes == 0 || zeroes == 9;
}

/** One bit for each byte in [first, first + count). */
// @ts-ignore: decorator
@inline
function within(v: v128, first: i8, count: i8): u32 {
  return <u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(v, i8x16.splat(first)), i8x16.splat(count)));
}

/* ---- pieces: values of strings that stand side by side, joined ---- */

/** What was joined; the pieces stand at PIECES: u32 offset in what was joined, u32 offset in the input. */
const JOINED: usize = 0xe0000;
const PIECES: usize = 0xf0000;
const PIECE_ROOM: u32 = 24576;
const MAX_PIECE: usize = 256;
/** Bytes of tokens: 256 flags. */
const TOKEN: usize = 0x7f500;

let pieces: u32 = 0;

export function pieceCount(): u32 {
  return pieces;
}

/** True when the block ended inside a string. */
export let inString: bool = false;

/**
 * Joins the values of neighbouring strings in input[0, end) that hold a token or a part of one each. A string before a
 * colon is a name and is passed over; one that holds anything else ends the row. A row is followed by a line end, and
 * only rows of two or more are kept.
 * @param inside true when the block begins inside a string
 * @returns bytes at JOINED; `pieceCount()` says how many pieces there are
 */
export function joinStrings(end: u32, inside: bool): u32 {
  pieces = 0;
  let out: usize = JOINED;
  // Where the row began, and how many pieces it has.
  let rowAt: usize = out;
  let rowPieces: u32 = 0;
  let open = inside;
  let start: usize = INPUT;
  // What began in the block before is not known.
  let known = !inside;
  const until: usize = INPUT + end;
  const quotes = i8x16.splat(0x22);
  for (let at: usize = INPUT; at < until; at += 16) {
    let mask = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), quotes));
    while (mask != 0) {
      const p = at + <usize>ctz(mask);
      mask &= mask - 1;
      if (p >= until) break;
      if (open && isEscaped(p, start)) continue;
      if (!open) {
        open = true;
        known = true;
        start = p + 1;
        continue;
      }
      open = false;
      if (!known || p == start) continue;
      let behind = p + 1;
      while (behind < until && isBlank(load<u8>(behind))) behind++;
      if (load<u8>(behind) == 0x3a) continue;
      if (p - start <= MAX_PIECE && isToken(start, p)) {
        if (pieces < PIECE_ROOM) {
          store<u32>(PIECES + (pieces << 3), <u32>(out - JOINED));
          store<u32>(PIECES + (pieces << 3), <u32>(start - INPUT), 4);
          pieces++;
          memory.copy(out, start, p - start);
          out += p - start;
        }
        continue;
      }
      if (pieces - rowPieces < 2) {
        pieces = rowPieces;
        out = rowAt;
      } else store<u8>(out++, 0x0a);
      rowAt = out;
      rowPieces = pieces;
    }
  }
  if (pieces - rowPieces < 2) {
    pieces = rowPieces;
    out = rowAt;
  }
  inString = open;
  return <u32>(out - JOINED);
}

/** An odd number of backslashes stands before the quote. */
function isEscaped(at: usize, start: usize): bool {
  let count: u32 = 0;
  let k = at;
  while (k > start && load<u8>(k - 1) == 0x5c) {
    k--;
    count++;
  }
  return (count & 1) == 1;
}

function isToken(start: usize, end: usize): bool {
  for (let k = start; k < end; k++) if (load<u8>(TOKEN + <usize>load<u8>(k)) == 0) return false;
  return true;
}

/* ---- phrases: words of three to eight small letters, one after the other ---- */

/**
 * Small letters by their nibbles (a-o: 1, p-z: 2), and what separates words: blank, quotes, comma (4), tab and line ends (8).
 */
const PHRASE_CLASSES: usize = memory.data<u8>([
  0x06, 0x03, 0x07, 0x03, 0x03, 0x03, 0x03, 0x07, 0x03, 0x0b, 0x0b, 0x01, 0x05, 0x09, 0x01, 0x01,
  0x08, 0x00, 0x04, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,
  0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  0x0a, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x03, 0x01, 0x01, 0x11, 0x11, 0x05,
  0x00, 0x00, 0x10, 0x08, 0x01, 0x06, 0x01, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
], 16);

/** How words of phrases begin: 65,536 bits, by the first four letters, which no two of them share. */
const STARTS: usize = 0x120000;
let known: bool = false;

export function knowWords(): void {
  known = true;
}

// @ts-ignore: decorator
@inline
function isSmall(byte: u8): bool {
  return <u32>byte - 0x61 < 26;
}

/** A word of the list may begin here. */
function beginsWord(at: usize): bool {
  const a = <u32>load<u8>(at) - 0x61;
  const b = <u32>load<u8>(at + 1) - 0x61;
  const c = <u32>load<u8>(at + 2) - 0x61;
  if (a >= 26 || b >= 26 || c >= 26) return false;
  let d = <u32>load<u8>(at + 3) - 0x61;
  if (d > 26) d = 26;
  const index = (((a * 31 + b) * 31 + c) * 31 + d) & 0xffff;
  return ((<u32>load<u8>(STARTS + (index >> 3)) >> (index & 7)) & 1) != 0;
}

/**
 * Eleven words in a row that may be of the list; the first and the last may be cut. The word at the end of a window as long
 * as the shortest phrase is looked at first: where it is none of the list, no phrase covers the window.
 */
function mayBePhrase(from: usize, to: usize): bool {
  let at = from;
  while (at + PHRASE <= to) {
    let letter = at + PHRASE - 1;
    while (letter > at && !isSmall(load<u8>(letter))) letter--;
    let begin = letter;
    while (begin > from && isSmall(load<u8>(begin - 1))) begin--;
    if (begin > at && !beginsWord(begin)) {
      at = letter + 1;
      while (at < to && isSmall(load<u8>(at))) at++;
      continue;
    }
    let count = 0;
    while (at < to) {
      if (!isSmall(load<u8>(at))) {
        at++;
        continue;
      }
      const listed = beginsWord(at);
      while (at < to && isSmall(load<u8>(at))) at++;
      if (!listed) break;
      if (++count >= 11) return true;
    }
  }
  return false;
}

/** A phrase of twelve words has at least so many bytes. */
const PHRASE: usize = 47;

/** A long word: no value without a literal is shorter. */
const LONG_WORD: usize = 49;
/** Long words: u32 start, u32 end, at PIECES. */
let words: u32 = 0;

export function wordCount(): u32 {
  return words;
}

// @ts-ignore: decorator
@inline
function addWord(from: usize, to: usize): void {
  if (words >= PIECE_ROOM) return;
  store<u32>(PIECES + (words << 3), <u32>(from - INPUT));
  store<u32>(PIECES + (words << 3), <u32>(to - INPUT), 4);
  words++;
}

/**
 * Looks in input[start, end) for stretches of small letters and what separates them in which no word has fewer than three
 * or more than eight letters, and that are long enough for a phrase or touch an end. They are written to RUNS. And for
 * runs of letters, digits, `_`, `-` and `.` that are long or touch an end; they are written to PIECES.
 * @returns how many stretches there are; `wordCount()` says how many words
 */
export function stretches(start: u32, end: u32): u32 {
  let count: u32 = 0;
  for (let k: usize = 0; k < 80; k += 16) v128.store(INPUT + end + k, i8x16.splat(0x7b));
  let letters1: u64 = 0;
  let blanks1: u64 = 0;
  let from: usize = INPUT + start;
  let first = true;
  const until: usize = INPUT + end;
  const lows = v128.load(PHRASE_CLASSES);
  const highs = v128.load(PHRASE_CLASSES + 16);
  const nibble = v128.load(PHRASE_CLASSES + 32);
  const three = v128.load(PHRASE_CLASSES + 48);
  const zero = v128.load(PHRASE_CLASSES + 64);
  const wordLows = v128.load(PHRASE_CLASSES + 80);
  const wordHighs = v128.load(PHRASE_CLASSES + 96);
  words = 0;
  // Bytes of a word that reaches the end of what was looked at; at first one that may have begun before.
  let carry: usize = 0;
  let touches = true;
  for (let at: usize = INPUT + start; at < until; at += 64) {
    let letters: u64 = 0;
    let blanks: u64 = 0;
    let word: u64 = 0;
    for (let k: usize = 0; k < 64; k += 16) {
      const v = v128.load(at + k);
      const classes = v128.and(i8x16.swizzle(lows, v128.and(v, nibble)), i8x16.swizzle(highs, i8x16.shr_u(v, 4)));
      letters |= maskOf(i8x16.ne(v128.and(classes, three), zero), k);
      blanks |= maskOf(i8x16.gt_u(classes, three), k);
      word |= maskOf(i8x16.ne(v128.and(i8x16.swizzle(wordLows, v128.and(v, nibble)), i8x16.swizzle(wordHighs, i8x16.shr_u(v, 4))), zero), k);
    }
    if (word == ~(<u64>0)) carry += 64;
    else {
      const leading = <usize>ctz(~word);
      if (carry + leading >= LONG_WORD || (touches && carry + leading > 0)) addWord(at - carry, at + leading);
      touches = false;
      carry = <usize>clz(~word);
      let long = word & (~(<u64>0) << leading);
      long &= long >> 1;
      long &= long >> 2;
      long &= long >> 4;
      long &= long >> 8;
      long &= long >> 16;
      long &= long >> 17;
      if (long != 0) {
        const inside = <usize>ctz(long);
        const length = <usize>ctz(~(word >> inside));
        if (inside + length < 64) addWord(at + inside, at + inside + length);
      }
    }
    const bad = ~(letters | blanks);
    // Where these alone leave no room for a phrase, nothing else has to be known.
    if (!first && bad != 0 && at + <usize>ctz(bad) - from < PHRASE && isDense(bad)) {
      letters1 = letters;
      blanks1 = blanks;
      from = at + 64 - <usize>clz(bad);
      continue;
    }
    // The same, one to eight places later, with what the block before held.
    const l1 = (letters << 1) | (letters1 >> 63);
    const l2 = (letters << 2) | (letters1 >> 62);
    const s2 = (blanks << 2) | (blanks1 >> 62);
    const s3 = (blanks << 3) | (blanks1 >> 61);
    const short = blanks & l1 & (s2 | (l2 & s3));
    const two = letters & l1;
    const four = two & (l2 & ((letters << 3) | (letters1 >> 61)));
    const eight = four & ((four << 4) | (fourOf(letters1) >> 60));
    const long = eight & ((letters << 8) | (letters1 >> 56));
    let breaks = bad | short | long;
    letters1 = letters;
    blanks1 = blanks;
    if (breaks == 0) continue;
    const head = at + <usize>ctz(breaks);
    if ((head - from >= PHRASE && (!known || first || mayBePhrase(from, head))) || (first && head > from)) {
      if (count < RUN_ROOM) {
        store<u32>(RUNS + (count << 4), <u32>(from - INPUT));
        store<u32>(RUNS + (count << 4), <u32>(head - INPUT), 4);
        count++;
      }
    }
    first = false;
    if (popcnt(breaks) <= 17) {
      let before = head;
      breaks &= breaks - 1;
      while (breaks != 0) {
        const next = at + <usize>ctz(breaks);
        if (next - before > PHRASE && count < RUN_ROOM && (!known || mayBePhrase(before + 1, next))) {
          store<u32>(RUNS + (count << 4), <u32>(before + 1 - INPUT));
          store<u32>(RUNS + (count << 4), <u32>(next - INPUT), 4);
          count++;
        }
        before = next;
        breaks &= breaks - 1;
      }
      from = before + 1;
    } else from = at + 64 - <usize>clz(breaks);
  }
  // A word that touches the end counts whatever its length.
  if (words == 0 || load<u32>(PIECES + ((words - 1) << 3), 4) != end) {
    let begin = until;
    while (begin > INPUT + start && isRunByte(load<u8>(begin - 1))) begin--;
    if (begin < until) addWord(begin, until);
  }
  if (from < until && count < RUN_ROOM) {
    store<u32>(RUNS + (count << 4), <u32>(from - INPUT));
    store<u32>(RUNS + (count << 4), end, 4);
    count++;
  }
  return count;
}

/** True when no stretch inside of the block, between two of these places, is long enough. */
// @ts-ignore: decorator
@inline
function isDense(bad: u64): bool {
  // A gap of 47 covers the sixteen places in the middle.
  return (bad & 0x0000ffff00000000) != 0 || (bad & 0x00000000ffff0000) != 0;
}

function isRunByte(byte: u8): bool {
  return isWord(byte) || byte == 0x2e;
}

/** Places where the fourth of four letters in a row stands. */
// @ts-ignore: decorator
@inline
function fourOf(letters: u64): u64 {
  const two = letters & (letters << 1);
  return two & (two << 2);
}
