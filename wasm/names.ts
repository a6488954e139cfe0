/** What stands behind a name: may it be a value that is tied to it? */
import { isIn } from './bytes';
import { TOKEN } from './memory';

/** Classes of names: the bytes of one, what follows it, what follows a blank, what ends a word that sets. */
const NAME: u32 = 250;
const TIE: u32 = 251;
const BEHIND_BLANK: u32 = 252;
const SETTER_END: u32 = 253;
/** Bytes of a name before and behind its anchor. */
const NAME_REACH: usize = 40;

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
export function mayBeNamed(begin: usize, after: usize, from: usize, end: usize, last: bool): bool {
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
