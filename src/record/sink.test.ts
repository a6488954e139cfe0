import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataDir, filesIn, filled, linesIn, recordOf, sinkIn } from './fixture.test.ts';
import type { RecordProblem } from './sink.ts';
import { verifyRecords } from './verify.ts';

const intact = async (dir: string) => {
  const report = await verifyRecords(dir);
  assert.deepEqual(report.faults, []);
  return report;
};

describe('writing', () => {
  test('a record is in the file after the flush interval', async () => {
    using data = dataDir();
    const sink = sinkIn(data.dir);
    sink.write(recordOf('r1'));
    await sleep(100);
    assert.deepEqual(
      linesIn(data.dir).map((line) => [line.id, line.seq]),
      [['r1', 1]],
    );
    await intact(data.dir);
    await sink.close();
  });

  test('files belong to their owner alone', async () => {
    using data = dataDir();
    await filled(data.dir, 'a', 1);
    for (const name of ['record.key', join('records', filesIn(data.dir)[0]!), join('records', 'ledger')]) {
      assert.equal(statSync(join(data.dir, name)).mode & 0o777, 0o600, name);
    }
    assert.equal(statSync(join(data.dir, 'records')).mode & 0o777, 0o700);
  });

  test('a key that others can read is refused', async () => {
    using data = dataDir();
    await filled(data.dir, 'a', 1);
    chmodSync(join(data.dir, 'record.key'), 0o644);
    assert.throws(() => sinkIn(data.dir), /can be read by others/);
  });

  test('rotation keeps the chain, and old files go with a note', async () => {
    using data = dataDir();
    await filled(data.dir, 'a', 60, { rotateBytes: 2000, keepFiles: 3 });
    assert.equal(filesIn(data.dir).length, 3);
    const report = await intact(data.dir);
    assert.match(report.notes[0]!, /older files were deleted by record.keepFiles/);
    assert.equal(linesIn(data.dir).at(-1)?.seq, 60);
  });

  test('listeners hear every record', async () => {
    using data = dataDir();
    const sink = sinkIn(data.dir);
    const heard: string[] = [];
    const stop = sink.subscribe((record) => heard.push(record.id));
    sink.write(recordOf('r1'));
    stop();
    sink.write(recordOf('r2'));
    await sink.close();
    assert.deepEqual(heard, ['r1']);
  });

  test('several writers share a directory', async () => {
    using data = dataDir();
    const sinks = Array.from({ length: 6 }, () => sinkIn(data.dir, { rotateBytes: 3000 }));
    for (let i = 0; i < 40; i++) {
      for (const [n, sink] of sinks.entries()) sink.write(recordOf(`w${n}-${i}`));
      if (i % 5 === 0) await Promise.all(sinks.map((sink) => sink.flush()));
      if (i === 20) await intact(data.dir);
    }
    await Promise.all(sinks.map((sink) => sink.close()));
    assert.equal((await intact(data.dir)).records, 240);
  });
});

describe('crashes', () => {
  const script = (dir: string) => `
    import { recordOf, sinkIn } from ${JSON.stringify(import.meta.resolve('./fixture.test.ts'))};
    const sink = sinkIn(${JSON.stringify(dir)}, { flushMs: 20, rotateBytes: 100000 });
    let i = 0;
    setInterval(() => {
      for (let k = 0; k < 5; k++) sink.write(recordOf('r' + ++i, { total_ms: Date.now() }));
      process.stdout.write(i + ' ' + Date.now() + '\\n');
    }, 1);`;

  test('kill -9 loses at most the flush interval, and the chain is intact', async () => {
    using data = dataDir();
    for (let round = 0; round < 3; round++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script(data.dir)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      while (said.length < 2000) await sleep(5);
      child.kill('SIGKILL');
      await once(child, 'close');
      const [written, at] = said.trimEnd().split('\n').at(-1)!.split(' ').map(Number) as [number, number];
      const last = filesIn(data.dir).at(-1)!;
      const lines = readFileSync(join(data.dir, 'records', last), 'utf8')
        .split('\n')
        .slice(0, -1);
      const kept = JSON.parse(lines.at(-1)!) as { id: string; total_ms: number };
      assert.ok(Number(kept.id.slice(1)) <= written);
      // 20 ms of interval, and room for a slow machine.
      assert.ok(at - kept.total_ms < 250, `lost ${at - kept.total_ms} ms`);
      await intact(data.dir);
    }
  });

  test('a torn last line is the tail of a crash, and the next writer goes on', async () => {
    using data = dataDir();
    const sink = sinkIn(data.dir);
    sink.write(recordOf('r1'));
    await sink.flush();
    const file = join(data.dir, 'records', filesIn(data.dir)[0]!);
    appendFileSync(file, '{"seq":2,"id":"r2","ti');
    const report = await intact(data.dir);
    assert.match(report.notes[0]!, /line 2 is cut after 22 bytes: the tail of a crash/);
    await filled(data.dir, 'b', 2);
    await intact(data.dir);
    truncateSync(file, 30);
    assert.equal((await verifyRecords(data.dir)).faults[0]?.kind, 'truncated');
    await sink.close(); // files that nobody closes end the process when they are collected
  });

  test('a torn line after a clean end is tampering', async () => {
    using data = dataDir();
    await filled(data.dir, 'a', 2);
    appendFileSync(join(data.dir, 'records', filesIn(data.dir)[0]!), '{"seq":3');
    assert.equal((await verifyRecords(data.dir)).ok, false);
  });

  test('the lock of a dead process is broken, the fragment of a ledger line removed', async () => {
    using data = dataDir();
    await filled(data.dir, 'a', 1);
    appendFileSync(join(data.dir, 'records', 'ledger'), '{"event":"op');
    await intact(data.dir);
    const lock = join(data.dir, 'records', 'ledger.lock');
    mkdirSync(lock);
    execFileSync('touch', ['-d', '2020-01-01', lock]);
    await filled(data.dir, 'b', 1);
    assert.equal((await intact(data.dir)).records, 2);
  });
});

