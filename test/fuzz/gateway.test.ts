import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { BodyReader } from '../../src/parse/body.ts';
import { requestFraming } from '../../src/parse/framing.ts';
import { findHeadEnd, parseRequestHead } from '../../src/parse/head.ts';
import type { ExchangeLine } from '../../src/record/line.ts';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { RawClient } from '../harness/raw-client.ts';
import type { SeenRequest } from '../harness/seen-request.ts';
import { mutated, mutation } from './feed.ts';

const HOST = 'fuzzed.test';
const LIMIT_MS = 8000;

const SEEDS = [
  `GET http://${HOST}/a/../b?c=d HTTP/1.1\r\nHost: ${HOST}\r\nX-A: b\r\n\r\n`,
  `POST http://${HOST}/p HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 11\r\n\r\nhello world`,
  `POST http://${HOST}/p HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-T: 1\r\n\r\n`,
  `PUT http://${HOST}:80/%2e%2e/x HTTP/1.0\r\nHost: ${HOST}\r\nContent-Length: 3\r\n\r\nabc`,
  `OPTIONS http://${HOST}/x HTTP/1.1\r\nHost: ${HOST}\r\nConnection: X-B, keep-alive\r\nX-B: 1\r\n\r\nGET http://${HOST}/second HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
];

let origin: Origin;
let gateway: TestGateway;

before(async () => {
  origin = await startOrigin({ hosts: false });
  gateway = await startGateway({
    origins: { [HOST]: origin },
    config: { accept: { headerTimeoutMs: 1000, bodyIdleTimeoutMs: 1000 } },
  });
});

after(async () => {
  await gateway.stop();
  await origin.stop();
});

/** What an origin could do with a request that it and Weir read differently. */
function strict(request: SeenRequest): void {
  const named = (name: string): number =>
    request.fields.filter(([field]) => field.toLowerCase() === name).length;
  assert.equal(named('host'), 1, 'one Host');
  assert.equal(request.header('host'), HOST);
  assert.ok(named('content-length') + named('transfer-encoding') <= 1, 'framed once');
  assert.match(request.target, /^(?:\/[\x21-\x7e]*|\*)$/);
  for (const [name, value] of request.fields) {
    assert.match(name, /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/);
    assert.doesNotMatch(value, /[\0\r\n]/);
  }
  assert.equal(named('connection') + named('te') + named('upgrade') + named('keep-alive'), 0);
}

/** The requests of a whole connection; throws for a byte that belongs to none. */
function readAgain(stream: Buffer): string[] {
  const found: string[] = [];
  let rest = stream;
  while (rest.length > 0) {
    const end = findHeadEnd(rest, 0, 0, 65_536, 'request');
    assert.ok(end > 0, 'half a head');
    const head = parseRequestHead(rest.toString('latin1', 0, end));
    const body = new BodyReader(
      requestFraming(head),
      { chunkExtensionBytes: 0, headerBytes: 65_536 },
      'request',
    );
    const { used } = body.read(rest.subarray(end));
    assert.ok(body.done, 'half a body');
    rest = rest.subarray(end + used);
    found.push(`${head.method} ${head.rawTarget}`);
  }
  return found;
}

test('what reaches the origin is exactly what the records say', async () => {
  const until = performance.now() + LIMIT_MS;
  const forwarded: string[] = [];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...SEEDS), mutation, fc.nat({ max: 3 }), async (seed, edits, pieces) => {
      const bytes = mutated(Buffer.from(seed, 'latin1'), edits);
      const client = await RawClient.connect(gateway.port);
      const size = Math.max(1, Math.ceil(bytes.length / (pieces + 1)));
      await client.send(
        ...Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        ),
      );
      client.half();
      await client.end();
      client.close();
      assert.ok(!client.received.includes('"reason":"fault"'), 'a fault of our own');
    }),
    { seed: 7, numRuns: 1500, interruptAfterTimeLimit: Math.max(1, until - performance.now()) },
  );
  for (const request of origin.requests) {
    strict(request);
    forwarded.push(`${request.method} ${request.target}`);
  }
  const lines = (await gateway.records()).filter(({ address }: ExchangeLine) => address !== undefined);
  assert.deepEqual(forwarded.toSorted(), lines.map(({ method, path }) => `${method} ${path}`).toSorted());
  assert.ok(lines.length > 100, `only ${lines.length} of the requests were forwarded`);
  // Each connection, read again from its bytes by the strict reader, holds these requests and nothing besides.
  assert.deepEqual(origin.received.flatMap(readAgain).toSorted(), forwarded.toSorted());
  assert.ok((await gateway.records()).every(({ outcome }) => outcome !== 'fault'));
});
