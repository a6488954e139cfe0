/** Takes a text apart: words, places that data can go to, files with secrets, and what they mean. */
import { MEANINGLESS, type Meaning, meaningOf, unite } from './concepts.ts';
import {
  asianWordAt,
  ENGLISH_WORDS,
  EUROPEAN_WORDS,
  type Lexicon,
  meaningOfPhrases,
  meaningOfWord,
} from './lexicon.ts';

/** Stands where markup divides a text; no sentence goes across it. */
export const BREAK = '\u0001';

/** The words of a text in order. */
export interface Tokens {
  /** In lower case. */
  readonly text: string;
  readonly count: number;
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** Two words of bits: see `Meaning`. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Number of the sentence that a word stands in. */
  readonly sentence: readonly number[];
  /** Sentences whose words may stand in another order than in English. */
  readonly loose: ReadonlySet<number>;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

const PLACE = meaningOf('PLACE');
const SENSITIVE = meaningOf('SENSITIVE');
const TOOL = meaningOf('TOOL');
const WORD =
  /(?<place>(?:https?|ftp|s3|wss?):\/\/[^\s"'<>()[\]\u3001\u3002]{2,300}|[a-z0-9][\w.+-]{0,63}@[a-z0-9][a-z0-9-]{0,62}\.[\w.-]{1,60}|\+\d[\d -]{7,16}|www\.[\w-]{1,60}\.[\w./-]{1,100})|(?<file>(?:~|\/home\/\w{1,30}|\/root|\$home)?\/?(?<![a-z0-9])\.(?:ssh|aws|env|netrc|npmrc|kube|gnupg|docker|git-credentials|bash_history)\b[\w./-]{0,80}|\/etc\/(?:passwd|shadow)|\bid_(?:rsa|ed25519|ecdsa)\b|\bauthorized_keys\b|\b[a-z][a-z0-9]{1,20}_(?:api_)?(?:key|token|secret)\b|\b(?:credentials|secrets)\.\w{2,5}\b)|(?<asian>[\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])|(?<word>[\p{L}\p{N}_][\p{L}\p{N}_\p{M}]{0,60}(?:['’-][\p{L}\p{N}_]{1,30}){0,4})|(?<stop>[.!?]{1,8}["'”’)\]*_]{0,3}(?=[\s\u0001]|$)|[\u3002！？\u0001]|\n\s{0,20}\n|\n(?=[ \t]{0,12}(?:[-*#>|+]|\d{1,3}[.)])[ \t])|\\n)/gu;
/** Names of tools begin with what they do. */
const FUNCTION =
  /^(?:mcp_|send|delete|read|write|transfer|execute|run|create|update|get|forward|upload|fetch|post|add|list|search|call|web|browser|file|make|pay|buy|grant)_/;
/** Sentences are cut after so many words. */
const MAX_SENTENCE = 120;

/** Reads a text in lower case; the time is linear in its length. */
export function tokensOf(text: string): Tokens {
  const start: number[] = [];
  const end: number[] = [];
  const low: number[] = [];
  const high: number[] = [];
  const sentence: number[] = [];
  const loose = new Set<number>();
  let number = 0;
  let words: Word[] = [];
  const close = (): void => {
    if (words.length > 0) {
      const read = meaningsOf(words);
      if (read.loose) loose.add(number);
      words.forEach((word, i) => {
        const meaning = read.meanings[i]!;
        start.push(word.start);
        end.push(word.end);
        low.push(meaning.low);
        high.push(meaning.high);
        sentence.push(number);
      });
    }
    number++;
    words = [];
  };
  let done = 0;
  for (const match of text.matchAll(WORD)) {
    const at = match.index;
    if (at < done) continue;
    const { place, file, asian, word } = match.groups!;
    const put = (meaning: Meaning, from: number, to: number): void => {
      words.push({ text: text.slice(from, to), start: from, end: to, meaning });
    };
    if (place !== undefined) put(text[at - 1] === '(' ? MEANINGLESS : PLACE, at, at + place.length);
    else if (file !== undefined) put(SENSITIVE, at, at + file.length);
    else if (asian !== undefined) {
      const found = asianWordAt(text, at);
      done = at + found.length;
      if (found.meaning !== MEANINGLESS) put(unite(found.meaning, LOOSE), at, done);
    } else if (word !== undefined) putParts(word, at, put);
    else close();
    if (words.length >= MAX_SENTENCE) close();
  }
  close();
  return { text, count: start.length, start, end, low, high, sentence, loose };
}

/** Marks a word of a language without blanks until its sentence is read. */
const LOOSE: Meaning = { low: 0, high: 1 << 31 };

/** Words with an apostrophe or a hyphen that no list knows are several; names of functions are tools. */
function putParts(word: string, at: number, put: (meaning: Meaning, from: number, to: number) => void): void {
  if (/[a-z]_[a-z]/.test(word)) {
    put(FUNCTION.test(word) ? TOOL : MEANINGLESS, at, at + word.length);
    return;
  }
  if (!/['’_-]/.test(word) || ENGLISH_WORDS.words.has(word) || EUROPEAN_WORDS.words.has(word)) {
    put(MEANINGLESS, at, at + word.length);
    return;
  }
  for (const part of word.matchAll(/[^'’_-]+/g)) {
    put(MEANINGLESS, at + part.index, at + part.index + part[0].length);
  }
}

function meaningsOf(words: readonly Word[]): {
  readonly meanings: readonly Meaning[];
  readonly loose: boolean;
} {
  const texts = words.map((word) => word.text);
  const english = meanings(ENGLISH_WORDS, texts);
  const european = meanings(EUROPEAN_WORDS, texts);
  let own = 0;
  let other = 0;
  let asian = false;
  for (let i = 0; i < words.length; i++) {
    const isEnglish = (english[i]!.low | english[i]!.high) !== 0;
    const isEuropean = (european[i]!.low | european[i]!.high) !== 0;
    if (isEnglish && !isEuropean) own++;
    else if (isEuropean && !isEnglish) other++;
    if ((words[i]!.meaning.high & LOOSE.high) !== 0) asian = true;
  }
  // Words of other languages that look English, and the other way round, mean what the sentence is written in.
  const foreign = other >= 2 && other > own;
  const found = words.map((word, i) => {
    const { low, high } = unite(word.meaning, foreign ? european[i]! : english[i]!);
    return { low, high: high & ~LOOSE.high };
  });
  return { meanings: found, loose: foreign || asian };
}

function meanings(lexicon: Lexicon, words: readonly string[]): Meaning[] {
  return words.map((word, i) => unite(meaningOfWord(lexicon, word), meaningOfPhrases(lexicon, words, i)));
}
