/** Rows of an INSERT statement, read unit by unit: a shape with strings that may hold quotation marks backtracks. */

/** One row in brackets. */
export interface Tuple {
  /** What stands in the column that was asked for, without the marks around a string; empty when there is none. */
  readonly value: string;
  /** Behind the bracket and the comma or semicolon that follows. */
  readonly end: number;
  /** True when a comma says that another row follows. */
  readonly more: boolean;
}

/** White space before a row and between its bracket and the comma. */
const MAX_BEFORE = 40;
const MAX_BEHIND = 8;

const APOSTROPHE = 0x27;
const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;

/** Reads the row at `from`; its time is linear in the length of the row. */
export function readTuple(text: string, from: number, column: number, longest: number): Tuple | undefined {
  const open = skipBlank(text, from, MAX_BEFORE);
  if (text.charCodeAt(open) !== OPEN) return undefined;
  const limit = Math.min(text.length, open + longest);
  let depth = 0;
  let index = 0;
  let start = open + 1;
  let value = '';
  for (let i = open + 1; i < limit; i++) {
    const unit = text.charCodeAt(i);
    if (unit === APOSTROPHE) {
      i = stringEnd(text, i, limit);
      continue;
    }
    if (unit === OPEN) depth++;
    else if (unit === CLOSE && depth > 0) depth--;
    else if ((unit === COMMA && depth === 0) || unit === CLOSE) {
      if (index === column) value = bare(text.slice(start, i));
      index++;
      start = i + 1;
      if (unit === CLOSE) return tupleBehind(text, i + 1, value);
    }
  }
  return undefined;
}

function tupleBehind(text: string, from: number, value: string): Tuple {
  const at = skipBlank(text, from, MAX_BEHIND);
  const unit = text.charCodeAt(at);
  return { value, end: unit === COMMA || unit === SEMICOLON ? at + 1 : from, more: unit === COMMA };
}

/** The mark that ends a string; two marks stand for one inside. An open string ends at the limit. */
function stringEnd(text: string, open: number, limit: number): number {
  for (let i = open + 1; i < limit; i++) {
    const unit = text.charCodeAt(i);
    if (unit === BACKSLASH) i++;
    else if (unit === APOSTROPHE) {
      if (text.charCodeAt(i + 1) !== APOSTROPHE) return i;
      i++;
    }
  }
  return limit;
}

/** A value without its marks, also behind the prefix that a string may have. */
function bare(cell: string): string {
  const trimmed = cell.trim();
  const start = /^(?:[NEB]|_utf8(?:mb4)?\s?)?'/i.exec(trimmed)?.[0].length;
  return start !== undefined && trimmed.endsWith("'") ? trimmed.slice(start, -1) : trimmed;
}

function skipBlank(text: string, from: number, most: number): number {
  let i = from;
  while (i < from + most && /\s/.test(text[i] ?? '')) i++;
  return i;
}
