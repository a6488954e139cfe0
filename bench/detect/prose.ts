import * as fs from 'node:fs';
import * as path from 'node:path';
import { Parts } from '../../test/detect/benign-text.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const README = /^readme(?:\.md|\.markdown)?$/i;

/**
 * Benign parts whose words follow each other as people write them: taken from the manuals of the packages that are
 * installed. Words that are picked at random from a short list say `password` in every second line.
 */
export class Prose extends Parts {
  private static readonly all: readonly string[] = wordsOfManuals();

  override words(count: number): string {
    const from = this.int(Prose.all.length - count);
    return Prose.all.slice(from, from + count).join(' ');
  }

  override identifier(): string {
    const parts = this.words(8)
      .split(/[^A-Za-z]+/)
      .filter((word) => word.length > 2)
      .slice(0, 1 + this.int(3))
      .map((word) => word.toLowerCase());
    const [first = 'value', ...rest] = parts;
    return first + rest.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  }
}

/** Markup and quotation marks are left to who writes the text around them. */
function wordsOfManuals(): readonly string[] {
  const root = path.join(ROOT, 'node_modules');
  const files = fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && README.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return files
    .flatMap((file) => fs.readFileSync(file, 'latin1').split(/\s+/))
    .filter((word) => /^[A-Za-z0-9(][A-Za-z0-9,.;:?!()'/-]{0,30}$/.test(word));
}
