/** Words of recovery phrases, told by how they begin. */
import { STARTS } from './memory';

/** A phrase of twelve words has at least so many bytes. */
export const PHRASE: usize = 47;

/** True once the words were written to STARTS. */
export let known: bool = false;

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
export function mayBePhrase(from: usize, to: usize): bool {
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
