import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Origin } from '../harness/origin.ts';
import { tempDir } from '../harness/temp-dir.ts';
import { runProcess } from '../harness/weir-process.ts';

/** A bare repository in a directory of its own, with one commit. */
export interface ServedRepository {
  /** Parent of the repository. */
  readonly root: string;
  /** Name below the root. */
  readonly name: string;
  /** Content of `README.md` on `main`. */
  readonly readme: string;
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** Makes a repository that accepts pushes. */
export async function createRepository(): Promise<ServedRepository> {
  const work = tempDir('work');
  const root = tempDir('repositories');
  const readme = Array.from({ length: 2000 }, (_, i) => `line ${i} ${Math.sin(i)}`).join('\n');
  fs.writeFileSync(path.join(work, 'README.md'), readme);
  await git(work, 'init', '-q', '-b', 'main');
  await git(work, 'add', '.');
  await git(work, 'commit', '-q', '-m', 'first');
  await git(root, 'clone', '-q', '--bare', work, 'project.git');
  await git(path.join(root, 'project.git'), 'config', 'http.receivepack', 'true');
  return { root, name: 'project.git', readme };
}

/** Runs git and returns what it printed. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runProcess('git', args, { cwd, env: IDENTITY });
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Answers requests with `git http-backend` (CGI, RFC 3875). */
export function gitBackend(repository: ServedRepository): Origin['answer'] {
  return async (request, reply) => {
    const [file = '', query = ''] = request.target.split('?');
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env.PATH ?? '',
        GIT_PROJECT_ROOT: repository.root,
        GIT_HTTP_EXPORT_ALL: '1',
        REQUEST_METHOD: request.method,
        PATH_INFO: file,
        QUERY_STRING: query,
        CONTENT_TYPE: request.header('content-type') ?? '',
        CONTENT_LENGTH: String(request.body.length),
        HTTP_CONTENT_ENCODING: request.header('content-encoding') ?? '',
        GIT_PROTOCOL: request.header('git-protocol') ?? '',
        REMOTE_USER: 'agent',
      },
    });
    backend.stdin.on('error', () => undefined);
    backend.stdin.end(request.body);
    const output = await outputOf(backend);
    const end = output.indexOf('\r\n\r\n');
    const fields = Object.fromEntries(
      output
        .toString('latin1', 0, end)
        .split('\r\n')
        .map((line) => line.split(/: */, 2) as [string, string]),
    );
    const { Status: status = '200', ...rest } = fields;
    const body = output.subarray(end + 4);
    reply.chunked(
      Number.parseInt(status, 10),
      rest,
      [body.subarray(0, 100), body.subarray(100)].filter((piece) => piece.length > 0),
    );
  };
}

async function outputOf(child: ChildProcess): Promise<Buffer> {
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (data: Buffer) => pieces.push(data));
  await new Promise((resolve) => {
    child.once('close', resolve);
  });
  return Buffer.concat(pieces);
}
