import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { askOnce, RawClient } from '../harness/raw-client.ts';
import { connectTunnel } from '../harness/tunnel.ts';
import { assertDenied } from './denial.ts';
import { requestBytes } from './raw-request.ts';
import { assertRecordsIntact } from './traces.ts';

const HOST = 'plain.example.com';
const SECURE = 'secure.example.com';
const BIG = Buffer.alloc(5 * 1024 * 1024, 'ordinary words in a large body ');

let origin: Origin;
let secure: Origin;
let gateway: TestGateway;

before(async () => {
  origin = await startOrigin({ hosts: false });
  secure = await startOrigin({ hosts: [SECURE] });
  gateway = await startGateway({ origins: { [HOST]: origin, [SECURE]: secure } });
});

after(async () => {
  await gateway.stop();
  await origin.stop();
  await secure.stop();
  await assertRecordsIntact(gateway.data, (await gateway.records()).length);
});

const get = (path = '/', ...fields: string[]): Buffer =>
  requestBytes({ host: HOST, path, fields, absolute: true });

test('order and case of fields are kept, hop-by-hop fields are not', async () => {
  origin.forget();
  origin.answer = (_request, reply) =>
    reply.send(
      200,
      { 'X-b': '1', 'x-A': '2', 'Keep-Alive': 'timeout=9', Connection: 'X-Hop', 'X-Hop': 'h' },
      'hi',
    );
  const answer = await askOnce(
    gateway.port,
    get(
      '/a/./b',
      'X-Zed: 1',
      'x-ALPHA: 2',
      'X-Zed: 3',
      'Proxy-Connection: keep-alive',
      'TE: trailers',
      'Connection: X-Gone',
      'X-Gone: 1',
    ),
  );
  assert.equal(answer.text(), 'hi');
  assert.deepEqual(
    answer.fields.map(([name, value]) => (name === 'X-Weir-Request-Id' ? name : `${name}: ${value}`)),
    ['X-b: 1', 'x-A: 2', 'Content-Length: 2', 'X-Weir-Request-Id'],
  );
  const seen = await origin.request(1);
  assert.equal(seen.target, '/a/b');
  assert.deepEqual(
    seen.fields.map((field) => field.join(': ')),
    [`Host: ${HOST}`, 'X-Zed: 1', 'x-ALPHA: 2', 'X-Zed: 3'],
  );
});

test('HEAD, 204 and 304 have no body, and the connection goes on', async () => {
  const client = await RawClient.connect(gateway.port);
  const cases = [
    ['HEAD', 200, '5'],
    ['GET', 204, undefined],
    ['GET', 304, undefined],
    ['GET', 200, '5'],
  ] as const;
  for (const [method, status, length] of cases) {
    origin.answer = (_request, reply) => reply.send(status, { ETag: '"e"' }, 'hello');
    await client.send(requestBytes({ host: HOST, method, absolute: true }));
    const answer = await client.answer({ method });
    const body = method === 'GET' && status === 200 ? 'hello' : '';
    assert.deepEqual(
      [answer.status, answer.header('content-length'), answer.header('etag'), answer.text()],
      [status, length, '"e"', body],
    );
  }
  client.close();
});

test('trailers travel both ways', async () => {
  origin.forget();
  origin.answer = (_request, reply) => reply.chunked(200, { Trailer: 'X-Sum' }, ['a', 'b'], { 'X-Sum': '2' });
  const answer = await askOnce(
    gateway.port,
    requestBytes({ host: HOST, absolute: true, chunks: ['x', 'yz'], trailers: ['X-Check: 3'] }),
  );
  assert.deepEqual([answer.text(), answer.trailers], ['ab', [['X-Sum', '2']]]);
  const seen = await origin.request(1);
  assert.deepEqual([seen.body.toString(), seen.trailers], ['xyz', [['X-Check', '3']]]);
});

