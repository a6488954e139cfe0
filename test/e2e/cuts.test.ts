import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as zlib from 'node:zlib';
import { sampleOf } from '../../src/inspect/sample.ts';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { RawClient } from '../harness/raw-client.ts';
import { assertLeakBlocked } from './denial.ts';
import { inParallel, requestBytes } from './raw-request.ts';
import { assertNoTrace, assertRecordsIntact } from './traces.ts';

const HOST = 'collect.example.com';
const KIND = 'github-pat';
const SECRET = sampleOf(KIND, 41);
const BODY = Buffer.from(JSON.stringify({ note: `use ${SECRET}`, more: 'text' }));
const FIELDS = ['Content-Type: application/json'];

/** Every way to cut the body in two. */
const CUTS = Array.from({ length: BODY.length + 1 }, (_, at) => at);

/** What holds the body: all of it, or as good as nothing, so that every piece is judged on its own. */
const HOLDS = { 'a body that is held': 1_048_576, 'a body that streams': 0 };

for (const [name, requestHoldBytes] of Object.entries(HOLDS)) {
  describe(name, () => {
    let origin: Origin;
    let gateway: TestGateway;
    let sent = 0;

    before(async () => {
      origin = await startOrigin({ hosts: false });
      gateway = await startGateway({
        origins: { [HOST]: origin },
        config: { inspect: { requestHoldBytes } },
      });
    });

    after(async () => {
      await gateway.stop();
      await origin.stop();
      await assertRecordsIntact(gateway.data, sent);
      assertNoTrace(gateway, [SECRET]);
    });

    /** Sends a request in pieces and sees that it is refused. */
    const blocked = async (what: string, ...pieces: Buffer[]): Promise<void> => {
      sent++;
      const client = await RawClient.connect(gateway.port);
      try {
        await client.send(...pieces);
        assertLeakBlocked(await client.answer(), KIND, what);
      } finally {
        client.close();
      }
    };
    const notSeen = (): void => {
      assert.ok(!origin.saw(SECRET), 'the origin saw the secret');
      assert.ok(!origin.saw(SECRET.slice(0, -1)), 'the origin saw all but the last byte');
      assert.ok(!origin.requests.some(({ complete }) => complete), 'the origin got a whole request');
    };

    test('chunked and cut at every byte', async () => {
      await inParallel(CUTS, 8, async (at) => {
        const chunks = [BODY.subarray(0, at), BODY.subarray(at)];
        await blocked(`cut at ${at}`, requestBytes({ host: HOST, absolute: true, fields: FIELDS, chunks }));
      });
      notSeen();
    });

    test('chunked and in packets cut at every byte', async () => {
      const chunks = [BODY.subarray(0, 30), BODY.subarray(30, 50), BODY.subarray(50)];
      const whole = requestBytes({ host: HOST, absolute: true, fields: FIELDS, chunks });
      const start = whole.indexOf('\r\n\r\n') + 3;
      const cuts = Array.from({ length: whole.length - start - 1 }, (_, i) => start + i + 1);
      await inParallel(cuts, 8, async (at) => {
        await blocked(`packets cut at ${at}`, whole.subarray(0, at), whole.subarray(at));
      });
      notSeen();
    });

    test('one chunk for each byte', async () => {
      const chunks = Array.from(BODY, (byte) => Buffer.from([byte]));
      await blocked('bytes', requestBytes({ host: HOST, absolute: true, fields: FIELDS, chunks }));
      notSeen();
    });

    test('with Content-Length and in packets cut at every byte', async () => {
      const whole = requestBytes({ host: HOST, absolute: true, fields: FIELDS, body: BODY });
      const start = whole.length - BODY.length;
      await inParallel(CUTS.slice(0, -1), 8, async (at) => {
        await blocked(`packets cut at ${at}`, whole.subarray(0, start + at), whole.subarray(start + at));
      });
      notSeen();
    });

    test('gzip, chunked and cut at every byte', async () => {
      const coded = zlib.gzipSync(BODY);
      const fields = [...FIELDS, 'Content-Encoding: gzip'];
      const cuts = Array.from({ length: coded.length + 1 }, (_, at) => at);
      await inParallel(cuts, 8, async (at) => {
        const chunks = [coded.subarray(0, at), coded.subarray(at)];
        await blocked(`cut at ${at}`, requestBytes({ host: HOST, absolute: true, fields, chunks }));
      });
      notSeen();
    });
  });
}
