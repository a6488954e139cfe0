import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { prepareDataDir } from './data-dir.ts';

const base = mkdtempSync(join(tmpdir(), 'weir-data-'));
after(() => rmSync(base, { recursive: true }));

test('is created for its owner alone', () => {
  const dir = prepareDataDir(join(base, 'a', 'b'));
  assert.equal(statSync(dir).mode & 0o777, 0o700);
  assert.equal(prepareDataDir(dir), dir);
});

test('is refused when others can write it', () => {
  const dir = prepareDataDir(join(base, 'open'));
  for (const mode of [0o720, 0o702, 0o777]) {
    chmodSync(dir, mode);
    assert.throws(() => prepareDataDir(dir), /refused: others can write it .*chmod 700/);
  }
  chmodSync(dir, 0o755);
  prepareDataDir(dir);
});

test('is refused when it belongs to somebody else', { skip: process.getuid?.() !== 0 }, () => {
  const dir = prepareDataDir(join(base, 'theirs'));
  chownSync(dir, 12_345, 12_345);
  assert.throws(() => prepareDataDir(dir), /another user/);
});

test('is refused when it is a file, or lies below one', () => {
  const path = join(base, 'file');
  writeFileSync(path, '');
  assert.throws(() => prepareDataDir(path), /EEXIST|expected a directory/);
  assert.throws(() => prepareDataDir(join(path, 'x')), /ENOTDIR/);
});
