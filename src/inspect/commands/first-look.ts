/**
 * A first look at a text, one pass over its characters: whether anything in it is worth being read as commands. Quotes,
 * escapes and carets within a word are looked through, as shells do.
 */
import { isLetter } from './characters.ts';
import { special, withinWord } from './hiding-places.ts';
import { isTelling, PLACE, SIGN, SIGNS } from './signs.ts';
import { isCommandPlace, isFed, standsFor } from './word-places.ts';

/** Kinds of characters that are no part of words; what is part of one stands for itself in lower case. */
const BREAK = 0;
/** Shells take these out of words. */
const THROUGH = 1;
/** Something may hide behind these. */
const SPECIAL = 2;

const KINDS = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyz0123456789_-') KINDS[char.charCodeAt(0)] = char.charCodeAt(0);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') KINDS[char.charCodeAt(0)] = char.charCodeAt(0) | 0x20;
for (const char of '\'"\\^`') KINDS[char.charCodeAt(0)] = THROUGH;
for (const char of '$?*[%}~/:<') KINDS[char.charCodeAt(0)] = SPECIAL;

/** Longest sign, and most units of it and its disguise that are looked at again. */
const LONGEST = 34;
const SLOTS = 1 << 16;
const PREFIXED = 2;
const slots = new Uint8Array(SLOTS);

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, 31) + word.charCodeAt(i)) | 0;
  return hash;
}
const slotOf = (hash: number): number => (hash ^ (hash >>> 16)) & (SLOTS - 1);
for (const [word, all] of SIGNS) {
  slots[slotOf(hashOf(word))]! |= 1;
  if (all.some((sign) => sign >> 16 === PLACE.prefix >> 16)) slots[slotOf(hashOf(word))]! |= PREFIXED;
}

const HYPHEN = 0x2d;
const BACKSLASH = 0x5c;

/**
 * Tells whether a text may hold a command that does harm. What it says no to gives no finding of half a point or more.
 * @param text ASCII, or folded to it
 */
export function isTellingText(text: string): boolean {
  return isTelling(signsIn(text));
}

/** Bits of `SIGN` for what stands in a text; less than all of them when one is enough. */
export function signsIn(text: string): number {
  const { length } = text;
  let bits = 0;
  // The word without what shells take out of it, and the part of it behind the last of those.
  let hash = 0;
  let start = -1;
  let tail = 0;
  let tailStart = -1;
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 0;
    const kind = code < 128 ? KINDS[code]! : BREAK;
    if (kind > SPECIAL) {
      if (start < 0) start = i;
      if (tailStart < 0) tailStart = i;
      if (kind === HYPHEN && (slots[slotOf(tail)]! & PREFIXED) !== 0) bits |= prefixSigns(text, tailStart, i);
      hash = (Math.imul(hash, 31) + kind) | 0;
      tail = (Math.imul(tail, 31) + kind) | 0;
      continue;
    }
    if (kind === THROUGH) {
      if (tailStart >= 0) {
        if (slots[slotOf(tail)] !== 0) bits |= wordSigns(text, tailStart, i);
        tail = 0;
        tailStart = -1;
      }
      if (code === BACKSLASH) {
        const next = text.charCodeAt(i + 1);
        if (isHiddenLetter(text, i, next)) return bits | SIGN.alone;
        // A word that goes on in the next line, as it stands and in the code of other languages.
        if (next === 0x0a || (next === 0x6e && text.charCodeAt(i - 1) === BACKSLASH)) {
          i++;
          if (next !== 0x0a) {
            tail = next;
            tailStart = i;
          }
          continue;
        }
        // `\n` in the code of other languages: the letter belongs to the escape as well as to the word.
        if ((next === 0x6e || next === 0x74 || next === 0x72) && start >= 0) {
          hash = (Math.imul(hash, 31) + next) | 0;
          i++;
        } else if (next === 0x6e || next === 0x74 || next === 0x72) {
          hash = (Math.imul(0, 31) + next) | 0;
          start = i + 1;
          i++;
        }
      } else if (code !== 0x5e) {
        // What is printed between such quotes is run when they stand where a program would.
        if (code === 0x60 && isCommandPlace(text, i)) bits |= SIGN.runs;
        const beyond = joinedBehind(text, i, code);
        if (beyond > 0) i = beyond;
      }
      continue;
    }
    if (start >= 0) {
      if (tailStart >= 0 && slots[slotOf(tail)] !== 0) bits |= wordSigns(text, tailStart, i);
      if (start !== tailStart && slots[slotOf(hash)] !== 0) bits |= wordSigns(text, start, i);
      if (kind === SPECIAL && (bits & SIGN.alone) === 0 && code === 0x24) bits |= withinWord(text, i);
      hash = 0;
      start = -1;
      tail = 0;
      tailStart = -1;
    }
    if (kind === SPECIAL) bits |= special(text, i, code);
    if ((bits & SIGN.alone) !== 0) return bits;
  }
  return bits;
}

/** `\x72`, `\162` and `\u0072` are letters that somebody does not want to be read. */
function isHiddenLetter(text: string, at: number, next: number): boolean {
  let value = 0;
  if (next === 0x78) value = Number.parseInt(text.slice(at + 2, at + 4), 16);
  else if (next === 0x75) value = Number.parseInt(text.slice(at + 2, at + 6), 16);
  else if (next === 0x30 || next === 0x31) value = octalAt(text, at + 1);
  return isLetter(value);
}

function octalAt(text: string, at: number): number {
  const digits = /^0?1[0-7]{2}/.exec(text.slice(at, at + 4));
  return digits === null ? 0 : Number.parseInt(digits[0], 8);
}

/** `'i'+'ex'` is one word. @returns where the second part begins, less one; 0 when nothing is joined */
function joinedBehind(text: string, at: number, quote: number): number {
  let i = at + 1;
  while (i < at + 6 && text.charCodeAt(i) === 0x20) i++;
  if (text.charCodeAt(i) !== 0x2b) return 0;
  i++;
  while (i < at + 12 && text.charCodeAt(i) === 0x20) i++;
  return text.charCodeAt(i) === quote ? i : 0;
}

function prefixSigns(text: string, from: number, to: number): number {
  let bits = 0;
  for (const sign of SIGNS.get(text.slice(from, to).toLowerCase()) ?? [])
    if (sign >> 16 === PLACE.prefix >> 16) bits |= sign;
  return bits & 0xffff;
}

/** What a word says where it stands. */
function wordSigns(text: string, from: number, to: number): number {
  if (to - from > 3 * LONGEST) return 0;
  const written = text.slice(from, to);
  const word = written.toLowerCase().replace(/['"`] *\+ *['"`]|\\{2,}n|\\\n|['"\\^`]/g, '');
  const signs = SIGNS.get(word);
  if (signs === undefined) return 0;
  let bits = 0;
  for (const sign of signs) {
    const place = sign & ~0xffff;
    if (!standsFor(place, word, text, from, to)) continue;
    bits |= sign;
    if (place === PLACE.shell && isFed(text, from, to)) bits |= SIGN.alone;
  }
  return bits & 0xffff;
}
