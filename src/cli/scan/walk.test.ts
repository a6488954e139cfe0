import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, test } from 'node:test';
import { tempDir } from '../../../test/harness/temp-dir.ts';
import { walk } from './walk.ts';

/** A tree out of paths and texts; a path that ends in a slash is a folder. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = tempDir('tree');
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    fs.mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith('/')) fs.writeFileSync(file, text);
  }
  return root;
}

function names(root: string, start = '.', respectIgnored = true): string[] {
  const unreadable = (name: string): never => assert.fail(name);
  return [...walk(path.join(root, start), { respectIgnored, unreadable })].map((file) =>
    path.relative(root, file),
  );
}

describe('a walk', () => {
  test('goes through folders in the order of names', () => {
    const root = tree({ 'b/x': '', 'a.txt': '', 'b/a/y': '', 'c/': '' });
    assert.deepEqual(names(root), ['a.txt', 'b/a/y', 'b/x']);
  });

  test('leaves out what .gitignore names, at every level, and .git', () => {
    const root = tree({
      '.git/config': '',
      '.gitignore': 'node_modules/\n*.log\n!keep.log\n/only-here\n',
      'node_modules/a.js': '',
      'a.log': '',
      'keep.log': '',
      'only-here': '',
      'src/only-here': '',
      'src/.gitignore': '# comment\n*.tmp\n!important.log\n',
      'src/a.tmp': '',
      'src/a.log': '',
      'src/important.log': '',
      'src/deep/a.tmp': '',
      'src/deep/node_modules/b.js': '',
      'b.tmp': '',
    });
    assert.deepEqual(names(root), [
      '.gitignore',
      'b.tmp',
      'keep.log',
      'src/.gitignore',
      'src/important.log',
      'src/only-here',
    ]);
    assert.equal(names(root, '.', false).length, 14);
  });

  test('a folder that inner rules take back is searched whole', () => {
    const root = tree({ '.gitignore': 'gen\n', 'a/.gitignore': '!gen\n', 'a/gen/x/y': '', 'gen/z': '' });
    assert.deepEqual(names(root), ['.gitignore', 'a/.gitignore', 'a/gen/x/y']);
  });

  test('rules of the repository hold for a folder inside it, unless they ignore the folder itself', () => {
    const root = tree({
      '.git/info/exclude': 'private\n',
      '.gitignore': 'out/\n',
      'src/a': '',
      'src/private': '',
      'src/out/b': '',
      'out/c': '',
    });
    assert.deepEqual(names(root, 'src'), ['src/a']);
    assert.deepEqual(names(root, 'out'), ['out/c']);
  });

  test('follows no link and opens no device', () => {
    const root = tree({ 'a/x': '' });
    fs.symlinkSync(root, path.join(root, 'a/loop'));
    fs.symlinkSync('/etc/passwd', path.join(root, 'link'));
    assert.deepEqual(names(root), ['a/x']);
  });

  test('case counts', () => {
    assert.deepEqual(names(tree({ '.gitignore': 'Secret\n', secret: '', Secret: '' })), [
      '.gitignore',
      'secret',
    ]);
  });

  test('a folder that cannot be read is told, and the rest is walked', () => {
    const told: string[] = [];
    const unreadable = (name: string, code: string): void => void told.push(`${path.basename(name)} ${code}`);
    assert.deepEqual([...walk(path.join(tempDir(), 'gone'), { respectIgnored: true, unreadable })], []);
    assert.deepEqual(told, ['gone ENOENT']);
  });
});
