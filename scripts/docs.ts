// Writes the pages of docs/ that come from the code. `--check` only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationPage } from '../src/config/explain.ts';

const page = new URL('../docs/configuration.md', import.meta.url);
const text = configurationPage();
if (!process.argv.includes('--check')) {
  writeFileSync(page, text);
} else if (readFileSync(page, 'utf8') !== text) {
  process.stderr.write('docs/configuration.md is out of date: run node scripts/docs.ts\n');
  process.exitCode = 1;
}
