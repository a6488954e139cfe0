/** Takes a text apart: words, places that data can go to, files with secrets, and what they mean. */
import { isAccount, LEAST_ACCOUNT, namedAt, PHONE } from './addresses.ts';
import { MEANINGLESS, type Meaning, meaningOf } from './concepts.ts';
import { senseOfName } from './names.ts';
import { ROLE } from './roles.ts';
import {
  asianWordAt,
  begins,
  EMPTY,
  grow,
  LANGUAGE,
  LONGEST_STEM,
  languages,
  mayBeginStem,
  meanings,
  phrasesOf,
  roles,
  SHORTEST_STEM,
  STRIDE,
  small,
  stemAt,
  UNIT,
  unitOf,
  wordAt,
} from './vocabulary.ts';

/** Stands where markup divides a text; no sentence goes across it. */
export const BREAK = '\u0001';

const PLACE = meaningOf('PLACE');
const SENSITIVE = meaningOf('SENSITIVE');
const STOP = /[.!?]{1,8}["'”’)\]*_]{0,3}(?=[\s\u0001]|$)/y;
const LINE = /\n(?:\s{0,20}\n|(?=[ \t]{0,12}(?:(?:[-*#>|+]|\d{1,3}[.)])[ \t]|[A-Z][a-z])))/y;
/** Sentences are cut after so many words, and words are no longer than so many letters. */
const MAX_SENTENCE = 120;
const MAX_WORD = 60;
const MAX_JOINTS = 4;
/** Most units between the words of a phrase. */
const MAX_GAP = 3;
/** Words of another language before a sentence is taken to be written in it. */
const LEAST_FOREIGN = 2;

/** Where the meanings of other languages begin among those of a word. */
const EUROPEAN = 3;
const LINE_END = 0x0a;
const APOSTROPHE = 0x27;
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;

function isJoint(code: number): boolean {
  return code === APOSTROPHE || code === HYPHEN || code === 0x2019;
}

/** The words of a text in order. Used again for other texts: see `tokensOf`. */
export class Tokens {
  text = '';
  count = 0;
  start = new Int32Array(512);
  end = new Int32Array(512);
  /** Number in the vocabulary or -1; then that of a stem. */
  word = new Int32Array(512);
  private stem = new Int32Array(512);
  /** Three words of bits: see `Meaning`. */
  low = new Int32Array(512);
  high = new Int32Array(512);
  top = new Int32Array(512);
  /** Bits of `ROLE`. */
  roles = new Int32Array(512);
  /** Number of the sentence that a word stands in. */
  sentence = new Int32Array(512);
  /** First word of each sentence; one more behind the last. */
  sentences = 0;
  from = new Int32Array(64);
  /** What the words of each sentence mean, all together, and whether they may stand in another order than in English. */
  allLow = new Int32Array(64);
  allHigh = new Int32Array(64);
  allTop = new Int32Array(64);
  loose = new Uint8Array(64);
  /** Roles that any word has. */
  anyRole = 0;
  /** Words with digits, and those of letters and digits. */
  numbers = 0;
  mixed = 0;
  private asian = false;

  /** Reads a text; the time is linear in its length. */
  read(text: string): void {
    this.text = text;
    this.count = 0;
    this.sentences = 0;
    this.anyRole = 0;
    this.numbers = 0;
    this.mixed = 0;
    this.asian = false;
    this.from[0] = 0;
    for (let i = 0; i < text.length; ) {
      const code = text.charCodeAt(i);
      const unit = unitOf(code);
      if (unit === UNIT.word) i = this.readWord(i);
      else if (unit === UNIT.asian) i = this.readAsian(i);
      else i = this.readSign(i, code);
      if (this.count - this.from[this.sentences]! >= MAX_SENTENCE) this.close();
    }
    this.close();
  }

  private put(start: number, end: number, word: number, stem: number, meaning: Meaning): void {
    const at = this.count;
    if (at === this.start.length) this.widen();
    this.start[at] = start;
    this.end[at] = end;
    this.word[at] = word;
    this.stem[at] = stem;
    this.low[at] = meaning.low;
    this.high[at] = meaning.high;
    this.top[at] = meaning.top;
    this.roles[at] = 0;
    this.count++;
  }

  private widen(): void {
    this.start = wider(this.start);
    this.end = wider(this.end);
    this.word = wider(this.word);
    this.stem = wider(this.stem);
    this.low = wider(this.low);
    this.high = wider(this.high);
    this.top = wider(this.top);
    this.roles = wider(this.roles);
    this.sentence = wider(this.sentence);
  }

  private readAsian(at: number): number {
    const found = asianWordAt(this.text, at);
    if (found === undefined) return at + 1;
    this.put(at, at + found.text.length, -1, -1, found.meaning);
    this.roles[this.count - 1] = found.roles;
    this.anyRole |= found.roles;
    this.asian = true;
    return at + found.text.length;
  }

  private readSign(at: number, code: number): number {
    const { text } = this;
    switch (code) {
      case 0x2e: // .
      case 0x21: // !
      case 0x3f: // ?
        STOP.lastIndex = at;
        if (STOP.test(text)) {
          this.close();
          return STOP.lastIndex;
        }
        if (code !== 0x2e && at + 1 < text.length && unitOf(text.charCodeAt(at + 1)) === UNIT.asian)
          this.close();
        return at + 1;
      case LINE_END:
        LINE.lastIndex = at;
        if (!LINE.test(text)) return at + 1;
        this.close();
        // The second end of a line may begin the next paragraph.
        return Math.max(at + 1, LINE.lastIndex - 1);
      case 0x5c: // a backslash
        if (text.charCodeAt(at + 1) !== 0x6e) return at + 1;
        this.close();
        return at + 2;
      case 0x2b: // +
        PHONE.lastIndex = at;
        if (!PHONE.test(text)) return at + 1;
        this.put(at, PHONE.lastIndex, -1, -1, PLACE);
        return PHONE.lastIndex;
      case 0x3d: // = of programs: what stands around it is no sentence
        if (/[ =>]/.test(text[at - 1] ?? '') || /[ =>]/.test(text[at + 1] ?? '')) this.close();
        return at + 1;
      case 1:
      case 0x3b: // ;
      case 0x7b: // {
      case 0x7d: // }
      case 0x3002:
      case 0xff01:
      case 0xff1f:
        this.close();
        return at + 1;
      default:
        return at + 1;
    }
  }

  private readWord(at: number): number {
    const { text } = this;
    let hash = EMPTY;
    let stem = -1;
    let i = at;
    let joined = false;
    let digits = 0;
    let stemmed = false;
    for (; i < text.length && i - at < MAX_WORD; i++) {
      const code = text.charCodeAt(i);
      const unit = unitOf(code);
      if (unit !== UNIT.word && unit !== UNIT.mark) break;
      if (code === UNDERSCORE) joined = true;
      if (code < 0x3a) digits++;
      hash = grow(hash, small(code));
      const size = i + 1 - at;
      if (size === SHORTEST_STEM) stemmed = mayBeginStem(hash);
      if (stemmed && size <= LONGEST_STEM) {
        const found = stemAt(hash, text, at, i + 1);
        if (found >= 0) stem = found;
      }
    }
    if (digits > 0) {
      this.numbers++;
      if (digits < i - at) this.mixed++;
    }
    // What is longer is no word.
    if (i - at === MAX_WORD) while (i < text.length && unitOf(text.charCodeAt(i)) === UNIT.word) i++;
    if (joined) return this.readName(at, i);
    const next = text.charCodeAt(i);
    if (isJoint(next)) {
      const end = this.readCompound(at, i, hash);
      if (end > 0) return end;
    }
    const word = wordAt(hash, text, at, i);
    const bits = word < 0 ? 0 : roles[word]!;
    if (
      (bits & (ROLE.scheme | ROLE.file)) !== 0 ||
      next === 0x40 ||
      (next === 0x2e && i - at <= 3 && word < 0)
    ) {
      const named = namedAt(text, at, i, (bits & ROLE.scheme) !== 0, (bits & ROLE.file) !== 0);
      if (named !== undefined) {
        // The target of a link in Markdown is no place that an order names.
        const place = text[at - 1] === '(' ? MEANINGLESS : PLACE;
        this.put(at, named.end, -1, -1, named.secret ? SENSITIVE : place);
        return named.end;
      }
    }
    const account = word < 0 && i - at >= LEAST_ACCOUNT && isAccount(text.slice(at, i));
    this.put(at, i, word, stem, account ? PLACE : MEANINGLESS);
    return i;
  }

  /** A word of several that apostrophes or hyphens join; 0 when no list has it. */
  private readCompound(at: number, first: number, begun: number): number {
    const { text } = this;
    let hash = begun;
    let i = first;
    for (let joints = 0; joints < MAX_JOINTS && isJoint(text.charCodeAt(i)); joints++) {
      let k = i + 1;
      let longer = grow(hash, small(text.charCodeAt(i)));
      while (k < text.length && k - i <= MAX_WORD) {
        const code = text.charCodeAt(k);
        if (unitOf(code) !== UNIT.word || code === UNDERSCORE) break;
        longer = grow(longer, small(code));
        k++;
      }
      if (k === i + 1) break;
      i = k;
      hash = longer;
      const word = wordAt(hash, text, at, i);
      if (word < 0) continue;
      this.put(at, i, word, -1, MEANINGLESS);
      return i;
    }
    return 0;
  }

  /** A name with underscores: a tool, a secret, or words between underscores that mark them. */
  private readName(at: number, end: number): number {
    const { text } = this;
    const name = text.slice(at, end);
    const sense = senseOfName(name);
    if (sense !== undefined) {
      this.put(at, end, -1, -1, sense.meaning);
      this.roles[this.count - 1] = sense.roles;
      return end;
    }
    for (let from = at; from < end; ) {
      let to = from;
      let hash = EMPTY;
      while (to < end && text.charCodeAt(to) !== UNDERSCORE) {
        hash = grow(hash, small(text.charCodeAt(to)));
        to++;
      }
      if (to > from) this.put(from, to, wordAt(hash, text, from, to), -1, MEANINGLESS);
      from = to + 1;
    }
    return end;
  }

  /** Ends a sentence: its words mean what they mean in the language that it is written in. */
  private close(): void {
    const from = this.from[this.sentences]!;
    const to = this.count;
    if (from === to) return;
    const offset = this.isForeign(from, to) ? EUROPEAN : 0;
    let low = 0;
    let high = 0;
    let top = 0;
    for (let i = from; i < to; i++) {
      this.sentence[i] = this.sentences;
      this.settle(i, to, offset);
      low |= this.low[i]!;
      high |= this.high[i]!;
      top |= this.top[i]!;
    }
    const number = this.sentences;
    if (number + 2 > this.from.length) this.widenSentences();
    this.allLow[number] = low;
    this.allHigh[number] = high;
    this.allTop[number] = top;
    this.loose[number] = offset === EUROPEAN || this.asian ? 1 : 0;
    this.asian = false;
    this.sentences++;
    this.from[this.sentences] = to;
  }
  /** Words of other languages that look English, and the other way round, mean what the sentence is written in. */
  private isForeign(from: number, to: number): boolean {
    let own = 0;
    let other = 0;
    for (let i = from; i < to; i++) {
      const word = this.word[i]!;
      const stem = this.stem[i]!;
      if (word < 0 && stem < 0) continue;
      let known = (word < 0 ? 0 : languages[word]!) | (stem < 0 ? 0 : languages[stem]!);
      if (word >= 0 && begins[word] !== 0) {
        for (const phrase of phrasesOf(word)) if (this.goesOn(phrase.rest, i, to)) known |= phrase.languages;
      }
      if (known === LANGUAGE.english) own++;
      else if (known === LANGUAGE.european) other++;
    }
    return other >= LEAST_FOREIGN && other > own;
  }

  private settle(i: number, to: number, offset: number): void {
    const word = this.word[i]!;
    const stem = this.stem[i]!;
    if (word >= 0) this.mean(i, word, offset);
    if (stem >= 0) this.mean(i, stem, offset);
    if (word >= 0 && begins[word] !== 0) {
      for (const phrase of phrasesOf(word)) {
        if (!this.goesOn(phrase.rest, i, to)) continue;
        const meaning = offset === EUROPEAN ? phrase.european : phrase.english;
        this.low[i]! |= meaning.low;
        this.high[i]! |= meaning.high;
        this.top[i]! |= meaning.top;
        this.roles[i]! |= phrase.roles;
      }
    }
    this.anyRole |= this.roles[i]!;
  }

  private mean(i: number, id: number, offset: number): void {
    const at = STRIDE * id + offset;
    this.low[i]! |= meanings[at]!;
    this.high[i]! |= meanings[at + 1]!;
    this.top[i]! |= meanings[at + 2]!;
    this.roles[i]! |= roles[id]!;
  }

  private goesOn(rest: readonly number[], at: number, to: number): boolean {
    if (this.word[at + 1] !== rest[0] || at + rest.length >= to) return false;
    for (let k = 0; k < rest.length; k++) {
      const i = at + 1 + k;
      if (this.word[i] !== rest[k]) return false;
      const gap = this.start[i]! - this.end[i - 1]!;
      if (gap > MAX_GAP || !" \n\t'’-_/".includes(this.text[this.end[i - 1]!]!)) return false;
    }
    return true;
  }

  private widenSentences(): void {
    this.from = wider(this.from);
    this.allLow = wider(this.allLow);
    this.allHigh = wider(this.allHigh);
    this.allTop = wider(this.allTop);
    const loose = new Uint8Array(2 * this.loose.length);
    loose.set(this.loose);
    this.loose = loose;
  }
}

function wider(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(2 * old.length);
  next.set(old);
  return next;
}

/** Sets of words for texts inside of texts, shared between calls. */
const shared: Tokens[] = [];

/** @param depth how many encodings the text stood behind; the result lasts until the next call with the same depth */
export function tokensOf(text: string, depth = 0): Tokens {
  shared[depth] ??= new Tokens();
  const tokens = shared[depth];
  tokens.read(text);
  return tokens;
}
