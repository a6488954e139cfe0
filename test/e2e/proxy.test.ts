import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { describe, test } from 'node:test';
import { sampleOf } from '../../src/inspect/sample.ts';
import { startGateway } from '../harness/gateway.ts';
import { startOrigin } from '../harness/origin.ts';
import { askOnce, RawClient } from '../harness/raw-client.ts';
import { SocksRefused, socksTunnel } from '../harness/socks.ts';
import { tempDir, tempFile } from '../harness/temp-dir.ts';
import { connectTunnel, TunnelRefused } from '../harness/tunnel.ts';
import { startProcess, WEIR, weir } from '../harness/weir-process.ts';
import { assertDenied, assertLeakBlocked } from './denial.ts';
import { requestBytes } from './raw-request.ts';
import { assertRecordsIntact } from './traces.ts';

const HOST = 'service.example.com';

describe('weir proxy', () => {
  test('says exactly one line when it is ready, and logs on stderr', async () => {
    const gateway = await startGateway({ flags: ['--log', 'json'] });
    const { code, stdout, stderr } = await gateway.stop();
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      event: 'ready',
      listen: gateway.listen,
      ca: gateway.caPath,
      pid: gateway.pid,
    });
    assert.equal(stdout.trim().split('\n').length, 1);
    for (const line of stderr.trim().split('\n')) assert.equal(typeof JSON.parse(line), 'object');
    assert.equal(fs.statSync(gateway.data).mode & 0o777, 0o700);
    assert.equal(fs.statSync(`${gateway.data}/ca-key.pem`).mode & 0o777, 0o600);
  });

  test('SIGTERM: what runs may finish, nothing new begins, exit 0', async () => {
    const go = Promise.withResolvers<void>();
    await using origin = await startOrigin({
      hosts: false,
      answer: async (_request, reply) => {
        reply.head(200, { 'Transfer-Encoding': 'chunked' });
        reply.chunk('first; ');
        await go.promise;
        reply.chunk('last');
        reply.lastChunk();
      },
    });
    const config = { accept: { drainTimeoutMs: 60_000, handshakeTimeoutMs: 60_000 } };
    const gateway = await startGateway({ origins: { [HOST]: origin }, config });
    const idle = await RawClient.connect(gateway.port);
    const client = await RawClient.connect(gateway.port);
    await client.send(requestBytes({ host: HOST, absolute: true }));
    await client.until('first; ');
    gateway.kill('SIGTERM');
    await gateway.says(/draining/);
    await idle.end();
    await assert.rejects(RawClient.connect(gateway.port), { code: 'ECONNREFUSED' });
    go.resolve();
    const answer = await client.answer();
    assert.deepEqual([answer.text(), answer.complete], ['first; last', true]);
    await client.end();
    assert.equal((await gateway.finished).code, 0);
    await assertRecordsIntact(gateway.data, 1);
  });

  test('SIGTERM: what does not finish is cut at the drain limit', async () => {
    await using origin = await startOrigin({ hosts: false, answer: () => undefined });
    const config = { accept: { drainTimeoutMs: 50 } };
    const gateway = await startGateway({ origins: { [HOST]: origin }, config });
    const client = await RawClient.connect(gateway.port);
    await client.send(requestBytes({ host: HOST, absolute: true }));
    await origin.request(1);
    assert.equal((await gateway.stop()).code, 0);
    await client.end();
    const [record] = await gateway.records(1);
    assert.equal(record?.outcome, 'aborted');
    await assertRecordsIntact(gateway.data, 1);
  });

  test('kill -9 leaves an intact chain that the next process goes on with', async () => {
    await using origin = await startOrigin({ hosts: false });
    const data = tempDir('data');
    const options = { data, origins: { [HOST]: origin } };
    const gateway = await startGateway(options);
    const request = requestBytes({ host: HOST, absolute: true });
    for (let i = 0; i < 3; i++) await askOnce(gateway.port, request);
    await gateway.records(3);
    process.kill(gateway.pid, 'SIGKILL');
    await gateway.finished;
    const again = await startGateway(options);
    await askOnce(again.port, request);
    await again.stop();
    await assertRecordsIntact(data, 4);
  });

  test('a port that is taken: exit 1, and a word on what to do', async () => {
    await using gateway = await startGateway();
    const { code, stdout, stderr } = await weir(['proxy', '--listen', gateway.listen, '--data', tempDir()]);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /in use/);
  });
});

