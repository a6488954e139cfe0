import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as zlib from 'node:zlib';
import { createDetector } from '../../src/inspect/detect.ts';
import { generator, sampleOf } from '../../src/inspect/sample.ts';

const detector = createDetector();
const pat = sampleOf('github-pat', 5);
const random = generator(11);
const words = Array.from({ length: 25_000 }, () => Math.floor(random() * 1e9).toString(36)).join(' ');
const text = Buffer.from(`${words.slice(0, 300)} ${pat} ${words.slice(300, 900)}`);

function kindsOf(bytes: Buffer): readonly string[] {
  return detector.scan(bytes).map((one) => one.kind);
}

function isFound(bytes: Buffer): boolean {
  return kindsOf(bytes).includes('github-pat');
}

/** A zip archive without a directory: readers of streams need none. */
function zip(files: readonly Buffer[], stored = false): Buffer {
  return Buffer.concat(
    files.flatMap((file) => {
      const data = stored ? file : zlib.deflateRawSync(file);
      const header = Buffer.alloc(31);
      header.writeUInt32LE(0x04034b50, 0);
      header.writeUInt16LE(stored ? 0 : 8, 8);
      header.writeUInt32LE(data.length, 18);
      header.writeUInt32LE(file.length, 22);
      header.writeUInt16LE(1, 26);
      header.write('f', 30);
      return [header, data];
    }),
  );
}

/** A tar archive of one file. */
function tar(file: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write('f');
  header.write(file.length.toString(8).padStart(11, '0'), 124);
  return Buffer.concat([header, file, Buffer.alloc(1536 - (file.length % 512))]);
}

const part = (bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from('--XbX\r\nContent-Disposition: form-data; name="file"; filename="some.bin"\r\n\r\n'),
    bytes,
    Buffer.from('\r\n--XbX--\r\n'),
  ]);
const behind = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from('hello\n'), bytes]);
const script = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`#!/bin/sh\n${'echo a line\n'.repeat(30)}`), bytes]);

describe('what is packed and stands behind something else', () => {
  const packed: Readonly<Record<string, Buffer>> = {
    gzip: zlib.gzipSync(text),
    zstd: zlib.zstdCompressSync(text),
    zip: zip([text]),
    'tar.gz': zlib.gzipSync(tar(text)),
    'gzip in tar': tar(zlib.gzipSync(text)),
    'gzip in zip': zip([Buffer.from(words.slice(0, 900)), zlib.gzipSync(text)], true),
    'zip in zip': zip([Buffer.from(words.slice(0, 900)), zip([text])], true),
    'gzip in zip in tar.gz': zlib.gzipSync(tar(zip([zlib.gzipSync(text)]))),
  };
  for (const [name, bytes] of Object.entries(packed)) {
    test(name, () => {
      assert.ok(isFound(bytes), 'alone');
      assert.ok(isFound(part(bytes)), 'a part of a form');
      assert.ok(isFound(behind(bytes)), 'behind a line');
      assert.ok(isFound(script(bytes)), 'behind a script');
      assert.ok(isFound(Buffer.from(behind(bytes).toString('base64'))), 'behind a line, in base64');
    });
  }

  test('zlib where a part of a form begins', () => assert.ok(isFound(part(zlib.deflateSync(text)))));

  test('more of it than is opened is told', () => {
    const many = Array.from({ length: 40 }, (_, i) => zlib.gzipSync(words.slice(20 * i, 20 * i + 200)));
    assert.ok(
      kindsOf(
        Buffer.concat([Buffer.from('x\n'), ...many.flatMap((one) => [one, Buffer.from('-')])]),
      ).includes('decode-limit'),
    );
  });
});

describe('what gives more than may be decoded', () => {
  test('a text of some hundred KB is read', () => {
    assert.deepEqual(kindsOf(zlib.gzipSync(`${pat}\n${words}`)), ['github-pat']);
  });

  const huge = Buffer.from(`x ${pat}\n${words.repeat(2)}${'some words of a text '.repeat(400_000)}`);
  const formats: Readonly<Record<string, Buffer>> = {
    gzip: zlib.gzipSync(huge),
    zlib: zlib.deflateSync(huge),
    deflate: zlib.deflateRawSync(huge),
    zstd: zlib.zstdCompressSync(huge),
    zip: zip([huge]),
  };
  for (const [name, bytes] of Object.entries(formats)) {
    test(`the beginning of ${name} is read, and the rest told`, () => {
      assert.deepEqual([...new Set(kindsOf(bytes))].sort(), ['decode-limit', 'github-pat']);
    });
  }

  test('an archive of some thousand files is opened; of more the rest is told', () => {
    const files = (count: number): Buffer[] =>
      Array.from({ length: count }, (_, i) => Buffer.from(`some text ${i}`));
    assert.deepEqual(kindsOf(zip([...files(1000), text])), ['github-pat']);
    assert.ok(kindsOf(zip([...files(4200), text])).includes('decode-limit'));
  });

  test('a stream tells it once', () => {
    const bomb = zlib.gzipSync(Buffer.alloc(8 << 20)).toString('base64');
    const stream = detector.createStream();
    const found = [];
    for (let i = 0; i < 12; i++)
      found.push(...stream.push(Buffer.from(`{"file": "${bomb.slice(0, 6000)}"}\n`.padEnd(20_000))));
    found.push(...stream.end());
    assert.equal(found.filter((one) => one.kind === 'decode-limit').length, 1);
  });
});
