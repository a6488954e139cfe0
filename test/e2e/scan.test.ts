import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, test } from 'node:test';
import { sampleInContext } from '../../src/inspect/sample.ts';
import { tempDir, tempFile } from '../harness/temp-dir.ts';
import { startProcess, WEIR, weir } from '../harness/weir-process.ts';

const { text: token } = sampleInContext('github-pat', 11);
const PIECE = 4 << 20;

/** The document that `--json` prints. */
interface Document {
  readonly findings: readonly {
    readonly file: string;
    readonly line?: number;
    readonly column?: number;
    readonly kind: string;
    readonly start: number;
    readonly explanation?: { readonly why: string };
  }[];
  readonly errors: readonly { readonly file: string; readonly message: string }[];
  readonly summary: { readonly files: number; readonly bytes: number; readonly interrupted: boolean };
}

describe('a file', () => {
  test('with a secret: where it is, what it is, never what it says', async () => {
    const file = tempFile('prompt.txt', `one\né two ${token}\n`);
    const run = await weir(['scan', file]);
    assert.equal(run.code, 1);
    assert.equal(
      run.stdout,
      `${file}:2:7: github-pat GitHub personal access token (proved, 40 bytes, block)\n`,
    );
    assert.match(
      run.stderr,
      /^weir: 1 file, 52 bytes in .* MB\/s\); 1 finding, 1 of them would be stopped\n$/,
    );
    assert.ok(!(run.stdout + run.stderr).includes(token));
  });

  test('without one', async () => {
    const run = await weir(['scan', tempFile('a.txt', 'nothing at all')]);
    assert.deepEqual([run.code, run.stdout], [0, '']);
    assert.match(run.stderr, /nothing found/);
  });

  test('that is no text is searched as bytes, and this is said', async () => {
    const file = tempFile('program', `\0\u0001 ${token} `);
    const run = await weir(['scan', file]);
    assert.equal(run.code, 1);
    assert.match(run.stdout, /:byte 3: github-pat /);
    assert.match(run.stderr, /1 file not text, searched as bytes/);
  });

  test('that cannot be read is named, and the others are searched', async () => {
    const file = tempFile('a.txt', token);
    const run = await weir(['scan', '/no/such/file', file]);
    assert.equal(run.code, 2);
    assert.match(run.stdout, /github-pat/);
    assert.match(run.stderr, /^weir: \/no\/such\/file cannot be read \(ENOENT\)\n/);
  });

  test('that is long is searched in pieces, and a secret across two of them is found', async () => {
    const line = `${'a word and another '.repeat(5)}\n`;
    const bytes = Buffer.alloc(2 * PIECE + 1000, line);
    for (const at of [0, PIECE - 20, 2 * PIECE - 1, 2 * PIECE + 900]) bytes.write(` ${token} `, at);
    const file = tempFile('long.txt', bytes);
    const run = await weir(['scan', '--json', file]);
    assert.equal(run.code, 1);
    const { findings, summary } = JSON.parse(run.stdout) as Document;
    assert.deepEqual(
      findings.map(({ start }) => start),
      [1, PIECE - 19, 2 * PIECE, 2 * PIECE + 901],
    );
    const before = bytes
      .subarray(0, PIECE - 19)
      .toString()
      .split('\n');
    assert.deepEqual([findings[1]!.line, findings[1]!.column], [before.length, before.at(-1)!.length + 1]);
    assert.equal(summary.bytes, bytes.length);
  });
});

describe('a folder', () => {
  const root = tempDir('tree');
  for (const [name, text] of Object.entries({
    '.gitignore': 'ignored/\n',
    'ignored/a.txt': token,
    'src/b.txt': `x ${token}`,
    'src/c.txt': 'nothing',
    '.git/config': token,
  })) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }

  test('is searched without what .gitignore names', async () => {
    const run = await weir(['scan', '.'], { cwd: root });
    assert.equal(run.code, 1);
    assert.match(run.stdout, /^src\/b\.txt:1:3: /);
    assert.equal(run.stdout.split('\n').length, 2);
  });

  test('is searched whole with --no-ignore', async () => {
    const run = await weir(['scan', '--no-ignore', '--json', root]);
    const { findings, summary } = JSON.parse(run.stdout) as Document;
    assert.deepEqual(
      findings.map(({ file }) => path.relative(root, file)),
      ['.git/config', 'ignored/a.txt', 'src/b.txt'],
    );
    assert.equal(summary.files, 5);
  });
});

