/** Looks up what words mean: English, other languages with blanks between words, and languages without. */
import { normalise } from '../text/normalise.ts';
import { type Concept, MEANINGLESS, type Meaning, meaningOf, unite } from './concepts.ts';
import { ASIAN } from './words-asian.ts';
import { ENGLISH } from './words-english.ts';
import { EUROPEAN } from './words-european.ts';

type Words = Readonly<Partial<Record<Concept, string>>>;

/** A phrase by its words behind the first one. */
interface Phrase {
  readonly rest: readonly string[];
  readonly meaning: Meaning;
}

/** Words of one group of languages. */
export interface Lexicon {
  readonly words: ReadonlyMap<string, Meaning>;
  readonly stems: ReadonlyMap<string, Meaning>;
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
}

/** Stems are told apart by their first characters: no shorter and no longer ones are listed. */
const SHORTEST_STEM = 3;
const LONGEST_STEM = 16;

/** The form that words are compared in. */
export function plainWord(word: string): string {
  return normalise(word).text.toLowerCase();
}

function compile(vocabulary: Words): Lexicon {
  const words = new Map<string, Meaning>();
  const stems = new Map<string, Meaning>();
  const phrases = new Map<string, Phrase[]>();
  for (const [concept, list] of Object.entries(vocabulary)) {
    const meaning = meaningOf(concept);
    for (const entry of list.split(' ').filter((word) => word !== '')) {
      // Capitals look like letters of other scripts than their small forms do, and are folded to those.
      for (const plain of new Set(
        [entry, entry[0]!.toUpperCase() + entry.slice(1), entry.toUpperCase()].map(plainWord),
      )) {
        const [first = '', ...rest] = plain.split('_');
        if (plain.endsWith('*')) add(stems, plain.slice(0, -1), meaning);
        else if (rest.length === 0) add(words, plain, meaning);
        else phrases.set(first, [...(phrases.get(first) ?? []), { rest, meaning }]);
      }
    }
  }
  return { words, stems, phrases };
}

function add(to: Map<string, Meaning>, word: string, meaning: Meaning): void {
  if (word !== '') to.set(word, unite(to.get(word) ?? MEANINGLESS, meaning));
}

export const ENGLISH_WORDS = compile(ENGLISH);
export const EUROPEAN_WORDS = compile(EUROPEAN);
/** Without stems and phrases: what is joined by `_` there is written with a blank or none. */
const asian = new Map<string, Meaning>();
for (const [concept, list] of Object.entries(ASIAN)) {
  for (const entry of list.split(' ')) add(asian, plainWord(entry.replaceAll('_', ' ')), meaningOf(concept));
}
let longestAsian = 0;
for (const word of asian.keys()) longestAsian = Math.max(longestAsian, word.length);

/** What a word means by itself. */
export function meaningOfWord(lexicon: Lexicon, word: string): Meaning {
  let meaning = lexicon.words.get(word) ?? MEANINGLESS;
  if (lexicon.stems.size > 0) {
    const last = Math.min(word.length, LONGEST_STEM);
    for (let i = SHORTEST_STEM; i <= last; i++) {
      const stem = lexicon.stems.get(word.slice(0, i));
      if (stem !== undefined) meaning = unite(meaning, stem);
    }
  }
  return meaning;
}

/** What the phrases mean that begin with word `at` of a sentence. */
export function meaningOfPhrases(lexicon: Lexicon, words: readonly string[], at: number): Meaning {
  let meaning = MEANINGLESS;
  for (const phrase of lexicon.phrases.get(words[at]!) ?? []) {
    if (phrase.rest.every((word, i) => words[at + 1 + i] === word)) meaning = unite(meaning, phrase.meaning);
  }
  return meaning;
}

/** The longest word of a language without blanks that stands at a place, and its length. */
export function asianWordAt(
  text: string,
  at: number,
): { readonly length: number; readonly meaning: Meaning } {
  for (let length = Math.min(longestAsian, text.length - at); length > 0; length--) {
    const meaning = asian.get(text.slice(at, at + length));
    if (meaning !== undefined) return { length, meaning };
  }
  return { length: 1, meaning: MEANINGLESS };
}

/** True for a word of the English list, or one that stands in its phrases. */
export function isKnownWord(word: string): boolean {
  return ENGLISH_WORDS.words.has(word) || ENGLISH_WORDS.phrases.has(word);
}
