import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as zlib from 'node:zlib';
import { sampleOf } from '../../src/inspect/sample.ts';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, type Script, startOrigin } from '../harness/origin.ts';
import type { Answer, RawClient } from '../harness/raw-client.ts';
import { connectTunnel } from '../harness/tunnel.ts';
import { requestBytes } from './raw-request.ts';
import { assertNoTrace, assertRecordsIntact } from './traces.ts';

const HOST = 'vault.example.com';
const KIND = 'github-pat';
const SECRET = sampleOf(KIND, 51);
const MASK = `[redacted:${KIND}]`.padEnd(SECRET.length, '*');
const TEXT = JSON.stringify({ token: SECRET, more: 'text', again: SECRET });
const MASKED = TEXT.replaceAll(SECRET, MASK);
/** 1.5 MB that no coding makes very small. */
const FILLER = Array.from({ length: 150_000 }, (_, i) => `${(i * 2_654_435_761) % 1_000_000_007} `).join('');

let origin: Origin;
let gateway: TestGateway;
let asked = 0;

before(async () => {
  origin = await startOrigin({ hosts: [HOST] });
  gateway = await startGateway({ origins: { [HOST]: origin } });
});

after(async () => {
  await gateway.stop();
  await origin.stop();
  await assertRecordsIntact(gateway.data, asked);
  assertNoTrace(gateway, [SECRET]);
});

/** Asks on a client, or on one of its own. */
async function ask(
  script: Script,
  options: { client?: RawClient; method?: string; fields?: string[] } = {},
): Promise<Answer> {
  origin.answer = script;
  asked++;
  const client = options.client ?? (await connectTunnel(gateway, HOST));
  const method = options.method ?? 'GET';
  await client.send(requestBytes({ host: HOST, method, ...(options.fields && { fields: options.fields }) }));
  const answer = await client.answer({ method });
  if (options.client === undefined) client.close();
  assert.ok(!client.received.includes(SECRET), 'the client got the secret');
  return answer;
}

/** For texts that nobody wants to see in a message. */
function assertSame(actual: string, expected: string): void {
  let at = 0;
  while (at < expected.length && actual[at] === expected[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 40), at + 80);
  assert.ok(actual === expected, `at ${at} of ${expected.length}: ${around(actual)} | ${around(expected)}`);
}

const redacted = (answer: Answer): (string | undefined)[] => [
  answer.header('x-weir-redacted'),
  answer.header('x-strathon-redacted'),
];
const plain = { 'Content-Type': 'application/json' };

function quickBrotli(text: string): Buffer {
  return zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } });
}

/** Each way to send the text, and how the client reads it. */
const CODINGS = {
  gzip: [zlib.gzipSync, zlib.gunzipSync],
  deflate: [zlib.deflateSync, zlib.inflateSync],
  br: [quickBrotli, zlib.brotliDecompressSync],
  zstd: [zlib.zstdCompressSync, zlib.zstdDecompressSync],
} as const;

test('plain, with Content-Length: the length and everything else stay', async () => {
  const answer = await ask((_request, reply) =>
    reply.send(200, { ...plain, ETag: '"v1"', 'X-Other': 'stays', 'Content-Length': TEXT.length }, TEXT),
  );
  assert.deepEqual([answer.status, answer.text()], [200, MASKED]);
  assert.deepEqual(redacted(answer), ['2', '2']);
  assert.deepEqual(
    [answer.header('content-length'), answer.header('x-other'), answer.header('etag')],
    [String(TEXT.length), 'stays', 'W/"v1"'],
  );
  const record = await gateway.record(answer.header('x-weir-request-id'));
  assert.deepEqual([record.outcome, record.redacted, record.status], ['masked', 2, 200]);
  assert.deepEqual(
    // Where in the body is known when it came in one piece.
    record.findings?.map(({ kind, place, action }) => [kind, place.replace(/^body\.\w+$/, 'body'), action]),
    [
      [KIND, 'body', 'mask'],
      [KIND, 'body', 'mask'],
    ],
  );
});

