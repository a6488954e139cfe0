import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { dataDir, filesIn, filled } from './fixture.test.ts';
import { sealLine } from './line.ts';
import { verifyRecords } from './verify.ts';

// Three files of one writer (rotation), one of a second: made once, copied for every tampering.
const original = dataDir();
await filled(original.dir, 'a', 24, { rotateBytes: 3500 });
await filled(original.dir, 'b', 5);
after(() => original[Symbol.dispose]());
const names = filesIn(original.dir);
const path = (dir: string, name: string) => join(dir, 'records', name);
const bytesOf = (name: string) => readFileSync(path(original.dir, name));
const linesOf = (name: string) => bytesOf(name).toString('utf8').trimEnd().split('\n');

async function tampered(change: (dir: string) => void) {
  using copy = dataDir();
  cpSync(original.dir, copy.dir, { recursive: true });
  change(copy.dir);
  return await verifyRecords(copy.dir);
}

/** The same for the lines of one file. */
async function rewritten(name: string, change: (lines: string[]) => string[]) {
  return await tampered((dir) => writeFileSync(path(dir, name), `${change(linesOf(name)).join('\n')}\n`));
}

const anyFile = fc.constantFrom(...names);
const RUNS = { numRuns: 40 };

test('untouched records are intact', async () => {
  const report = await verifyRecords(original.dir);
  assert.deepEqual(report, { ok: true, files: names.length, records: 29, faults: [], notes: [] });
  assert.ok(names.length >= 4);
});

test('a line can be checked as the documentation says', () => {
  const line = bytesOf(names[0]!).subarray(0, bytesOf(names[0]!).indexOf(10));
  const body = Buffer.concat([line.subarray(0, -75), Buffer.from('}')]);
  assert.equal(createHash('sha256').update(body).digest('hex'), JSON.parse(line.toString()).hash);
});

describe('whatever is done to the files is found', () => {
  test('any byte of a record file, a head, the ledger', async () => {
    const all = readdirSync(join(original.dir, 'records'));
    const edit = fc.tuple(fc.constantFrom(...all), fc.nat(), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(edit, async ([name, at, flip]) => {
        const report = await tampered((dir) => {
          const bytes = readFileSync(path(dir, name));
          bytes[at % bytes.length]! ^= flip;
          writeFileSync(path(dir, name), bytes);
        });
        assert.equal(report.ok, false);
      }),
      { numRuns: 120 },
    );
  });

  test('any line dropped', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.nat(), async (name, n) => {
        const at = n % linesOf(name).length;
        const report = await rewritten(name, (lines) => lines.toSpliced(at, 1));
        assert.ok(report.faults.some((fault) => fault.kind === 'removed' || fault.kind === 'truncated'));
        assert.equal(report.faults[0]?.seq, JSON.parse(linesOf(name)[at]!).seq);
      }),
      RUNS,
    );
  });

  test('any two lines swapped', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.nat(), fc.nat(), async (name, a, b) => {
        const [i, j] = [a % linesOf(name).length, b % linesOf(name).length];
        fc.pre(i !== j);
        const report = await rewritten(name, (lines) => lines.with(i, lines[j]!).with(j, lines[i]!));
        assert.ok(report.faults.some((fault) => fault.kind === 'reordered'));
        assert.ok(report.faults.every((fault) => fault.kind === 'reordered'));
      }),
      RUNS,
    );
  });

  test('any line inserted: a copy, one of another file, nonsense', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, anyFile, fc.nat(), fc.nat(), async (to, from, a, b) => {
        const alien = fc.sample(
          fc.constantFrom('', 'x', '{}', linesOf(from)[a % linesOf(from).length]!),
          1,
        )[0]!;
        const report = await rewritten(to, (lines) => lines.toSpliced(b % (lines.length + 1), 0, alien));
        assert.equal(report.ok, false);
      }),
      RUNS,
    );
  });

  test('cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.nat(), async (name, n) => {
        const size = bytesOf(name).length;
        const report = await tampered((dir) =>
          writeFileSync(path(dir, name), bytesOf(name).subarray(0, n % size)),
        );
        assert.ok(
          report.faults.some((fault) => fault.kind === 'truncated'),
          JSON.stringify(report),
        );
      }),
      RUNS,
    );
  });

  test('any file removed, with its head or without', async () => {
    for (const name of names) {
      for (const head of [true, false]) {
        const report = await tampered((dir) => {
          rmSync(path(dir, name));
          if (head) rmSync(path(dir, `${name}.head`));
        });
        assert.deepEqual([report.faults[0]?.kind, report.faults[0]?.file], ['removed', name]);
      }
    }
  });

  test('a head removed, or put in the place of another', async () => {
    const gone = await tampered((dir) => rmSync(path(dir, `${names[0]}.head`)));
    assert.deepEqual(
      gone.faults.map((fault) => fault.kind),
      ['head'],
    );
    const swapped = await tampered((dir) =>
      cpSync(path(dir, `${names[1]}.head`), path(dir, `${names[0]}.head`)),
    );
    assert.equal(swapped.faults[0]?.kind, 'head');
  });

  test('the ledger removed, or any line of it', async () => {
    assert.equal((await tampered((dir) => rmSync(path(dir, 'ledger')))).faults[0]?.kind, 'ledger');
    const ledger = readFileSync(path(original.dir, 'ledger'), 'utf8').trimEnd().split('\n');
    for (let i = 0; i < ledger.length; i++) {
      const report = await tampered((dir) =>
        writeFileSync(path(dir, 'ledger'), `${ledger.toSpliced(i, 1).join('\n')}\n`),
      );
      assert.equal(report.ok, false);
    }
  });

  test('the key removed, or all records', async () => {
    const report = await tampered((dir) => rmSync(join(dir, 'record.key')));
    assert.deepEqual(
      report.faults.map((fault) => fault.kind),
      ['key'],
    );
    const all = await tampered((dir) => rmSync(join(dir, 'records'), { recursive: true }));
    assert.equal(all.faults[0]?.kind, 'removed');
  });

  test('a file added, or renamed', async () => {
    const added = await tampered((dir) =>
      cpSync(path(dir, names[0]!), path(dir, '20990101T000000000Z-1-0001.jsonl')),
    );
    assert.ok(added.faults.some((fault) => fault.kind === 'inserted'));
    const renamed = await tampered((dir) =>
      renameSync(path(dir, names[0]!), path(dir, '20000101T000000000Z-1-0001.jsonl')),
    );
    assert.ok(renamed.faults.some((fault) => fault.kind === 'removed'));
  });

  test('a chain computed anew by somebody without the key', async () => {
    const report = await rewritten(names[0]!, (lines) => {
      let prev = '0'.repeat(64);
      return lines.map((line) => {
        const { seq, prev: _prev, hash: _hash, ...record } = JSON.parse(line);
        const sealed = sealLine(JSON.stringify({ ...record, agent: 'mallory' }), seq, prev);
        prev = sealed.hash;
        return sealed.text.trimEnd();
      });
    });
    assert.match(report.faults[0]!.message, /computed anew/);
  });
});

test('faults name file, line, number and request', async () => {
  const report = await rewritten(names[0]!, (lines) => lines.with(1, lines[1]!.replace('alice', 'malice')));
  const [fault] = report.faults;
  assert.deepEqual(
    { kind: fault?.kind, file: fault?.file, line: fault?.line, seq: fault?.seq, id: fault?.id },
    { kind: 'edited', file: names[0], line: 2, seq: 2, id: 'a2' },
  );
  assert.equal(report.faults.length, 1);
});
