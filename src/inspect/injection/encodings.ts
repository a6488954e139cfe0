/** Sentences behind an encoding: finds the runs that look so, and gives back what they say. */
import { INVERTED } from './gate.ts';
import { isKnownWord } from './lexicon.ts';

/** A part of a text and what it says when it is decoded. */
export interface Decoded {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly by: string;
}

/** Runs of one text that are decoded, and the longest that is. */
const MAX_RUNS = 64;
const MAX_RUN = 16_384;
/** Least of what is decoded that has to be letters, blanks and marks of sentences. */
const LEAST_PROSE = 0.85;
const BASE64 = /[A-Za-z0-9+/_-]{24,16384}={0,2}/g;
const HEX = /(?:0x)?[0-9a-f]{2}(?:[ :,\\x-]{0,3}[0-9a-f]{2}){15,8192}/gi;
const PERCENT = /[^\s%]{0,64}(?:%[0-9a-f]{2}[^\s%]{0,64}){4,4096}/gi;
const ENTITIES = /(?:[^&\n]{0,64}&(?:#\d{2,6}|#x[0-9a-f]{2,6});){3,4096}[^&\n]{0,200}/gi;
const ESCAPES = /(?:[^\\\n]{0,32}\\(?:u[0-9a-f]{4}|x[0-9a-f]{2})){4,4096}[^\\\n]{0,200}/gi;
/** Letters one by one, with one and the same thing between them. */
const SPACED = /(?:(?<![A-Za-z])[A-Za-z](?:[ \t._*|-]|\s{1,5})){11,2000}[A-Za-z](?![A-Za-z])/g;
const LEET_WORD = /(?:[a-z]{1,20}[013457@$!|8]{1,4}|[013457@$|]{1,4}[a-z])[a-z013457@$!|8]{0,20}/gi;
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

/** What stands behind encodings in a text; bounded in number and length. */
export function decodings(text: string): readonly Decoded[] {
  const found: Decoded[] = [];
  const add = (by: string, start: number, end: number, plain: string | undefined): void => {
    if (plain !== undefined && found.length < MAX_RUNS) found.push({ start, end, text: plain, by });
  };
  for (const match of text.matchAll(BASE64)) {
    if (/^[0-9a-f]+$/i.test(match[0]) || !/[a-z]/.test(match[0]) || !/[A-Z]/.test(match[0])) continue;
    add(
      'base64',
      match.index,
      match.index + match[0].length,
      prose(Buffer.from(match[0], 'base64').toString('utf8')),
    );
  }
  for (const match of text.matchAll(HEX)) {
    const digits = match[0].replace(/0x|\\x|[^0-9a-f]/gi, '');
    add(
      'hex',
      match.index,
      match.index + match[0].length,
      prose(Buffer.from(digits, 'hex').toString('utf8')),
    );
  }
  if (text.includes('%')) {
    for (const match of text.matchAll(PERCENT))
      add('percent', match.index, match.index + match[0].length, unpercent(match[0]));
  }
  if (text.includes('&#')) {
    for (const match of text.matchAll(ENTITIES))
      add('entities', match.index, match.index + match[0].length, unentity(match[0]));
  }
  if (text.includes('\\u') || text.includes('\\x')) {
    for (const match of text.matchAll(ESCAPES)) {
      const plain = match[0].replace(
        /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi,
        (_, long: string, short: string) => String.fromCharCode(Number.parseInt(long ?? short, 16)),
      );
      add('escapes', match.index, match.index + match[0].length, plain);
    }
  }
  for (const match of text.matchAll(SPACED)) {
    add('spaced', match.index, match.index + match[0].length, joined(match[0]));
  }
  for (const line of leetLines(text)) add('leetspeak', line.start, line.end, line.text);
  if (INVERTED.rot13.test(text)) {
    for (const part of lines(text, INVERTED.rot13)) add('rot13', part.start, part.end, rot13(part.text));
  }
  if (INVERTED.reversed.test(text)) {
    for (const part of lines(text, INVERTED.reversed))
      add('reversed', part.start, part.end, [...part.text].reverse().join(''));
  }
  return found;
}

function prose(text: string): string | undefined {
  if (text.length < 12) return undefined;
  let good = 0;
  for (const character of text) if (/[\p{L}\p{N}\s.,:;!?'"()/@_-]/u.test(character)) good += character.length;
  return good / text.length >= LEAST_PROSE && /[\s\u3041-\u9fff\uac00-\ud7a3]/.test(text.trim())
    ? text
    : undefined;
}

function unpercent(text: string): string | undefined {
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

/** Words of spaced letters: wider gaps divide them; without any, the listed words are cut out greedily. */
function joined(text: string): string | undefined {
  const words = text.split(/\s{2,}|[ \t]*[|][ \t]*/).map((word) => word.replace(/[^A-Za-z]/g, ''));
  if (words.length > 1) return words.join(' ');
  const letters = words[0]!.toLowerCase();
  const out: string[] = [];
  for (let i = 0; i < letters.length; ) {
    let size = Math.min(14, letters.length - i);
    while (size > 1 && !isKnownWord(letters.slice(i, i + size))) size--;
    out.push(letters.slice(i, i + size));
    i += size;
  }
  return out.join(' ');
}

function leetLines(text: string): { start: number; end: number; text: string }[] {
  const found: { start: number; end: number; text: string }[] = [];
  if (!/[a-z][013457@$]/i.test(text)) return found;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    if (line.length <= MAX_RUN) {
      let words = 0;
      for (const [word] of line.matchAll(LEET_WORD)) {
        if (word.length > 2 && !/^[0-9a-f]+$/i.test(word) && ++words >= LEAST_LEET) break;
      }
      if (words >= LEAST_LEET) {
        const plain = line.replace(/[013457@$!|8]/g, (sign, at: number) =>
          /[a-z013457@$|8]/i.test(line[at + 1] ?? '') || /[a-z]/i.test(line[at - 1] ?? '')
            ? LEET[sign]!
            : sign,
        );
        found.push({ start, end, text: plain });
      }
    }
    start = end + 1;
  }
  return found;
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

/** Lines that a shape stands in. */
function lines(text: string, shape: RegExp): { start: number; end: number; text: string }[] {
  const found: { start: number; end: number; text: string }[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (shape.test(line)) found.push({ start, end: start + line.length, text: line.slice(0, MAX_RUN) });
    start += line.length + 1;
  }
  return found;
}
