import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { sampleOf } from '../../src/inspect/sample.ts';
import { runAgent } from '../harness/agent-run.ts';
import { startOrigin } from '../harness/origin.ts';
import { tempDir } from '../harness/temp-dir.ts';
import { createRepository, git, gitBackend } from './git-server.ts';
import { assertNoTrace } from './traces.ts';

test('git clones and pushes over HTTPS', async () => {
  const repository = await createRepository();
  await using origin = await startOrigin({ hosts: ['github.com'], answer: gitBackend(repository) });
  const origins = { 'github.com': origin };
  const dir = path.join(tempDir('clone'), 'project');
  const clone = await runAgent(['git', 'clone', '-q', 'https://github.com/project.git', dir], { origins });
  assert.equal(clone.code, 0, clone.stderr);
  assert.equal(fs.readFileSync(path.join(dir, 'README.md'), 'utf8'), repository.readme);
  assert.deepEqual([...new Set(clone.records.map(({ outcome }) => outcome))], ['allowed']);

  fs.writeFileSync(path.join(dir, 'more.txt'), 'more');
  await git(dir, 'add', '.');
  await git(dir, 'commit', '-q', '-m', 'second');
  const push = await runAgent(['git', 'push', '-q', 'origin', 'main'], { origins, cwd: dir });
  assert.equal(push.code, 0, push.stderr);
  const pushed = await git(path.join(repository.root, repository.name), 'log', '--format=%s', 'main');
  assert.equal(pushed, 'second\nfirst\n');
});

test('a GitHub token in the URL of a remote goes to GitHub and to nobody else', async () => {
  const repository = await createRepository();
  const token = sampleOf('github-pat', 21);
  await using origin = await startOrigin({
    hosts: ['github.com', 'git.example.com'],
    // git sends the token only when it is asked for one.
    answer: (request, reply) =>
      request.header('authorization') === undefined
        ? reply.send(401, { 'WWW-Authenticate': 'Basic realm="git"' }, '')
        : gitBackend(repository)(request, reply),
  });
  const origins = { 'github.com': origin, 'git.example.com': origin };
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const elsewhere = await runAgent(
    ['git', 'ls-remote', `https://x-access-token:${token}@git.example.com/project.git`],
    { origins },
  );
  assert.notEqual(elsewhere.code, 0);
  assert.match(elsewhere.stderr, /403/);
  assert.ok(!origin.saw(basic) && !origin.saw(token));
  assert.deepEqual(
    elsewhere.records.map(({ outcome }) => outcome),
    ['allowed', 'blocked'],
  );
  const home = await runAgent(
    ['git', 'ls-remote', `https://x-access-token:${token}@github.com/project.git`],
    { origins },
  );
  assert.equal(home.code, 0, home.stderr);
  assert.match(home.stdout, /refs\/heads\/main/);
  assert.ok(origin.saw(basic));
  for (const { data } of [elsewhere, home]) assertNoTrace({ data, stdout: '', stderr: '' }, [token, basic]);
});
