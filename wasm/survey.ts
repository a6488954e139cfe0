/** The survey: what in a block may be a disguise. */
import { isHex, maskOf } from './bytes';
import { clearMarks, MARK_HEX_GROUPS, mark, marksLeft } from './marks';
import { INPUT } from './memory';
import { clearRuns, endRun, MIN_RUN, runsLeft } from './runs';

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

/** Bytes of a full block: more may follow one. */
const BLOCK: u32 = 65536;
/** A run that the end of a block cuts and that is shorter is left to the next call, where it is seen whole. */
const SHORT_RUN: usize = 1024;
/** Of a longer one so much is left to the next call: what follows is a run of its own length at least, and no rest. */
const REST: usize = 256;

/**
 * Looks through input[start, end) for long runs of base64 characters, written to RUNS (one that touches `end` is reported
 * as it stands), and for pairs of hex digits with something between them, added to the marks.
 * @returns where the next survey has to start: `end`, or earlier when there was no room, or a run may go on there
 */
export function survey(start: u32, end: u32): u32 {
  clearRuns();
  clearMarks();
  for (let k: usize = 0; k < 80; k += 16) v128.store(INPUT + end + k, i8x16.splat(0x20));
  const lows = v128.load(CONSTANTS);
  const highs = v128.load(CONSTANTS + 16);
  const zero = v128.load(CONSTANTS + 32);
  const nibble = v128.load(CONSTANTS + 48);
  let carry: usize = 0;
  let at: usize = INPUT + start;
  const until: usize = INPUT + end;
  while (at < until) {
    const base64 = ~(
      maskOf(classify(v128.load(at), lows, highs, nibble, zero), 0) |
      maskOf(classify(v128.load(at, 16), lows, highs, nibble, zero), 16) |
      maskOf(classify(v128.load(at, 32), lows, highs, nibble, zero), 32) |
      maskOf(classify(v128.load(at, 48), lows, highs, nibble, zero), 48)
    );
    // Pairs of characters, one other byte between each: 67 68 70 5f, 67:68:70:5f, =67=68=70=5F.
    const pairs = base64 & (base64 >> 1) & ~(base64 >> 2);
    let groups = pairs & (pairs >> 3) & (pairs >> 6) & (pairs >> 9);
    while (groups != 0) {
      if (judgeGroups(at + <usize>ctz(groups), 3)) break;
      groups &= groups - 1;
    }
    // The same further apart, alone or behind `0x`. Four short words in so little text are seldom.
    const alone = pairs & ~(base64 << 1);
    const prefixed = pairs & (base64 << 1) & (base64 << 2) & ~(base64 << 3);
    if (popcnt(alone) >= 4) farGroups(at, alone);
    if (popcnt(prefixed) >= 4) farGroups(at, prefixed);
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
    if (marksLeft() <= 200 || runsLeft() <= 64) break;
  }
  // Behind the end of the input stand blanks, which end a run, unless the end is the end of a block of 64.
  const stop = at < until ? at : until;
  if (carry == 0 || at > until) return <u32>(stop - INPUT);
  const goesOn = stop < until || end - start >= BLOCK;
  // No group begins in a run, so none is marked twice.
  if (goesOn && carry < SHORT_RUN && stop - carry > INPUT + start) return <u32>(stop - carry - INPUT);
  const rest = goesOn && carry >= SHORT_RUN ? REST : 0;
  endRun(stop - carry, stop - rest);
  return <u32>(stop - rest - INPUT);
}

/** Marks the first group of four pairs that stand four to eight bytes apart. */
function farGroups(at: usize, pairs: u64): void {
  for (let apart: u64 = 4; apart <= 8; apart++) {
    const two = pairs & (pairs >> apart);
    let groups = two & (two >> (apart << 1));
    while (groups != 0) {
      if (judgeGroups(at + <usize>ctz(groups), <usize>apart)) return;
      groups &= groups - 1;
    }
  }
}

/** Four pairs of characters in a row: hex digits, and the same between them? (One byte of any kind will do.) */
function judgeGroups(at: usize, apart: usize): bool {
  for (let k = at; k < at + 4 * apart; k += apart) if (!isHex(load<u8>(k)) || !isHex(load<u8>(k + 1))) return false;
  if (apart > 3) {
    for (let k = at + 2; k < at + 2 + 2 * apart; k++) {
      const inside = (k - at) % apart;
      if (inside >= 2 && load<u8>(k) != load<u8>(k + apart)) return false;
    }
  }
  mark(at, MARK_HEX_GROUPS);
  return true;
}

/** All bits of the characters that base64 does not have. */
// @ts-ignore: decorator
@inline
function classify(v: v128, lows: v128, highs: v128, nibble: v128, zero: v128): v128 {
  const low = i8x16.relaxed_swizzle(lows, v128.and(v, nibble));
  return i8x16.eq(v128.and(low, i8x16.relaxed_swizzle(highs, v128.and(i16x8.shr_u(v, 4), nibble))), zero);
}
