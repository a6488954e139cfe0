/** INSERT statements that fill a column of passwords. */
import { PASSWORD_COLUMN } from './columns.ts';
import { type Dump, dumpOf } from './dump.ts';
import { isReal, type Strength, strengthOf } from './secret-value.ts';
import { readTuple, type Tuple } from './tuples.ts';

const INSERT = /insert\s{1,8}into\s{1,8}["'`[\]\w.]{1,100}\s{0,8}\(([^()]{3,2000})\)\s{0,8}values\s{0,8}/gi;
/** Statements and rows that are read. */
const MAX_STATEMENTS = 256;
const MAX_TUPLES = 1000;
const JUDGED_ROWS = 50;
/** Longest row that is read, and the longest one where many had no end: they would all be read up to the same place. */
const MAX_LENGTH = 16_384;
const MAX_LENGTH_LATER = 1024;
const MAX_ENDLESS = 4;
/** Rows of which a statement is a table and no example. */
const LEAST_ROWS = 3;
/** Shortest hash of a password. */
const LEAST_HASH = 50;
/** Statements that fill one table stand no further apart. */
const MAX_APART = 40;

/** Finds INSERT statements that fill a column of passwords. */
export function findInserts(text: string): readonly Dump[] {
  const found: Dump[] = [];
  /** Rows of the last one of these. */
  let rows = 0;
  let statements = 0;
  let endless = 0;
  for (const match of text.matchAll(INSERT)) {
    if (++statements > MAX_STATEMENTS) break;
    const columns = match[1]!.split(',').map((name) => name.trim().replace(/["'`[\]]/g, ''));
    const password = columns.findIndex((name) => name.length <= 40 && PASSWORD_COLUMN.test(name));
    if (password < 0) continue;
    const { end, strengths, open, shown } = readRows(
      text,
      match.index + match[0].length,
      password,
      endless < MAX_ENDLESS ? MAX_LENGTH : MAX_LENGTH_LATER,
    );
    if (open) endless++;
    if (!strengths.some(isReal)) {
      // A seed with the hashes of a tutorial: worth a note, and no reason to stop anything.
      if (shown) found.push(dumpOf('password-table', match.index, end, 'weak', true));
      continue;
    }
    const last = found.at(-1);
    if (last !== undefined && !last.placeholder && match.index - last.end < MAX_APART) {
      rows += strengths.length;
      found[found.length - 1] = { ...last, end, confidence: rows >= LEAST_ROWS ? 'shaped' : 'likely' };
    } else if (strengths.some((one) => one === 'strong')) {
      rows = strengths.length;
      found.push(dumpOf('password-table', match.index, end, rows >= LEAST_ROWS ? 'shaped' : 'likely'));
    }
  }
  return found;
}

interface Rows {
  readonly end: number;
  readonly strengths: readonly Strength[];
  /** True when one of the values is a hash that is printed somewhere. */
  readonly shown: boolean;
  /** True when a row was expected and none was read to its end. */
  readonly open: boolean;
}

function readRows(text: string, from: number, password: number, longest: number): Rows {
  const strengths: Strength[] = [];
  let end = from;
  let open = true;
  let shown = false;
  for (let rows = 0; open && rows < MAX_TUPLES; rows++) {
    const tuple: Tuple | undefined = readTuple(text, end, password, longest);
    if (tuple === undefined) break;
    end = tuple.end;
    if (strengths.length < JUDGED_ROWS) {
      const strength = strengthOf(tuple.value);
      strengths.push(strength);
      shown ||= strength === 'placeholder' && tuple.value.length >= LEAST_HASH;
    }
    open = tuple.more;
  }
  return { end, strengths, open, shown };
}