describe('a bad config: exit 2, with file, line and key', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['an unknown key', 'log:\n  format: json\nacept:\n  connections: 5\n', /weir\.yaml:3.*acept.*accept/],
    ['a wrong type', 'accept:\n  connections: many\n', /weir\.yaml:2.*accept\.connections.*many/],
    ['out of range', 'accept:\n\n  connections: 0\n', /weir\.yaml:3.*accept\.connections.*0/],
    ['broken YAML', 'accept: [\n', /weir\.yaml:\d/],
  ];
  for (const [what, text, pattern] of cases) {
    test(what, async () => {
      const file = tempFile('weir.yaml', text);
      const { code, stdout, stderr } = await weir(['proxy', '--config', file, '--data', tempDir()]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr.replaceAll('\n', ' '), pattern);
    });
  }

  test('a bad flag and a bad policy file', async () => {
    for (const [flag, value, pattern] of [
      ['--allow-address', '0.0.0.0/0', /--allow-address/],
      ['--resolve', 'nonsense', /--resolve/],
      [
        '--policies',
        tempFile('p.yaml', '- name: a\n  action: block\n  match_expression: "x =="\n'),
        /p\.yaml/,
      ],
    ] as const) {
      const { code, stderr } = await weir([
        'proxy',
        '--listen',
        '127.0.0.1:0',
        '--data',
        tempDir(),
        flag,
        value,
      ]);
      assert.equal(code, 2, stderr);
      assert.match(stderr, pattern);
    }
  });
});

describe('who is asking', () => {
  const password = ['a', 'password', 'of', 'tests'].join('-');
  const config = { identify: { users: { planner: password } } };
  const credentials = `planner:${password}`;

  test('Basic: 407 without, 407 with a wrong one, the agent is named with the right one', async () => {
    await using origin = await startOrigin({ hosts: [HOST] });
    await using plain = await startOrigin({ hosts: false });
    await using gateway = await startGateway({ origins: { [HOST]: origin, [`${HOST}:80`]: plain }, config });
    for (const wrong of [undefined, 'planner:wrong', 'nobody:x']) {
      await assert.rejects(
        connectTunnel(gateway, HOST, wrong === undefined ? {} : { credentials: wrong }),
        (error: unknown) => {
          assert.ok(error instanceof TunnelRefused);
          assertDenied(error.answer, 407, 'proxy-auth');
          assert.match(error.answer.header('proxy-authenticate') ?? '', /^Basic realm="weir"/);
          return true;
        },
      );
    }
    assertDenied(
      await askOnce(gateway.port, requestBytes({ host: HOST, absolute: true })),
      407,
      'proxy-auth',
    );
    const client = await connectTunnel(gateway, HOST, { credentials });
    await client.send(requestBytes({ host: HOST }));
    const record = await gateway.record((await client.answer()).header('x-weir-request-id'));
    client.close();
    assert.deepEqual([record.agent, record.agent_how, record.mode], ['planner', 'basic', 'connect']);
    const login = `Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}`;
    const answer = await askOnce(gateway.port, requestBytes({ host: HOST, absolute: true, fields: [login] }));
    assert.equal(answer.status, 200);
    assert.ok(!plain.saw('Proxy-Authorization') && !plain.saw(login.slice(-12)));
    assert.equal(origin.requests.length, 1);
  });

  test('SOCKS5 without a password', async () => {
    await using origin = await startOrigin({ hosts: [HOST] });
    await using plain = await startOrigin({ hosts: false });
    await using gateway = await startGateway({ origins: { [HOST]: origin, [`${HOST}:80`]: plain } });
    const secure = await socksTunnel(gateway, `${HOST}:443`);
    await secure.send(requestBytes({ host: HOST }));
    const answer = await secure.answer();
    assert.equal(answer.status, 200);
    const record = await gateway.record(answer.header('x-weir-request-id'));
    assert.deepEqual([record.mode, record.outcome, record.host], ['socks5', 'allowed', HOST]);
    const secret = sampleOf('github-pat', 71);
    await secure.send(requestBytes({ host: HOST, path: `/${secret}` }));
    assertLeakBlocked(await secure.answer(), 'github-pat');
    secure.close();
    const clear = await socksTunnel(gateway, `${HOST}:80`, { tls: false });
    await clear.send(requestBytes({ host: HOST, body: secret }));
    assertLeakBlocked(await clear.answer(), 'github-pat');
    clear.close();
    assert.ok(!origin.saw(secret) && !plain.saw(secret));
    await gateway.stop();
    await assertRecordsIntact(gateway.data, 3);
  });

  test('SOCKS5 with a password', async () => {
    await using origin = await startOrigin({ hosts: [HOST] });
    await using gateway = await startGateway({ origins: { [HOST]: origin }, config });
    const refused = (step: string) => (error: unknown) =>
      error instanceof SocksRefused && error.step === step;
    await assert.rejects(socksTunnel(gateway, `${HOST}:443`), refused('method'));
    await assert.rejects(
      socksTunnel(gateway, `${HOST}:443`, { credentials: 'planner:wrong' }),
      refused('password'),
    );
    const client = await socksTunnel(gateway, `${HOST}:443`, { credentials });
    await client.send(requestBytes({ host: HOST }));
    const record = await gateway.record((await client.answer()).header('x-weir-request-id'));
    client.close();
    assert.equal(record.agent, 'planner');
    assert.deepEqual(
      (await gateway.records(3)).map(({ reason }) => reason),
      ['proxy-auth', 'proxy-auth', undefined],
    );
  });

  test('SOCKS5 to an address that is not allowed', async () => {
    await using gateway = await startGateway();
    await assert.rejects(socksTunnel(gateway, '169.254.169.254:80', { tls: false }), SocksRefused);
    const [record] = await gateway.records(1);
    assert.deepEqual([record?.outcome, record?.reason], ['blocked', 'destination']);
  });
});

