/**
 * Looks up what words mean: English, other languages with blanks between words, and languages without. A word is found by
 * a number that grows with each letter, so a text is read without cutting it into strings.
 */
import { normalise } from '../text/normalise.ts';
import { type Concept, MEANINGLESS, type Meaning, meaningOf, unite } from './concepts.ts';
import { ASIAN_ROLES, ROLE, ROLES } from './roles.ts';
import { ASIAN } from './words-asian.ts';
import { ENGLISH } from './words-english.ts';
import { EUROPEAN } from './words-european.ts';

/** What a word or a phrase stands for. */
export interface Sense {
  readonly english: Meaning;
  readonly european: Meaning;
  /** Bits of `ROLE`. */
  readonly roles: number;
}

/** A phrase by the numbers of its words behind the first one. */
export interface Phrase extends Sense {
  readonly rest: readonly number[];
  /** Bits of `LANGUAGE`. */
  readonly languages: number;
}

/** Where a word is listed. */
export const LANGUAGE = { english: 1, european: 2 } as const;

function languagesOf({ english, european }: Sense): number {
  const has = ({ low, high, top }: Meaning): boolean => (low | high | top) !== 0;
  return (has(english) ? LANGUAGE.english : 0) | (has(european) ? LANGUAGE.european : 0);
}

const NONE: Sense = { english: MEANINGLESS, european: MEANINGLESS, roles: 0 };
/** Stems are told apart by their first characters: no shorter and no longer ones are listed. */
export const SHORTEST_STEM = 3;
export const LONGEST_STEM = 16;
const SEED = 0x811c9dc5 | 0;
const FACTOR = 0x01000193;

/** The number of a word that grows by one letter, and the one that it begins with. */
export const EMPTY = SEED;
export function grow(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, FACTOR);
}

function hashOf(word: string): number {
  let hash = SEED;
  for (let i = 0; i < word.length; i++) hash = grow(hash, word.charCodeAt(i));
  return hash;
}

/** The form that words are compared in. */
export function plainWord(word: string): string {
  return normalise(word).text.toLowerCase();
}

/** What classes of units there are; other ones say nothing. */
export const UNIT = { word: 1, mark: 2, asian: 3, other: 4 } as const;
const units = new Uint8Array(65_536);
const lower = new Uint16Array(65_536);

/** Class of a UTF-16 unit. */
export function unitOf(code: number): number {
  return units[code] || learn(code);
}

/** The small form of a unit whose class was asked for. */
export function small(code: number): number {
  return lower[code]!;
}

function learn(code: number): number {
  const character = String.fromCharCode(code);
  const form = character.toLowerCase();
  lower[code] = form.length === 1 ? form.charCodeAt(0) : code;
  if (/[\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]/.test(character))
    units[code] = UNIT.asian;
  else if (/[\p{L}\p{N}_]/u.test(character)) units[code] = UNIT.word;
  else units[code] = /\p{M}/u.test(character) ? UNIT.mark : UNIT.other;
  return units[code]!;
}
for (let code = 0; code < 128; code++) learn(code);

/** Finds strings by their numbers; what is found is compared. */
class Table {
  readonly keys: string[] = [];
  private slots = new Int32Array(0);
  private readonly hashes: number[] = [];
  private readonly index = new Map<string, number>();

  /** Number of a string, which is added when it is new. */
  put(key: string): number {
    const known = this.index.get(key);
    if (known !== undefined) return known;
    this.index.set(key, this.keys.length);
    this.hashes.push(hashOf(key));
    return this.keys.push(key) - 1;
  }

  /** Lays the table out; nothing is added from now on. */
  seal(): void {
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(4 * this.keys.length + 1))).fill(-1);
    this.hashes.forEach((hash, id) => {
      let at = this.slotOf(hash);
      while (this.slots[at] !== -1) at = (at + 1) & (this.slots.length - 1);
      this.slots[at] = id;
    });
  }

  /** Number of the string that stands in `text` from `start` to `end`, whatever its case; -1 when it is none. */
  find(hash: number, text: string, start: number, end: number): number {
    for (let at = this.slotOf(hash); ; at = (at + 1) & (this.slots.length - 1)) {
      const id = this.slots[at]!;
      if (id < 0) return -1;
      if (this.hashes[id] === hash && isSame(this.keys[id]!, text, start, end)) return id;
    }
  }

  private slotOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.slots.length - 1);
  }
}

function isSame(key: string, text: string, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = 0; i < key.length; i++)
    if (key.charCodeAt(i) !== small(text.charCodeAt(start + i))) return false;
  return true;
}

const table = new Table();
const stems = new Table();
const senses: Sense[] = [];
const stemSenses: Sense[] = [];
const phrases: (Phrase[] | undefined)[] = [];

