import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { openAuthority } from '../../src/decrypt/authority.ts';
import { assertDenied } from '../e2e/denial.ts';
import { startGateway } from '../harness/gateway.ts';
import { startOrigin } from '../harness/origin.ts';
import { createCa, type Leaf, testCa } from '../harness/pki.ts';
import { startRawOrigin } from '../harness/raw-origin.ts';
import { tempDir } from '../harness/temp-dir.ts';
import { connectTunnel } from '../harness/tunnel.ts';
import { weir } from '../harness/weir-process.ts';

const HOST = 'trusted.test';

/** A data directory with a CA in it. */
function dataDir(): string {
  const data = tempDir('data');
  openAuthority(data, Date.now());
  return data;
}

async function refusedStart(data: string, words: RegExp): Promise<void> {
  const { code, stdout, stderr } = await weir(['proxy', '--listen', '127.0.0.1:0', '--data', data]);
  assert.deepEqual([code, stdout], [2, ''], stderr);
  assert.match(stderr, words);
}

test('a CA key that others can read stops the start', async () => {
  for (const mode of [0o640, 0o604, 0o644, 0o620, 0o601]) {
    const data = dataDir();
    fs.chmodSync(path.join(data, 'ca-key.pem'), mode);
    await refusedStart(data, /ca-key\.pem can be read by others .*chmod 600/);
  }
});

test('a data directory that others can write stops the start', async () => {
  for (const mode of [0o770, 0o707, 0o777]) {
    const data = dataDir();
    fs.chmodSync(data, mode);
    await refusedStart(data, /others can write it/);
  }
});

test('a CA and a key that do not belong together stop the start', async () => {
  const data = dataDir();
  fs.copyFileSync(path.join(dataDir(), 'ca.pem'), path.join(data, 'ca.pem'));
  await refusedStart(data, /does not belong to/);
});

test('a CA that is broken, foreign or over stops the start', async () => {
  for (const file of ['ca.pem', 'ca-key.pem']) {
    const data = dataDir();
    fs.writeFileSync(path.join(data, file), 'nothing');
    await refusedStart(data, new RegExp(file.replace('.', '\\.')));
  }
  const old = tempDir('data');
  openAuthority(old, Date.now() - 4000 * 86_400_000);
  await refusedStart(old, /has expired/);
});

test('a CA key behind a link to a readable file stops the start', async () => {
  const data = dataDir();
  const key = path.join(data, 'ca-key.pem');
  const elsewhere = path.join(tempDir('open'), 'key.pem');
  fs.renameSync(key, elsewhere);
  fs.chmodSync(elsewhere, 0o644);
  fs.symlinkSync(elsewhere, key);
  await refusedStart(data, /can be read by others/);
});

test('origins with a certificate that cannot be trusted get no request', async () => {
  const stranger = createCa();
  const leaves: Readonly<Record<string, Leaf>> = {
    'of another host': testCa().leaf('other.test'),
    'of a wildcard above': testCa().leaf('*.trusted.test'),
    'that is over': testCa().expiredLeaf(HOST),
    'of an unknown CA': stranger.leaf(HOST),
    'of an address': testCa().leaf('127.0.0.1'),
  };
  for (const [what, leaf] of Object.entries(leaves)) {
    await using origin = await startOrigin({ hosts: [HOST], leaf });
    // The environment must not be able to turn the check off.
    await using gateway = await startGateway({
      origins: { [HOST]: origin },
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    const client = await connectTunnel(gateway, HOST);
    await client.send(`POST / HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 5\r\n\r\nhello`);
    const answer = await client.answer();
    client.close();
    assertDenied(answer, 502, 'upstream', what);
    assert.equal((await gateway.records(1))[0]?.reason, 'upstream-tls', what);
    assert.equal(Buffer.concat(origin.received).length, 0, what);
  }
});

test('an origin that speaks no TLS, or an old one, gets no request', async () => {
  await using plain = await startRawOrigin((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await using old = await startOrigin({
    hosts: [HOST],
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
  });
  for (const origin of [plain, old]) {
    await using gateway = await startGateway({ origins: { [`${HOST}:443`]: origin } });
    const client = await connectTunnel(gateway, HOST);
    await client.send(`GET / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
    assertDenied(await client.answer(), 502, 'upstream', origin === plain ? 'clear' : 'old');
    client.close();
    assert.equal((await gateway.records(1))[0]?.reason, 'upstream-tls');
    assert.ok(!origin.saw('GET'));
  }
});