describe('weir up', () => {
  test('shows three green checks and how to point an agent at it, then decisions', async () => {
    await using origin = await startOrigin({ hosts: false });
    const args = ['--listen', '127.0.0.1:0', '--data', tempDir('data')];
    const flags = ['--resolve', `${HOST}:80:${origin.address}`, '--allow-address', origin.address];
    const up = startProcess(WEIR, ['up', ...args, ...flags], { input: '' });
    await up.says(/Decisions, as they are made/);
    const listen = /Weir listens on (127\.0\.0\.1:\d+)/.exec(up.stdout)?.[1];
    assert.ok(listen !== undefined, up.stdout);
    assert.deepEqual(
      [...up.stdout.matchAll(/^ {2}(\S+) {2}(a[^(]+?) *(?:status|\x1b)/gm)].map(([, word, name]) => [
        word,
        name,
      ]),
      [
        ['ok', 'a secret in a request is blocked'],
        ['ok', 'a secret in an answer is masked'],
        ['ok', 'an ordinary request passes'],
      ],
      up.stdout,
    );
    for (const line of [`export HTTPS_PROXY=http://${listen}`, `set -gx HTTPS_PROXY http://${listen}`])
      assert.ok(up.stdout.includes(line), line);
    assert.match(up.stdout, /\$env:HTTPS_PROXY = 'http:/);
    const secret = sampleOf('github-pat', 72);
    const port = Number(listen.split(':')[1]);
    await askOnce(port, requestBytes({ host: HOST, path: '/fine', absolute: true }));
    await askOnce(port, requestBytes({ host: HOST, path: `/${secret}`, absolute: true }));
    await up.says(/allowed .*GET http:\/\/service\.example\.com\/fine/);
    await up.says(/blocked .*GET http:\/\/service\.example\.com\/\[redacted:github-pat\]/);
    up.child.kill('SIGTERM');
    const ended = await up.finished;
    assert.equal(ended.code, 0);
    assert.ok(!ended.stdout.includes(secret) && !ended.stderr.includes(secret));
  });
});
