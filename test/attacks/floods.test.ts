import assert from 'node:assert/strict';
import * as net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { MAX_FINDINGS } from '../../src/flow/finding.ts';
import { createEngine } from '../../src/inspect/engine.ts';
import { plainInspection } from '../../src/inspect/inspection.ts';
import { createStreamScan } from '../../src/inspect/stream-scan.ts';
import { findHeadEnd } from '../../src/parse/head.ts';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { RawClient } from '../harness/raw-client.ts';

const HOST = 'floods.test';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const INTERIM = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\n\r\n';

/** Lines with a value of a kind that is noted and let through, each different. */
function presigned(count: number): string {
  return Array.from(
    { length: count },
    (_, i) => `X-Amz-Signature=${i.toString(16).padStart(8, '0').repeat(8)}`,
  ).join('\n');
}

/** Lines with a value that is masked in answers, each different. */
function keyIds(count: number): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return Array.from({ length: count }, (_, i) => {
    const id = Array.from({ length: 16 }, (_at, k) => digits[(i * 7919 + k * k * 31 + (i >> (k % 12))) % 32]);
    return `${'AK'}${'IA'}${id.join('')}`;
  }).join('\n');
}

describe('more of everything than anybody needs', () => {
  let origin: net.Server;
  let gateway: TestGateway;
  let answer = OK;

  before(async () => {
    origin = net.createServer((socket) => {
      socket.on('error', () => socket.destroy());
      let seen = '';
      let early = false;
      socket.on('data', (data) => {
        seen = (seen + data.toString('latin1')).slice(-200_000);
        if (!early && data.includes('POST /hints')) {
          early = true;
          socket.write(INTERIM);
        }
        if (early ? seen.endsWith('0\r\n\r\n') : true) socket.write(answer);
      });
    });
    await new Promise<void>((resolve) => {
      origin.listen(0, '127.0.0.1', resolve);
    });
    const { port } = origin.address() as net.AddressInfo;
    gateway = await startGateway({ origins: { [`${HOST}:80`]: { port, tls: false } } });
  });

  after(async () => {
    await gateway.stop();
    origin.close();
  });

  const send = async (head: string, body: Uint8Array | string): Promise<string | undefined> => {
    const client = await RawClient.connect(gateway.port);
    try {
      await client.send(head, body);
      const got = await client.answer();
      assert.equal(got.status, 200);
      return got.header('x-weir-request-id');
    } finally {
      client.close();
    }
  };

  test('findings without number do not push the exchange out of the record', async () => {
    const body = gzipSync(presigned(200_000));
    const head =
      `POST http://${HOST}/many HTTP/1.1\r\nHost: ${HOST}\r\nContent-Encoding: gzip\r\n` +
      `Content-Length: ${body.length}\r\n\r\n`;
    const record = await gateway.record(await send(head, body));
    assert.equal(record.path, '/many');
    assert.equal(record.outcome, 'allowed');
    assert.ok(record.findings !== undefined && record.findings.length <= 2 * MAX_FINDINGS);
    assert.ok(!gateway.stderr.includes('lost record'));
  });

  test('masks without number in an answer: all are made, some are listed', async () => {
    const body = gzipSync(keyIds(50_000));
    answer = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n${body.toString('latin1')}`;
    const client = await RawClient.connect(gateway.port);
    try {
      origin.once('connection', (socket: net.Socket) => socket.setDefaultEncoding('latin1'));
      await client.send(`GET http://${HOST}/masks HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
      const got = await client.answer();
      assert.equal(got.status, 200);
      const record = await gateway.record(got.header('x-weir-request-id'));
      assert.equal(record.outcome, 'masked');
      assert.ok(record.redacted !== undefined && record.redacted > MAX_FINDINGS);
      assert.ok(record.findings !== undefined && record.findings.length <= MAX_FINDINGS);
    } finally {
      answer = OK;
      client.close();
    }
  });

  test('an interim answer that is longer than the final one does not hide it', async () => {
    const client = await RawClient.connect(gateway.port);
    try {
      const piece = 'x'.repeat(64 * 1024);
      const chunk = `${piece.length.toString(16)}\r\n${piece}\r\n`;
      await client.send(
        `POST http://${HOST}/hints HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n`,
        chunk.repeat(20),
      );
      await new Promise((resolve) => {
        setTimeout(resolve, 300);
      });
      await client.send('0\r\n\r\n');
      assert.equal((await client.answer({ timeoutMs: 5000 })).status, 200);
    } finally {
      client.close();
    }
  });

  test('a head of many lines, byte by byte, is read once and not once for each byte', () => {
    const lines = Buffer.from(`GET / HTTP/1.1\r\n${'a:\r\n'.repeat(4096)}`);
    const head = Buffer.concat([lines, Buffer.alloc(16_000, 'x')]);
    const started = performance.now();
    for (let to = lines.length; to < head.length; to++)
      assert.equal(findHeadEnd(head.subarray(0, to), 0, to - 1, 32_768, 'request'), -1);
    assert.ok(performance.now() - started < 1000);
  });

  test('a long body with escapes is scanned in memory that does not grow with it', () => {
    const engine = createEngine({ fingerprintKey: new Uint8Array(32), disable: [] });
    const target = { scheme: 'https', host: HOST, port: 443, path: '/', query: undefined } as const;
    const scan = createStreamScan(plainInspection(engine), {
      direction: 'request',
      place: 'body',
      target,
      contentType: 'application/json',
    });
    scan.push(Buffer.from('{"a":"\\n'), false);
    const piece = Buffer.alloc(65_536, ' ');
    for (let i = 0; i < 200; i++) scan.push(piece, false);
    const before = process.memoryUsage.rss();
    for (let i = 0; i < 6000; i++) scan.push(piece, false);
    assert.ok(process.memoryUsage.rss() - before < 150e6);
  });
});
