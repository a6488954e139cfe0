/** CRC-32 (IEEE 802.3) and the number systems vendors write it in. */

const TABLE = new Uint32Array(256);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = (c & 1) === 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  TABLE[n] = c >>> 0;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** CRC-32 of latin1 text, as an unsigned 32-bit number. */
export function crc32(text: string): number {
  let c = 0xffffffff;
  for (let i = 0; i < text.length; i++) c = TABLE[(c ^ text.charCodeAt(i)) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** A non-negative integer in base 62 (digits, upper case, lower case), padded with zeroes to `width`. */
export function base62(value: number, width: number): string {
  let rest = value;
  let text = '';
  while (rest > 0) {
    text = BASE62[rest % 62]! + text;
    rest = Math.floor(rest / 62);
  }
  return text.padStart(width, '0');
}

/** An unsigned 32-bit number as eight lower case hex digits. */
export function hex8(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** True when the last digit is the check digit of Luhn (ISO/IEC 7812-1, annex B). Takes digits only. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    if (i % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return digits.length > 1 && sum % 10 === 0;
}

/** Shannon entropy of a text in bits per character: 0 for one character repeated, at most the logarithm of its length. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
