import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sampleOf } from '../../src/inspect/sample.ts';
import { assertDenied } from '../e2e/denial.ts';
import { assertNoTrace } from '../e2e/traces.ts';
import { eventually, startGateway } from '../harness/gateway.ts';
import { startOrigin } from '../harness/origin.ts';
import { askOnce, RawClient } from '../harness/raw-client.ts';
import { tempDir } from '../harness/temp-dir.ts';
import { weir } from '../harness/weir-process.ts';

const HOST = 'recorded.test';
const GET = `GET http://${HOST}/ HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`;

test('a kill in the middle of the load leaves a chain that verifies, and no secret', async () => {
  await using origin = await startOrigin({ hosts: false });
  const secret = sampleOf('github-pat', 55);
  const data = tempDir('data');
  for (let round = 0; round < 3; round++) {
    const gateway = await startGateway({
      data,
      origins: { [HOST]: origin },
      config: { record: { flushMs: 20 } },
    });
    let running = true;
    const load = Array.from({ length: 6 }, async (_, worker) => {
      while (running) {
        const bytes = worker % 2 === 0 ? GET : GET.replace(`${HOST}/ `, `${HOST}/?k=${secret} `);
        await askOnce(gateway.port, bytes).catch(() => undefined);
      }
    });
    await gateway.records(50);
    gateway.kill('SIGKILL');
    await gateway.finished;
    running = false;
    await Promise.all(load);
    assertNoTrace(gateway, [secret]);
    const { code, stdout, stderr } = await weir(['records', 'verify', '--data', data]);
    assert.equal(code, 0, stdout + stderr);
  }
});

const asRoot = process.getuid?.() === 0 && process.platform === 'linux';

test('a full disk denies everything and forwards nothing', async () => {
  const data = tempDir('data');
  const mounted =
    asRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'weir-test', data]).status === 0;
  await using origin = await startOrigin({ hosts: false });
  // Where nothing can be mounted, a limit of file sizes does the same.
  try {
    await using gateway = await startGateway({ data, origins: { [HOST]: origin } });
    if (mounted) spawnSync('sh', ['-c', 'head -c 3000000 /dev/zero > "$0/filler"', data]);
    else spawnSync('prlimit', ['--pid', String(gateway.pid), '--fsize=1']);
    await eventually(
      async () => (await askOnce(gateway.port, GET)).status,
      (status) => status === 503,
    );
    await sleep(50);
    const before = origin.requests.length;
    for (let i = 0; i < 5; i++) assertDenied(await askOnce(gateway.port, GET), 503, 'fault');
    const connect = await RawClient.connect(gateway.port);
    await connect.send(`CONNECT ${HOST}:443 HTTP/1.1\r\nHost: ${HOST}:443\r\n\r\n`);
    assertDenied(await connect.answer(), 503, 'fault');
    connect.close();
    assert.equal(origin.requests.length, before);
  } finally {
    if (mounted) spawnSync('umount', ['-l', data]);
  }
});