test('100-continue is answered by the gateway, interim answers of the origin end there', async () => {
  origin.forget();
  origin.answer = (_request, reply) => {
    reply.raw('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n');
    reply.send(201, {}, 'made');
  };
  const client = await RawClient.connect(gateway.port);
  const whole = requestBytes({ host: HOST, absolute: true, fields: ['Expect: 100-continue'], body: 'data' });
  await client.send(whole.subarray(0, -4));
  await client.until('HTTP/1.1 100 Continue\r\n\r\n');
  await client.send('data');
  const answer = await client.answer();
  assert.deepEqual([answer.interim, answer.status, answer.text()], [[100], 201, 'made']);
  const seen = await origin.request(1);
  assert.deepEqual([seen.header('expect'), seen.body.toString()], [undefined, 'data']);
  client.close();
});

test('an HTTP/1.0 client gets no chunks and a closed connection', async () => {
  origin.answer = (_request, reply) => reply.chunked(200, {}, ['one ', 'two']);
  const client = await RawClient.connect(gateway.port);
  await client.send(`GET http://${HOST}/old HTTP/1.0\r\n\r\n`);
  const text = (await client.end()).toString('latin1');
  assert.match(text, /^HTTP\/1\.1 200 /);
  assert.doesNotMatch(text, /transfer-encoding/i);
  assert.ok(text.endsWith('\r\n\r\none two'));
  client.close();
});

test('an HTTP/1.0 client that asks for it keeps its connection', async () => {
  origin.answer = (request, reply) => reply.send(200, {}, request.target);
  const client = await RawClient.connect(gateway.port);
  for (const path of ['/1', '/2']) {
    await client.send(`GET http://${HOST}${path} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`);
    const answer = await client.answer();
    assert.deepEqual([answer.text(), answer.header('connection')], [path, 'keep-alive']);
  }
  client.close();
});

test('pipelined requests are answered in order, even a slow one first', async () => {
  origin.answer = async (request, reply) => {
    for (let i = 0; request.target === '/0' && i < 50; i++) await new Promise(setImmediate);
    reply.send(200, {}, request.target);
  };
  const client = await RawClient.connect(gateway.port);
  const paths = Array.from({ length: 20 }, (_, i) => `/${i}`);
  await client.send(Buffer.concat(paths.map((path) => get(path))));
  for (const path of paths) assert.equal((await client.answer()).text(), path);
  client.close();
});

test('a client that has ended its direction still gets its answers', async () => {
  origin.answer = (request, reply) => reply.send(200, {}, request.target);
  const client = await RawClient.connect(gateway.port);
  await client.send(Buffer.concat([get('/a'), get('/b')]));
  client.half();
  assert.equal((await client.answer()).text(), '/a');
  assert.equal((await client.answer()).text(), '/b');
  await client.end();
});

test('one client connection and one origin connection serve many exchanges', async () => {
  secure.answer = (request, reply) => reply.send(200, {}, request.target);
  const before = secure.connections;
  const client = await connectTunnel(gateway, SECURE);
  for (let i = 0; i < 20; i++) {
    await client.send(requestBytes({ host: SECURE, path: `/${i}` }));
    assert.equal((await client.answer()).text(), `/${i}`);
  }
  client.close();
  assert.equal(secure.connections, before + 1);
});

for (const chunked of [false, true]) {
  test(`5 MiB up and down, ${chunked ? 'in chunks' : 'with Content-Length'}`, async () => {
    secure.forget();
    secure.answer = (_request, reply) => {
      if (chunked) reply.chunked(200, {}, [BIG.subarray(0, 1e6), BIG.subarray(1e6)]);
      else reply.send(200, {}, BIG);
    };
    const client = await connectTunnel(gateway, SECURE);
    const body = chunked ? { chunks: [BIG.subarray(0, 3e6), BIG.subarray(3e6)] } : { body: BIG };
    await client.send(requestBytes({ host: SECURE, ...body }));
    const answer = await client.answer();
    assert.ok(answer.complete && answer.body.equals(BIG));
    assert.ok((await secure.request(1)).body.equals(BIG));
    const record = await gateway.record(answer.header('x-weir-request-id'));
    assert.deepEqual(
      [record.outcome, record.request_bytes, record.answer_bytes],
      ['allowed', BIG.length, BIG.length],
    );
    await client.send(requestBytes({ host: SECURE, path: '/next' }));
    assert.equal((await client.answer()).status, 200);
    client.close();
  });
}

