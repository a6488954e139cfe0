import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { completionScript, SHELLS, type Shell } from './completion.ts';
import { buildProgram } from './program.ts';

const program = await buildProgram();
const has = (shell: Shell) => spawnSync(shell, ['-c', 'true']).status === 0;

/** What bash offers for the last word of a command line. */
function offers(...words: string[]): string[] {
  const script = `${completionScript(program, 'bash')}
    COMP_WORDS=(weir ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
    _weir; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

for (const shell of SHELLS) {
  test(`${shell} reads its script`, { skip: !has(shell) && `${shell} is not installed` }, () => {
    // A pipe: fish reads no script from the socket that a child's stdin is here.
    const { stderr, status } = spawnSync('sh', ['-c', `cat | ${shell} -n`], {
      input: completionScript(program, shell),
      encoding: 'utf8',
    });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });

  test(`${shell} hears of every command and option`, () => {
    const script = completionScript(program, shell);
    for (const command of program.commands) {
      assert.ok(script.includes(command.name()), command.name());
      for (const option of command.options) assert.ok(script.includes(option.long!.slice(2)), option.long!);
    }
  });
}

describe('bash', { skip: !has('bash') && 'bash is not installed' }, () => {
  test('commands', () => {
    assert.deepEqual(offers('re'), ['records']);
    assert.deepEqual(offers('co'), ['config', 'completion']);
    assert.deepEqual(offers('config', 'c'), ['check']);
    assert.deepEqual(offers('records', '--json', 'v'), ['verify']);
  });

  test('options and their words', () => {
    assert.deepEqual(offers('records', '--f'), ['--follow']);
    assert.deepEqual(offers('ca', 'export', '--format', ''), ['pem', 'der', 'p12']);
    assert.deepEqual(offers('proxy', '--log', 'j'), ['json']);
    assert.deepEqual(offers('completion', 'f'), ['fish']);
    assert.deepEqual(offers('proxy', '--listen', ''), []);
  });

  test('files, and commands behind --', () => {
    assert.deepEqual(offers('config', 'check', 'package.j'), ['package.json']);
    assert.deepEqual(offers('proxy', '--config', 'package.j'), ['package.json']);
    assert.ok(offers('run', '--', 'ech').includes('echo'));
  });
});