for (const [coding, [encode, decode]] of Object.entries(CODINGS)) {
  test(`${coding}, with Content-Length`, async () => {
    const answer = await ask((_request, reply) =>
      reply.send(200, { ...plain, 'Content-Encoding': coding, ETag: '"v1"' }, encode(TEXT)),
    );
    assert.equal(answer.header('content-encoding'), coding);
    assert.equal(decode(answer.body).toString(), MASKED);
    assert.equal(Number(answer.header('content-length')), answer.body.length);
    assert.deepEqual([...redacted(answer), answer.header('etag')], ['2', '2', 'W/"v1"']);
  });

  test(`${coding}, chunked`, async () => {
    const coded = encode(TEXT);
    const answer = await ask((_request, reply) =>
      reply.chunked(200, { ...plain, 'Content-Encoding': coding }, [
        coded.subarray(0, 20),
        coded.subarray(20),
      ]),
    );
    const known = answer.header('content-encoding') === coding;
    assert.equal((known ? decode(answer.body) : answer.body).toString(), MASKED);
    assert.ok(answer.complete);
  });

  test(`${coding}, larger than what is held`, async () => {
    const answer = await ask((_request, reply) =>
      reply.chunked(200, { ...plain, 'Content-Encoding': coding }, [encode(`${FILLER}${TEXT}${FILLER}`)]),
    );
    const known = answer.header('content-encoding') === coding;
    assertSame((known ? decode(answer.body) : answer.body).toString(), `${FILLER}${MASKED}${FILLER}`);
  });
}

test('a clean coded answer goes on as it came', async () => {
  const coded = zlib.gzipSync('{"clean":true}');
  const answer = await ask((_request, reply) =>
    reply.send(200, { ...plain, 'Content-Encoding': 'gzip', ETag: '"v1"' }, coded),
  );
  assert.deepEqual(answer.body, coded);
  assert.deepEqual([...redacted(answer), answer.header('etag')], [undefined, undefined, '"v1"']);
});

test('chunked and cut at every byte, on one connection', async () => {
  const client = await connectTunnel(gateway, HOST);
  for (let at = 0; at <= TEXT.length; at++) {
    const pieces = [TEXT.slice(0, at), TEXT.slice(at)].filter((piece) => piece !== '');
    const answer = await ask((_request, reply) => reply.chunked(200, plain, pieces), { client });
    assert.deepEqual([answer.text(), answer.complete], [MASKED, true], `cut at ${at}`);
  }
  client.close();
});

test('one chunk for each byte, each in a packet of its own', async () => {
  const answer = await ask(async (_request, reply) => {
    reply.head(200, { ...plain, 'Transfer-Encoding': 'chunked' });
    for (const char of TEXT) {
      reply.chunk(char);
      await new Promise(setImmediate);
    }
    reply.lastChunk();
  });
  assert.equal(answer.text(), MASKED);
});

test('close-delimited', async () => {
  const answer = await ask((_request, reply) => {
    reply.head(200, { ...plain, Connection: 'close' });
    reply.raw(TEXT.slice(0, 25));
    reply.raw(TEXT.slice(25));
    reply.end();
  });
  assert.equal(answer.text(), MASKED);
});

test('a header, with and without a body', async () => {
  const fields = { Location: `https://example.com/?t=${SECRET}`, 'Set-Cookie': ['a=b', `k=${SECRET}`] };
  for (const method of ['GET', 'HEAD']) {
    for (const status of [200, 204, 302, 304]) {
      const answer = await ask((_request, reply) => reply.send(status, fields, status === 204 ? '' : 'x'), {
        method,
      });
      const what = `${method} ${status}`;
      assert.deepEqual(
        [answer.status, answer.header('location')],
        [status, `https://example.com/?t=${MASK}`],
        what,
      );
      assert.deepEqual(
        answer.fields.filter(([name]) => name === 'Set-Cookie').map(([, value]) => value),
        ['a=b', `k=${MASK}`],
        what,
      );
      assert.deepEqual(redacted(answer), ['2', '2'], what);
    }
  }
});

