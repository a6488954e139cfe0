import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Root of the repository. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

let base: string | undefined;
let count = 0;

/** A fresh directory with mode 0700; all of them are removed when this process ends. */
export function tempDir(name = 'dir'): string {
  if (base === undefined) {
    const made = fs.mkdtempSync(path.join(os.tmpdir(), 'weir-test-'));
    process.once('exit', () => fs.rmSync(made, { recursive: true, force: true }));
    base = made;
  }
  const dir = path.join(base, `${name}-${++count}`);
  fs.mkdirSync(dir, { mode: 0o700 });
  return dir;
}

/** Writes a file into a fresh directory and returns its path. */
export function tempFile(name: string, content: string | Uint8Array): string {
  const file = path.join(tempDir('file'), name);
  fs.writeFileSync(file, content);
  return file;
}

/** Every file below a directory that holds one of the texts: path and text, for messages of failed tests. */
export function filesHolding(dir: string, texts: readonly string[]): string[] {
  const found: string[] = [];
  for (const entry of fs.readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = fs.readFileSync(file);
    for (const text of texts) if (bytes.includes(text)) found.push(file);
  }
  return found;
}
