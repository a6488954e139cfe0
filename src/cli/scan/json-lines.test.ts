import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleInContext } from '../../inspect/sample.ts';
import { linesOf, scanLines } from './json-lines.ts';
import { settingsOf } from './settings.ts';

async function* chunks(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function run(source: AsyncIterable<Buffer>) {
  const out: string[] = [];
  const write = async (text: string): Promise<void> => void out.push(text);
  const totals = await scanLines(source, settingsOf({ jsonl: true }), write, () => false);
  const rows = out
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: unknown; line?: number; error?: string; findings?: object[] });
  return { totals, rows, text: out.join('') };
}

describe('rows', () => {
  const { text, value } = sampleInContext('github-pat', 3);

  test('give their findings in order, and never a value', async () => {
    const lines = [
      { id: 'a', text: `see ${text} there` },
      { id: 2, text: 'nothing' },
      { id: 'c', text: '', context: { direction: 'answer', contentType: 'text/plain', place: 'body' } },
      { id: 'd', text: 'x', context: null },
    ];
    const {
      totals,
      rows,
      text: printed,
    } = await run(chunks(lines.map((row) => JSON.stringify(row)).join('\r\n')));
    assert.deepEqual(
      rows.map((row) => row.id),
      ['a', 2, 'c', 'd'],
    );
    assert.deepEqual(rows[0]!.findings, [
      {
        kind: 'github-pat',
        name: 'GitHub personal access token',
        confidence: 'proved',
        placeholder: false,
        start: 4,
        length: value.length,
        path: 'body',
      },
    ]);
    assert.deepEqual(totals, { rows: 4, badLines: 0, enforced: 1 });
    assert.ok(!printed.includes(value));
  });

  test('that are none are named by their line, without what stands in them', async () => {
    const bad = [
      `{"id":"a","text":"${value}"`,
      '[]',
      'null',
      '{"text":"x"}',
      '{"id":"a"}',
      '{"id":"a","text":1}',
      '{"id":"a","text":"x","context":7}',
      '{"id":"a","text":"x","context":{"direction":"up"}}',
      '{"id":"a","text":"x","context":{"contentType":1}}',
      '{"id":"a","text":"x","context":{"place":1}}',
    ];
    const good = '{"id":"last","text":"x"}';
    const { totals, rows, text: printed } = await run(chunks(`\n${bad.join('\n')}\n \n${good}`));
    assert.deepEqual(totals, { rows: 1, badLines: bad.length, enforced: 0 });
    assert.deepEqual(
      rows.slice(0, -1).map(({ id, line }) => [id, line]),
      bad.map((_, i) => [null, i + 2]),
    );
    assert.equal(rows.at(-1)!.id, 'last');
    assert.ok(!printed.includes(value));
  });

  test('offsets count UTF-16 units', async () => {
    const before = 'é\u{1f600}☃ ';
    const { rows } = await run(chunks(JSON.stringify({ id: 1, text: `${before}${text}` })));
    const [finding] = rows[0]!.findings as { start: number; length: number }[];
    assert.deepEqual([finding?.start, finding?.length], [before.length, value.length]);
  });

  test('nothing is read ahead of the writer', async () => {
    let taken = 0;
    let written = 0;
    async function* source(): AsyncGenerator<Buffer> {
      for (taken = 1; taken <= 50; taken++) {
        assert.ok(taken - written <= 2, `${taken} taken, ${written} written`);
        yield Buffer.from(`{"id":${taken},"text":"x"}\n`);
      }
    }
    await scanLines(
      source(),
      settingsOf({ jsonl: true }),
      async () => {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        written++;
      },
      () => false,
    );
    assert.equal(written, 50);
  });
});

test('lines are the same however they are cut; one that is too long is left out', async () => {
  const text = `short\n${'x'.repeat(30)}\n\nend\n`;
  for (let size = 1; size <= text.length; size++) {
    const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g'))!;
    const lines: (string | undefined)[] = [];
    for await (const batch of linesOf(chunks(...pieces), 20)) {
      lines.push(...batch.map((line) => line?.toString()));
    }
    assert.deepEqual(lines, ['short', undefined, '', 'end'], `by ${size}`);
  }
});
