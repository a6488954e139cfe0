// Says which source files are too long and which links between the documents lead nowhere.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const MAX_LINES = 400;
/** Tables of data, one entry after the other: as long as the world wants them. */
const TABLES = /^src\/inspect\/kinds\//;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => fs.existsSync(path.join(ROOT, file)));

const problems = files.flatMap((file) => {
  if (/\.(?:ts|py)$/.test(file) && !TABLES.test(file)) return tooLong(file);
  return file.endsWith('.md') ? deadLinks(file) : [];
});
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;

function tooLong(file: string): string[] {
  const lines = read(file).split('\n').length - 1;
  return lines > MAX_LINES ? [`${file}: ${lines} lines, at most ${MAX_LINES}: split it by what it does`] : [];
}

/** Relative links of a page whose file, or whose heading, does not exist. */
function deadLinks(file: string): string[] {
  return [...read(file).matchAll(/\]\((?![a-z]+:)([^)\s#]*)(?:#([^)\s]*))?\)/g)].flatMap(
    ([, to, heading]) => {
      const target = to === '' ? file : path.join(path.dirname(file), to ?? '');
      if (!fs.existsSync(path.join(ROOT, target))) return [`${file}: no file ${target}`];
      if (heading === undefined || !target.endsWith('.md')) return [];
      return headings(target).includes(heading) ? [] : [`${file}: no heading #${heading} in ${target}`];
    },
  );
}

/** Anchors of a page, as GitHub makes them. */
function headings(file: string): string[] {
  return [...read(file).matchAll(/^#+ +(.*)$/gm)].map(([, text]) =>
    text!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function read(file: string): string {
  return fs.readFileSync(path.join(ROOT, file), 'utf8');
}
