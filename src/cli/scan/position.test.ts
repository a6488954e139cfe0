import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PassingPositions, Positions } from './position.ts';

const TEXT = Buffer.from('one\ntwo \u{1f600} three\r\n\nééé four');

/** Line and column, counted the slow way. */
function expected(offset: number): { line: number; column: number } {
  const lines = TEXT.subarray(0, offset).toString().split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

/** Offsets where a character begins. */
const OFFSETS = Array.from({ length: TEXT.length }, (_, i) => i).filter((i) => (TEXT[i]! & 0xc0) !== 0x80);

test('offsets become lines and columns, in any order and however little is read at once', () => {
  for (const most of [1, 3, 1000]) {
    const positions = new Positions((from, to) => TEXT.subarray(from, Math.min(to, from + most)));
    for (const at of [...OFFSETS, ...OFFSETS.toReversed()]) {
      assert.deepEqual(positions.of(at), expected(at), `${at} by ${most}`);
    }
  }
});

test('an offset behind the end ends', () => {
  assert.equal(new Positions((from, to) => TEXT.subarray(from, to)).of(10_000).line, 4);
});

test('what passes by has positions while it is near', () => {
  const positions = new PassingPositions();
  for (let at = 0; at < TEXT.length; at += 5) {
    positions.push(TEXT.subarray(at, at + 5));
    for (const near of OFFSETS.filter((i) => i < at + 5)) {
      const position = positions.of(near);
      if (position !== undefined) assert.deepEqual(position, expected(near));
    }
  }
  assert.equal(positions.of(0), undefined);
  assert.deepEqual(positions.of(TEXT.length - 1), expected(TEXT.length - 1));
});
