import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runAgent, startAgent } from '../harness/agent-run.ts';
import { startOrigin } from '../harness/origin.ts';
import { WEIR } from '../harness/weir-process.ts';

describe('the exit code', () => {
  for (const [what, script, code] of [
    ['of the command', 'exit 7', 7],
    ['of success', 'true', 0],
    ['of a command that a signal ended', 'kill -TERM $$', 143],
  ] as const) {
    test(what, async () => {
      const run = await runAgent(['sh', '-c', script]);
      assert.deepEqual([run.code, run.stdout], [code, '']);
      assert.equal(run.stderr, 'weir: no traffic seen\n');
    });
  }

  test('of a command that does not exist', async () => {
    const run = await runAgent(['no-such-command-anywhere']);
    assert.equal(run.code, 127);
    assert.match(run.stderr, /^weir: no-such-command-anywhere: command not found\n/);
  });

  test('of a command that cannot be started', async () => {
    assert.equal((await runAgent(['/etc/passwd'])).code, 126);
  });

  test('of a config that cannot be used: nothing is started', async () => {
    const run = await runAgent(['echo', 'started'], { config: { forward: { nonsense: 1 } } });
    assert.deepEqual([run.code, run.stdout], [2, '']);
    assert.match(run.stderr, /forward\.nonsense/);
  });
});

test('stdin and stdout pass untouched', async () => {
  const input = Buffer.from(Array.from({ length: 100_000 }, (_, i) => 33 + (i % 90)));
  const run = await runAgent(['cat'], { input });
  assert.equal(run.code, 0);
  assert.ok(run.stdout === input.toString());
});

test('arguments pass untouched, options of the command too', async () => {
  const run = await runAgent(['printf', '%s|', '--data', '-h', '--', 'a b', '']);
  assert.equal(run.stdout, '--data|-h|--|a b||');
});

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR1'] as const) {
  test(`${signal} goes to the command, which decides`, async () => {
    const name = signal.slice(3);
    const agent = startAgent(
      ['sh', '-c', `trap 'echo got; exit 9' ${name}; echo ready; while :; do sleep 0.05; done`],
      { input: '' },
    );
    await agent.firstLine;
    agent.child.kill(signal);
    const run = await agent.finished;
    assert.deepEqual([run.code, run.stdout], [9, 'ready\ngot\n']);
  });
}

test('SIGINT is left to the command', async () => {
  const agent = startAgent(['sh', '-c', 'echo ready; read line; echo "got $line"; exit 3']);
  await agent.firstLine;
  agent.child.kill('SIGINT');
  agent.child.stdin?.end('more\n');
  const run = await agent.finished;
  assert.deepEqual([run.code, run.stdout], [3, 'ready\ngot more\n']);
});

test('the summary counts by outcome and names the hosts', async () => {
  await using origin = await startOrigin({ hosts: false });
  const script =
    'curl -s http://a.example.com/ && curl -s http://a.example.com/ && curl -s http://b.example.com/x';
  const run = await runAgent(['sh', '-c', script], {
    origins: { 'a.example.com': origin, 'b.example.com': origin },
    policies: { policies: [{ name: 'x', action: 'block', match_expression: 'http.path == "/x"' }] },
  });
  assert.equal(
    run.stderr,
    'weir: 2 allowed, 1 blocked, 0 masked, 0 not inspected; hosts: a.example.com (2), b.example.com (1)\n',
  );
});

test('the command sees proxies and CA files in every spelling', async () => {
  const run = await runAgent(['env'], { env: { NO_PROXY: '*', HTTP_PROXY: 'http://elsewhere:1' } });
  const variables = new Map(
    run.stdout.split('\n').map((line) => line.split(/=(.*)/s, 2) as [string, string]),
  );
  const proxy = variables.get('HTTPS_PROXY');
  assert.match(proxy ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
  for (const name of ['HTTP_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY', 'all_proxy'])
    assert.equal(variables.get(name), proxy, name);
  assert.equal(variables.get('NO_PROXY'), 'localhost,127.0.0.1,::1');
  assert.equal(variables.get('NODE_USE_ENV_PROXY'), '1');
  for (const name of ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'PIP_CERT'])
    assert.ok(variables.get(name)?.startsWith(run.data), name);
});

test('weir works inside weir run', async () => {
  const run = await runAgent([WEIR, 'config', 'print']);
  assert.equal(run.code, 0, run.stderr);
});
