/**
 * Formats without a mark of their own: the first bits of raw deflate (RFC 1951) and Brotli (RFC 7932) say of most bytes
 * that they are neither, for a hundredth of what an attempt costs.
 */

/** More than this comes out of no compressed text. */
const MOST_RATIO = 64;
/** Fewer compressed bytes than this hold blocks of one type only. */
const SINGLE_TYPE = 256;
/** Order in which deflate writes the lengths of its code of lengths. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Reads bits, the lowest of each byte first. Behind the end all are zero. */
class Bits {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.at++)
      value |= (((this.bytes[this.at >> 3] ?? 0) >> (this.at & 7)) & 1) << i;
    return value;
  }

  /** Huffman codes come with their highest bit first. */
  takeCode(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = (value << 1) | this.take(1);
    return value;
  }
}

/** False for what raw deflate of a text never begins with. */
export function mayBeDeflate(bytes: Uint8Array): boolean {
  const bits = new Bits(bytes);
  bits.take(1);
  const type = bits.take(2);
  if (type === 1) return isFixedText(bits);
  if (type !== 2) return false;
  const literals = bits.take(5);
  const distances = bits.take(5);
  const count = bits.take(4) + 4;
  if (literals > 29 || distances > 29) return false;
  // The code of lengths is complete.
  let sum = 0;
  for (let i = 0; i < count && i < LENGTH_ORDER.length; i++) {
    const length = bits.take(3);
    if (length > 0) sum += 128 >> length;
  }
  return sum === 128;
}

/** Two characters of a text in the fixed code, or one that is repeated. */
function isFixedText(bits: Bits): boolean {
  if (!isTextSymbol(fixedSymbol(bits))) return false;
  const second = fixedSymbol(bits);
  return isTextSymbol(second) || second > 256;
}

function fixedSymbol(bits: Bits): number {
  const seven = bits.takeCode(7);
  if (seven < 24) return 256 + seven;
  const eight = (seven << 1) | bits.take(1);
  if (eight < 192) return eight - 48;
  if (eight < 200) return 280 + eight - 192;
  return 144 + ((eight << 1) | bits.take(1)) - 400;
}

function isTextSymbol(symbol: number): boolean {
  return (
    (symbol >= 0x20 && symbol < 0x7f) || (symbol >= 9 && symbol <= 13) || (symbol >= 0xc2 && symbol < 0xf5)
  );
}

/** False for what Brotli of a text never begins with. */
export function mayBeBrotli(bytes: Uint8Array): boolean {
  const bits = new Bits(bytes);
  if (bits.take(1) === 1 && bits.take(3) === 0) {
    const window = bits.take(3);
    if (window === 1) return false;
  }
  const last = bits.take(1) === 1;
  if (last && bits.take(1) === 1) return false;
  const nibbles = bits.take(2) + 4;
  if (nibbles === 7) return !last;
  let length = 0;
  for (let i = 0; i < nibbles; i++) {
    const nibble = bits.take(4);
    if (i >= 4 && i === nibbles - 1 && nibble === 0) return false;
    length += nibble * 16 ** i;
  }
  length++;
  if (length > MOST_RATIO * bytes.length) return false;
  if (!last && bits.take(1) === 1) return length <= bytes.length;
  if (length * 4 < bytes.length && last) return false;
  if (bytes.length >= SINGLE_TYPE) return true;
  return bits.take(3) === 0;
}
