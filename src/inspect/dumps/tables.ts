/** Tables with a column of passwords: CSV, TSV, tables of SQL clients, INSERT statements, lists of JSON objects. */
import { type Dump, dumpOf } from './dump.ts';
import type { Line } from './lines.ts';
import { type Strength, strengthOf } from './secret-value.ts';

/** Names of columns, as they stand in a header. */
const PASSWORD_COLUMN =
  /^(?:(?:user|login|web|hashed|encrypted|plain(?:text)?|account|admin|current)?[_ -]?(?:password|passwd|passwort|pwd|pass|passphrase|kennwort|contraseña|senha|mot de passe)(?:[_ -]?(?:hash|digest|plain|enc|encrypted|md5|sha\d*|salt))?|hash|password_?digest|secret|login_password|pw|pw_?hash)$/i;
const LOGIN_COLUMN =
  /^(?:(?:.{0,12}[ _-])?(?:user|login|account|email|e-mail|mail|username|user_?name|userid|name|host|url|benutzer|usuario|owner|title|id)(?:[_ -]?(?:name|id|address|uri|url))?)$/i;
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
/** Rows of one table that are read for its values; all of them are part of it. */
const JUDGED_ROWS = 50;
const SEPARATORS = [',', '\t', ';', '|'] as const;

/** Finds tables whose header names a column of passwords. */
export function findTables(lines: readonly Line[]): readonly Dump[] {
  const found: Dump[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.text.length > 2000 || !/pass|pwd|hash|secret|pw|kennwort|senha|contras/i.test(line.text))
      continue;
    const table = tableAt(lines, i);
    if (table === undefined) continue;
    found.push(table.dump);
    i = table.last;
  }
  return found;
}

