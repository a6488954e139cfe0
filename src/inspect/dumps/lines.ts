/** Texts as lines, also where they stand as strings inside JSON: offsets stay what they were. */

/** One line without its end. */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Longest line that is read; what is longer is no line of a file of secrets. */
const MAX_LINE = 16_384;
const HAS_ESCAPE = /\\[nrt"\\]|\\u0000/;
const PLAIN: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', '/': '/' };

/** The lines of a text; zero bytes end one as well. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let feed = -1;
  let zero = -1;
  for (let start = 0; start <= text.length; ) {
    if (feed < start) feed = placeOf(text, '\n', start);
    if (zero < start) zero = placeOf(text, '\0', start);
    const next = Math.min(feed, zero);
    const end = next > start && text[next - 1] === '\r' ? next - 1 : next;
    lines.push({ text: end - start > MAX_LINE ? '' : text.slice(start, end), start, end });
    start = next + 1;
  }
  return lines;
}

/** The next place of a character; the length when there is none. */
export function placeOf(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}

/** A text and where its units come from. */
export interface View {
  readonly text: string;
  /** Unit `i` began at `at[i]`; one more entry stands for the end. */
  readonly at: Int32Array;
}

/**
 * What the strings of a JSON text hold, each on lines of its own.
 * @returns undefined when nothing is escaped
 */
export function insideStrings(text: string): View | undefined {
  if (!text.includes('\\') || !HAS_ESCAPE.test(text)) return undefined;
  const at = new Int32Array(text.length + 1);
  const parts: string[] = [];
  let count = 0;
  let from = 0;
  const copyTo = (to: number): void => {
    for (let i = from; i < to; i++) at[count++] = i;
    parts.push(text.slice(from, to).replaceAll('"', '\n'));
  };
  for (let next = text.indexOf('\\'); next >= 0; ) {
    const letter = text[next + 1] ?? '';
    const zero = letter === 'u' && text.startsWith('0000', next + 2);
    const unit = zero ? '\0' : PLAIN[letter];
    if (unit !== undefined) {
      copyTo(next);
      at[count++] = next;
      parts.push(unit);
      from = next + (zero ? 6 : 2);
    }
    next = text.indexOf('\\', unit === undefined ? next + 1 : from);
  }
  copyTo(text.length);
  at[count] = text.length;
  return { text: parts.join(''), at: at.subarray(0, count + 1) };
}
