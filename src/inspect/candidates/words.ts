import { createRequire } from 'node:module';
import { beginsToken } from '../boundary.ts';
import { type CompiledKind, OPEN } from '../match.ts';
import { isMnemonic, MNEMONIC_LENGTHS } from '../validators/wallets.ts';
import { escapeLength, flags, type Lane, LOWER, type Piece, WORD } from './lane.ts';

const LETTER = flags(LOWER);
/** What stands between the words of a phrase: blanks and line ends, or the marks of a list. */
const BETWEEN = flags(' \t\r\n,"\x27');
const MIN_LETTERS = 3;
const MAX_LETTERS = 8;
const MAX_BETWEEN = 4;
/** Twelve words of three letters with one byte between them. */
const SHORTEST = 12 * MIN_LETTERS + 11;
/** A longer run is a list of words, not a phrase. */
const MOST_WORDS = 30;
/** Bytes before a candidate that its judgement looks at, to know where a run begins. */
export const WORDS_BEFORE = (MOST_WORDS + 2) * (MAX_LETTERS + MAX_BETWEEN);

/** The English list of BIP-39: the place of each word. Loaded when twelve words in a row first look like a phrase. */
let list: ReadonlyMap<string, number> | undefined;

function wordList(): ReadonlyMap<string, number> {
  if (list === undefined) {
    const require = createRequire(import.meta.url);
    const { wordlist } = require('@scure/bip39/wordlists/english.js') as {
      readonly wordlist: readonly string[];
    };
    list = new Map(wordlist.map((word, index) => [word, index]));
  }
  return list;
}

/** A word: its first byte and one past its last. */
type Span = readonly [start: number, end: number];

/**
 * The word at `at`; undefined when there is none that a phrase may hold.
 * @param partial true takes a word that the end of what is known cuts off
 */
function wordAt({ bytes, start, end, last }: Piece, at: number, partial: boolean): Span | undefined {
  let first = at;
  while (first > start && at - first <= MAX_LETTERS && LETTER[bytes[first - 1]!] === 1) first--;
  let stop = at;
  while (stop < end && stop - first <= MAX_LETTERS && LETTER[bytes[stop]!] === 1) stop++;
  first += escapeLength(bytes, start, first, stop);
  const length = stop - first;
  if (length > MAX_LETTERS) return undefined;
  if (!beginsToken(bytes, start, first, 'word')) return undefined;
  if (stop < end && WORD[bytes[stop]!] === 1) return undefined;
  if (stop === end && !last && partial) return [first, stop];
  if (length < MIN_LETTERS) return undefined;
  if (list !== undefined && !list.has(bytes.toString('latin1', first, stop))) return undefined;
  return [first, stop];
}

function before(piece: Piece, first: number): Span | undefined {
  let i = first;
  while (i > piece.start && first - i < MAX_BETWEEN && BETWEEN[piece.bytes[i - 1]!] === 1) i--;
  if (i === first || i <= piece.start || LETTER[piece.bytes[i - 1]!] !== 1) return undefined;
  return wordAt(piece, i - 1, false);
}

/** The word behind one that ends at `stop`; `'open'` when more bytes decide. */
function behind(piece: Piece, stop: number): Span | 'open' | undefined {
  const { bytes, end, last } = piece;
  let i = stop;
  while (i < end && i - stop < MAX_BETWEEN && BETWEEN[bytes[i]!] === 1) i++;
  if (i >= end) return last ? undefined : 'open';
  if (i === stop || LETTER[bytes[i]!] !== 1) return undefined;
  const word = wordAt(piece, i, true);
  return word !== undefined && word[1] === end && !last ? 'open' : word;
}

/** A run of words around one of them. */
interface Run {
  readonly words: readonly Span[];
  readonly open: boolean;
  /** More words than a phrase has. */
  readonly long: boolean;
  readonly end: number;
}

function runAround(piece: Piece, word: Span): Run {
  const words: Span[] = [word];
  for (let next = before(piece, word[0]); next !== undefined; next = before(piece, next[0])) {
    words.unshift(next);
    if (words.length > MOST_WORDS) break;
  }
  let open = false;
  let end = word[1];
  let count = words.length;
  for (let next = behind(piece, end); next !== undefined; next = behind(piece, end)) {
    if (next === 'open') {
      open = true;
      break;
    }
    end = next[1];
    count++;
    if (count <= MOST_WORDS) words.push(next);
  }
  return { words, open, long: count > MOST_WORDS, end };
}

/** The part of the words that is a phrase: the longest first, from the left. */
function phraseIn({ bytes }: Piece, words: readonly Span[]): Span | undefined {
  const texts = words.map(([start, end]) => bytes.toString('latin1', start, end));
  // A dictionary is in order, a phrase is not.
  if (texts.every((text, i) => i === 0 || texts[i - 1]! < text)) return undefined;
  const indexes = texts.map((text) => wordList().get(text)!);
  for (const length of MNEMONIC_LENGTHS) {
    for (let at = 0; at + length <= indexes.length; at++) {
      if (isMnemonic(indexes.slice(at, at + length))) return [words[at]![0], words[at + length - 1]![1]];
    }
  }
  return undefined;
}

/**
 * Twelve to twenty-four words of the English list of BIP-39 in a row, with the right checksum. A run is looked for from
 * one of its inner words: where the word 46 bytes ahead is none of the list, no run reaches it.
 */
export function wordsLane(kinds: readonly CompiledKind[]): Lane {
  return (piece, found) => {
    const { bytes, from, end, last } = piece;
    let at = from;
    while (at < end) {
      let probe = Math.min(at + SHORTEST, end) - 1;
      const whole = at + SHORTEST <= end;
      if (!whole && last) return;
      const floor = Math.max(at, probe - MAX_BETWEEN);
      while (probe > floor && BETWEEN[bytes[probe]!] === 1) probe--;
      const word = LETTER[bytes[probe]!] === 1 ? wordAt(piece, probe, !whole) : undefined;
      if (word === undefined) {
        if (!whole) return;
        at = probe + 1;
        while (at < end && LETTER[bytes[at]!] === 1) at++;
        continue;
      }
      const run = runAround(piece, word);
      const first = run.words[0]![0];
      if (run.open || (!whole && !last)) {
        if (first >= from && !run.long) for (const compiled of kinds) found(compiled, OPEN, first);
        return;
      }
      if (!run.long && first >= from && run.words.length >= 12) {
        if (list === undefined) {
          wordList();
          continue;
        }
        const phrase = phraseIn(piece, run.words);
        if (phrase !== undefined) {
          const [start, stop] = phrase;
          const words = new Set(bytes.toString('latin1', start, stop).split(/[^a-z]+/)).size;
          // The phrases of the tests of BIP-39 repeat one word.
          const hit = {
            start,
            end: stop,
            confidence: 'proved',
            documented: words < 4,
            placeholder: false,
          } as const;
          for (const compiled of kinds) found(compiled, { kind: compiled.kind, ...hit }, first);
        }
      }
      at = run.end;
    }
  };
}
