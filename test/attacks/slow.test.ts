import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertDenied } from '../e2e/denial.ts';
import { eventually, startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { RawClient } from '../harness/raw-client.ts';
import { connectTunnel } from '../harness/tunnel.ts';
import { clientHello } from './client-hello-bytes.ts';

const HOST = 'slow.test';
const LIMIT_MS = 600;
/** Longer than any limit here, shorter than what a byte now and then would buy. */
const PATIENCE_MS = 8000;
const HEAD = `GET http://${HOST}/ HTTP/1.1\r\nHost: ${HOST}\r\n`;

describe('clients that take their time', () => {
  let origin: Origin;
  let gateway: TestGateway;

  before(async () => {
    origin = await startOrigin({ hosts: false });
    gateway = await startGateway({
      origins: { [`${HOST}:80`]: origin },
      config: {
        accept: {
          handshakeTimeoutMs: LIMIT_MS,
          headerTimeoutMs: LIMIT_MS,
          idleTimeoutMs: LIMIT_MS,
          bodyIdleTimeoutMs: LIMIT_MS,
          connections: 20,
        },
      },
    });
  });

  after(async () => {
    await gateway.stop();
    await origin.stop();
  });

  /** Sends a byte at a time until the gateway has enough of it. */
  const trickle = async (client: RawClient, bytes: Buffer): Promise<void> => {
    const until = performance.now() + PATIENCE_MS;
    for (let i = 0; !client.ended && performance.now() < until; i++) {
      await client.send(bytes.subarray(i % bytes.length, (i % bytes.length) + 1));
      await sleep(80);
    }
    assert.ok(client.ended, 'a byte now and then kept the connection open');
    client.close();
  };

  const last = async (at: number): Promise<readonly (string | undefined)[]> => {
    const record = (await gateway.records(at)).at(-1)!;
    return [record.outcome, record.reason, record.detail];
  };

  test('a head, byte by byte', async () => {
    const { length } = await gateway.records();
    const client = await RawClient.connect(gateway.port);
    await client.send(HEAD);
    await trickle(client, Buffer.from('X-Slow: aaaaaaaaaaaaaaaaaaaaaaaa\r\n'));
    assert.match(client.received.toString(), /^HTTP\/1.1 408 /);
    assert.deepEqual(await last(length + 1), ['aborted', 'timeout', 'incomplete-head']);
  });

  test('the first bytes, byte by byte', async () => {
    const { length } = await gateway.records();
    await trickle(await RawClient.connect(gateway.port), Buffer.from('A'.repeat(400)));
    assert.deepEqual((await last(length + 1))[0], 'aborted');
  });

  test('SOCKS, byte by byte', async () => {
    const { length } = await gateway.records();
    const greeting = Buffer.concat([Buffer.from([5, 250]), Buffer.alloc(250, 9)]);
    await trickle(await RawClient.connect(gateway.port), greeting);
    assert.deepEqual(await last(length + 1), ['aborted', 'timeout', 'socks']);
  });

  test('a ClientHello, byte by byte', async () => {
    const { length } = await gateway.records();
    const client = await connectTunnel(gateway, HOST, { tls: false });
    await trickle(client, clientHello({ names: [`${'a'.repeat(60)}.test`] }));
    assert.deepEqual((await last(length + 1))[0], 'aborted');
  });

  test('a TLS handshake that stops', async () => {
    const { length } = await gateway.records();
    const client = await connectTunnel(gateway, HOST, { tls: false });
    await client.send(clientHello({ names: [HOST] }));
    await client.end(PATIENCE_MS);
    client.close();
    assert.deepEqual((await last(length + 1))[0], 'aborted');
  });

  test('a body that stops', async () => {
    const { length } = await gateway.records();
    for (const framing of [
      'Content-Length: 10\r\n\r\nabc',
      'Transfer-Encoding: chunked\r\n\r\n5\r\nabc',
      'Transfer-Encoding: chunked\r\n\r\n5',
    ]) {
      const client = await RawClient.connect(gateway.port);
      await client.send(HEAD.replace('GET', 'POST') + framing);
      assertDenied(await client.answer(), 408, 'limit', framing);
      client.close();
    }
    assert.deepEqual(await last(length + 3), ['aborted', 'timeout', 'body']);
    assert.equal(origin.requests.length, 0);
  });

  test('connections that say nothing, at first or later', async () => {
    const silent = await RawClient.connect(gateway.port);
    const idle = await RawClient.connect(gateway.port);
    await idle.send(`${HEAD}\r\n`);
    assert.equal((await idle.answer()).status, 200);
    await Promise.all([silent.end(PATIENCE_MS), idle.end(PATIENCE_MS)]);
    silent.close();
    idle.close();
  });

  test('answers that nobody reads', async () => {
    const { length } = await gateway.records();
    origin.answer = (_request, reply) => reply.send(200, {}, Buffer.alloc(24 * 1024 * 1024));
    const client = await RawClient.connect(gateway.port);
    client.socket.pause();
    await client.send(`${HEAD}\r\n`);
    assert.deepEqual(await last(length + 1), ['aborted', 'timeout', 'client-reads-nothing']);
    client.close();
    origin.answer = (_request, reply) => reply.send(200, {}, 'ok');
  });

  test('pipelined requests whose answers nobody reads', async () => {
    const before = origin.requests.length;
    origin.answer = (_request, reply) => reply.send(200, {}, Buffer.alloc(60_000));
    const client = await RawClient.connect(gateway.port);
    client.socket.pause();
    void client.send(`${HEAD}\r\n`.repeat(2000));
    await sleep(3 * LIMIT_MS);
    const served = origin.requests.length - before;
    client.close();
    assert.ok(served < 400, `${served} answers were fetched for nobody`);
    origin.answer = (_request, reply) => reply.send(200, {}, 'ok');
  });

  test('a client that reads slowly or half-closes gets all of it', async () => {
    const body = Buffer.alloc(3_000_000, 'abc');
    origin.answer = (_request, reply) => reply.send(200, {}, body);
    for (const half of [true, false]) {
      const client = await RawClient.connect(gateway.port);
      client.socket.pause();
      await client.send(`${HEAD}Connection: close\r\n\r\n`);
      if (half) client.half();
      await sleep(300);
      client.socket.resume();
      const answer = await client.answer();
      assert.ok(answer.complete && answer.body.equals(body), `half-closed: ${half}`);
      client.close();
    }
    origin.answer = (_request, reply) => reply.send(200, {}, 'ok');
  });

  test('too many connections', async () => {
    const crowd = await Promise.all(
      Array.from({ length: 20 }, async () => await RawClient.connect(gateway.port)),
    );
    await Promise.all(crowd.map(async (client) => await client.send('G')));
    await eventually(
      async () => {
        const client = await RawClient.connect(gateway.port);
        const answer = await client.answer().catch(() => undefined);
        client.close();
        return answer?.status;
      },
      (status) => status === 503,
    );
    // One that was turned away and goes on talking does not keep its place either.
    const talker = await RawClient.connect(gateway.port);
    const until = performance.now() + PATIENCE_MS;
    while (talker.errorCode === undefined && performance.now() < until) {
      await talker.send('G');
      await sleep(80);
    }
    assert.ok(talker.errorCode !== undefined, 'it was not cut');
    talker.close();
    for (const client of crowd) client.close();
    await eventually(
      async () => {
        const client = await RawClient.connect(gateway.port);
        await client.send(`${HEAD}\r\n`);
        const answer = await client.answer().catch(() => undefined);
        client.close();
        return answer?.status;
      },
      (status) => status === 200,
    );
  });

  test('heads that are too large', async () => {
    const { length } = await gateway.records();
    const large = [
      `${HEAD}X: ${'a'.repeat(33_000)}\r\n\r\n`,
      `${HEAD}${'X: a\r\n'.repeat(257)}\r\n`,
      `GET http://${HOST}/${'a'.repeat(33_000)} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
      `${HEAD}X: ${'a'.repeat(40_000)}`,
    ];
    for (const bytes of large) {
      const client = await RawClient.connect(gateway.port);
      await client.send(bytes);
      assertDenied(await client.answer(), 431, 'limit', bytes.slice(0, 80));
      client.close();
    }
    assert.deepEqual((await last(length + large.length)).slice(0, 2), ['blocked', 'limit-headers']);
  });
});
