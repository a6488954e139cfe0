import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { decide } from '../decide.ts';
import { factsOf } from '../fixture.test.ts';
import type { ReceiverOptions } from './receiver.ts';
import { createPolicySource } from './source.ts';
import type { PolicyEvent, PolicySource } from './state.ts';

const BLOCK_ALL = '- {name: stop, match_expression: "true", action: block}\n';
const ALLOW_ALL = '- {name: go, match_expression: "true", action: allow}\n';
const ANSWER = JSON.stringify({ policies: [{ name: 'stop', match_expression: 'true', action: 'block' }] });

async function directory(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'weir-policies-'));
  t.after(() => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }));
  return path;
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !condition(); i++) await sleep(10);
  assert.ok(condition(), 'in time');
}

function decidedBy(source: PolicySource): string | undefined {
  return decide(source.current(), factsOf()).policy;
}

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** A receiver whose behaviour a test can change at any time. */
async function receiver(t: TestContext, respond: Respond) {
  const state = { respond, requests: [] as IncomingMessage[] };
  const server = createServer((request, response) => {
    state.requests.push(request);
    state.respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, { url });
}

async function open(
  t: TestContext,
  options: Omit<ReceiverOptions, 'kind' | 'dataDirectory'> & { dataDirectory?: string },
) {
  const events: PolicyEvent[] = [];
  const source = await createPolicySource(
    { kind: 'receiver', dataDirectory: undefined, ...options },
    (event) => events.push(event),
  );
  t.after(() => source.close());
  return { source, events };
}

it('without a source everything is allowed', async () => {
  const source = await createPolicySource({ kind: 'none' }, () => undefined);
  assert.equal(decide(source.current(), factsOf()).verdict, 'allow');
  assert.equal(source.state().source, 'none');
  source.close();
});

describe('policy file', () => {
  it('is read at start and followed through writes, replacements and mistakes', async (t) => {
    const path = join(await directory(t), 'policies.yaml');
    await writeFile(path, BLOCK_ALL);
    const events: PolicyEvent[] = [];
    const source = await createPolicySource({ kind: 'file', path, settleMs: 10, pollMs: 60_000 }, (event) =>
      events.push(event),
    );
    t.after(() => source.close());
    assert.equal(decidedBy(source), 'stop');
    const { version } = source.state();

    await writeFile(`${path}.new`, ALLOW_ALL);
    await rename(`${path}.new`, path);
    await until(() => decidedBy(source) === 'go');
    assert.notEqual(source.state().version, version);

    await writeFile(path, '- {name: bad, match_expression: "(", action: block}\n');
    await until(() => source.state().lastError !== undefined);
    assert.equal(decidedBy(source), 'go');
    assert.match(source.state().lastError ?? '', /policies\.yaml:1: policy "bad": syntax error/);

    await rm(path);
    await until(() => source.state().lastError?.includes('ENOENT') === true);
    assert.equal(decidedBy(source), 'go');

    await writeFile(path, BLOCK_ALL);
    await until(() => decidedBy(source) === 'stop');
    assert.equal(source.state().lastError, undefined);
    assert.deepEqual(
      events.map((event) => event.kind).filter((kind, i, all) => kind !== all[i - 1]),
      ['loaded', 'failed', 'loaded'],
    );
  });

  it('is polled where nothing is watched', async (t) => {
    const path = join(await directory(t), 'policies.yaml');
    await writeFile(path, BLOCK_ALL);
    const source = await createPolicySource(
      { kind: 'file', path, settleMs: 60_000, pollMs: 20 },
      () => undefined,
    );
    t.after(() => source.close());
    await writeFile(path, ALLOW_ALL);
    await until(() => decidedBy(source) === 'go');
  });

  it('stops the start when it cannot be used', async (t) => {
    const path = join(await directory(t), 'policies.yaml');
    await assert.rejects(
      createPolicySource({ kind: 'file', path }, () => undefined),
      /cannot be read: ENOENT/,
    );
    await writeFile(path, '\n- name: x\n  action: block\n  match_expression: nope\n');
    await assert.rejects(
      createPolicySource({ kind: 'file', path }, () => undefined),
      /policies\.yaml:4: policy "x": unknown variable `nope`/,
    );
  });
});

describe('policy receiver', () => {
  it('is asked with the key, and with the tag from then on', async (t) => {
    const dataDirectory = await directory(t);
    const keyFile = join(dataDirectory, 'key');
    await writeFile(keyFile, 'stra_one\n');
    const server = await receiver(t, (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"v1"' }).end(ANSWER);
    });
    const { source, events } = await open(t, { url: `${server.url}/base/`, keyFile });
    assert.equal(decidedBy(source), '_fail_closed_unloaded');
    await source.ready;
    assert.equal(decidedBy(source), 'stop');
    await writeFile(keyFile, 'stra_two');
    await source.refresh();
    const [first, second] = server.requests;
    assert.equal(first?.url, '/base/v1/policies');
    assert.equal(first?.headers.authorization, 'Bearer stra_one');
    assert.equal(second?.headers.authorization, 'Bearer stra_two');
    assert.equal(second?.headers['if-none-match'], '"v1"');
    assert.deepEqual(
      events.map((event) => event.kind),
      ['loaded'],
    );
  });

  it('takes a whole address as it is', async (t) => {
    const server = await receiver(t, (_, response) => response.end(ANSWER));
    const { source } = await open(t, { url: `${server.url}/v1/policies`, key: 'k' });
    await source.ready;
    assert.equal(server.requests[0]?.url, '/v1/policies');
    await assert.rejects(open(t, { url: 'file:///etc/passwd' }), /not an http or https URL/);
    await assert.rejects(open(t, { url: 'http://a:b@c' }), /holds credentials/);
  });

  it('denies while it answers badly, keeps the last good set later, and says why', async (t) => {
    const server = await receiver(t, (_, response) => response.writeHead(401).end());
    const { source } = await open(t, { url: server.url, key: 'k', timeoutMs: 200 });
    await source.ready;
    const failures: readonly [Respond, RegExp][] = [
      [(_, response) => response.writeHead(401).end('{}'), /answered 401 \(check the key\)/],
      [(_, response) => response.end('<html>'), /did not answer JSON/],
      [(_, response) => response.end('{"policies": 5}'), /policies: /],
      [(_, response) => response.end(ANSWER.replace('true', '(')), /policy "stop": syntax error/],
      [(_, response) => response.writeHead(302, { location: '/x' }).end(), /fetch failed|redirect/],
      [(_, response) => response.write('{'), /timeout|aborted/],
      [(_, response) => response.writeHead(304).end(), /answered 304/],
      [(_, response) => response.end(Buffer.alloc(9 * 1024 * 1024, 32)), /more than 8388608 bytes/],
      [(_, response) => response.socket?.destroy(), /fetch failed/],
    ];
    for (const loaded of [false, true]) {
      for (const [respond, message] of failures) {
        server.respond = respond;
        await source.refresh();
        assert.match(source.state().lastError ?? '', message);
        assert.equal(decidedBy(source), loaded ? 'stop' : '_fail_closed_unloaded');
      }
      server.respond = (_, response) => response.end(ANSWER);
      await source.refresh();
      assert.equal(source.state().lastError, undefined);
    }
  });

  it('is tried again by itself until it is back', async (t) => {
    const server = await receiver(t, (_, response) => response.socket?.destroy());
    const { source } = await open(t, { url: server.url, intervalMs: 20 });
    await source.ready;
    assert.equal(decide(source.current(), factsOf()).reason, 'policy-unavailable');
    server.respond = (_, response) => response.end(ANSWER);
    await until(() => decidedBy(source) === 'stop');
    server.respond = (_, response) => response.end(ANSWER.replace('stop', 'halt'));
    await until(() => decidedBy(source) === 'halt');
    source.close();
    const { length } = server.requests;
    await sleep(80);
    assert.ok(server.requests.length <= length + 1);
  });

  it('survives a restart without the receiver, for as long as the copy is young', async (t) => {
    const dataDirectory = await directory(t);
    const server = await receiver(t, (_, response) => response.end(ANSWER));
    let now = 1_000_000_000;
    const options = { url: server.url, dataDirectory, maxAgeMs: 1000, clock: () => now };
    const first = await open(t, options);
    await first.source.ready;
    const copy = join(dataDirectory, 'policies.cache.json');
    assert.equal((await stat(copy)).mode & 0o777, 0o600);
    assert.equal(JSON.parse(await readFile(copy, 'utf8')).body, ANSWER);

    server.respond = (_, response) => response.socket?.destroy();
    now += 900;
    const second = await open(t, options);
    assert.equal(decidedBy(second.source), 'stop');
    await second.source.ready;
    assert.equal(decidedBy(second.source), 'stop');
    assert.equal(second.source.state().loadedAt, 1_000_000_000);

    now += 200;
    assert.equal(decidedBy(second.source), '_fail_closed_unloaded');
    assert.equal(second.source.state().version, 'unloaded');
    const third = await open(t, options);
    assert.equal(decidedBy(third.source), '_fail_closed_unloaded');

    server.respond = (_, response) => response.end(ANSWER);
    await second.source.refresh();
    assert.equal(decidedBy(second.source), 'stop');

    await writeFile(copy, '{"url":');
    assert.equal(decidedBy((await open(t, options)).source), '_fail_closed_unloaded');
  });

  it('never tells the key', async (t) => {
    const server = await receiver(t, (_, response) => response.end(ANSWER));
    const { source } = await open(t, { url: server.url, key: 'stra_secret\nx' });
    await source.ready;
    assert.equal(source.state().lastError, 'the key: does not hold one key');
    assert.equal(server.requests.length, 0);
  });
});
