/** What share of written attacks and harmless texts the whole detector finds, what wakes it included. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDetector } from '../../src/inspect/detect.ts';
import { FRESH_ATTACKS } from './fresh-attacks.ts';
import { FRESH_BENIGN } from './fresh-benign.ts';
import { LATE_ATTACKS } from './late-attacks.ts';
import { LATE_BENIGN } from './late-benign.ts';
import { PUBLISHED_ATTACKS } from './published-attacks.ts';
import { PUBLISHED_BENIGN } from './published-benign.ts';
import { UNSEEN_ATTACKS } from './unseen-attacks.ts';
import { UNSEEN_BENIGN } from './unseen-benign.ts';

const detector = createDetector({ packs: ['injection'] });

function scoreOf(text: string): number {
  return Math.max(0, ...detector.scan(Buffer.from(text)).map(({ score = 0 }) => score));
}

/** Texts that reach a score, in percent. */
function share(texts: readonly string[], least: number): number {
  return (100 * texts.filter((text) => scoreOf(text) >= least).length) / texts.length;
}

/** Floors a little below what is measured: a change that loses more has to say why. */
const ATTACKS: readonly (readonly [string, readonly string[], found: number, sure: number])[] = [
  ['in what carries them', UNSEEN_ATTACKS, 87, 84],
  ['of a second writing', FRESH_ATTACKS, 76, 75],
  ['of a third writing', LATE_ATTACKS, 65, 60],
  ['in the manner of published ones', PUBLISHED_ATTACKS, 37, 25],
];
const BENIGN: readonly (readonly [string, readonly string[], found: number, sure: number])[] = [
  ['of the hard sort', UNSEEN_BENIGN, 1, 0],
  ['of a second writing', FRESH_BENIGN, 2, 0],
  ['of a third writing', LATE_BENIGN, 2, 2],
  ['beside published attacks', PUBLISHED_BENIGN, 3, 0],
];

describe('texts that nothing but the detector reads', () => {
  for (const [name, texts, found, sure] of ATTACKS) {
    it(`finds attacks ${name}`, (t) => {
      t.diagnostic(`${share(texts, 0.5).toFixed(1)} % reach 0.5, ${share(texts, 0.8).toFixed(1)} % 0.8`);
      assert.ok(share(texts, 0.5) >= found);
      assert.ok(share(texts, 0.8) >= sure);
    });
  }

  for (const [name, texts, found, sure] of BENIGN) {
    it(`leaves harmless texts ${name}`, (t) => {
      t.diagnostic(`${share(texts, 0.5).toFixed(1)} % reach 0.5, ${share(texts, 0.8).toFixed(1)} % 0.8`);
      assert.ok(share(texts, 0.5) <= found);
      assert.ok(share(texts, 0.8) <= sure);
    });
  }
});
