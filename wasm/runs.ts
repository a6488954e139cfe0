/** Judges runs of base64 characters: what may they be an encoding of? */
import { isHex, within } from './bytes';
import { MARK_HEX_GROUPS, mark } from './marks';
import { INPUT, PHASES, RUN_ROOM, RUNS, SEXTETS } from './memory';

/** Shortest run that is looked at. */
export const MIN_RUN: u32 = 24;
const RUN_HEX: u32 = 16;
const RUN_BASE32: u32 = 32;
/** Runs from here on are decoded whatever comes out: a file may hold a secret somewhere. */
const LONG_RUN: usize = 256;

let runs: u32 = 0;

export function runCount(): u32 {
  return runs;
}

export function clearRuns(): void {
  runs = 0;
}

/** How many more there is room for. */
// @ts-ignore: decorator
@inline
export function runsLeft(): u32 {
  return RUN_ROOM - runs;
}

/**
 * Reports a run that may be an encoding: hex digits alone, base32 in one case, or base64. For base64 the lowest four bits
 * say in which phases its beginning or its end decodes to ASCII text; none means bytes of another kind, read in phase 0.
 */
export function endRun(from: usize, to: usize): void {
  if (to - from < MIN_RUN || runs >= RUN_ROOM) return;
  // A prefix (`0x`) may stand before the first pair.
  for (let skipped: usize = 0; skipped < 3; skipped++) {
    if (!isDashed(from + skipped)) continue;
    mark(from + skipped, MARK_HEX_GROUPS);
    return;
  }
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

/** True for pairs of hex digits with a character between them that base64 has as well: `67-68-70-5f`. */
// @ts-ignore: decorator
@inline
function isDashed(from: usize): bool {
  const sign = load<u8>(from + 2);
  if (isHex(sign) || ((sign | 0x20) >= 0x61 && (sign | 0x20) <= 0x7a)) return false;
  for (let k = from; k < from + 24; k += 3) {
    if (!isHex(load<u8>(k)) || !isHex(load<u8>(k + 1)) || load<u8>(k + 2) != sign) return false;
  }
  return true;
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