/** A directory that cannot be written although its owner may: a file lies where it should be. */
function breakRecords(dir: string): () => void {
  const records = join(dir, 'records');
  rmSync(records, { recursive: true });
  writeFileSync(records, '');
  return () => rmSync(records);
}

describe('when records cannot be written', () => {
  test('deny: unhealthy until they are written, and none is lost', async () => {
    using data = dataDir();
    const problems: RecordProblem[] = [];
    const sink = sinkIn(data.dir, { onProblem: (problem) => problems.push(problem) });
    const repair = breakRecords(data.dir);
    sink.write(recordOf('r1'));
    await sink.flush();
    assert.equal(sink.healthy(), false);
    sink.write(recordOf('r2'));
    repair();
    await sleep(400); // it tries again by itself
    assert.equal(sink.healthy(), true);
    assert.deepEqual(
      problems.map((problem) => problem.kind),
      ['failing', 'recovered'],
    );
    assert.deepEqual(
      linesIn(data.dir).map((line) => line.id),
      ['r1', 'r2'],
    );
    await sink.close();
    await intact(data.dir);
  });

  test('spill: goes on, tells what is lost, and the chain says how many', async () => {
    using data = dataDir();
    const problems: RecordProblem[] = [];
    const sink = sinkIn(data.dir, { onFailure: 'spill', onProblem: (problem) => problems.push(problem) });
    const repair = breakRecords(data.dir);
    sink.write(recordOf('r1'));
    await sink.flush();
    assert.equal(sink.healthy(), true);
    assert.equal(sink.lost(), 1);
    assert.match(problems.find((problem) => problem.kind === 'lost')!.records[0]!, /"id":"r1"/);
    repair();
    sink.write(recordOf('r2'));
    await sink.close();
    assert.deepEqual(
      linesIn(data.dir).map((line) => line.id ?? `${line.event} ${line.lost}`),
      ['lost 1', 'r2'],
    );
    await intact(data.dir);
  });

  test('a full queue makes it unhealthy, and what does not fit is told', async () => {
    using data = dataDir();
    const lost: string[] = [];
    const onProblem = (problem: RecordProblem) => lost.push(...problem.records);
    const sink = sinkIn(data.dir, { queueBytes: 1000, flushMs: 10_000, onProblem });
    for (let i = 0; i < 10; i++) sink.write(recordOf(`r${i}`));
    assert.ok(lost.length > 0 && sink.lost() === lost.length);
    await sink.close();
    assert.equal(linesIn(data.dir).filter((line) => line.event === 'lost').length, 1);
    sink.write(recordOf('late'));
    assert.match(lost.at(-1)!, /late/);
  });

  test('close gives up in the end, and hands the rest over', async () => {
    using data = dataDir();
    const lost: string[] = [];
    const sink = sinkIn(data.dir, { onProblem: (problem) => lost.push(...problem.records) });
    const repair = breakRecords(data.dir);
    sink.write(recordOf('r1'));
    await sink.close();
    repair();
    assert.equal(lost.length, 1);
  });

  test('a file deleted under the writer is noticed, and the verification names it', async () => {
    using data = dataDir();
    const problems: string[] = [];
    const sink = sinkIn(data.dir, { onProblem: (problem) => problems.push(problem.message) });
    sink.write(recordOf('r1'));
    await sink.flush();
    const [deleted] = filesIn(data.dir);
    rmSync(join(data.dir, 'records', deleted!));
    sink.write(recordOf('r2'));
    await sink.close();
    assert.match(problems[0]!, /was deleted while it was written/);
    assert.equal(linesIn(data.dir)[0]?.id, 'r2');
    assert.equal((await verifyRecords(data.dir)).faults[0]?.file, deleted);
  });
});

/** A file system of 64 KiB; undefined where this user may not mount one. */
function smallDisk(dir: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', dir], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

for (const onFailure of ['deny', 'spill'] as const) {
  test(`a full disk: ${onFailure}`, async (context) => {
    using data = dataDir();
    if (!smallDisk(data.dir)) return context.skip('no right to mount a tmpfs');
    try {
      const sink = sinkIn(data.dir, { onFailure });
      const ballast = join(data.dir, 'ballast');
      sink.write(recordOf('r1'));
      await sink.flush();
      assert.throws(() => writeFileSync(ballast, Buffer.alloc(100_000)), /ENOSPC/);
      for (let i = 2; i < 40; i++) sink.write(recordOf(`r${i}`));
      await sink.flush();
      assert.equal(sink.healthy(), onFailure === 'spill');
      await intact(data.dir);
      rmSync(ballast);
      sink.write(recordOf('r40'));
      await sleep(300);
      assert.equal(sink.healthy(), true);
      await sink.close();
      await intact(data.dir);
      const kept = linesIn(data.dir).filter((line) => line.id !== undefined).length;
      assert.equal(kept + sink.lost(), 40);
      assert.equal(sink.lost() > 0, onFailure === 'spill');
    } finally {
      execFileSync('umount', [data.dir]);
    }
  });
}
