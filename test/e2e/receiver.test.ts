import assert from 'node:assert/strict';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { eventually, startGateway, type TestGateway } from '../harness/gateway.ts';
import { startOrigin } from '../harness/origin.ts';
import { askOnce } from '../harness/raw-client.ts';
import { tempDir, tempFile } from '../harness/temp-dir.ts';
import { assertDenied } from './denial.ts';
import { requestBytes } from './raw-request.ts';

const HOST = 'service.example.com';
const KEY = 'a-key-of-the-receiver';

/** A receiver as Strathon has it, with an ETag. */
interface Receiver extends AsyncDisposable {
  readonly url: string;
  blocked: string;
  down: boolean;
  /** Requests as `METHOD path status`. */
  readonly log: readonly string[];
}

async function startReceiver(): Promise<Receiver> {
  const log: string[] = [];
  const server = http.createServer((request, response) => {
    const etag = `"${receiver.blocked}"`;
    const authorised = request.headers.authorization === `Bearer ${KEY}`;
    const status = receiver.down
      ? 503
      : !authorised
        ? 401
        : request.headers['if-none-match'] === etag
          ? 304
          : 200;
    log.push(`${request.method} ${request.url} ${status}`);
    response.writeHead(status, { 'Content-Type': 'application/json', ETag: etag });
    const policy = {
      id: 'p1',
      name: 'from-receiver',
      action: 'block',
      match_expression: `http.path == "${receiver.blocked}"`,
      applies_to: [],
      enabled: true,
      priority: 0,
      shadow: false,
      some_field_of_tomorrow: 1,
    };
    response.end(
      status === 200 ? JSON.stringify({ policies: [policy], intervention_default_action: 'allow' }) : '',
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    blocked: '/one',
    down: false,
    log,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return receiver;
}

const statusesOf = async (gateway: TestGateway): Promise<number[]> => {
  const ask = (path: string) => askOnce(gateway.port, requestBytes({ host: HOST, path, absolute: true }));
  return (await Promise.all([ask('/one'), ask('/two')])).map(({ status }) => status);
};

test('policies of a receiver: pulled, followed, kept while it is down, and over a restart', async () => {
  await using receiver = await startReceiver();
  await using origin = await startOrigin({ hosts: false });
  const data = tempDir('data');
  const options = {
    data,
    origins: { [HOST]: origin },
    policies: receiver.url,
    config: { policies: { refreshMs: 1000 } },
    flags: ['--policies-key-file', tempFile('key', `${KEY}\n`)],
  };
  const gateway = await startGateway(options);
  await eventually(
    () => statusesOf(gateway),
    (statuses) => statuses.join() === '403,200',
  );
  assert.equal(receiver.log[0], 'GET /v1/policies 200');
  await eventually(
    () => receiver.log,
    (log) => log.includes('GET /v1/policies 304'),
  );
  receiver.blocked = '/two';
  await eventually(
    () => statusesOf(gateway),
    (statuses) => statuses.join() === '200,403',
  );
  receiver.down = true;
  await gateway.says(/policies not changed/);
  assert.deepEqual(await statusesOf(gateway), [200, 403]);
  assert.equal((await gateway.stop()).code, 0);
  assert.ok(!gateway.stderr.includes(KEY), 'the key stands in the log');

  // The receiver is still down: the last good copy decides.
  await using again = await startGateway(options);
  await eventually(
    () => statusesOf(again),
    (statuses) => statuses.join() === '200,403',
  );
});

test('until the first success everything is denied, with a reason of its own', async () => {
  await using receiver = await startReceiver();
  await using origin = await startOrigin({ hosts: false });
  receiver.down = true;
  await using gateway = await startGateway({
    origins: { [HOST]: origin },
    config: { policies: { refreshMs: 1000 } },
    env: { STRATHON_EGRESS_RECEIVER_URL: receiver.url, STRATHON_API_KEY: KEY },
  });
  const answer = await askOnce(gateway.port, requestBytes({ host: HOST, absolute: true }));
  const { request_id } = assertDenied(answer, 403, 'policy');
  assert.equal((await gateway.record(request_id)).reason, 'policy-unavailable');
  assert.equal(origin.connections, 0);
  receiver.down = false;
  await eventually(
    () => statusesOf(gateway),
    (statuses) => statuses.join() === '403,200',
  );
});
