import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataDir, recordOf, sinkIn } from './fixture.test.ts';
import { readRecords } from './read.ts';

async function idsOf(dir: string, options: Parameters<typeof readRecords>[1] = {}): Promise<string[]> {
  const ids: string[] = [];
  for await (const line of readRecords(dir, options)) ids.push('event' in line ? line.event : line.id);
  return ids;
}

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

test('files are merged by time', async () => {
  using data = dataDir();
  const [a, b] = [sinkIn(data.dir), sinkIn(data.dir)];
  for (const second of [1, 4, 5]) a.write(recordOf(`a${second}`, { time: at(second) }));
  for (const second of [2, 3, 6]) b.write(recordOf(`b${second}`, { time: at(second), outcome: 'blocked' }));
  await Promise.all([a.close(), b.close()]);
  assert.deepEqual(await idsOf(data.dir), ['a1', 'b2', 'b3', 'a4', 'a5', 'b6']);
  assert.deepEqual(await idsOf(data.dir, { blockedOnly: true }), ['b2', 'b3', 'b6']);
});

test('nothing there is nothing to read', async () => {
  using data = dataDir();
  assert.deepEqual(await idsOf(data.dir), []);
});

test('following shows each record once, over new files and rotations', async () => {
  using data = dataDir();
  const stop = new AbortController();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const line of readRecords(data.dir, { follow: true, signal: stop.signal })) {
      seen.push('event' in line ? line.event : line.id);
      if (seen.length === 30) stop.abort();
    }
  })();
  const sink = sinkIn(data.dir, { rotateBytes: 2000 });
  for (let i = 0; i < 30; i++) {
    sink.write(recordOf(`r${i}`, { time: at(i) }));
    if (i % 7 === 0) await sink.flush();
  }
  await sink.close();
  await reading;
  assert.deepEqual(
    seen,
    Array.from({ length: 30 }, (_, i) => `r${i}`),
  );
});
