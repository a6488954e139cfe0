import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine } from './engine.ts';
import { ALL_KINDS } from './kinds/all.ts';
import { sampleInContext } from './sample.ts';

const engine = createEngine({ fingerprintKey: new Uint8Array(32) });

function kindsIn(text: string): string[] {
  return engine.scan(Buffer.from(text, 'latin1')).map((hit) => hit.kind.id);
}

test('ids are unique and every kind can be reached', () => {
  assert.equal(new Set(ALL_KINDS.map((kind) => kind.id)).size, ALL_KINDS.length);
  for (const kind of ALL_KINDS) assert.ok(kind.anchors.length > 0, kind.id);
});

for (const kind of ALL_KINDS) {
  test(`${kind.id}: values are found in full, near misses are not`, () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const sample = sampleInContext(kind.id, seed);
      for (const [before, after] of [
        ['', ''],
        ['text ', ' text'],
        ['{"key":"', '"}'],
        ['a line\\n', '\\nanother'],
      ] as const) {
        const text = before + sample.text + after;
        const hits = engine.scan(Buffer.from(text, 'latin1'));
        const hit = hits.find((candidate) => candidate.kind.id === kind.id);
        assert.ok(hit, `not found: seed ${seed} ${JSON.stringify(text)} gave ${hits.map((h) => h.kind.id)}`);
        const at = before.length + sample.before.length;
        assert.equal(hit.start, at, `start ${seed}`);
        if (kind.span === 'block') assert.equal(hit.end, at + sample.value.length);
      }
    }
    for (const seed of [6, 7]) {
      const { before, value, after } = sampleInContext(kind.id, seed);
      if (kind.span === 'block') {
        const line = value.split('\n')[0]!.split('').reverse().join('');
        assert.ok(!kindsIn(line).includes(kind.id), 'reversed');
        assert.ok(!kindsIn(value.slice(8)).includes(kind.id), 'cut');
        continue;
      }
      const anchorLength = Math.min(...kind.anchors.map((anchor) => anchor.length));
      if (value.length > anchorLength + 6) {
        const short = before + value.slice(0, Math.max(3, Math.min(anchorLength + 2, value.length - 4)));
        assert.ok(!kindsIn(`${short} ${after}`).includes(kind.id), `too short: ${short}`);
      }
      if ((kind.left ?? 'word') !== 'none' && (kind.near === undefined || before.endsWith(' '))) {
        const glued =
          kind.near === undefined ? `Qx7${before}${value}${after}` : `${before}Qx7${value}${after}`;
        assert.ok(!kindsIn(glued).includes(kind.id), `inside a word: ${glued}`);
      }
    }
  });
}
