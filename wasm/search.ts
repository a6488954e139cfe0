/** The search for anchors, by two trigrams of each. */
import { isIn, NO_CLASS, TRIGGERS } from './bytes';
import { judge } from './disguises';
import { clearMarks, marksLeft } from './marks';
import { ANCHORS, FOUND, GROUPS, INPUT, PAIRS, ROOM, SLOT_BITS, SLOTS } from './memory';
import { mayBeNamed } from './names';

const EMPTY: u32 = 0xffffffff;
const FLAG_USERINFO: u32 = 1;
const FLAG_NAMED: u32 = 2;
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
  clearMarks();
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
      if (found >= ROOM - 64 || marksLeft() <= 8) {
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
