import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { Refusal } from '../flow/refusal.ts';
import { BodyReader } from './body.ts';
import { contentCodings, decodeBody, encodeBody } from './coding.ts';
import { StreamDecoder } from './decoder.ts';

const LIMITS = { chunkExtensionBytes: 64, headerBytes: 1024 };
const DECODE = { maxCodings: 3, decodeBytes: 4 << 20, decodeRatio: 200 };

/** Reads a chunked body cut at the given places; the outcome as one comparable text. */
function readChunked(bytes: Buffer, cuts: readonly number[]): string {
  const reader = new BodyReader({ kind: 'chunked' }, LIMITS, 'request');
  const data: Buffer[] = [];
  let used = 0;
  try {
    for (const [from, to] of pieces(bytes.length, cuts)) {
      const piece = reader.read(bytes.subarray(from, to));
      data.push(Buffer.from(piece.data));
      used += piece.used;
      if (reader.done) break;
    }
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return `refused ${error.detail}`;
  }
  const trailers = reader.trailers.names.map((name, i) => `${name}=${reader.trailers.values[i]}`);
  return `${reader.done} ${used} ${Buffer.concat(data).toString('latin1')} ${trailers}`;
}

function* pieces(length: number, cuts: readonly number[]): Generator<[number, number]> {
  const marks = [...new Set(cuts.map((cut) => cut % (length + 1)))].toSorted((a, b) => a - b);
  let from = 0;
  for (const mark of [...marks, length]) {
    if (mark > from) yield [from, mark];
    from = Math.max(from, mark);
  }
}

describe('chunked bodies', () => {
  const good = '4\r\nWiki\r\n6;a="b"\r\npedia \r\n00\r\nX-T: 1\r\n\r\nNEXT';

  it('reads data and trailers, and leaves what follows', () => {
    assert.equal(readChunked(Buffer.from(good), []), `true ${good.length - 4} Wikipedia  X-T=1`);
  });

  it('gives the same for every cut', () => {
    const whole = readChunked(Buffer.from(good), []);
    for (let i = 0; i <= good.length; i++)
      assert.equal(readChunked(Buffer.from(good), [i]), whole, `cut at ${i}`);
  });

  const bad: readonly (readonly [string, string])[] = [
    ['chunk-size', 'x\r\n'],
    ['chunk-size', '-1\r\n'],
    ['chunk-size', '0x4\r\nWiki\r\n'],
    ['chunk-size', ' 4\r\nWiki\r\n'],
    ['chunk-size', '\r\n'],
    ['chunk-size', '1ffffffffffff\r\n'],
    ['chunk-line-end', '4\nWiki\r\n'],
    ['chunk-line-end', '4\r\r\nWiki\r\n'],
    ['chunk-data-end', '4\r\nWikiX\r\n'],
    ['chunk-line-bytes', `4;${'a'.repeat(100)}\r\nWiki\r\n`],
    ['trailer-field', '0\r\nContent-Length: 4\r\n\r\n'],
    ['field-name', '0\r\nX : 1\r\n\r\n'],
    ['chunk-line-bytes', `0\r\n${'X: aaaaaaaaaaaaaaaaaaaa\r\n'.repeat(60)}\r\n`],
  ];
  for (const [detail, text] of bad) {
    it(`refuses ${detail}: ${JSON.stringify(text).slice(0, 40)}`, () => {
      assert.equal(readChunked(Buffer.from(text), []), `refused ${detail}`);
    });
  }

  it('gives the same result for any split of anything', () => {
    const alphabet = fc.constantFrom(
      '0',
      '4',
      'a',
      '\r\n',
      '\r',
      '\n',
      ';',
      'Wiki',
      ' ',
      'X: y',
      '\0',
      'f',
      ':',
    );
    const body = fc.array(alphabet, { maxLength: 24 }).map((parts) => Buffer.from(parts.join('')));
    fc.assert(
      fc.property(body, fc.array(fc.nat(80), { maxLength: 6 }), (bytes, cuts) => {
        assert.equal(readChunked(bytes, cuts), readChunked(bytes, []));
      }),
      { seed: 7, numRuns: 3000 },
    );
  });
});

describe('content codings', () => {
  const text = Buffer.from('{"hello":"world"}'.repeat(50));
  const headers = (value: string) => ({
    names: ['Content-Encoding'],
    lower: ['content-encoding'],
    values: [value],
  });
  const decode = (body: Buffer, value: string) =>
    decodeBody(body, contentCodings(headers(value), DECODE, 'undecodable'), DECODE, 'undecodable');

  it('undoes and redoes each of them, and stacks', async () => {
    for (const value of [
      'gzip',
      'x-gzip',
      'deflate',
      'br',
      'zstd',
      'gzip, br',
      'deflate,zstd, gzip',
      'identity',
      'GZIP',
    ]) {
      const codings = contentCodings(headers(value), DECODE, 'undecodable');
      const coded = await encodeBody(text, codings);
      assert.deepEqual(await decodeBody(coded, codings, DECODE, 'undecodable'), text, value);
      const stream = codings.length === 0 ? undefined : new StreamDecoder(codings, DECODE, 'undecodable');
      if (stream === undefined) continue;
      const parts: Buffer[] = [];
      for (let i = 0; i < coded.length; i += 7) parts.push(await stream.push(coded.subarray(i, i + 7)));
      parts.push(await stream.end());
      assert.deepEqual(Buffer.concat(parts), text, `streamed ${value}`);
    }
    assert.deepEqual(await decode(zlib.deflateRawSync(text), 'deflate'), text);
  });

  it('refuses unknown and too many codings', () => {
    for (const value of ['compress', 'gzip, magic', 'gzip, gzip, gzip, gzip', 'constructor']) {
      assert.throws(() => contentCodings(headers(value), DECODE, 'undecodable'), Refusal, value);
    }
  });

  it('refuses broken, cut and continued data', async () => {
    const coded = zlib.gzipSync(text);
    await assert.rejects(decode(coded.subarray(0, -4), 'gzip'), Refusal);
    await assert.rejects(decode(Buffer.concat([coded, Buffer.from('tail')]), 'gzip'), Refusal);
    await assert.rejects(decode(text, 'gzip'), Refusal);
    await assert.rejects(decode(text, 'br'), Refusal);
    await assert.rejects(decode(text, 'zstd'), Refusal);
  });

  it('refuses a bomb, whole and streamed', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(64 << 20));
    await assert.rejects(decode(bomb, 'gzip'), Refusal);
    const stream = new StreamDecoder(['gzip'], { ...DECODE, decodeRatio: 20 }, 'undecodable');
    await assert.rejects(async () => {
      for (let i = 0; i < bomb.length; i += 1000) await stream.push(bomb.subarray(i, i + 1000));
    }, Refusal);
    stream.destroy();
  });
});
