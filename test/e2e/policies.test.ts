import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { sampleOf } from '../../src/inspect/sample.ts';
import { policyFile } from '../harness/data-plane.ts';
import { eventually, startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { type Answer, askOnce } from '../harness/raw-client.ts';
import { assertDenied, assertLeakBlocked } from './denial.ts';
import { requestBytes } from './raw-request.ts';
import { assertRecordsIntact } from './traces.ts';

const HOST = 'service.example.com';

/** A policy that looks at the path. */
const on = (name: string, action: string, path: string, more: object = {}): object => ({
  name,
  action,
  match_expression: `http.path.startsWith("${path}")`,
  ...more,
});

const POLICIES = {
  intervention_default_action: 'allow',
  policies: [
    on('note-logs', 'log', '/block/logged', { priority: 90 }),
    on('note-alerts', 'alert', '/alert', { priority: 90 }),
    on('allow-first', 'allow', '/block/allowed', { priority: 80 }),
    on('no-block', 'block', '/block'),
    on('only-posts', 'block', '/posts', { applies_to: ['http.post'] }),
    on('tried-out', 'block', '/shadow', { shadow: true }),
    on('switched-off', 'block', '/off', { enabled: false }),
    on('slow-down', 'throttle', '/throttle'),
    on('ask-first', 'require_approval', '/approve'),
    on('go-elsewhere', 'steer', '/steer'),
    { name: 'broken', action: 'block', match_expression: 'http.path == "/broken" && 1 / http.size > 0' },
    { name: 'seed-names', action: 'block', match_expression: 'attrs["strathon.http.url"].contains("/seed")' },
    {
      name: 'keys-are-for-vendors',
      action: 'block',
      match_expression:
        '"x-team" in http.headers && http.headers["x-team"] == "red" && http.query["to"] == "blue"',
    },
  ],
};

let origin: Origin;

before(async () => {
  origin = await startOrigin({ hosts: false });
});

after(() => origin.stop());

const ask = (gateway: TestGateway, path: string, fields: string[] = [], method = 'GET'): Promise<Answer> =>
  askOnce(gateway.port, requestBytes({ host: HOST, method, path, fields, absolute: true }));

describe('actions', () => {
  let gateway: TestGateway;
  let asked = 0;

  before(async () => {
    gateway = await startGateway({ origins: { [HOST]: origin }, policies: POLICIES });
  });

  after(async () => {
    await gateway.stop();
    await assertRecordsIntact(gateway.data, asked);
  });

  /** Path -> reason of the seed, name of the policy, what matched. */
  const DENIED: Readonly<
    Record<string, readonly [reason: string, policy: string, matched: readonly string[]]>
  > = {
    '/block': ['policy', 'no-block', ['no-block']],
    '/block/logged': ['policy', 'no-block', ['note-logs', 'no-block']],
    '/a/%2e%2e/block': ['policy', 'no-block', ['no-block']],
    '/throttle': ['policy-throttle', 'slow-down', ['slow-down']],
    '/approve': ['policy-approval-required', 'ask-first', ['ask-first']],
    '/steer': ['policy-steer-unenforceable', 'go-elsewhere', ['go-elsewhere']],
    '/broken': ['policy', '_fail_closed', ['broken']],
    '/seed': ['policy', 'seed-names', ['seed-names']],
  };
  for (const [path, [strathon, policy, matched]] of Object.entries(DENIED)) {
    test(`denied: ${path}`, async () => {
      asked++;
      origin.forget();
      const answer = await ask(gateway, path);
      const denial = assertDenied(answer, 403, 'policy');
      assert.deepEqual([answer.header('x-strathon-block-reason'), denial.policy], [strathon, policy]);
      assert.equal(origin.requests.length, 0);
      const record = await gateway.record(denial.request_id);
      assert.deepEqual(
        [record.outcome, record.policy, record.matched?.map(({ name }) => name)],
        ['blocked', policy, matched],
      );
    });
  }

  const PASSED: Readonly<Record<string, readonly string[] | undefined>> = {
    '/': undefined,
    '/alert': ['note-alerts'],
    '/block/allowed': ['allow-first'],
    '/shadow': ['tried-out'],
    '/off': undefined,
    '/posts': undefined,
  };
  for (const [path, matched] of Object.entries(PASSED)) {
    test(`passed: ${path}`, async () => {
      asked++;
      const answer = await ask(gateway, path);
      assert.deepEqual([answer.status, answer.text()], [200, 'ok']);
      const record = await gateway.record(answer.header('x-weir-request-id'));
      assert.deepEqual([record.outcome, record.matched?.map(({ name }) => name)], ['allowed', matched]);
    });
  }

  test('applies_to looks at the method', async () => {
    asked++;
    assert.equal(
      assertDenied(await ask(gateway, '/posts', ['Content-Length: 0'], 'POST'), 403, 'policy').policy,
      'only-posts',
    );
  });

  test('headers and query are seen', async () => {
    asked += 2;
    const fields = ['X-Team: red'];
    assertDenied(await ask(gateway, '/x?to=blue', fields), 403, 'policy');
    assert.equal((await ask(gateway, '/x?to=green', fields)).status, 200);
  });

  test('allowing a request does not allow a leak', async () => {
    asked++;
    const secret = sampleOf('github-pat', 61);
    assertLeakBlocked(await ask(gateway, `/block/allowed/${secret}`), 'github-pat');
  });
});

test('a default of block denies what no policy decides', async () => {
  const policies = { intervention_default_action: 'block', policies: [on('good', 'allow', '/good')] };
  await using gateway = await startGateway({ origins: { [HOST]: origin }, policies });
  assert.equal((await ask(gateway, '/good')).status, 200);
  assert.equal(assertDenied(await ask(gateway, '/bad'), 403, 'policy').policy, '_default_deny');
});

test('an edit takes effect without a restart; a broken one changes nothing and is told', async () => {
  const file = policyFile({ policies: [on('first', 'block', '/one')] });
  await using gateway = await startGateway({ origins: { [HOST]: origin }, policies: file });
  const statuses = async (): Promise<number[]> =>
    (await Promise.all(['/one', '/two'].map((path) => ask(gateway, path)))).map(({ status }) => status);
  assert.deepEqual(await statuses(), [403, 200]);
  fs.writeFileSync(file, JSON.stringify({ policies: [on('second', 'block', '/two')] }));
  await eventually(statuses, ([one, two]) => one === 200 && two === 403);
  fs.writeFileSync(
    file,
    '{"policies": [{"name": "bad", "action": "block", "match_expression": "http.path =="}]}',
  );
  await gateway.says(/policies not changed/);
  assert.deepEqual(await statuses(), [200, 403]);
  const [before, latest] = [(await gateway.records())[0]!, (await gateway.records()).at(-1)!];
  assert.notEqual(before.policy_version, latest.policy_version);
  fs.writeFileSync(file, JSON.stringify({ policies: [] }));
  await eventually(statuses, ([one, two]) => one === 200 && two === 200);
});
