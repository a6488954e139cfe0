import { createRequire } from 'node:module';
import { beginsToken } from '../boundary.ts';
import { type CompiledKind, type Hit, OPEN } from '../match.ts';
import type { Prefilter } from '../prefilter.ts';
import { isMnemonic, isTestMnemonic, MNEMONIC_LENGTHS } from '../validators/wallets.ts';
import { escapeLength, type Found, flags, LOWER, type Piece, type StretchLane, WORD } from './lane.ts';

const LETTER = flags(LOWER);
/** What stands between the words of a phrase: blanks and line ends, or the marks of a list. */
const BETWEEN = flags(' \t\r\n,"\x27');
const INSIDE = flags(`${LOWER} \t\r\n,"\x27`);
const STRIDE = 6;
const BLANK = 0x20;
const BACKSLASH = 0x5c;
const MIN_LETTERS = 3;
const MAX_LETTERS = 8;
const MAX_BETWEEN = 4;
/** Twelve words of three letters with one byte between them. */
const SHORTEST = 12 * MIN_LETTERS + 11;
/** A longer run is a list of words, not a phrase. */
const MOST_WORDS = 30;
/** Bytes before a candidate that its judgement looks at, to know where a run begins. */
export const WORDS_BEFORE = (MOST_WORDS + 2) * (MAX_LETTERS + MAX_BETWEEN);

/**
 * The English list of BIP-39. The first four letters of a word are its own, so they are its key in a table that is looked
 * up without making a string: this is asked about one word in every 47 bytes.
 */
class WordList {
  readonly places: ReadonlyMap<string, number>;
  private readonly heads = new Int32Array(SLOTS);
  private readonly tails = new Int32Array(SLOTS);

  constructor(words: readonly string[]) {
    this.places = new Map(words.map((word, index) => [word, index]));
    for (const word of words) {
      const bytes = Buffer.from(word, 'latin1');
      const head = packed(bytes, 0, Math.min(4, bytes.length));
      let slot = slotOf(head);
      while (this.heads[slot] !== 0) slot = (slot + 1) & (SLOTS - 1);
      this.heads[slot] = head;
      this.tails[slot] = packed(bytes, 4, bytes.length);
    }
  }

  /** True when bytes[start, end), lower case letters, are a word of the list. */
  has(bytes: Uint8Array, start: number, end: number): boolean {
    const head = packed(bytes, start, Math.min(start + 4, end));
    for (let slot = slotOf(head); this.heads[slot] !== 0; slot = (slot + 1) & (SLOTS - 1)) {
      if (this.heads[slot] === head) return this.tails[slot] === packed(bytes, start + 4, end);
    }
    return false;
  }
}

const SLOTS = 8192;

/** Up to four letters, five bits each; they begin at the left, so that a shorter text is another number. */
function packed(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < start + 4; i++) value = (value << 5) | (i < end ? bytes[i]! - 0x60 : 0);
  return value;
}

function slotOf(head: number): number {
  return Math.imul(head, 0x9e3779b1) >>> 19;
}

/** Loaded when twelve words in a row first look like a phrase. */
let list: WordList | undefined;

function wordList(): WordList {
  if (list === undefined) {
    const require = createRequire(import.meta.url);
    const { wordlist } = require('@scure/bip39/wordlists/english.js') as {
      readonly wordlist: readonly string[];
    };
    list = new WordList(wordlist);
  }
  return list;
}

/** A word: its first byte and one past its last. */
type Span = readonly [start: number, end: number];

/** The word that `isWordAt` saw last. Nearly all words are looked at only to be passed over, so none is allocated. */
let wordStart = 0;
let wordEnd = 0;

/**
 * True when a word that a phrase may hold stands around `at`, where a letter is.
 * @param partial true takes a word that the end of what is known cuts off
 */