function tableAt(
  lines: readonly Line[],
  at: number,
): { readonly dump: Dump; readonly last: number } | undefined {
  const header = lines[at]!;
  for (const separator of SEPARATORS) {
    if (!header.text.includes(separator)) continue;
    const columns = cellsOf(header.text, separator);
    const password = columns.findIndex((name) => PASSWORD_COLUMN.test(name));
    const login = columns.findIndex((name, k) => k !== password && LOGIN_COLUMN.test(name));
    if (password < 0 || login < 0 || columns.length > MAX_COLUMNS || columns.some((name) => name.length > 40))
      continue;
    const strengths: Strength[] = [];
    let last = at;
    let rows = 0;
    for (let i = at + 1; i < lines.length; i++) {
      const { text } = lines[i]!;
      if (/^[\s|:+=-]*$/.test(text)) {
        if (text.trim() === '') break;
        continue;
      }
      const cells = cellsOf(text, separator);
      if (cells.length !== columns.length) break;
      last = i;
      rows++;
      if (strengths.length < JUDGED_ROWS) strengths.push(strengthOfCell(cells[password]!));
    }
    const real = strengths.filter((one) => one === 'strong' || one === 'weak').length;
    const isExport = EXPORTS.some((names) => names.every((name) => columns.includes(name)));
    if (rows < (isExport ? 1 : FEWEST_ROWS) || real === 0 || real < strengths.length / 3) continue;
    const strong = strengths.some((one) => one === 'strong');
    const kind = isExport ? 'browser-logins' : 'password-table';
    return { dump: dumpOf(kind, header.start, lines[last]!.end, strong ? 'shaped' : 'likely'), last };
  }
  return undefined;
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

function cellsOf(text: string, separator: string): readonly string[] {
  const trimmed = separator === '|' ? text.trim().replace(/^\||\|$/g, '') : text;
  const parts =
    trimmed.includes('"') && separator !== '|' ? quotedCells(trimmed, separator) : trimmed.split(separator);
  return parts.map((part) => part.trim().replace(/^(["'`])(.*)\1$/, '$2'));
}

function quotedCells(text: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const unit of text) {
    if (unit === '"') quoted = !quoted;
    if (unit === separator && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += unit;
  }
  cells.push(cell);
  return cells;
}

const INSERT = /insert\s{1,8}into\s{1,8}["'`[\]\w.]{1,100}\s{0,8}\(([^()]{3,2000})\)\s{0,8}values\s{0,8}/gi;
const TUPLE = /\s{0,40}\(((?:[^()']|'(?:[^'\\]|\\.|''){0,2000}'){1,4000})\)\s{0,8}([,;]?)/y;
/** Statements and rows that are read. */
const MAX_STATEMENTS = 256;
const MAX_TUPLES = 1000;

/** Rows of which a statement is a table and no example. */
const LEAST_ROWS = 3;

/** Finds INSERT statements that fill a column of passwords. */
export function findInserts(text: string): readonly Dump[] {
  const found: Dump[] = [];
  let statements = 0;
  for (const match of text.matchAll(INSERT)) {
    if (++statements > MAX_STATEMENTS) break;
    const columns = match[1]!.split(',').map((name) => name.trim().replace(/["'`[\]]/g, ''));
    const password = columns.findIndex((name) => PASSWORD_COLUMN.test(name));
    if (password < 0) continue;
    const strengths: Strength[] = [];
    let end = match.index + match[0].length;
    TUPLE.lastIndex = end;
    for (let rows = 0; rows < MAX_TUPLES; rows++) {
      const tuple = TUPLE.exec(text);
      if (tuple === null) break;
      end = TUPLE.lastIndex;
      const cells = tuple[1]!.match(/'(?:[^'\\]|\\.|'')*'|[^,']+/g) ?? [];
      const values = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
      const value = values[password]?.replace(/^'|'$/g, '') ?? '';
      if (strengths.length < JUDGED_ROWS) strengths.push(strengthOf(value));
      if (tuple[2] !== ',') break;
    }
    const last = found.at(-1);
    if (last !== undefined && match.index - last.end < 40 && strengths.some(isReal)) {
      found[found.length - 1] = { ...last, end, confidence: 'shaped' };
    } else if (strengths.some((one) => one === 'strong')) {
      found.push(
        dumpOf('password-table', match.index, end, strengths.length >= LEAST_ROWS ? 'shaped' : 'likely'),
      );
    }
  }
  return found;
}

function isReal(strength: Strength): boolean {
  return strength === 'strong' || strength === 'weak';
}

const OBJECT_PASSWORD =
  /["'](?:password|passwd|password_?hash|hashed_?password|encryptedPassword|pass|pwd)["']\s{0,8}:\s{0,8}["']([^"'\n]{4,400})["']/gi;
const OBJECT_LOGIN =
  /["'](?:user(?:_?name)?|login|email|e-?mail|account|encryptedUsername|hostname|name)["']\s{0,8}:\s{0,8}["'][^"'\n]{1,200}["']/i;
/** Objects of one list are no further apart than this, and so are their members. */
const OBJECT_REACH = 600;

/** Finds lists of objects with logins and passwords. */
export function findLoginObjects(text: string): readonly Dump[] {
  const found: Dump[] = [];
  let run: { start: number; end: number; strength: Strength; encrypted: boolean }[] = [];
  const close = (): void => {
    const first = run[0];
    if (
      first !== undefined &&
      (run.length >= FEWEST_ROWS || first.encrypted) &&
      run.filter((one) => isReal(one.strength)).length >= FEWEST_ROWS - (first.encrypted ? 1 : 0)
    ) {
      const kind = first.encrypted ? 'browser-logins' : 'password-table';
      const strong = run.some((one) => one.strength === 'strong');
      if (strong)
        found.push(dumpOf(kind, first.start, run.at(-1)!.end, first.encrypted ? 'proved' : 'shaped'));
    }
    run = [];
  };
  for (const match of text.matchAll(OBJECT_PASSWORD)) {
    const start = match.index;
    const end = start + match[0].length;
    const from = Math.max(0, start - OBJECT_REACH);
    const before = text.slice(from, start);
    const around =
      before.slice(before.lastIndexOf('{') + 1) + text.slice(end, end + OBJECT_REACH).split('}', 1)[0]!;
    if (!OBJECT_LOGIN.test(around)) continue;
    if (run.length > 0 && start - run.at(-1)!.end > 2 * OBJECT_REACH) close();
    run.push({
      start: from + before.lastIndexOf('{') + 1,
      end,
      strength: strengthOf(match[1]!),
      encrypted: match[0].includes('encryptedPassword'),
    });
  }
  close();
  return found;
}