test('a trailer', async () => {
  const answer = await ask((_request, reply) =>
    reply.chunked(200, { ...plain, Trailer: 'X-Token' }, ['abc'], { 'X-Token': SECRET, 'X-Sum': '1' }),
  );
  assert.equal(answer.text(), 'abc');
  assert.deepEqual(answer.trailers.slice(0, 2), [
    ['X-Token', MASK],
    ['X-Sum', '1'],
  ]);
});

test('found after the head is out: the count comes as a trailer', async () => {
  const answer = await ask((_request, reply) => reply.chunked(200, plain, [FILLER, `${TEXT} `, FILLER]));
  assertSame(answer.text(), `${FILLER}${MASKED} ${FILLER}`);
  assert.deepEqual(answer.trailers, [
    ['X-Weir-Redacted', '2'],
    ['X-Strathon-Redacted', '2'],
  ]);
});

test('larger than what is held, with Content-Length', async () => {
  const text = `${FILLER}${TEXT}${FILLER}${SECRET}`;
  const answer = await ask((_request, reply) => reply.send(200, plain, text));
  assertSame(answer.text(), text.replaceAll(SECRET, MASK));
  assert.equal(answer.header('content-length'), String(text.length));
});

test('server-sent events: each arrives whole before the next one is sent', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const events = [`data: one ${SECRET}\n\n`, `id: 2\r\ndata: ${SECRET}\r\n\r\n`, 'data: three\n\n'];
  const client = await connectTunnel(gateway, HOST);
  const answering = ask(
    async (_request, reply) => {
      reply.head(200, { 'Content-Type': 'text/event-stream', 'Transfer-Encoding': 'chunked' });
      reply.chunk(events[0]!);
      await gates[0]!.promise;
      reply.chunk(events[1]!.slice(0, 30));
      reply.chunk(events[1]!.slice(30));
      await gates[1]!.promise;
      reply.chunk(events[2]!);
      reply.lastChunk();
    },
    { client },
  );
  await client.until(`data: one ${MASK}\n\n`);
  gates[0]!.resolve();
  await client.until(`${MASK}\r\n\r\n`);
  gates[1]!.resolve();
  const answer = await answering;
  assert.equal(answer.text(), events.join('').replaceAll(SECRET, MASK));
  client.close();
});

test('server-sent events in gzip: each arrives before the next one is sent', async () => {
  const gate = Promise.withResolvers<void>();
  const client = await connectTunnel(gateway, HOST);
  const answering = ask(
    async (_request, reply) => {
      const gzip = zlib.createGzip({ flush: zlib.constants.Z_SYNC_FLUSH });
      gzip.on('data', (data: Buffer) => reply.chunk(data));
      const fields = { 'Content-Type': 'text/event-stream', 'Content-Encoding': 'gzip' };
      reply.head(200, { ...fields, 'Transfer-Encoding': 'chunked' });
      gzip.write(`data: one ${SECRET}\n\n`);
      await gate.promise;
      gzip.end('data: two\n\n');
      await new Promise((resolve) => gzip.once('end', resolve));
      reply.lastChunk();
    },
    { client },
  );
  await client.until(`data: one ${MASK}\n\n`);
  gate.resolve();
  assert.equal((await answering).text(), `data: one ${MASK}\n\ndata: two\n\n`);
  client.close();
});

test('a coding that cannot be undone is refused', async () => {
  const broken = zlib.gzipSync(TEXT);
  broken[20] = broken[20]! ^ 0xff;
  for (const [coding, body] of [
    ['gzip', broken],
    ['compress', Buffer.from(TEXT)],
  ] as const) {
    const answer = await ask((_request, reply) => reply.send(200, { 'Content-Encoding': coding }, body));
    assert.deepEqual([answer.status, answer.header('x-weir-block-reason')], [502, 'undecodable'], coding);
  }
});
