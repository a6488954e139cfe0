import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sampleOf } from '../../src/inspect/sample.ts';
import { requestBytes } from '../e2e/raw-request.ts';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { askOnce } from '../harness/raw-client.ts';

const HOST = 'names.example.com';
const SECRET = sampleOf('github-pat', 77);
let origin: Origin;
let gateway: TestGateway;

before(async () => {
  origin = await startOrigin({ hosts: false });
  gateway = await startGateway({ origins: { [HOST]: origin } });
});

after(async () => {
  await gateway.stop();
  await origin.stop();
});

test('a secret in the name of an answer field does not reach the agent or the record', async () => {
  origin.answer = (_request, reply) => reply.send(200, { [SECRET]: SECRET, 'X-Kept': 'yes' }, 'body');
  const answer = await askOnce(gateway.port, requestBytes({ host: HOST, path: '/', absolute: true }));
  assert.equal(answer.text(), 'body');
  assert.equal(answer.header('x-kept'), 'yes');
  assert.equal(answer.fields.flat().join(' ').toLowerCase().includes(SECRET.toLowerCase()), false);
  assert.equal(answer.header('x-weir-redacted'), '1');
  const records = JSON.stringify(await gateway.records(1)).toLowerCase();
  assert.equal(records.includes(SECRET.toLowerCase()), false);
});
