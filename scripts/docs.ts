// Writes the pages of docs/ that come from the code. `--check` only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationPage } from '../src/config/explain.ts';
import { errorsPage } from './errors-page.ts';
import { kindsPage } from './kinds-page.ts';

const PAGES = {
  'docs/configuration.md': configurationPage(),
  'docs/errors.md': errorsPage(),
  'docs/kinds.md': kindsPage(),
};

for (const [name, text] of Object.entries(PAGES)) {
  const page = new URL(`../${name}`, import.meta.url);
  if (!process.argv.includes('--check')) {
    writeFileSync(page, text);
  } else if (readFileSync(page, 'utf8') !== text) {
    process.stderr.write(`${name} is out of date: run npm run docs\n`);
    process.exitCode = 1;
  }
}
