import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { createRecordSink } from '../record/sink.ts';
import { buildProgram } from './program.ts';

const dir = mkdtempSync(join(tmpdir(), 'weir-cli-'));
after(() => rmSync(dir, { recursive: true }));
const entry = fileURLToPath(new URL('./main.ts', import.meta.url));

function weir(...args: string[]) {
  const env = { PATH: process.env.PATH, HOME: dir };
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

async function recordsIn(data: string, paths: readonly string[]): Promise<void> {
  const limits = { flushMs: 5, rotateBytes: 1_000_000, keepFiles: 5, queueBytes: 100_000 };
  const sink = createRecordSink({ dir: data, ...limits, onFailure: 'deny' });
  for (const [i, path] of paths.entries()) {
    const outcome = path.includes('secret') ? 'blocked' : 'allowed';
    const agent = { mode: 'connect', agent: 'alice', agent_how: 'basic', client: '127.0.0.1:1' };
    const time = new Date(Date.UTC(2026, 0, 1, 0, 0, i)).toISOString();
    sink.write({
      id: `r${i}`,
      time,
      outcome,
      ...agent,
      host: 'a.example',
      path,
      inspected: true,
      total_ms: 2,
    });
  }
  await sink.close();
}

describe('exit codes', () => {
  test('2 for wrong usage and a wrong config, 1 for a failure, 0 otherwise', () => {
    const wrong = join(dir, 'wrong.yaml');
    writeFileSync(wrong, 'log:\n  level: loud\n');
    assert.equal(weir().status, 2);
    assert.equal(weir('recrods').status, 2);
    assert.equal(weir('version', '--nonsense').status, 2);
    assert.equal(weir('config', 'print', '--config', wrong).status, 2);
    assert.equal(weir('config', 'print', '--resolve', 'x').status, 2);
    assert.equal(weir('--help').status, 0);
    assert.equal(weir('version').status, 0);
  });

  test('a mistyped command names the one that was meant', () => {
    assert.match(weir('recrods').stderr, /Did you mean records\?/);
  });
});

test('config check names file, line, key and what was expected', () => {
  const file = join(dir, 'check.yaml');
  writeFileSync(file, 'accept:\n  conections: 5\n');
  const { status, stderr } = weir('config', 'check', file);
  assert.equal(status, 2);
  assert.ok(
    stderr.includes(`${file}:2: accept.conections: unknown key; did you mean "connections"?`),
    stderr,
  );
  writeFileSync(file, 'accept:\n  connections: 5\n');
  assert.deepEqual(weir('config', 'check', file), { status: 0, stdout: `${file}: correct\n`, stderr: '' });
});

test('config print shows origins, and repeatable flags add up', () => {
  const args = ['--allow-address', '10.0.0.1', '--allow-address', '10.0.0.2:80', '--log', 'json'];
  const { stdout } = weir('config', 'print', ...args);
  assert.match(
    stdout,
    /^forward\.allowAddresses = \["10\.0\.0\.1","10\.0\.0\.2:80"\] +# flag --allow-address$/m,
  );
  assert.match(stdout, /^log\.format = "json" +# flag --log$/m);
  assert.equal(JSON.parse(weir('config', 'print', '--json').stdout).data.value, join(dir, '.weir'));
});

test('config schema is JSON Schema', () => {
  assert.match(JSON.parse(weir('config', 'schema').stdout).$schema, /2020-12/);
});

test('version', () => {
  assert.match(weir('version').stdout, /^weir \d+\.\d+\.\d+\n$/);
  assert.equal(weir('--version').stdout, weir('version').stdout);
  assert.equal(JSON.parse(weir('version', '--json').stdout).node, process.versions.node);
});

describe('records', () => {
  const data = mkdtempSync(join(dir, 'data-'));

  test('one line each, as JSON, and only the blocked', async () => {
    await recordsIn(data, ['/', '/secret', '/\u001b[31mred']);
    const { stdout } = weir('records', '--data', data);
    assert.match(stdout, /^00:00:00\.000 allowed {3}alice connect a\.example\/ 2ms\n/);
    assert.ok(!stdout.includes('\u001b'), 'neither colour in a pipe, nor escapes out of a path');
    const lines = weir('records', '--data', data, '--json').stdout.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).id),
      ['r0', 'r1', 'r2'],
    );
    assert.equal(weir('records', '--data', data, '--blocked').stdout.split('\n').length, 2);
  });

  test('verify: 0 when intact, 1 and a name when not', async () => {
    assert.match(weir('records', 'verify', '--data', data).stdout, /^intact +3 records in 1 files\n$/);
    const copy = mkdtempSync(join(dir, 'data-'));
    await recordsIn(copy, ['/']);
    rmSync(join(copy, 'records', 'ledger'));
    const { status, stdout } = weir('records', 'verify', '--json', '--data', copy);
    assert.equal(status, 1);
    assert.equal(JSON.parse(stdout).faults[0].kind, 'ledger');
    assert.match(
      weir('records', 'verify', '--data', copy).stdout,
      /^ledger {4}ledger: the ledger is missing/,
    );
  });

  test('follow ends with SIGINT and exit code 0', async () => {
    const child = spawn(process.execPath, [entry, 'records', '--follow', '--data', data], {
      env: { HOME: dir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.split('\n').length === 4) void recordsIn(data, ['/later']);
      if (text.includes('/later')) child.kill('SIGINT');
    });
    const [code] = await once(child, 'close');
    assert.equal(code, 0);
  });
});

test('every command has a description and examples', async () => {
  const visit = (command: Command): void => {
    assert.notEqual(command.description(), '', command.name());
    let help = '';
    command.configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    command.outputHelp();
    assert.match(help, /Examples:\n {2}# /, command.name());
    for (const child of command.commands) visit(child);
  };
  visit(await buildProgram());
});
