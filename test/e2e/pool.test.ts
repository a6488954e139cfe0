import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { askOnce } from '../harness/raw-client.ts';
import { requestBytes } from './raw-request.ts';

const HOST = 'busy.example.com';
let origin: Origin;
let gateway: TestGateway;
let release: (() => void) | undefined;

before(async () => {
  origin = await startOrigin({ hosts: false });
  origin.answer = async (request, reply) => {
    if (request.target === '/slow') await new Promise<void>((resolve) => (release = resolve));
    reply.send(200, {}, 'done');
  };
  const forward = { connectionsPerOrigin: 1, connectTimeoutMs: 400 };
  gateway = await startGateway({ origins: { [HOST]: origin }, config: { forward } });
});

after(async () => {
  release?.();
  await gateway.stop();
  await origin.stop();
});

const get = (path: string): Buffer => requestBytes({ host: HOST, path, absolute: true });

test('an exchange waits for the only connection to an origin, and not for ever', async () => {
  const slow = askOnce(gateway.port, get('/slow'));
  await eventually(
    () => release !== undefined,
    (asked) => asked,
  );
  const refused = await askOnce(gateway.port, get('/second'));
  assert.equal(refused.status, 403);
  assert.match(refused.text(), /"reason":"limit"/);
  const waiting = askOnce(gateway.port, get('/third'));
  release?.();
  assert.equal((await slow).text(), 'done');
  assert.equal((await waiting).text(), 'done');
  assert.equal(origin.saw('/second'), false);
});
