import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgressBar } from './progress.ts';

/** What a bar writes. */
function bar(expected: { files: number; bytes: number }, columns?: number) {
  const written: string[] = [];
  return { written, bar: new ProgressBar((text) => void written.push(text), expected, 1000, columns) };
}

test('a bar shows how far it is and how fast, and draws seldom', () => {
  const { written, bar: own } = bar({ files: 8, bytes: 4_000_000 });
  own.update(4, 2_000_000, 2000);
  own.update(5, 2_100_000, 2050);
  assert.deepEqual(written, [
    '\r[############............]  50 %  2 MB/s  2.0 MB of 4.0 MB  4/8 files\u001b[K',
  ]);
});

test('a pipe has no end to show', () => {
  const { written, bar: own } = bar({ files: 1, bytes: 0 });
  own.update(0, 3_000_000, 2000);
  assert.deepEqual(written, ['\r3.0 MB  3 MB/s\u001b[K']);
});

test('a bar fits its terminal, and leaves nothing behind', () => {
  const { written, bar: own } = bar({ files: 8, bytes: 4_000_000 }, 20);
  own.clear();
  own.update(4, 2_000_000, 2000);
  own.clear();
  own.clear();
  assert.deepEqual(written, ['\r[############......\u001b[K', '\r\u001b[K']);
});
