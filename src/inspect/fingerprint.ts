import { createHmac } from 'node:crypto';

/** Bytes of the key that fingerprints are made with. */
export const FINGERPRINT_KEY_BYTES = 32;

/** First 16 hex digits of HMAC-SHA256: equal values can be joined within one installation, none can be read. */
export function fingerprintOf(key: Uint8Array, value: Uint8Array): string {
  return createHmac('sha256', key).update(value).digest('hex').slice(0, 16);
}