function isWordAt({ bytes, start, end, last }: Piece, at: number, partial: boolean): boolean {
  const floor = Math.max(start, at - MAX_LETTERS - 1);
  let first = at;
  while (first > floor && LETTER[bytes[first - 1]!] === 1) first--;
  const ceiling = Math.min(end, first + MAX_LETTERS + 2);
  let stop = at;
  while (stop < ceiling && LETTER[bytes[stop]!] === 1) stop++;
  const previous = first > start ? bytes[first - 1]! : BLANK;
  // What a backslash or a number stands before may be the rest of an escape.
  if (previous === BACKSLASH) first += escapeLength(bytes, start, first, stop);
  else if (WORD[previous] === 1 && !beginsToken(bytes, start, first, 'word')) return false;
  if (stop - first > MAX_LETTERS) return false;
  if (stop < end && WORD[bytes[stop]!] === 1) return false;
  if (stop < end || last || !partial) {
    if (stop - first < MIN_LETTERS) return false;
    if (list !== undefined && !list.has(bytes, first, stop)) return false;
  }
  wordStart = first;
  wordEnd = stop;
  return true;
}

/** The last letter before the word that begins at `first`, when only what joins words stands between; -1 otherwise. */
function letterBefore({ bytes, start }: Piece, first: number): number {
  let i = first;
  while (i > start && first - i < MAX_BETWEEN && BETWEEN[bytes[i - 1]!] === 1) i--;
  return i === first || i <= start || LETTER[bytes[i - 1]!] !== 1 ? -1 : i - 1;
}

const NO_WORD = 0;
const OPEN_WORD = 1;
const NEXT_WORD = 2;

/** Looks for the word behind one that ends at `stop`; `OPEN_WORD` when more bytes decide. */
function behind(piece: Piece, stop: number): number {
  const { bytes, end, last } = piece;
  let i = stop;
  while (i < end && i - stop < MAX_BETWEEN && BETWEEN[bytes[i]!] === 1) i++;
  if (i >= end) return last ? NO_WORD : OPEN_WORD;
  if (i === stop || LETTER[bytes[i]!] !== 1 || !isWordAt(piece, i, true)) return NO_WORD;
  return wordEnd === end && !last ? OPEN_WORD : NEXT_WORD;
}

/** The run of words that `measureRun` saw last: where it begins and ends, and how many it has. */
const run = { start: 0, end: 0, words: 0, open: false };

/** Measures the run of words around the one at [start, end). */
function measureRun(piece: Piece, start: number, end: number): void {
  run.words = 1;
  run.start = start;
  for (let letter = letterBefore(piece, start); letter >= 0; letter = letterBefore(piece, wordStart)) {
    if (!isWordAt(piece, letter, false)) break;
    run.start = wordStart;
    if (++run.words > MOST_WORDS) break;
  }
  run.end = end;
  let next = behind(piece, end);
  for (; next === NEXT_WORD; next = behind(piece, run.end)) {
    run.end = wordEnd;
    run.words++;
  }
  run.open = next === OPEN_WORD;
}

/** The words of the run that was measured last. */
function wordsOf(piece: Piece): Span[] {
  const words: Span[] = [];
  for (let at = run.start; at < run.end; ) {
    if (!isWordAt(piece, at, false)) break;
    words.push([wordStart, wordEnd]);
    at = wordEnd;
    while (at < run.end && BETWEEN[piece.bytes[at]!] === 1) at++;
  }
  return words;
}

/** The hit of the phrase in a run, if there is one. */
function judge(piece: Piece, words: readonly Span[]): Omit<Hit, 'kind'> | undefined {
  const phrase = phraseIn(piece, words);
  if (phrase === undefined) return undefined;
  return { ...phrase, confidence: 'proved', placeholder: false };
}

/** The part of the words that is a phrase: the longest first, from the left. */
function phraseIn(
  { bytes }: Piece,
  words: readonly Span[],
): Pick<Hit, 'start' | 'end' | 'documented'> | undefined {
  const texts = words.map(([start, end]) => bytes.toString('latin1', start, end));
  // A dictionary is in order, a phrase is not.
  if (texts.every((text, i) => i === 0 || texts[i - 1]! < text)) return undefined;
  const indexes = texts.map((text) => wordList().places.get(text)!);
  for (const length of MNEMONIC_LENGTHS) {
    for (let at = 0; at + length <= indexes.length; at++) {
      const part = indexes.slice(at, at + length);
      if (!isMnemonic(part)) continue;
      return { start: words[at]![0], end: words[at + length - 1]![1], documented: isTestMnemonic(part) };
    }
  }
  return undefined;
}

