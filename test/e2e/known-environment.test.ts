import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { knownEnvironment } from '../../src/cli/known-environment.ts';
import { runAgent } from '../harness/agent-run.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';

const HOST = 'api.acme.test';
const SECRET = 'c0rrect-h0rse!battery';

let origin: Origin;

before(async () => {
  origin = await startOrigin({ hosts: [HOST] });
});

after(async () => {
  await origin.stop();
});

/** Runs curl under `weir run`. @returns the status it saw */
async function status(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  config = {},
): Promise<string> {
  origin.forget();
  const curl = ['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', ...args];
  const run = await runAgent(curl, { origins: { [HOST]: origin }, env, config });
  assert.equal(run.code, 0, run.stderr);
  assert.ok(!run.stderr.includes(SECRET) && !JSON.stringify(run.records).includes(SECRET));
  return run.stdout;
}

test('a secret of the environment does not leave in a body, in whatever encoding', async () => {
  const encoded = Buffer.from(`x:${SECRET}`).toString('base64');
  for (const data of [`note=${SECRET}`, `note=${encodeURIComponent(encoded)}`]) {
    assert.equal(await status([`https://${HOST}/`, '-d', data], { MY_DB_PASSWORD: SECRET }), '403');
    assert.ok(!origin.saw(SECRET) && !origin.saw(encoded));
  }
});

test('it goes where its name says, in the field that authenticates', async () => {
  const args = [`https://${HOST}/`, '-H', `X-Api-Key: ${SECRET}`];
  assert.equal(await status(args, { ACME_TOKEN: SECRET }), '200');
  assert.equal(await status(args, { OTHER_TOKEN: SECRET }), '403');
});

test('the config switches it off', async () => {
  const args = [`https://${HOST}/`, '-d', `note=${SECRET}`];
  assert.equal(
    await status(args, { MY_DB_PASSWORD: SECRET }, { inspect: { knownEnvironment: false } }),
    '200',
  );
});

test('what is no secret is not registered', () => {
  const names = knownEnvironment({
    PWD: '/home/me/project',
    SSH_AUTH_SOCK: '/tmp/agent.12345',
    API_KEY_FILE: '/run/secrets/api-key-1',
    TOKEN: 'changeme-please',
    SESSION_TOKEN_TTL: '3600000000',
    DB_PASSWORD: 'short',
    MY_SECRET: SECRET,
    COPY_OF_MY_SECRET: SECRET,
    WEBHOOK_URL: 'https://hooks.example/x',
    DATABASE_URL: `postgres://app:${'Vq7x2'}${'Lk9'}@db/app`,
  }).map(({ name }) => name);
  assert.deepEqual(names, ['MY_SECRET', 'DATABASE_URL']);
});
