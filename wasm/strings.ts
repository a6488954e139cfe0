/** Pieces: values of strings that stand side by side, joined. */
import { isBlank } from './bytes';
import { INPUT, JOINED, PIECE_ROOM, PIECES, TOKEN } from './memory';

const MAX_PIECE: usize = 256;

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
