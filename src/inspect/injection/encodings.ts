/** Sentences behind an encoding: finds the runs that look so, and gives back what they say. */
import { ROLE } from './roles.ts';
import { findRuns, type Range } from './runs.ts';
import type { Tokens } from './tokens.ts';
import { isKnownWord } from './vocabulary.ts';

/** A part of a text and what it says when it is decoded. */
export interface Decoded extends Range {
  readonly text: string;
}

/** Runs of one text that are decoded. */
const MAX_RUNS = 64;
/** Longest line that is read in another way. */
const MAX_LINE = 16_384;
/** Least of what is decoded that has to be letters, blanks and marks of sentences, and its least length. */
const LEAST_PROSE = 0.85;
const LEAST_LENGTH = 12;
const PROSE = /[\p{L}\p{N}\s.,:;!?'"()/@_-]/u;
/** Letters one by one before they are put together, and the widest gap between two. */
const LEAST_SPACED = 12;
const MOST_SPACED = 1000;
const MAX_SPACE = 5;
/** Pairs of hex digits before they are read as bytes, and what may stand between two: `, 0x` and the like. */
const LEAST_PAIRS = 16;
const MOST_PAIRS = 8192;
const MAX_BETWEEN = 3;
/** Words of one line that are written so before it is read as leetspeak. */
const LEAST_LEET = 3;
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
};
const LONGEST_WORD = 14;

/**
 * What stands behind encodings in a text; bounded in number and, by `room`, in length.
 * @param tokens words of the text without its markup
 */
export function decodings(text: string, tokens: Tokens, room: number): readonly Decoded[] {
  const found: Decoded[] = [];
  let left = room;
  const add = (range: Range, plain: string | undefined): void => {
    if (plain === undefined || found.length >= MAX_RUNS || plain.length > left) return;
    left -= plain.length;
    found.push({ start: range.start, end: range.end, text: plain });
  };
  const runs = findRuns(text);
  for (const range of runs.base64) add(range, prose(Buffer.from(part(text, range), 'base64')));
  for (const range of [...runs.hex, ...pairRuns(tokens)]) {
    const digits = part(text, range).replace(/0x|\\x|[^0-9a-f]/gi, '');
    add(range, prose(Buffer.from(digits, 'hex')));
  }
  for (const range of runs.percent) add(range, unpercent(part(text, range)));
  for (const range of runs.entities) add(range, unentity(part(text, range)));
  for (const range of runs.escapes) add(range, unescaped(part(text, range)));
  for (const range of spacedRuns(tokens)) add(range, joined(part(text, range)));
  for (const range of leetLines(text, tokens)) add(range, unleet(part(text, range)));
  for (const range of linesWith(text, tokens, ROLE.rot13)) add(range, rot13(part(text, range)));
  for (const range of linesWith(text, tokens, ROLE.mirrored))
    for (const way of [mirrored(part(text, range)), part(text, range).split(' ').map(mirrored).join(' ')])
      add(range, way);
  return found;
}

function part(text: string, { start, end }: Range): string {
  return text.slice(start, end);
}

function prose(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  if (text.length < LEAST_LENGTH) return undefined;
  // Most runs are no text, which their first bytes show already.
  if (shareOf(text.slice(0, 4 * LEAST_LENGTH)) < LEAST_PROSE || shareOf(text) < LEAST_PROSE) return undefined;
  return /[\s\u3041-\u9fff\uac00-\ud7a3]/.test(text.trim()) ? text : undefined;
}

function shareOf(text: string): number {
  let good = 0;
  for (const character of text) if (PROSE.test(character)) good += character.length;
  return good / text.length;
}

function unpercent(text: string): string {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
  return /%[0-9a-f]{2}/i.test(bytes)
    ? bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : bytes;
}

