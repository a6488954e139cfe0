import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clues } from './clues.ts';
import { type Attention, Wake } from './wake.ts';

const attention: Attention = {
  cues: [
    { anchors: ['alone'], wakes: 'alone' },
    { anchors: ['again'], wakes: 'again' },
    { anchors: ['sure'], wakes: 'alone', confirm: (bytes, at) => bytes[at] === 0x21 },
  ],
  near: 100,
  before: 10,
  behind: 20,
};

/** The stretches that cues of these groups, behind one another, make a detector read of 1,000 bytes. */
function windows(...cues: readonly (readonly [at: number, group: number])[]): string[] {
  const bytes = Buffer.alloc(1000);
  bytes[500] = 0x21;
  const clues = new Clues();
  // Its groups come behind two of another detector.
  for (const [at, group] of cues) clues.addCue(at, 1 << (2 + group));
  return new Wake(attention, 2).windows(clues, bytes).map(({ start, end }) => `${start}-${end}`);
}

test('a cue wakes alone, or when another one is close', () => {
  assert.deepEqual(windows([300, 0]), ['290-320']);
  assert.deepEqual(windows([300, 1]), []);
  assert.deepEqual(windows([300, 1], [400, 1]), ['290-420']);
  assert.deepEqual(windows([300, 1], [401, 1]), []);
});

test('stretches end where the bytes do, and are joined where they touch', () => {
  assert.deepEqual(windows([5, 0], [30, 0], [990, 0]), ['0-50', '980-1000']);
});

test('a cue that a closer look refuses says nothing', () => {
  assert.deepEqual(windows([400, 2], [450, 1]), []);
  assert.deepEqual(windows([500, 2]), ['490-520']);
});

test('cues of other detectors wake nobody', () => {
  assert.deepEqual(windows([300, -1], [310, -2]), []);
});
