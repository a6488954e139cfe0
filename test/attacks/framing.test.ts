import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { RawClient } from '../harness/raw-client.ts';
import { CHUNKS, type FramingCase, LENGTHS, LINES, NOT_HTTP } from './framing-cases.ts';
import { assertRefused, openWay, targetOn, WAYS, type Way } from './strike.ts';

const HOST = 'framed.test';

describe('messages that could be framed in two ways', () => {
  let plain: Origin;
  let secure: Origin;
  let gateway: TestGateway;

  before(async () => {
    plain = await startOrigin({ hosts: false });
    secure = await startOrigin({ hosts: [HOST] });
    gateway = await startGateway({ origins: { [`${HOST}:80`]: plain, [`${HOST}:443`]: secure } });
  });

  after(async () => {
    await gateway.stop();
    await plain.stop();
    await secure.stop();
  });

  const strike = async (way: Way, [name, bytes, detail]: FramingCase): Promise<void> => {
    const text = bytes.replaceAll('{T}', targetOn(way, HOST)).replaceAll('{H}', HOST);
    const client = await openWay(gateway, way, HOST);
    const expected =
      way === 'forward' && NOT_HTTP.has(name)
        ? { status: 403, reason: 'protocol' }
        : { status: 400, reason: 'framing', detail };
    await assertRefused(client, [text], expected, `${name}, ${way}`);
  };

  for (const way of WAYS) {
    for (const [group, cases] of Object.entries({ lengths: LENGTHS, lines: LINES, chunks: CHUNKS })) {
      test(`${group}, ${way}`, async () => {
        for (const each of cases) await strike(way, each);
        assert.deepEqual([plain.connections, secure.connections], [0, 0], 'an origin was dialled');
      });
    }
  }

  test('a head in pieces is refused like a whole one', async () => {
    for (const [name, bytes] of LENGTHS) {
      const text = bytes.replaceAll('{T}', targetOn('forward', HOST)).replaceAll('{H}', HOST);
      const pieces = [text.slice(0, 20), text.slice(20, 45), text.slice(45)];
      const client = await RawClient.connect(gateway.port);
      await assertRefused(client, pieces, { status: 400, reason: 'framing' }, name);
    }
    assert.equal(plain.connections, 0);
  });

  test('every refusal is recorded once', async () => {
    const sent = 2 * (LENGTHS.length + LINES.length + CHUNKS.length) + LENGTHS.length;
    const records = await gateway.records(sent);
    assert.equal(records.length, sent);
    assert.ok(records.every(({ outcome }) => outcome === 'blocked' || outcome === 'aborted'));
    assert.ok(records.every(({ reason }) => reason === 'framing' || reason === 'protocol'));
  });
});
