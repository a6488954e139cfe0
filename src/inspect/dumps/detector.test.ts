import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTextDetectors } from '../text-detectors.ts';
import { DUMPS } from './detector.ts';

/** Values that no search for secrets may find in this file. */
const secret = (seed: string): string => [seed, 'x8Kq2', 'mVz91', 'LpTr4'].join('');
const dotenv = `DB_PASSWORD=${secret('a')}\nAPI_KEY=${secret('b')}\nSTRIPE_SECRET=${secret('c')}\n`;

describe('DUMPS', () => {
  it('names the kind and the place of a file of secrets', () => {
    const text = `ok\n\n${dotenv}`;
    const [passage, ...rest] = DUMPS.read(text, { unescaped: false });
    assert.deepEqual(rest, []);
    assert.equal(passage?.kind.id, 'dump-dotenv');
    assert.equal(passage?.kind.action, 'block');
    assert.equal(passage?.confidence, 'shaped');
    assert.ok(text.slice(passage?.start, passage?.end).startsWith('DB_PASSWORD='));
  });

  it('finds a file once that stands in a string of JSON', () => {
    const text = JSON.stringify({ content: dotenv });
    assert.equal(DUMPS.read(text, { unescaped: false }).length, 1);
    assert.deepEqual(DUMPS.read(dotenv, { unescaped: true }), []);
  });

  it('takes a template for no dump', () => {
    const template = 'DB_PASSWORD=changeme\nAPI_KEY=your-api-key\nSTRIPE_SECRET=\n';
    for (const { confidence, placeholder } of DUMPS.read(template, { unescaped: false })) {
      assert.ok(placeholder === true || confidence !== 'shaped');
    }
  });

  it('leaves out the kinds that are disabled', () => {
    const found = (disable: readonly string[]): number =>
      createTextDetectors(['credentials'], disable).flatMap((one) => one.read(dotenv, { unescaped: false }))
        .length;
    assert.equal(found([]), 1);
    assert.equal(found(['dump-dotenv']), 0);
  });
});