function unentity(text: string): string {
  return text.replace(
    /&#(?:x([0-9a-f]{2,6})|(\d{2,6}));/gi,
    (whole, hex: string | undefined, decimal: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi, (_, long: string, short: string) =>
    String.fromCharCode(Number.parseInt(long ?? short, 16)),
  );
}

/** Rows of pairs of hex digits, with little between them. */
function pairRuns(tokens: Tokens): Range[] {
  const runs: Range[] = [];
  const { count, start, end } = tokens;
  // Letters have codes with digits in them, most of them at least.
  if (tokens.numbers < LEAST_PAIRS / 2) return runs;
  let first = -1;
  for (let i = 0; i <= count; i++) {
    const pair = i < count && isPair(tokens, i);
    if (pair && first >= 0 && start[i]! - end[i - 1]! <= MAX_BETWEEN && i - first < MOST_PAIRS) continue;
    if (first >= 0 && i - first >= LEAST_PAIRS) runs.push({ start: start[first]!, end: end[i - 1]! });
    first = pair ? i : -1;
  }
  return runs;
}

function isPair({ start, end, text }: Tokens, i: number): boolean {
  const size = end[i]! - start[i]!;
  if (size < 2 || size > 4 || !isHex(text.charCodeAt(end[i]! - 1)) || !isHex(text.charCodeAt(end[i]! - 2)))
    return false;
  return size === 2 || (text.charCodeAt(end[i]! - 3) | 0x20) === 0x78;
}

function isHex(code: number): boolean {
  const small = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (small >= 0x61 && small <= 0x66);
}

/** Rows of words of one letter each, with little between them. */
function spacedRuns(tokens: Tokens): Range[] {
  const runs: Range[] = [];
  const { count, start, end, text } = tokens;
  let first = -1;
  for (let i = 0; i <= count; i++) {
    const single = i < count && end[i]! - start[i]! === 1 && isLetter(text.charCodeAt(start[i]!));
    const goesOn = single && first >= 0 && start[i]! - end[i - 1]! <= MAX_SPACE && i - first < MOST_SPACED;
    if (goesOn) continue;
    if (first >= 0 && i - first >= LEAST_SPACED) runs.push({ start: start[first]!, end: end[i - 1]! });
    first = single ? i : -1;
  }
  return runs;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** Words of spaced letters: wider gaps divide them; without any, the listed words are cut out greedily. */
function joined(text: string): string {
  const words = text.split(/\s{2,}|[ \t]{0,4}[|][ \t]{0,4}/).map((word) => word.replace(/[^A-Za-z]/g, ''));
  if (words.length > 1 && words.length < text.length / 4) return words.join(' ');
  const letters = words.join('').toLowerCase();
  const out: string[] = [];
  for (let i = 0; i < letters.length; ) {
    let size = Math.min(LONGEST_WORD, letters.length - i);
    while (size > 1 && !isKnownWord(letters.slice(i, i + size))) size--;
    out.push(letters.slice(i, i + size));
    i += size;
  }
  return out.join(' ');
}

/** Lines with words in which digits stand for letters. */
function leetLines(text: string, tokens: Tokens): Range[] {
  const lines: Range[] = [];
  if (tokens.mixed < LEAST_LEET) return lines;
  let words = 0;
  let lineEnd = -1;
  for (let i = 0; i < tokens.count; i++) {
    if (!isLeet(tokens, i)) continue;
    const at = tokens.start[i]!;
    if (at > lineEnd) {
      words = 0;
      const next = text.indexOf('\n', at);
      lineEnd = next < 0 ? text.length : next;
    }
    if (++words === LEAST_LEET) {
      const start = text.lastIndexOf('\n', at) + 1;
      if (lineEnd - start <= MAX_LINE) lines.push({ start, end: lineEnd });
    }
  }
  return lines;
}

function isLeet(tokens: Tokens, i: number): boolean {
  const from = tokens.start[i]!;
  const to = tokens.end[i]!;
  if (to - from < 3 || to - from > 20 || tokens.word[i]! >= 0) return false;
  let digits = 0;
  let plain = 0;
  for (let k = from; k < to; k++) {
    const code = tokens.text.charCodeAt(k);
    if (code >= 0x30 && code <= 0x39) digits++;
    // A letter that is no digit of hex.
    else if ((code | 0x20) > 0x66) plain++;
  }
  return digits > 0 && plain > 0 && digits < to - from;
}

function unleet(line: string): string {
  return line.replace(/[013457@$!|8]/g, (sign, at: number) =>
    /[a-z013457@$|8]/i.test(line[at + 1] ?? '') || /[a-z]/i.test(line[at - 1] ?? '') ? LEET[sign]! : sign,
  );
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

function mirrored(text: string): string {
  return [...text].reverse().join('');
}

/** Lines with a word of a role. */
function linesWith(text: string, tokens: Tokens, role: number): Range[] {
  const lines: Range[] = [];
  if ((tokens.anyRole & role) === 0) return lines;
  let done = -1;
  for (let i = 0; i < tokens.count; i++) {
    const at = tokens.start[i]!;
    if ((tokens.roles[i]! & role) === 0 || at < done) continue;
    const start = text.lastIndexOf('\n', at) + 1;
    const next = text.indexOf('\n', at);
    done = next < 0 ? text.length : next;
    lines.push({ start: Math.max(start, at - MAX_LINE), end: Math.min(done, at + MAX_LINE) });
  }
  return lines;
}
