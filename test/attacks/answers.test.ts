import assert from 'node:assert/strict';
import type * as net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Answer, askOnce } from '../harness/raw-client.ts';
import { type RawOrigin, startRawOrigin } from '../harness/raw-origin.ts';

const HOST = 'answers.test';
const SPLIT = 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\nX-Split: yes\r\n\r\nsplitted';

describe('origins that answer in two ways', () => {
  let origin: RawOrigin;
  let gateway: TestGateway;
  /** What the origin says to each request on a connection, by number from 0. */
  let say: (socket: net.Socket, request: number) => void;

  before(async () => {
    origin = await startRawOrigin((socket) => {
      let requests = 0;
      socket.on('data', () => say(socket, requests++));
    });
    gateway = await startGateway({
      origins: { [`${HOST}:80`]: origin },
      config: { forward: { answerTimeoutMs: 3000 } },
    });
  });

  after(async () => {
    await gateway.stop();
    await origin.stop();
  });

  const ask = async (path = '/', method = 'GET'): Promise<Answer> =>
    await askOnce(gateway.port, `${method} http://${HOST}${path} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, {
      method,
    });
  const good = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  const broken: readonly (readonly [string, string])[] = [
    [
      'a length and chunks',
      `HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SPLIT}`,
    ],
    ['the same length twice', `HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok${SPLIT}`],
    ['two lengths', `HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\nok${SPLIT}`],
    ['a signed length', 'HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok'],
    ['a list of lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok'],
    ['another transfer coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
    ['chunks in HTTP/1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a bare line feed', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok'],
    ['a line feed in a value', 'HTTP/1.1 200 OK\r\nA: b\nSet-Cookie: c=d\r\nContent-Length: 2\r\n\r\nok'],
    [
      'a carriage return in a value',
      'HTTP/1.1 200 OK\r\nA: b\rSet-Cookie: c=d\r\nContent-Length: 2\r\n\r\nok',
    ],
    ['a folded line', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 2\r\n\r\nok'],
    ['NUL in a value', 'HTTP/1.1 200 OK\r\nA: \0\r\nContent-Length: 2\r\n\r\nok'],
    ['a blank before the colon', 'HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok'],
    ['another version', 'HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\nok'],
    ['no status', 'HTTP/1.1 OK\r\nContent-Length: 2\r\n\r\nok'],
    ['an unasked upgrade', `HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n${SPLIT}`],
    ['too many fields', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(257)}Content-Length: 2\r\n\r\nok`],
    ['a head without an end', `HTTP/1.1 200 OK\r\n${`A: ${'b'.repeat(1000)}\r\n`.repeat(40)}`],
    ['interim answers without an end', 'HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n'.repeat(1500)],
  ];

  test('are refused, and nobody gets what they hid', async () => {
    for (const [name, bytes] of broken) {
      say = (socket) => socket.write(bytes, 'latin1');
      const answer = await ask();
      assert.equal(answer.status, 502, name);
      assert.equal(answer.header('x-weir-block-reason'), 'framing', name);
      say = (socket) => socket.write(good('fresh'));
      const next = await ask();
      assert.deepEqual([next.text(), next.header('x-split')], ['fresh', undefined], name);
    }
  });

  test('a broken body is cut, and never looks whole', async () => {
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    for (const rest of [
      '5\r\nhello\r\nxyz\r\n',
      '5\r\nhello',
      '5\r\nhelloX\r\n0\r\n\r\n',
      '0\r\nContent-Length: 3\r\n\r\n',
      '5\nhello\r\n0\r\n\r\n',
    ]) {
      say = (socket) => socket.end(chunked + rest);
      const cut = await ask().catch(() => undefined);
      assert.ok(cut === undefined || cut.status === 502 || !cut.complete, rest);
      assert.ok(cut === undefined || !cut.text().includes('xyz'), rest);
    }
    say = (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort');
    const short = await ask();
    assert.ok(short.status === 502 || !short.complete);
  });

  test('bytes behind an answer never reach the next client', async () => {
    const first = [
      [good('one') + SPLIT, 'GET'],
      [`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n${SPLIT}`, 'GET'],
      [`HTTP/1.1 204 No Content\r\nContent-Length: ${SPLIT.length}\r\n\r\n${SPLIT}`, 'GET'],
      [`HTTP/1.1 304 Not Modified\r\nContent-Length: ${SPLIT.length}\r\n\r\n${SPLIT}`, 'GET'],
      [`HTTP/1.1 200 OK\r\nContent-Length: ${SPLIT.length}\r\n\r\n${SPLIT}`, 'HEAD'],
      [`HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n${SPLIT}`, 'GET'],
    ] as const;
    for (const [bytes, method] of first) {
      say = (socket, request) => socket.write(request === 0 ? bytes : good('next'));
      await ask('/one', method);
      say = (socket) => socket.write(good('next'));
      const next = await ask('/two');
      assert.deepEqual([next.status, next.text(), next.header('x-split')], [200, 'next', undefined], bytes);
    }
  });

  test('an answer that nobody asked for never reaches anybody', async () => {
    for (const late of [SPLIT, SPLIT.slice(0, 20), '\r\n', 'x']) {
      let pooled: net.Socket | undefined;
      say = (socket) => {
        pooled = socket;
        socket.write(good('one'));
      };
      assert.equal((await ask()).text(), 'one');
      pooled?.write(late);
      await sleep(50);
      say = (socket) => socket.write(good('next'));
      const next = await ask();
      assert.deepEqual([next.text(), next.header('x-split')], ['next', undefined], late);
    }
  });

  const post = `POST http://${HOST}/ HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 3000000\r\n\r\n`;

  test('an answer before the request has ended leaves no half request behind', async () => {
    const dialled = origin.connections;
    let told = false;
    say = (socket) => {
      if (!told) socket.write(good('early'));
      told = true;
    };
    const early = await askOnce(gateway.port, post + 'a'.repeat(1_200_000));
    assert.deepEqual([early.text(), early.header('connection')], ['early', 'close']);
    say = (socket) => socket.write(good('next'));
    assert.equal((await ask()).text(), 'next');
    assert.ok(origin.connections > dialled, 'the connection was used again');
  });

  test('an interim answer before the request has ended does not end it', async () => {
    let told = false;
    say = (socket) => {
      if (!told) socket.write('HTTP/1.1 102 Processing\r\n\r\n');
      told = true;
      if (origin.received.at(-1)?.includes('the end') === true) socket.write(good('whole'));
    };
    const answer = await askOnce(gateway.port, `${post}${'a'.repeat(2_999_993)}the end`);
    assert.equal(answer.text(), 'whole');
  });
});
