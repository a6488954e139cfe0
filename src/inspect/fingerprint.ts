import { hash } from 'node:crypto';

/** Bytes of the key that fingerprints are made with. */
export const FINGERPRINT_KEY_BYTES = 32;
/** Bytes that SHA-256 takes at once, and bytes that it gives. */
const BLOCK = 64;
const DIGEST = 32;
/** Longer values are copied to a place of their own. */
const USUAL = 1024;

/** Makes fingerprints under one key. */
export type Fingerprinter = (value: Uint8Array) => string;

/**
 * First 16 hex digits of HMAC-SHA256 (RFC 2104): equal values can be joined within one installation, none can be read.
 * Hashing twice in one call each takes a third of what an object for the MAC does, and hostile text holds many values.
 * @param key at most 64 bytes
 */
export function fingerprinter(key: Uint8Array): Fingerprinter {
  const inner = Buffer.alloc(BLOCK + USUAL, 0x36);
  const outer = Buffer.alloc(BLOCK + DIGEST, 0x5c);
  for (const [i, byte] of key.entries()) {
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  return (value) => {
    let text = inner;
    if (value.length <= USUAL) inner.set(value, BLOCK);
    else text = Buffer.concat([inner.subarray(0, BLOCK), value]);
    const length = BLOCK + value.length;
    outer.set(hash('sha256', text.length === length ? text : text.subarray(0, length), 'buffer'), BLOCK);
    // The value is not to stay behind.
    inner.fill(0, BLOCK, Math.min(length, inner.length));
    return hash('sha256', outer, 'hex').slice(0, 16);
  };
}
