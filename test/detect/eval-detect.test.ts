import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  evaluateFile,
  evaluationJson,
  evaluationText,
  type LabelledRow,
  ratesOf,
} from '../../scripts/eval-detect.ts';
import { sampleInContext } from '../../src/inspect/sample.ts';
import { tempFile } from '../harness/temp-dir.ts';
import { NODE, runProcess } from '../harness/weir-process.ts';

/** Kinds whose samples are found at `shaped` or better, and as nothing else. */
const KINDS = ['github-pat', 'gitlab-pat', 'slack-bot-token', 'huggingface-token', 'npm-token'];
const EACH = 60;

/** Rows whose outcome is known: 5 x 60 positives, 300 negatives, and planted errors in both. */
function rows(): { rows: LabelledRow[]; misses: number; alarms: number } {
  const list: LabelledRow[] = [];
  let misses = 0;
  let alarms = 0;
  for (const kind of KINDS) {
    for (let i = 0; i < EACH; i++) {
      const { text } = sampleInContext(kind, i + 1);
      const missed = i % 10 === 0;
      if (missed) misses++;
      // A row that says it holds one and does not: a miss.
      list.push({
        id: `${kind}-${i}`,
        label: 'positive',
        kind,
        text: missed ? 'nothing here' : `use ${text} now`,
      });
    }
  }
  for (let i = 0; i < 300; i++) {
    const alarm = i % 30 === 0;
    if (alarm) alarms++;
    const text = alarm ? sampleInContext('github-pat', 1000 + i).text : `line ${i} of a build, all is well`;
    list.push({ id: `negative-${i}`, label: 'negative', text });
  }
  return { rows: list, misses, alarms };
}

function fileOf(list: readonly object[], more = ''): string {
  return tempFile('rows.jsonl', `${list.map((row) => JSON.stringify(row)).join('\n')}\n${more}`);
}

describe('an evaluation', () => {
  const planted = rows();
  const file = fileOf(planted.rows);

  test('counts what was planted', async () => {
    const result = await evaluateFile(file);
    const positives = KINDS.length * EACH;
    const found = positives - planted.misses;
    assert.equal(result.rows, planted.rows.length);
    for (const level of ['shaped', 'any'] as const) {
      assert.deepEqual(result.overall[level], { positives, found, falseAlarms: planted.alarms });
      const rates = ratesOf(result.overall[level]);
      assert.equal(rates.recall, found / positives);
      assert.equal(rates.precision, found / (found + planted.alarms));
    }
    assert.equal(result.misses.length, planted.misses);
    assert.equal(result.blockedNegatives, planted.alarms);
    for (const kind of KINDS) {
      const own = result.kinds.any.get(kind)!;
      assert.deepEqual([own.positives, own.found], [EACH, EACH - EACH / 10], kind);
      assert.equal(own.falseAlarms, kind === 'github-pat' ? planted.alarms : 0, kind);
    }
    assert.deepEqual(result.confusions, []);
  });

  test('lists what is found as another kind, and counts it as found', async () => {
    const { text } = sampleInContext('github-pat', 7);
    const result = await evaluateFile(
      fileOf([{ id: 'a', text, label: 'positive', kind: 'gitlab-pat', context: { place: 'body' } }]),
    );
    assert.deepEqual(result.confusions, [{ expected: 'gitlab-pat', found: 'github-pat', rows: 1 }]);
    assert.deepEqual(result.overall.any, { positives: 1, found: 1, falseAlarms: 0 });
    assert.deepEqual(result.kinds.any.get('github-pat'), { positives: 0, found: 0, falseAlarms: 1 });
  });

  test('prints ids, and no text of any row', async () => {
    const result = await evaluateFile(file);
    const printed = evaluationText(result, 5) + JSON.stringify(evaluationJson(result));
    assert.ok(printed.includes('negative-30'));
    for (const row of planted.rows) assert.ok(!printed.includes(row.text), row.id);
  });

  test('leaves bad rows out, and says so with exit code 2', async () => {
    const bad = fileOf(planted.rows, 'not json\n{"id":1}\n[]\n');
    const run = await runProcess(NODE, ['scripts/eval-detect.ts', bad, '--json']);
    assert.equal(run.code, 2);
    const result = JSON.parse(run.stdout) as { badRows: number; rows: number };
    assert.deepEqual([result.badRows, result.rows], [3, planted.rows.length]);
    assert.equal((await runProcess(NODE, ['scripts/eval-detect.ts', file, '--errors', '3'])).code, 0);
    assert.equal((await runProcess(NODE, ['scripts/eval-detect.ts', file, '--packs', 'no'])).code, 2);
  });
});
