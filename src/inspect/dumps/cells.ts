/** Cells of a row: counted without allocating anything, and read one at a time. */

const QUOTE = 0x22;
const BAR = 0x7c;

/** The first place from `from` on that holds no white space. */
export function blankEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && isBlank(text.charCodeAt(i))) i++;
  return i;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0xfeff;
}

/** Where the first cell begins: behind the bar that a row of bars may begin with. */
function firstOf(text: string, separator: string): number {
  if (separator !== '|') return 0;
  const start = blankEnd(text, 0);
  return text.charCodeAt(start) === BAR ? start + 1 : start;
}

/** Where the last cell ends: before the bar that a row of bars may end with. */
function lastOf(text: string, separator: string, first: number): number {
  if (separator !== '|') return text.length;
  let end = text.length;
  while (end > first && isBlank(text.charCodeAt(end - 1))) end--;
  return end > first && text.charCodeAt(end - 1) === BAR ? end - 1 : end;
}

/** The end of the cell that begins at `from`; separators inside quotation marks are part of it. */
function cellEnd(text: string, separator: string, from: number, end: number, quotes: boolean): number {
  if (!quotes) {
    const next = text.indexOf(separator, from);
    return next < 0 || next > end ? end : next;
  }
  const code = separator.charCodeAt(0);
  let quoted = false;
  for (let i = from; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) quoted = !quoted;
    else if (unit === code && !quoted) return i;
  }
  return end;
}

function hasQuotes(text: string, separator: string): boolean {
  return separator !== '|' && text.includes('"');
}

/** How many cells a row has; it stops to count behind `most`. */
export function cellCount(text: string, separator: string, most: number): number {
  const first = firstOf(text, separator);
  const end = lastOf(text, separator, first);
  const quotes = hasQuotes(text, separator);
  let count = 1;
  for (let at = cellEnd(text, separator, first, end, quotes); at < end; count++) {
    if (count > most) return count;
    at = cellEnd(text, separator, at + 1, end, quotes);
  }
  return count;
}

/** One cell without the quotation marks around it; empty when there are fewer. */
export function cellAt(text: string, separator: string, index: number): string {
  let from = firstOf(text, separator);
  const end = lastOf(text, separator, from);
  const quotes = hasQuotes(text, separator);
  for (let k = 0; k < index; k++) {
    from = cellEnd(text, separator, from, end, quotes) + 1;
    if (from > end) return '';
  }
  return bareCell(text.slice(from, cellEnd(text, separator, from, end, quotes)));
}

/** All cells of a row. */
export function cellsOf(text: string, separator: string): readonly string[] {
  const first = firstOf(text, separator);
  const end = lastOf(text, separator, first);
  const quotes = hasQuotes(text, separator);
  const cells: string[] = [];
  for (let from = first; from <= end; ) {
    const next = cellEnd(text, separator, from, end, quotes);
    cells.push(bareCell(text.slice(from, next)));
    from = next + 1;
  }
  return cells;
}

function bareCell(cell: string): string {
  const trimmed = cell.trim();
  const mark = trimmed[0];
  const quoted = mark === '"' || mark === "'" || mark === '`';
  return quoted && trimmed.length > 1 && trimmed.at(-1) === mark ? trimmed.slice(1, -1) : trimmed;
}
