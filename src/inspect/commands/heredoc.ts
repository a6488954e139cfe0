/** Here-documents: where their text begins and ends. */
import type { Host } from './script.ts';

/** `<<WORD` and the lines that it announces. */
export interface Heredoc {
  /** Behind `<<WORD`. */
  readonly at: number;
  /** Newline that ends the line of `<<WORD`. */
  readonly line: number;
  readonly from: number;
  readonly end: number;
  /** Behind the line that ends the text. */
  readonly resume: number;
  /** The word is quoted: the text stays as it is. */
  readonly verbatim: boolean;
}

const OPENING = /^<<[-~]?\s{0,8}(\\?)(["']?)([A-Za-z_!][\w.!-]{0,63})\2/;
const OPENING_LENGTH = 96;

/**
 * @param resume where the text of an earlier one of the same line ended
 * @returns undefined when nothing announces a text here
 */
export function heredocAt(
  text: string,
  at: number,
  resume: number | undefined,
  missing: Set<string>,
  host: Host,
): Heredoc | undefined {
  const match = OPENING.exec(text.slice(at, at + OPENING_LENGTH));
  if (match === null) return undefined;
  const [opening, backslash, quote, mark] = match as unknown as [string, string, string, string];
  const line = text.indexOf('\n', at);
  if (line < 0 || !host.spend(line - at)) return undefined;
  const from = resume ?? line + 1;
  const verbatim = backslash !== '' || quote !== '';
  const key = `<<${mark}`;
  let next = missing.has(key) ? -1 : from - 1;
  while (next >= 0) {
    next = text.indexOf(mark, next + 1);
    if (next < 0 || !host.spend(next - from > 65_536 ? 64 : 1)) break;
    const after = text[next + mark.length];
    const lineStart = text.lastIndexOf('\n', next) + 1;
    const indented = lineStart >= from && next - lineStart < 64 && text.slice(lineStart, next).trim() === '';
    if (!indented || !(after === undefined || after === '\n' || after === '\r' || after === ')')) continue;
    const end = next + mark.length;
    const newline = after === '\n' ? 1 : after === '\r' ? 2 : 0;
    host.spend(end - from);
    return { at: at + opening.length, line, from, end: lineStart, resume: end + newline, verbatim };
  }
  // Cut off: all the rest is its text.
  missing.add(key);
  return { at: at + opening.length, line, from, end: text.length, resume: text.length, verbatim };
}
