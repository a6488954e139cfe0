/** Classes of bytes, one by one and sixteen at a time. */
import { CLASSES } from './memory';

/** The class of bytes that begin a disguise, or join two strings. */
export const TRIGGERS: u32 = 254;
export const NO_CLASS: u32 = 255;

/** True for a byte of a class of the tables. */
// @ts-ignore: decorator
@inline
export function isIn(cls: u32, byte: u8): bool {
  return load<u8>(CLASSES + (<usize>cls << 8) + byte) != 0;
}

export function isHex(byte: u8): bool {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

export function isWord(byte: u8): bool {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) || byte == 0x5f || byte == 0x2d;
}

export function isBlank(byte: u8): bool {
  return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

// @ts-ignore: decorator
@inline
export function maskOf(v: v128, shift: usize): u64 {
  return (<u64>(<u32>i8x16.bitmask(v))) << shift;
}

/** One bit for each byte in [first, first + count). */
// @ts-ignore: decorator
@inline
export function within(v: v128, first: i8, count: i8): u32 {
  return <u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(v, i8x16.splat(first)), i8x16.splat(count)));
}
