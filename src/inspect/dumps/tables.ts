/** Tables with a column of passwords: CSV, TSV, tables of Markdown and of SQL clients. */
import { blankEnd, cellAt, cellCount, cellsOf } from './cells.ts';
import { LOGIN_COLUMN, PASSWORD_COLUMN } from './columns.ts';
import { type Dump, dumpOf } from './dump.ts';
import type { Line } from './lines.ts';
import { isReal, type Strength, strengthOf } from './secret-value.ts';

/** Headers that browsers and password managers write. */
const EXPORTS: readonly (readonly string[])[] = [
  ['url', 'username', 'password'],
  ['website', 'username', 'password'],
  ['login_uri', 'login_username', 'login_password'],
  ['title', 'url', 'username', 'password'],
  ['account', 'login name', 'password', 'web site'],
  ['origin', 'username', 'password'],
];
const FEWEST_ROWS = 2;
const MAX_COLUMNS = 60;
const LONGEST_HEADER = 2000;
const LONGEST_NAME = 40;
/** Rows of one table that are read for its values; all of them are part of it. */
const JUDGED_ROWS = 50;
/** Headers that are tried for the same rows: rows that look like headers themselves would be read once for each. */
const MAX_TRIES = 4;
const SEPARATORS = [',', '\t', ';', '|'] as const;
const MENTION = /pass|pwd|hash|secret|pw|kennwort|senha|contras/i;

/** Lines with as many cells each: how far they go is found out once, however many of them look like a header. */
interface Stretch {
  /** First line behind it. */
  end: number;
  /** Last line of it that is a row. */
  last: number;
  tries: number;
}

/** Finds tables whose header names a column of passwords. */
export function findTables(lines: readonly Line[]): readonly Dump[] {
  const found: Dump[] = [];
  const stretches: readonly Stretch[] = SEPARATORS.map(() => ({ end: 0, last: 0, tries: 0 }));
  for (let i = 0; i < lines.length; i++) {
    const { text } = lines[i]!;
    if (text.length < 5 || text.length > LONGEST_HEADER || !MENTION.test(text)) continue;
    for (let s = 0; s < SEPARATORS.length; s++) {
      const separator = SEPARATORS[s]!;
      const stretch = stretches[s]!;
      if (i < stretch.end && stretch.tries >= MAX_TRIES) continue;
      const header = headerOf(text, separator);
      if (header === undefined) continue;
      if (i >= stretch.end) measure(stretch, lines, i, separator, header.columns.length);
      stretch.tries++;
      if (stretch.last <= i) continue;
      const dump = judge(lines, i, stretch.last, separator, header);
      if (dump === undefined) continue;
      found.push(dump);
      i = stretch.last;
      break;
    }
  }
  return found;
}

interface Header {
  readonly columns: readonly string[];
  readonly password: number;
}

function headerOf(text: string, separator: string): Header | undefined {
  if (!text.includes(separator) || cellCount(text, separator, MAX_COLUMNS) > MAX_COLUMNS) return undefined;
  const columns = cellsOf(text, separator);
  if (columns.some((name) => name.length > LONGEST_NAME)) return undefined;
  const password = columns.findIndex((name) => PASSWORD_COLUMN.test(name));
  if (password < 0) return undefined;
  return columns.some((name, k) => k !== password && LOGIN_COLUMN.test(name))
    ? { columns, password }
    : undefined;
}

/** Follows the rows behind a header. */
function measure(
  stretch: Stretch,
  lines: readonly Line[],
  header: number,
  separator: string,
  count: number,
): void {
  let last = header;
  let i = header + 1;
  for (; i < lines.length; i++) {
    const { text } = lines[i]!;
    if (isRuler(text)) {
      if (blankEnd(text, 0) === text.length) break;
    } else if (cellCount(text, separator, count) === count) last = i;
    else break;
  }
  stretch.end = i;
  stretch.last = last;
  stretch.tries = 0;
}

function isRuler(text: string): boolean {
  return /^[\s|:+=-]*$/.test(text);
}

function judge(
  lines: readonly Line[],
  at: number,
  last: number,
  separator: string,
  { columns, password }: Header,
): Dump | undefined {
  const cells: string[] = [];
  let ruled = false;
  for (let i = at + 1; i <= last && cells.length < JUDGED_ROWS; i++) {
    const { text } = lines[i]!;
    if (isRuler(text)) ruled = true;
    else cells.push(cellAt(text, separator, password));
  }
  const isExport = EXPORTS.some((names) => names.every((name) => columns.includes(name)));
  if (cells.length < (isExport ? 1 : FEWEST_ROWS)) return undefined;
  const strengths = cells.map(strengthOfCell);
  const real = strengths.filter(isReal).length;
  if (real === 0 || real < strengths.length / 3) return undefined;
  const strong = strengths.some((one) => one === 'strong');
  const staged = separator === '|' && !ruled && isStep(lines, at) && !cells.some((cell) => HASH.test(cell));
  const kind = isExport ? 'browser-logins' : 'password-table';
  return dumpOf(kind, lines[at]!.start, lines[last]!.end, strong && !staged ? 'shaped' : 'likely');
}

/** Digests and long random values: nobody makes them up for a test. */
const HASH = /^(?:\$\w{1,10}\$\S{20,}|[0-9a-f]{32,128}|[A-Za-z\d+/_-]{24,}={0,2})$/i;
/** What a test in the language Gherkin says before a table, in the languages that its tests are mostly written in. */
const STEP =
  /^\s{0,40}(?:\*|Given|When|Then|And|But|Examples?|Scenarios|Background|Angenommen|Gegeben|Wenn|Dann|Und|Beispiele|Soit|Quand|Alors|Et|Exemples|Dado|Dada|Cuando|Entonces|Y|Ejemplos|Quando|E|Exemplos)\b/;
/** Lines before a table that may be blank, tags or remarks. */
const STEP_REACH = 3;

/** True for a table that a step of a test is given: it has bars at both ends, and the step stands above. */
function isStep(lines: readonly Line[], at: number): boolean {
  if (!/^\s{0,80}\|.*\|\s{0,80}$/.test(lines[at]!.text)) return false;
  for (let i = at - 1; i >= Math.max(0, at - STEP_REACH); i--) {
    const { text } = lines[i]!;
    if (!/^\s*(?:[#@].*)?$/.test(text)) return STEP.test(text);
  }
  return false;
}

/** What describes a column is no value of it. */
function strengthOfCell(cell: string): Strength {
  if (
    /^(?:string|varchar.*|text|char.*|required|optional|yes|no|not null|the .*|a .*|\w+\(.*\)|[A-Za-z]+ [A-Za-z]+ .*)$/i.test(
      cell,
    )
  )
    return 'none';
  if (!/[\d!@#$%^&*?+=~]/.test(cell) && cell.length < 8) return 'none';
  // A word alone is a word.
  if (/^[A-Za-z_][a-z_]*$/.test(cell)) return 'none';
  return strengthOf(cell);
}