/**
 * Twelve to twenty-four words of the English list of BIP-39 in a row, with the right checksum. A run is looked for from
 * its end: where a word among the 47 bytes ahead is none of the list, no run reaches over it.
 */
export function wordsLane(
  kinds: readonly CompiledKind[],
  prefilter: Pick<Prefilter, 'knowWords'>,
): StretchLane {
  let done = 0;
  /** Where the block of these stretches begins. */
  let block = 0;
  let told = false;
  return {
    begin: (piece) => {
      done = piece.from;
      block = piece.from;
    },
    search: (stretches, piece, found) => {
      const { resume } = stretches;
      for (let i = 0; i < stretches.phrases; i++) {
        const start = Math.max(done, stretches.phraseStart[i]!);
        const end = stretches.phraseEnd[i]!;
        // What touches a cut may go on behind it.
        const cut =
          (start === block && block > piece.from) || (end === resume && (resume < piece.end || !piece.last));
        if (!cut && end - start < SHORTEST) continue;
        if (start < end) done = search(kinds, piece, start, end, found);
      }
      block = resume;
      if (!told && list !== undefined) {
        told = true;
        prefilter.knowWords([...list.places.keys()]);
      }
    },
  };
}

/**
 * Looks for phrases that begin in bytes[start, stop).
 * @returns where the search stands
 */
function search(
  kinds: readonly CompiledKind[],
  piece: Piece,
  start: number,
  stop: number,
  found: Found,
): number {
  const { bytes, from, end, last } = piece;
  let at = start;
  while (at < stop) {
    let probe = Math.min(at + SHORTEST, end) - 1;
    const whole = at + SHORTEST <= end;
    if (!whole && last) return end;
    if (whole) {
      // A few bytes of the window say cheaply that no run covers it.
      const low = at;
      for (let look = probe; look >= low; look -= STRIDE) {
        if (INSIDE[bytes[look]!] === 1) continue;
        at = look + 1;
        break;
      }
      if (at > low) continue;
    }
    const floor = Math.max(at, probe - MAX_BETWEEN);
    while (probe > floor && BETWEEN[bytes[probe]!] === 1) probe--;
    if (LETTER[bytes[probe]!] !== 1 || !isWordAt(piece, probe, !whole)) {
      if (!whole) return end;
      at = probe + 1;
      while (at < end && LETTER[bytes[at]!] === 1) at++;
      continue;
    }
    const begin = wordStart;
    const stopAt = wordEnd;
    if (whole) {
      let letter = letterBefore(piece, wordStart);
      while (letter >= at && isWordAt(piece, letter, false)) letter = letterBefore(piece, wordStart);
      if (letter >= at || (letter < 0 && wordStart > at)) {
        // A run can only begin behind what stands here.
        at = letter < 0 ? wordStart : letter + 1;
        continue;
      }
    }
    measureRun(piece, begin, stopAt);
    // Prose is told from phrases by the list alone; without it every word of it would be looked at.
    if (run.words >= 12 && list === undefined) {
      wordList();
      continue;
    }
    const first = run.start;
    const tooLong = run.words > MOST_WORDS;
    if (run.open || (!whole && !last)) {
      if (first >= from && !tooLong) for (const compiled of kinds) found(compiled, OPEN, first);
      return end;
    }
    if (!tooLong && first >= from && run.words >= 12) {
      const hit = judge(piece, wordsOf(piece));
      if (hit !== undefined)
        for (const compiled of kinds) found(compiled, { kind: compiled.kind, ...hit }, first);
    }
    at = run.end;
  }
  return at;
}
