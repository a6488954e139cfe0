/** Stretches that may hold a value without a literal: phrases of small words, and long words. */
import { isWord, maskOf } from './bytes';
import { INPUT, PIECE_ROOM, PIECES, RUN_ROOM, RUNS } from './memory';
import { known, mayBePhrase, PHRASE } from './phrases';

/**
 * By their nibbles: small letters (a-o: 0x20, p-z: 0x10), what separates words (blank, quotes, comma: 0x40; tab and line
 * ends: 0x80), and what else words hold (1, 2, 4, 8). A byte has one of these bits at most.
 */
const CLASSES_OF_NIBBLES: usize = memory.data<u8>([
  0x55, 0x3d, 0x7d, 0x3d, 0x3d, 0x3d, 0x3d, 0x7d, 0x3d, 0xbd, 0xbc, 0x28, 0x68, 0xaa, 0x2a, 0x2c,
  0x80, 0x00, 0x42, 0x01, 0x08, 0x04, 0x20, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
], 16);

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
  const lows = v128.load(CLASSES_OF_NIBBLES);
  const highs = v128.load(CLASSES_OF_NIBBLES + 16);
  const nibble = i8x16.splat(0x0f);
  const zero = i8x16.splat(0);
  // With these added, the bits of a class and those above it reach the sign.
  const toBlanks = i8x16.splat(0x40);
  const toLetters = i8x16.splat(0x70);
  words = 0;
  // Bytes of a word that reaches the end of what was looked at; at first one that may have begun before.
  let carry: usize = 0;
  let touches = true;
  for (let at: usize = INPUT + start; at < until; at += 64) {
    let both: u64 = 0;
    let blanks: u64 = 0;
    let others: u64 = 0;
    for (let k: usize = 0; k < 64; k += 16) {
      const v = v128.load(at + k);
      const low = v128.and(v, nibble);
      const high = v128.and(i16x8.shr_u(v, 4), nibble);
      const classes = v128.and(i8x16.relaxed_swizzle(lows, low), i8x16.relaxed_swizzle(highs, high));
      both |= maskOf(i8x16.add_sat_u(classes, toLetters), k);
      blanks |= maskOf(i8x16.add_sat_u(classes, toBlanks), k);
      others |= maskOf(i8x16.eq(classes, zero), k);
    }
    const letters = both ^ blanks;
    const word = ~(others | blanks);
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
    const bad = ~both;
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
