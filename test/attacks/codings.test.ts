import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import * as zlib from 'node:zlib';
import { sampleOf } from '../../src/inspect/sample.ts';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { type Answer, RawClient } from '../harness/raw-client.ts';

const HOST = 'coded.test';
const SECRET = sampleOf('github-pat', 77);
const MIB = 1024 * 1024;

const CODE: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => zlib.gzipSync(bytes),
  deflate: (bytes) => zlib.deflateSync(bytes),
  br: (bytes) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
  zstd: (bytes) => zlib.zstdCompressSync(bytes),
};

describe('content codings as a hiding place', () => {
  let origin: Origin;
  let gateway: TestGateway;

  before(async () => {
    origin = await startOrigin({ hosts: false });
    gateway = await startGateway({ origins: { [HOST]: origin } });
  });

  beforeEach(() => {
    origin.forget();
    origin.answer = (_request, reply) => reply.send(200, {}, 'ok');
  });

  after(async () => {
    await gateway.stop();
    await origin.stop();
  });

  const post = async (
    coding: string,
    pieces: readonly Buffer[],
    chunked = true,
  ): Promise<Answer | undefined> => {
    const client = await RawClient.connect(gateway.port);
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const framing = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
    const head = `POST http://${HOST}/ HTTP/1.1\r\nHost: ${HOST}\r\nContent-Encoding: ${coding}\r\n${framing}\r\n\r\n`;
    const chunks = pieces.map((piece) =>
      chunked
        ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
        : piece,
    );
    // What is written after a refusal may hit a closed connection: the answer is what counts.
    void client.send(Buffer.concat([Buffer.from(head), ...chunks, Buffer.from(chunked ? '0\r\n\r\n' : '')]));
    const answer = await client.answer().catch(() => undefined);
    client.close();
    return answer;
  };
  const refused = (answer: Answer | undefined, what: string, ...reasons: string[]): void => {
    if (answer !== undefined)
      assert.ok(
        reasons.includes(answer.header('x-weir-block-reason') ?? ''),
        `${what}: ${answer.status} ${answer.text()}`,
      );
    assert.ok(!origin.requests.some(({ complete }) => complete), `${what}: the origin got all of it`);
    assert.ok(!origin.saw(SECRET), `${what}: the origin saw the secret`);
  };
  const peak = (): number => {
    const status = fs.readFileSync(`/proc/${gateway.pid}/status`, 'latin1');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) * 1024;
  };

  test('unknown, broken, cut and over-stacked codings are refused', async () => {
    const body = Buffer.from(`{"a":"b"}${'x'.repeat(500)}`);
    for (const coding of [
      'compress',
      'gzip2',
      'aes128gcm',
      'gzip, x',
      'gzip;q=1',
      '"gzip"',
      'gzip, gzip, gzip, gzip',
      'dcb',
    ]) {
      refused(await post(coding, [zlib.gzipSync(body)]), coding, 'undecodable');
    }
    for (const [coding, code] of Object.entries(CODE)) {
      const coded = code(body);
      refused(await post(coding, [coded.subarray(0, -3)]), `${coding} cut`, 'undecodable');
      refused(await post(coding, [body]), `${coding} of nothing`, 'undecodable');
      const broken = Buffer.from(coded);
      for (let i = 4; i < 14; i++) broken[i] = broken[i]! ^ 0xff;
      refused(await post(coding, [broken]), `${coding} broken`, 'undecodable');
    }
    assert.equal(origin.requests.length, 0);
  });

  for (const [coding, code] of Object.entries(CODE)) {
    for (const size of [1000, 2 * MIB]) {
      test(`bytes behind the end of ${coding}, ${size} bytes`, async () => {
        const coded = code(noise(size));
        const behind = Buffer.from(`\n${SECRET}\n`);
        refused(
          await post(coding, [Buffer.concat([coded, behind])]),
          'one chunk',
          'undecodable',
          'credential-leak',
        );
        origin.forget();
        refused(await post(coding, [coded, behind]), 'a chunk of its own', 'undecodable', 'credential-leak');
        origin.forget();
        refused(
          await post(coding, [Buffer.concat([coded, behind])], false),
          'length',
          'undecodable',
          'credential-leak',
        );
      });
    }

    test(`a secret anywhere in a long ${coding} body`, async () => {
      const text = noise(1_500_000);
      for (const at of [100, MIB - 20, MIB + 300, 1_200_000, text.length]) {
        const body = Buffer.concat([text.subarray(0, at), Buffer.from(` ${SECRET} `), text.subarray(at)]);
        const coded = code(body);
        for (const cut of [coded.length, 1000]) {
          origin.forget();
          const pieces = Array.from({ length: Math.ceil(coded.length / cut) }, (_, i) =>
            coded.subarray(i * cut, (i + 1) * cut),
          );
          refused(await post(coding, pieces), `at ${at} in pieces of ${cut}`, 'credential-leak');
          assert.ok(!origin.saw(SECRET.slice(0, -1)), 'all but the last byte');
        }
      }
    });
  }

  test('three codings on top of each other are looked through', async () => {
    const coded = CODE.br!(CODE.zstd!(CODE.gzip!(Buffer.from(`token ${SECRET}`))));
    refused(await post('gzip, zstd, br', [coded]), 'stacked', 'credential-leak');
  });

  test('bombs in requests are refused and fit into memory', async () => {
    const before = peak();
    const zeros = Buffer.alloc(64 * MIB);
    for (const [coding, code] of Object.entries(CODE)) {
      refused(await post(coding, [code(zeros)]), coding, 'undecodable');
    }
    const twice = zlib.gzipSync(zlib.gzipSync(zeros));
    refused(await post('gzip, gzip', [twice]), 'twice', 'undecodable');
    refused(await post('gzip, gzip, gzip', [zlib.gzipSync(twice)]), 'three times', 'undecodable');
    // A long honest beginning earns no room for a bomb behind it.
    const honest = zlib.gzipSync(noise(2 * MIB));
    refused(
      await post('gzip', [Buffer.concat([honest, zlib.gzipSync(Buffer.alloc(512 * MIB))])]),
      'behind',
      'undecodable',
    );
    assert.ok(peak() - before < 192 * MIB, `${(peak() - before) / MIB} MiB more`);
  });

  test('bombs in answers are refused and fit into memory', async () => {
    const before = peak();
    const bomb = zlib.gzipSync(Buffer.alloc(256 * MIB));
    const ask = async (): Promise<Answer | undefined> => {
      const client = await RawClient.connect(gateway.port);
      await client.send(`GET http://${HOST}/ HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
      const answer = await client.answer().catch(() => undefined);
      client.close();
      return answer;
    };
    for (const [coding, body] of [
      ['gzip', bomb],
      ['gzip, gzip', zlib.gzipSync(bomb)],
      ['snappy', Buffer.from('x')],
      ['gzip', bomb.subarray(0, 500)],
    ] as const) {
      origin.answer = (_request, reply) => reply.send(200, { 'Content-Encoding': coding }, body);
      const whole = await ask();
      assert.ok(whole === undefined || whole.status === 502, `${coding} whole`);
      origin.answer = (_request, reply) => reply.chunked(200, { 'Content-Encoding': coding }, [body]);
      const streamed = await ask();
      assert.ok(
        streamed === undefined || streamed.status === 502 || !streamed.complete,
        `${coding} streamed`,
      );
    }
    assert.ok(peak() - before < 192 * MIB, `${(peak() - before) / MIB} MiB more`);
  });
});

/** Text that is the same every time and hard to press. */
function noise(size: number): Buffer {
  const out = Buffer.alloc(size);
  let state = 42;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    out[i] = i % 64 === 63 ? 10 : 97 + ((state >>> 16) % 26);
  }
  return out;
}
