import { createHash } from 'node:crypto';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BASE58_DIGITS = new Map([...BASE58].map((char, digit) => [char, digit]));
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BECH32_CONST = 1;
const BECH32M_CONST = 0x2bc830a3;

/** SHA-256 of bytes. */
function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** The bytes of a base 58 text of at most 120 characters; undefined when it holds another character. */
function fromBase58(text: string): Buffer | undefined {
  if (text.length > 120) return undefined;
  let value = 0n;
  for (const char of text) {
    const digit = BASE58_DIGITS.get(char);
    if (digit === undefined) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const hex = value === 0n ? '' : value.toString(16);
  const body = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const zeroes = /^1*/.exec(text)![0].length;
  return Buffer.concat([Buffer.alloc(zeroes), body]);
}

/** The payload of a base58check text: what precedes the first four bytes of its double SHA-256. */
function checkedPayload(text: string): Buffer | undefined {
  const bytes = fromBase58(text);
  if (bytes === undefined || bytes.length < 5) return undefined;
  const payload = bytes.subarray(0, -4);
  return sha256(sha256(payload)).subarray(0, 4).equals(bytes.subarray(-4)) ? payload : undefined;
}

/** A private key in wallet import format: version 0x80 (0xef on the test network), 32 bytes, maybe one byte 0x01. */
export function base58Check(value: string): boolean {
  const payload = checkedPayload(value);
  if (payload === undefined || (payload[0] !== 0x80 && payload[0] !== 0xef)) return false;
  return payload.length === 33 || (payload.length === 34 && payload[33] === 1);
}

/** An extended private key (BIP-32): 78 bytes. */
export function extendedKey(value: string): boolean {
  return checkedPayload(value)?.length === 78;
}

/** The checksum of bech32 (BIP-173) or bech32m (BIP-350): 1 or 0x2bc830a3 when right. */
function bech32Checksum(text: string): number | undefined {
  const lower = text.toLowerCase();
  if (lower !== text && text.toUpperCase() !== text) return undefined;
  const split = lower.lastIndexOf('1');
  if (split < 1 || lower.length - split < 7) return undefined;
  const prefix = [...lower.slice(0, split)].map((char) => char.charCodeAt(0));
  const values = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31)];
  for (const char of lower.slice(split + 1)) {
    const value = BECH32.indexOf(char);
    if (value < 0) return undefined;
    values.push(value);
  }
  let checksum = 1;
  for (const value of values) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ value;
    for (const [bit, word] of [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].entries()) {
      if (((top >>> bit) & 1) === 1) checksum ^= word;
    }
  }
  return checksum >>> 0;
}

/** A secret key of age: bech32 with the prefix `AGE-SECRET-KEY-`. */
export function ageKey(value: string): boolean {
  return bech32Checksum(value) === BECH32_CONST;
}

/** An address of Bitcoin: base58check of versions 0 and 5, or bech32(m) with the prefix `bc`. */
export function btcAddress(value: string): boolean {
  if (/^bc1/i.test(value)) {
    const checksum = bech32Checksum(value);
    return checksum === BECH32_CONST || checksum === BECH32M_CONST;
  }
  const payload = checkedPayload(value);
  return payload?.length === 21 && (payload[0] === 0 || payload[0] === 5);
}

/** The five words of checksum bits per eleven: lengths that BIP-39 allows. */
export const MNEMONIC_LENGTHS: readonly number[] = [24, 21, 18, 15, 12];

/** The bits that the words stand for, in hex, without those of the checksum. */
function entropyOf(indexes: readonly number[]): string {
  let bits = 0n;
  for (const index of indexes) bits = (bits << 11n) | BigInt(index);
  return (bits >> BigInt(indexes.length / 3)).toString(16).padStart((indexes.length / 3) * 8, '0');
}

/**
 * True when the words are a mnemonic (BIP-39): each stands for eleven bits, and the last bits are those of the SHA-256 of
 * the ones before.
 * @param indexes places of the words in the English list
 */
export function isMnemonic(indexes: readonly number[]): boolean {
  if (!MNEMONIC_LENGTHS.includes(indexes.length)) return false;
  const checkBits = indexes.length / 3;
  const expected = sha256(Buffer.from(entropyOf(indexes), 'hex'))[0]! >> (8 - checkBits);
  return (indexes.at(-1)! & ((1 << checkBits) - 1)) === expected;
}

/** True for the phrases of the test vectors of BIP-39: one byte over and over. */
export function isTestMnemonic(indexes: readonly number[]): boolean {
  return /^(..)\1*$/.test(entropyOf(indexes));
}
