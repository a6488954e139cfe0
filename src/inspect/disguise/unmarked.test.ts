import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { generator } from '../sample.ts';
import { mayBeBrotli, mayBeDeflate } from './unmarked.ts';

const random = generator(7);
const WORDS =
  'the token of this server is kept in a file, and nobody reads it: {"key": "Zürich", "n": 12}'.split(' ');

/** A text of some words, seldom the same twice. */
function text(words: number): Buffer {
  const pick = (): string =>
    `${WORDS[Math.floor(random() * WORDS.length)]!}${Math.floor(random() * 1e6).toString(36)}`;
  return Buffer.from(Array.from({ length: words }, pick).join(' '));
}

test('texts that were compressed are never refused', () => {
  for (let i = 0; i < 400; i++) {
    const plain = text(1 + Math.floor(random() ** 3 * 2000));
    const level = 1 + (i % 9);
    assert.ok(mayBeDeflate(zlib.deflateRawSync(plain, { level })), `deflate ${level}: ${plain.length}`);
    const quality = i % 12;
    const packed = zlib.brotliCompressSync(plain, {
      params: { [zlib.constants.BROTLI_PARAM_QUALITY]: quality },
    });
    assert.ok(mayBeBrotli(packed), `brotli ${quality}: ${plain.length}`);
  }
});

test('most of what is neither is refused', () => {
  let deflate = 0;
  let brotli = 0;
  for (let i = 0; i < 2000; i++) {
    const bytes = Buffer.from(Array.from({ length: 100 }, () => Math.floor(random() * 256)));
    if (mayBeDeflate(bytes)) deflate++;
    if (mayBeBrotli(bytes)) brotli++;
  }
  assert.ok(deflate < 250, String(deflate));
  assert.ok(brotli < 500, String(brotli));
});

test('bytes that end too early are judged', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from([0xff]), Buffer.from([5, 0])]) {
    assert.equal(typeof mayBeDeflate(bytes), 'boolean');
    assert.equal(typeof mayBeBrotli(bytes), 'boolean');
  }
});
