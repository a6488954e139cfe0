/**
 * Brings a text to the form that detectors of words compare: what is not seen is gone, and what looks like an ASCII
 * character is that character. Every unit of the result knows which range of the input it stands for.
 */
import { LOOK_ALIKES } from './look-alikes.ts';

/** A folded text and where its UTF-16 units come from. */
export interface Normalised {
  readonly text: string;
  /**
   * Unit `i` of the text stands for the input from `start[i]` to `end[i]`. Ranges are in order and cover the input:
   * what was removed belongs to the unit before it, or to the first one.
   */
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Numbers 0, 1, 2, … for texts that stay as they are; longer ones get arrays of their own. */
const SHARED = 65_536;
const identity = Int32Array.from({ length: SHARED + 1 }, (_, i) => i);

const ASCII = /^[\x00-\x7f]*$/;
const MARK_ON_LETTER = /^[\p{Mn}\p{Me}]$/u;
const MARKS = /[\p{Mn}\p{Me}]/gu;
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{Cf}]$/u;
const BLANK = /^[\p{Zs}\u2800\u3164\uffa0]$/u;
/** Most units that one character becomes. */
const MAX_EXPANSION = 18;

const TAGS = 0xe0000;
const alike = new Map<number, string>();
for (const [ascii, characters] of LOOK_ALIKES) {
  for (const character of characters) alike.set(character.codePointAt(0)!, ascii);
}
/** What code points fold to, as far as they were met: there are some 20,000 that change. */
const folded = new Map<number, string>();

/** Tells whether a text holds ASCII alone, and so nothing to fold. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** Folds a text. ASCII is returned as it is; the time is linear in the length. */
export function normalise(text: string): Normalised {
  if (ASCII.test(text)) return same(text);
  let units = new Uint16Array(text.length + 64);
  let start = new Int32Array(text.length + 64);
  let end = new Int32Array(text.length + 64);
  let count = 0;
  for (let i = 0; i < text.length; ) {
    const unit = text.charCodeAt(i);
    if (count + MAX_EXPANSION >= units.length) {
      units = grown(units, new Uint16Array(2 * units.length));
      start = grown(start, new Int32Array(2 * start.length));
      end = grown(end, new Int32Array(2 * end.length));
    }
    if (unit < 0x80) {
      units[count] = unit;
      start[count] = count === 0 ? 0 : i;
      end[count++] = ++i;
      continue;
    }
    const code = text.codePointAt(i)!;
    const next = i + (code > 0xffff ? 2 : 1);
    const before = count === 0 ? 0 : units[count - 1]!;
    const replacement = isCombining(code) && isAsciiAlphanumeric(before) ? '' : fold(code);
    if (replacement === '') {
      if (count > 0) extend(start, end, count, next);
    } else {
      const from = count === 0 ? 0 : i;
      for (let k = 0; k < replacement.length; k++) {
        units[count] = replacement.charCodeAt(k);
        start[count] = from;
        end[count++] = next;
      }
    }
    i = next;
  }
  return {
    text: stringOf(units, count),
    start: start.subarray(0, count),
    end: end.subarray(0, count),
  };
}

/** The range of the input that units [from, to) of a folded text stand for. */
export function originOf(of: Normalised, from: number, to: number): { start: number; end: number } {
  if (from >= to || of.start.length === 0) return { start: 0, end: 0 };
  return { start: of.start[from]!, end: of.end[to - 1]! };
}

function same(text: string): Normalised {
  const size = text.length;
  const numbers = size <= SHARED ? identity : Int32Array.from({ length: size + 1 }, (_, i) => i);
  return { text, start: numbers.subarray(0, size), end: numbers.subarray(1, size + 1) };
}

/** Gives what was removed to the units of the character before it (they share one range). */
function extend(start: Int32Array, end: Int32Array, count: number, next: number): void {
  const from = start[count - 1]!;
  for (let k = count - 1; k >= 0 && k >= count - MAX_EXPANSION && start[k] === from; k--) end[k] = next;
}

/** What a code point becomes: itself, its look-alike, several units, or nothing. */
function fold(code: number): string {
  // Han, kana and Hangul are most of what is not ASCII, and have nothing to fold.
  if ((code >= 0x3041 && code <= 0x3096) || (code >= 0x30a1 && code <= 0x30fa))
    return String.fromCharCode(code);
  if ((code >= 0x3400 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3))
    return String.fromCharCode(code);
  if (code >= 0xd800 && code <= 0xdfff) return String.fromCharCode(code);
  let result = folded.get(code);
  if (result === undefined) {
    result = compute(code);
    folded.set(code, result);
  }
  return result;
}

function compute(code: number): string {
  const character = String.fromCodePoint(code);
  // Tag characters are ASCII that no font draws: the text that they spell is kept.
  if (code >= TAGS + 0x20 && code <= TAGS + 0x7e) return String.fromCharCode(code - TAGS);
  if (code === 0x85 || code === 0x2028 || code === 0x2029) return '\n';
  if (BLANK.test(character)) return ' ';
  if (INVISIBLE.test(character)) return '';
  const direct = alike.get(code) ?? enclosed(code);
  if (direct !== undefined) return direct;
  const base = [...character.normalize('NFKD').replace(MARKS, '')].map(
    (c) => alike.get(c.codePointAt(0)!) ?? c,
  );
  const latin = base.join('');
  if (latin !== '' && ASCII.test(latin)) return latin.slice(0, MAX_EXPANSION);
  return character.normalize('NFKC').slice(0, MAX_EXPANSION);
}

/** Letters in dark circles and squares, and the letters that flags are made of: NFKC leaves them alone. */
function enclosed(code: number): string | undefined {
  for (const first of [0x1f150, 0x1f170, 0x1f1e6]) {
    if (code >= first && code < first + 26) return String.fromCharCode(0x41 + code - first);
  }
  if (code >= 0x1ccd6 && code <= 0x1ccef) return String.fromCharCode(0x41 + code - 0x1ccd6);
  if (code >= 0x1ccf0 && code <= 0x1ccf9) return String.fromCharCode(0x30 + code - 0x1ccf0);
  return undefined;
}

function isCombining(code: number): boolean {
  if (code < 0x300) return false;
  if (code <= 0x36f) return true;
  if (code < 0x483 || (code > 0x489 && code < 0x1ab0) || code > 0xfe2f) return false;
  return MARK_ON_LETTER.test(String.fromCharCode(code));
}

function isAsciiAlphanumeric(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39);
}

function grown<T extends Uint16Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** In pieces: a call takes only so many arguments. */
function stringOf(units: Uint16Array, count: number): string {
  let text = '';
  for (let i = 0; i < count; i += 8192) {
    text += String.fromCharCode(...units.subarray(i, Math.min(count, i + 8192)));
  }
  return text;
}
