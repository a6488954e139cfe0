import assert from 'node:assert/strict';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import * as zlib from 'node:zlib';
import { sampleOf } from '../../src/inspect/sample.ts';
import { type AgentRun, runAgent } from '../harness/agent-run.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { tempFile } from '../harness/temp-dir.ts';
import { NODE } from '../harness/weir-process.ts';
import type { Outcome, Trial } from './clients/trial.ts';
import { assertLeakBlocked } from './denial.ts';
import { pythonWithRequests } from './python.ts';
import { assertNoTrace, assertRecordsIntact, formsOf } from './traces.ts';

const KIND = 'github-pat';
const SECRET = sampleOf(KIND, 11);
const HOST = 'api.notion.com';

/** Everything a client is asked to do with a secret in it. */
function leaks(secret: string): Trial[] {
  const at = (id: string, method: string, rest: string, more: Partial<Trial> = {}): Trial => ({
    id,
    method,
    url: `https://${HOST}/${rest}`,
    headers: {},
    ...more,
  });
  const bytes = (data: string | Uint8Array) =>
    ({ kind: 'bytes', base64: Buffer.from(data).toString('base64') }) as const;
  const json = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: `key is ${secret}, ok?` }] });
  const jsonType = { 'Content-Type': 'application/json' };
  return [
    at('path', 'GET', `v1/${secret}/pages`),
    at('query', 'GET', `v1/search?q=1&token=${secret}`),
    at('header', 'GET', 'v1/users', { headers: { 'X-Debug': secret } }),
    at('json', 'POST', 'v1/chat', { headers: jsonType, body: bytes(json) }),
    at('form', 'POST', 'v1/form', { body: { kind: 'form', fields: { a: '1', token: secret } } }),
    at('multipart', 'POST', 'v1/file', { body: { kind: 'multipart', fields: { a: '1', file: secret } } }),
    at('gzip', 'POST', 'v1/gzip', {
      headers: { ...jsonType, 'Content-Encoding': 'gzip' },
      body: bytes(zlib.gzipSync(json)),
    }),
    at('chunked', 'POST', 'v1/chunked', {
      body: { kind: 'chunked', pieces: [json.slice(0, 60), json.slice(60, 80), json.slice(80)] },
    }),
    at('clear', 'GET', '', { url: `http://${HOST}/v1/${secret}` }),
  ];
}

/** Requests that must pass. */
const HARMLESS: readonly Trial[] = [
  { id: 'get', method: 'GET', url: `https://${HOST}/v1/pages?limit=10`, headers: { 'X-Agent': 'a' } },
  {
    id: 'post',
    method: 'POST',
    url: `https://${HOST}/v1/pages`,
    headers: { 'Content-Type': 'application/json' },
    body: { kind: 'bytes', base64: Buffer.from('{"a":1}').toString('base64') },
  },
  { id: 'http', method: 'GET', url: `http://${HOST}/plain`, headers: {} },
  { id: 'masked', method: 'GET', url: `https://${HOST}/secret`, headers: {} },
];

let secure: Origin;
let plain: Origin;

before(async () => {
  secure = await startOrigin({
    hosts: [HOST],
    answer: (request, reply) =>
      reply.send(
        200,
        { 'Content-Type': 'text/plain' },
        request.target === '/secret' ? `t=${SECRET}!` : 'fine',
      ),
  });
  plain = await startOrigin({ hosts: false, answer: (_request, reply) => reply.send(200, {}, 'fine') });
});

after(async () => {
  await secure.stop();
  await plain.stop();
});

/** One `weir run` in which a client makes all requests. */
async function tried(
  command: readonly string[],
  trials: readonly Trial[],
): Promise<AgentRun & { outcomes: Outcome[] }> {
  const file = tempFile('trials.json', JSON.stringify(trials));
  const run = await runAgent([...command, file], { origins: { [HOST]: secure, [`${HOST}:80`]: plain } });
  assert.equal(run.code, 0, run.stderr);
  return { ...run, outcomes: JSON.parse(run.stdout) as Outcome[] };
}

const script = (name: string): string => path.join(import.meta.dirname, 'clients', name);
const CLIENTS: Readonly<Record<string, { command: () => string[]; cannot?: readonly string[] }>> = {
  curl: { command: () => [NODE, script('curl.ts')] },
  wget: { command: () => [NODE, script('wget.ts')], cannot: ['multipart', 'chunked'] },
  'Node fetch': { command: () => [NODE, script('fetch.ts')] },
  'node:https and node:http': { command: () => [NODE, script('node-http.ts')] },
  'Python urllib': { command: () => [pythonWithRequests(), script('trial.py'), 'urllib'] },
  // Old releases, as of Debian 12, send a chunked body past the tunnel: TLS to the proxy's own port.
  'Python requests': {
    command: () => [pythonWithRequests(), script('trial.py'), 'requests'],
    cannot: ['chunked'],
  },
};

for (const [name, { command, cannot = [] }] of Object.entries(CLIENTS)) {
  test(`${name}: what is harmless passes, what leaks is stopped, what comes back is masked`, async () => {
    secure.forget();
    plain.forget();
    const leaking = leaks(SECRET).filter(({ id }) => !cannot.includes(id));
    const trials = [...leaking, ...HARMLESS];
    const run = await tried(command(), trials);
    assert.deepEqual(
      run.outcomes.map(({ id }) => id),
      trials.map(({ id }) => id),
    );
    for (const { id, status, headers, body, error } of run.outcomes) {
      assert.equal(error, undefined, `${id}: ${error}`);
      const shown = { status, header: (field: string) => headers[field], text: () => body };
      if (leaking.some((trial) => trial.id === id)) {
        assertLeakBlocked(shown, KIND, id);
      } else if (id === 'masked') {
        assert.equal(body.length, SECRET.length + 3);
        assert.match(body, /^t=\[redacted:github-pat\]\**!$/);
        assert.deepEqual([headers['x-weir-redacted'], headers['x-strathon-redacted']], ['1', '1']);
      } else {
        assert.deepEqual([status, body], [200, 'fine'], id);
        assert.ok(headers['x-weir-request-id']);
      }
    }
    for (const form of formsOf(SECRET)) {
      assert.ok(!secure.saw(form) && !plain.saw(form), 'the secret reached an origin');
    }
    assert.deepEqual([...secure.requests, ...plain.requests].map(({ target }) => target).sort(), [
      '/plain',
      '/secret',
      '/v1/pages',
      '/v1/pages?limit=10',
    ]);
    const outcomes = Object.fromEntries(
      ['allowed', 'blocked', 'masked'].map((outcome) => [
        outcome,
        run.records.filter((record) => record.outcome === outcome).length,
      ]),
    );
    assert.deepEqual(outcomes, { allowed: 3, blocked: leaking.length, masked: 1 });
    assert.match(run.stderr, new RegExp(`3 allowed, ${leaking.length} blocked, 1 masked, 0 not inspected`));
    await assertRecordsIntact(run.data, trials.length);
    assertNoTrace({ ...run, stdout: '' }, [SECRET]);
    assert.ok(!run.stdout.includes(SECRET), 'the client got the secret back');
  });
}
