import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { requestBytes } from '../e2e/raw-request.ts';
import { eventually, startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { RawClient } from '../harness/raw-client.ts';

const HOST = 'hanging.example.com';
const CLIENTS = 12;
let origin: Origin;
let gateway: TestGateway;

before(async () => {
  origin = await startOrigin({ hosts: false });
  origin.answer = async (request, reply) => {
    if (request.target === '/hang') await new Promise(() => undefined);
    reply.send(200, {}, 'still here');
  };
  const config = { accept: { halfClosedTimeoutMs: 300 }, forward: { connectionsPerOrigin: CLIENTS } };
  gateway = await startGateway({ origins: { [HOST]: origin }, config });
});

after(async () => {
  await gateway.stop();
  await origin.stop();
});

const get = (path: string): Buffer => requestBytes({ host: HOST, path, absolute: true });

test('clients that have gone do not keep an origin from the others', async () => {
  for (let i = 0; i < CLIENTS; i++) {
    const client = await RawClient.connect(gateway.port);
    await client.send(get('/hang'));
    await eventually(
      () => origin.requests.length,
      (count) => count > i,
    );
    client.half();
  }
  const records = await gateway.records(CLIENTS);
  assert.deepEqual(
    records.map(({ outcome, reason }) => [outcome, reason]),
    records.map(() => ['aborted', 'upstream-timeout']),
  );
  const client = await RawClient.connect(gateway.port);
  await client.send(get('/'));
  assert.equal((await client.answer()).text(), 'still here');
  client.close();
});