test('an origin that answers before it has the whole upload', async () => {
  await using early = await startOrigin({
    hosts: false,
    onHead: (_request, reply) => {
      reply.send(413, { Connection: 'close' }, 'too large');
      reply.end();
    },
  });
  await using own = await startGateway({ origins: { [HOST]: early } });
  const client = await RawClient.connect(own.port);
  await client.send(requestBytes({ host: HOST, absolute: true, body: BIG }));
  const answer = await client.answer();
  assert.deepEqual([answer.status, answer.text()], [413, 'too large']);
  client.close();
});

test('an origin that breaks off: the client sees that it is not whole', async () => {
  origin.answer = (_request, reply) => {
    reply.head(200, { 'Content-Length': 2_000_000 });
    reply.raw('half');
    reply.end();
  };
  const client = await RawClient.connect(gateway.port);
  await client.send(get('/half'));
  const answer = await client.answer();
  assert.deepEqual([answer.status, answer.complete], [200, false]);
  const record = await gateway.record(answer.header('x-weir-request-id'));
  assert.deepEqual([record.outcome, record.reason], ['aborted', 'upstream-closed']);
});

test('an origin that breaks off a short answer', async () => {
  origin.answer = (_request, reply) => {
    reply.head(200, { 'Content-Length': 20 });
    reply.raw('half');
    reply.end();
  };
  const denial = assertDenied(await askOnce(gateway.port, get('/short')), 502, 'upstream');
  assert.equal((await gateway.record(denial.request_id)).outcome, 'aborted');
});

test('an origin that closes without an answer is asked once', async () => {
  origin.forget();
  origin.answer = (_request, reply) => reply.cut();
  const denial = assertDenied(await askOnce(gateway.port, get('/cut')), 502, 'upstream');
  assert.equal(origin.requests.length, 1);
  const record = await gateway.record(denial.request_id);
  assert.deepEqual([record.outcome, record.reason, record.status], ['aborted', 'upstream-closed', 502]);
});

test('a client that goes away while the origin thinks', { timeout: 10_000 }, async () => {
  origin.forget();
  const gone = Promise.withResolvers<void>();
  origin.answer = (_request, reply) => {
    reply.socket.once('close', () => gone.resolve());
  };
  const client = await RawClient.connect(gateway.port);
  await client.send(get('/gone'));
  await origin.request(1);
  client.reset();
  await gone.promise;
  origin.answer = (_request, reply) => reply.send(200, {}, 'ok');
  const next = await askOnce(gateway.port, get('/after'));
  await gateway.record(next.header('x-weir-request-id'));
  const record = (await gateway.records()).find(({ path }) => path === '/gone');
  assert.equal(record?.outcome, 'aborted');
});

test('an origin whose certificate does not fit', async () => {
  await using wrong = await startOrigin({ hosts: ['other.example.com'] });
  await using own = await startGateway({ origins: { 'wrong.example.com': wrong } });
  const client = await connectTunnel(own, 'wrong.example.com');
  await client.send(requestBytes({ host: 'wrong.example.com', path: '/x' }));
  const denial = assertDenied(await client.answer(), 502, 'upstream');
  client.close();
  assert.equal(wrong.requests.length, 0);
  assert.equal((await own.record(denial.request_id)).reason, 'upstream-tls');
});

test('an origin that is not there', async () => {
  const gone = await startOrigin({ hosts: false });
  await gone.stop();
  await using own = await startGateway({ origins: { [HOST]: gone } });
  const denial = assertDenied(await askOnce(own.port, get()), 502, 'upstream');
  assert.equal((await own.record(denial.request_id)).reason, 'upstream-connect');
});
