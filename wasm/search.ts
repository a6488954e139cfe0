/** The search for anchors, by two trigrams of each. */
import { isIn, NO_CLASS, TRIGGERS } from './bytes';
import { judge } from './disguises';
import { clearMarks, marksLeft } from './marks';
import { ANCHORS, FOUND, GROUPS, INPUT, PAIRS, PLACES, REMAINING, ROOM, SLOT_BITS, SLOTS, STEPS } from './memory';
import { mayBeNamed } from './names';

const EMPTY: u32 = 0xffffffff;
const FLAG_USERINFO: u32 = 1;
const FLAG_NAMED: u32 = 2;
/** Longest user info that is looked through. */
const USERINFO: usize = 324;

let found: u32 = 0;
/** Whether a word may begin anywhere: in what was joined from parts. */
let anywhere: bool = false;

/** Where the next call of `search` has to start. */
export let resume: u32 = 0;

/** Bytes that are looked at together. */
const STEP: usize = 8;
/** Bytes of a stretch: what is noted of one fits into the nearest cache. */
const STRETCH: usize = 2048;

/**
 * Collects anchors in input[from, end) whose sampled trigrams lie in [start, stop).
 *
 * What is of interest is seldom, and where it stands cannot be foreseen, so a branch for it would be guessed wrong each
 * time. Instead every place is noted, and the next one overwrites it unless it is of interest.
 * @param from first byte that belongs to what is searched; bytes before it are not known
 * @param marking whether marks are wanted
 * @param inWords whether what stands before an anchor does not matter
 * @param last true when nothing follows `end`: a value that is cut off there is short, not open
 * @returns how many candidates stand at FOUND; `resume` is where to go on, `stop` or later when done
 */
export function search(from: u32, start: u32, stop: u32, end: u32, last: bool, marking: bool, inWords: bool): u32 {
  found = 0;
  anywhere = inWords;
  clearMarks();
  // What follows the known bytes completes the trigram of an anchor at the very end.
  v128.store(INPUT + end, i8x16.splat(0x22));
  const until: usize = INPUT + stop;
  let at: usize = INPUT + start;
  while (at < until) {
    const limit = at + STRETCH < until ? at + STRETCH : until;
    const places = placesOf(stepsOf(at, limit));
    at = marking
      ? judgeAll(places, INPUT + start, INPUT + from, INPUT + end, last)
      : confirmAll(remainingOf(places, INPUT + from, INPUT + end), INPUT + start, INPUT + from, INPUT + end, last);
    if (at != 0) break;
    at = limit + ((INPUT + start - limit) & (STEP - 1));
  }
  resume = <u32>(at - INPUT);
  return found;
}

/** Notes the steps of [at, limit) that hold a trigram that may be of interest. @returns the end of what is noted */
function stepsOf(at: usize, limit: usize): usize {
  let noted = STEPS;
  for (; at < limit; at += STEP) {
    const v = load<u64>(at);
    const low = <usize>(v & 0xffffffff);
    const high = <usize>(v >> 32);
    const any =
      interest(low & 0xffff, (low >> 16) & 0xff) |
      interest(low >> 16, high & 0xff) |
      interest(high & 0xffff, (high >> 16) & 0xff) |
      interest(high >> 16, load<u8>(at + 8));
    store<u32>(noted, <u32>at);
    noted += <usize>(any != 0) << 2;
  }
  return noted;
}

/** Notes the places in these steps. */
function placesOf(end: usize): usize {
  let noted = PLACES;
  for (let step = STEPS; step < end; step += 4) {
    const at = <usize>load<u32>(step);
    for (let k: usize = 0; k < STEP; k += 2) {
      store<u32>(noted, <u32>(at + k));
      noted += <usize>(interest(<usize>load<u16>(at + k), <usize>load<u8>(at + k + 2)) != 0) << 2;
    }
  }
  return noted;
}

/** Notes the places at which the trigram is one of an anchor's and stands between bytes that it may stand between. */
function remainingOf(end: usize, from: usize, known: usize): usize {
  let noted = REMAINING;
  for (let place = PLACES; place < end; place += 4) {
    const at = <usize>load<u32>(place);
    store<u32>(noted, <u32>at);
    noted += <usize>(slotOf(at, from, known) != 0) << 2;
  }
  return noted;
}

/** Not zero when a trigram may be of interest. */
// @ts-ignore: decorator
@inline
function interest(pair: usize, third: usize): u32 {
  return load<u32>(PAIRS + (pair << 2)) & load<u32>(GROUPS + (third << 2));
}

/** The slot of the trigram at a place; 0 when it is not one of an anchor's. */
// @ts-ignore: decorator
@inline
function slotOf(at: usize, from: usize, known: usize): usize {
  const key = load<u32>(at) & 0xffffff;
  let slot: usize = SLOTS + (<usize>((key * 0x9e3779b1) >>> (32 - SLOT_BITS)) << 4);
  let held = load<u32>(slot);
  while (held != key) {
    if (held == EMPTY) return 0;
    slot += 16;
    if (slot == SLOTS + (1 << (SLOT_BITS + 4))) slot = SLOTS;
    held = load<u32>(slot);
  }
  const behind = load<u32>(slot, 8) & load<u32>(GROUPS + (<usize>load<u8>(at + 3) << 2));
  const before = load<u32>(slot, 12) & load<u32>(GROUPS + (<usize>load<u8>(at - 1) << 2));
  // Close to an end of what is known there is nothing to look at.
  const near = at <= from || at + 3 >= known;
  return near || (behind != 0 && before != 0) ? slot : 0;
}

/** Compares the anchors at these places. @returns where to go on when there was no room, 0 otherwise */
function confirmAll(places: usize, start: usize, from: usize, end: usize, last: bool): usize {
  let done: usize = 0;
  for (let place = REMAINING; place < places; place += 4) {
    const at = <usize>load<u32>(place);
    const step = stepOf(at, start);
    if (step != done && found >= ROOM - 64) return step;
    done = step;
    confirm(load<u32>(slotOf(at, from, end), 4), at, from, end, last);
  }
  return 0;
}

/** The same where marks are wanted: they stand in order with each other. */
function judgeAll(places: usize, start: usize, from: usize, end: usize, last: bool): usize {
  let done: usize = 0;
  for (let place = PLACES; place < places; place += 4) {
    const at = <usize>load<u32>(place);
    const step = stepOf(at, start);
    if (step != done && (found >= ROOM - 64 || marksLeft() <= 8)) return step;
    done = step;
    if (isIn(TRIGGERS, load<u8>(at))) judge(at, end);
    if (isIn(TRIGGERS, load<u8>(at + 1))) judge(at + 1, end);
    const slot = slotOf(at, from, end);
    if (slot != 0) confirm(load<u32>(slot, 4), at, from, end, last);
  }
  return 0;
}

/** The beginning of the step that a place is in. */
// @ts-ignore: decorator
@inline
function stepOf(at: usize, start: usize): usize {
  return start + ((at - start) & ~(STEP - 1));
}

/** Compares the anchors of a trigram in full. */
function confirm(list: usize, at: usize, from: usize, end: usize, last: bool): void {
  let entry: usize = list;
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
  if (!anywhere && left != NO_CLASS && begin >= from + 6 && isIn(left, load<u8>(begin - 1))) {
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