describe('stdin', () => {
  test('is what is searched when nothing is named', async () => {
    for (const args of [['scan'], ['scan', '-']]) {
      const run = await weir(args, { input: `x\n${token}` });
      assert.equal(run.code, 1);
      assert.match(run.stdout, /^stdin:2:1: github-pat /);
    }
    assert.equal((await weir(['scan'], { input: '' })).code, 0);
  });

  test('may be long', async () => {
    const input = Buffer.alloc(2 * PIECE, 'a word and another ');
    input.write(` ${token} `, input.length - 100);
    const run = await weir(['scan', '--json'], { input });
    const { findings } = JSON.parse(run.stdout) as Document;
    assert.deepEqual(
      findings.map(({ start }) => start),
      [input.length - 99],
    );
  });

  test('Ctrl-C ends it with what was found so far', async () => {
    const scan = startProcess(WEIR, ['scan', '--json', tempFile('a.txt', token), '-']);
    scan.child.stdin!.write('waiting for more');
    await scan.says(/github-pat/);
    scan.child.kill('SIGINT');
    const run = await scan.finished;
    assert.equal(run.code, 130);
    const { findings, summary } = JSON.parse(run.stdout) as Document;
    assert.deepEqual([findings.length, summary.interrupted], [1, true]);
  });
});

describe('options', () => {
  const file = tempFile('a.txt', token);

  test('--explain says why, and how to exempt it', async () => {
    const run = await weir(['scan', '--explain', file]);
    assert.match(run.stdout, /why: GitHub personal access token of GitHub/);
    assert.match(run.stdout, /to exempt it: this value alone: inspect\.exempt/);
    assert.ok(!run.stdout.includes(token));
    const json = await weir(['scan', '--explain', '--json', file]);
    assert.match((JSON.parse(json.stdout) as Document).findings[0]!.explanation!.why, /proved/);
  });

  test('--disable leaves a kind out', async () => {
    assert.equal((await weir(['scan', '--disable', 'github-pat', file])).code, 0);
  });

  test('--min-confidence leaves out what is less sure', async () => {
    const cut = tempFile('b.txt', `x ${token.slice(0, -1)}a\n`);
    assert.equal((await weir(['scan', cut])).code, 1);
    assert.equal((await weir(['scan', '--min-confidence', 'proved', cut])).code, 0);
  });

  test('--pack and --direction take what there is', async () => {
    for (const args of [
      ['--pack', 'all'],
      ['--pack', 'money,strict'],
      ['--direction', 'answer'],
    ]) {
      assert.notEqual((await weir(['scan', ...args, file])).code, 2, args.join(' '));
    }
  });

  test('that make no sense are refused', async () => {
    for (const args of [
      ['--pack', 'nonsense'],
      ['--disable', 'nonsense'],
      ['--direction', 'up'],
      ['--min-confidence', 'high'],
      ['--json', '--jsonl'],
      ['--explain', '--jsonl'],
      ['--nonsense'],
    ]) {
      const run = await weir(['scan', ...args, file]);
      assert.deepEqual([run.code, run.stdout], [2, ''], args.join(' '));
    }
  });
});

describe('JSON lines', () => {
  const rows = `${JSON.stringify({ id: 'a', text: `use ${token}` })}\n${JSON.stringify({ id: 'b', text: '' })}\n`;

  test('out of a file and out of stdin', async () => {
    for (const [args, input] of [
      [[tempFile('rows.jsonl', rows)], ''],
      [[], rows],
      [['-'], rows],
    ] as const) {
      const run = await weir(['scan', '--jsonl', ...args], { input });
      assert.deepEqual([run.code, run.stderr], [1, '']);
      const lines = run.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      assert.deepEqual(lines[1], { id: 'b', findings: [] });
      assert.equal(lines.length, 2);
      assert.ok(!run.stdout.includes(token));
    }
  });

  test('go on after a bad line, and end with 2', async () => {
    const run = await weir(['scan', '--jsonl'], { input: `nonsense ${token}\n${rows}` });
    assert.equal(run.code, 2);
    assert.match(run.stdout, /^\{"id":null,"line":1,"error":"not JSON"\}\n\{"id":"a",/);
    assert.ok(!(run.stdout + run.stderr).includes(token));
  });

  test('out of a file that is not there', async () => {
    const run = await weir(['scan', '--jsonl', '/no/such/file']);
    assert.deepEqual([run.code, run.stderr], [2, 'weir: /no/such/file cannot be read (ENOENT)\n']);
  });
});