function add(list: string, what: Partial<Sense>): void {
  const sense = { ...NONE, ...what };
  for (const entry of list.split(' ').filter((word) => word !== '')) {
    // Capitals look like letters of other scripts than their small forms do, and are folded to those.
    for (const plain of new Set(
      [entry, entry[0]!.toUpperCase() + entry.slice(1), entry.toUpperCase()].map(plainWord),
    )) {
      if (plain.endsWith('*')) {
        const id = stems.put(plain.slice(0, -1));
        stemSenses[id] = both(stemSenses[id] ?? NONE, sense);
        continue;
      }
      const [id = 0, ...rest] = plain.split('_').map((word) => table.put(word));
      if (rest.length === 0) senses[id] = both(senses[id] ?? NONE, sense);
      else phrases[id] = [...(phrases[id] ?? []), { ...sense, rest, languages: languagesOf(sense) }];
    }
  }
}

function both(a: Sense, b: Sense): Sense {
  return {
    english: unite(a.english, b.english),
    european: unite(a.european, b.european),
    roles: a.roles | b.roles,
  };
}

function each(words: Readonly<Partial<Record<Concept, string>>>, key: 'english' | 'european'): void {
  for (const [concept, list] of Object.entries(words)) add(list, { [key]: meaningOf(concept) });
}

each(ENGLISH, 'english');
each(EUROPEAN, 'european');
for (const [role, bit] of Object.entries(ROLE)) add(ROLES[role as keyof typeof ROLE], { roles: bit });
table.seal();
stems.seal();

const COUNT = table.keys.length;
export const STRIDE = 6;
/** Meanings by number: three words of bits for English, three for the others; those of stems behind those of words. */
export const meanings = new Int32Array(STRIDE * (COUNT + stems.keys.length));
export const roles = new Int32Array(COUNT + stems.keys.length);
export const languages = new Uint8Array(COUNT + stems.keys.length);
/** Words that phrases begin with: 1. */
export const begins = new Uint8Array(COUNT + stems.keys.length);
for (let id = 0; id < roles.length; id++) {
  const sense = (id < COUNT ? senses[id] : stemSenses[id - COUNT]) ?? NONE;
  const { english, european } = sense;
  meanings.set(
    [english.low, english.high, english.top, european.low, european.high, european.top],
    STRIDE * id,
  );
  roles[id] = sense.roles;
  languages[id] = languagesOf(sense);
  if (phrases[id] !== undefined) begins[id] = 1;
}

/** Tells which numbers may be a stem's, so that most prefixes of most words are not looked up. */
const STEM_BITS = 32_768;
const mayBeStem = new Uint8Array(STEM_BITS);
/** The same for the letters that stems begin with. */
const mayBegin = new Uint8Array(STEM_BITS);
for (const stem of stems.keys) {
  mayBeStem[bitOf(hashOf(stem))] = 1;
  mayBegin[bitOf(hashOf(stem.slice(0, SHORTEST_STEM)))] = 1;
}

function bitOf(hash: number): number {
  return (hash >>> 8) & (STEM_BITS - 1);
}

/** @param hash of as many letters as the shortest stem has */
export function mayBeginStem(hash: number): boolean {
  return mayBegin[bitOf(hash)] !== 0;
}

/** Number of a word, or -1. */
export function wordAt(hash: number, text: string, start: number, end: number): number {
  return table.find(hash, text, start, end);
}

/** Number of a stem, or -1. */
export function stemAt(hash: number, text: string, start: number, end: number): number {
  if (mayBeStem[bitOf(hash)] === 0) return -1;
  const id = stems.find(hash, text, start, end);
  return id < 0 ? -1 : COUNT + id;
}

/** Phrases that begin with a word. */
export function phrasesOf(id: number): readonly Phrase[] {
  return phrases[id] ?? [];
}

/** True for a word of the English list, or one that stands in its phrases. */
export function isKnownWord(word: string): boolean {
  return table.find(hashOf(word), word, 0, word.length) >= 0;
}

/** A word of a language without blanks. */
export interface AsianWord {
  readonly text: string;
  readonly meaning: Meaning;
  readonly roles: number;
}

const asian = new Map<string, AsianWord>();
function addAsian(list: string, meaning: Meaning, bits: number): void {
  for (const entry of list.split(' ').filter((word) => word !== '')) {
    const text = plainWord(entry.replaceAll('_', ' '));
    const known = asian.get(text);
    asian.set(text, {
      text,
      meaning: unite(known?.meaning ?? MEANINGLESS, meaning),
      roles: (known?.roles ?? 0) | bits,
    });
  }
}
for (const [concept, list] of Object.entries(ASIAN)) addAsian(list, meaningOf(concept), 0);
for (const [role, list] of Object.entries(ASIAN_ROLES))
  addAsian(list, MEANINGLESS, ROLE[role as keyof typeof ROLE]);
/** By their first unit, the longest first. */
const asianByUnit = new Map<number, AsianWord[]>();
for (const word of [...asian.values()].sort((a, b) => b.text.length - a.text.length)) {
  const first = word.text.charCodeAt(0);
  asianByUnit.set(first, [...(asianByUnit.get(first) ?? []), word]);
}

/** The longest word of a language without blanks that stands at a place. */
export function asianWordAt(text: string, at: number): AsianWord | undefined {
  return asianByUnit.get(text.charCodeAt(at))?.find((word) => text.startsWith(word.text, at));
}
