import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fingerprinter } from './fingerprint.ts';

test('a fingerprint is the beginning of HMAC-SHA256, whatever the length of the value', () => {
  const key = randomBytes(32);
  const fingerprint = fingerprinter(key);
  for (const length of [0, 1, 16, 63, 64, 65, 1023, 1024, 1025, 5000, 3]) {
    const value = randomBytes(length);
    const expected = createHmac('sha256', key).update(value).digest('hex').slice(0, 16);
    assert.equal(fingerprint(value), expected, String(length));
  }
});
