/**
 * Reads one word of a shell text: quotes, escapes, variables and what commands print within it. What is special only
 * without quotes is marked by stand-ins (see `expand.ts`).
 */
import { markValue, parameter, SPECIAL, UNKNOWN, unescapeC, unmark } from './expand.ts';
import { MAX_DEPTH, MAX_WORD, type Source } from './script.ts';

/** So many characters that are only looked at cost as much as one that is read. */
export const LOOK_AHEAD = 8;
const MAX_SEPARATORS = 4;
/** Longer values of variables are paid for. */
const LONG_VALUE = 64;
const MARKED: Readonly<Record<string, string>> = {
  '{': SPECIAL.open,
  ',': SPECIAL.comma,
  '}': SPECIAL.close,
  '*': SPECIAL.star,
  '?': SPECIAL.any,
  '[': SPECIAL.set,
};

/** Characters that mean nothing but themselves, without quotes and between them. */
const PLAIN = new Uint8Array(256);
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+~')
  PLAIN[char.charCodeAt(0)] = 1;
const PLAIN_IN_QUOTES = new Uint8Array(256).fill(1, 0, 128);
for (const char of '"\\$`\'') PLAIN_IN_QUOTES[char.charCodeAt(0)] = 0;

/** The part of a reader that knows words. */
export class WordReader {
  protected readonly text: string;
  protected readonly source: Source;
  protected readonly windows: boolean;
  protected at = 0;
  /** The word that is being read, with stand-ins; undefined between words. */
  protected word: string | undefined;
  protected wordQuoted = false;
  /** Set when there is no such closing character any more, so that it is not looked for again. */
  protected readonly missing = new Set<string>();

  constructor(source: Source) {
    this.source = source;
    this.text = source.text;
    this.windows = source.dialect === 'windows';
  }

  /** A text between quotes, as here-documents and defaults of variables are. */
  expand(): string {
    while (this.at < this.text.length) this.character(this.text[this.at]!, true);
    return unmark(this.word ?? '');
  }

  /** One character of a word, or what it opens. */
  protected character(char: string, inQuotes: boolean): void {
    const { text } = this;
    const next = text[this.at + 1];
    if (char === '\\' && !this.windows) {
      if (next === '\n') this.at += 2;
      else if (next === '\r' && text[this.at + 2] === '\n') this.at += 3;
      else if (next === undefined) this.at++;
      else {
        this.add(inQuotes && !'$`"\\'.includes(next) ? `\\${next}` : next);
        this.at += 2;
      }
    } else if (char === "'" && !inQuotes) this.single();
    else if (char === '"' && !inQuotes) this.double();
    else if (char === '$') this.dollar(inQuotes);
    else if (char === '`' && !this.windows) this.backtick();
    else if (!inQuotes && MARKED[char] !== undefined) {
      this.add(MARKED[char]);
      this.at++;
    } else this.plain(inQuotes ? PLAIN_IN_QUOTES : PLAIN);
  }

  /** This character and those behind it that stand for themselves. */
  private plain(kinds: Uint8Array): void {
    const { text } = this;
    let to = this.at + 1;
    while (to < text.length && kinds[text.charCodeAt(to) & 0xff] === 1 && text.charCodeAt(to) < 128) to++;
    this.add(text.slice(this.at, to));
    this.at = to;
  }

  protected backtick(): void {
    const close = this.find('`', this.at + 1);
    if (close < 0) {
      this.add('`');
      this.at++;
      return;
    }
    this.substitute(this.at + 1, close, false, false);
    this.at = close + 1;
  }

  protected single(): void {
    const close = this.find("'", this.at + 1);
    if (close < 0) {
      this.add("'");
      this.at++;
      return;
    }
    this.wordQuoted = true;
    this.add(this.text.slice(this.at + 1, close));
    this.at = close + 1;
  }

  protected double(): void {
    const { at, word, wordQuoted } = this;
    if (!this.missing.has('"')) {
      this.wordQuoted = true;
      this.add('');
      this.at++;
      while (this.at < this.text.length) {
        const char = this.text[this.at]!;
        if (char === '"') {
          this.at++;
          return;
        }
        this.character(char, true);
      }
      this.missing.add('"');
    }
    // It never closes: a character like any other. This happens once.
    this.at = at + 1;
    this.word = `${word ?? ''}"`;
    this.wordQuoted = wordQuoted;
  }

  protected dollar(inQuotes: boolean): void {
    const { text, source } = this;
    const next = text[this.at + 1];
    if (next === "'" && !inQuotes) {
      const match = /^(?:[^'\\]|\\[\s\S])*/.exec(text.slice(this.at + 2, this.at + 2 + MAX_WORD));
      const close = this.at + 2 + match![0].length;
      if (source.host.spend(match![0].length) && text[close] === "'") {
        this.wordQuoted = true;
        this.add(unescapeC(match![0]));
        this.at = close + 1;
        return;
      }
    } else if (next === '"' && !inQuotes) {
      this.at++;
      return;
    } else if (next === '(') {
      const close = this.closing(this.at + 2, '(', ')');
      if (close > 0) {
        this.substitute(this.at + 2, close, false, inQuotes);
        this.at = close + 1;
        return;
      }
    } else if (next === '{') {
      const close = this.closing(this.at + 2, '{', '}');
      if (close > 0) {
        let inside = text.slice(this.at + 2, Math.min(close, this.at + 2 + MAX_WORD));
        if (/[$`]/.test(inside.slice(1)) && source.depth < MAX_DEPTH) {
          inside = new WordReader({
            ...source,
            text: inside,
            origin: this.placeOf(this.at),
            depth: source.depth + 1,
          }).expand();
        }
        this.value(inside, close + 1, inQuotes);
        this.at = close + 1;
        return;
      }
    } else if (next !== undefined && /[A-Za-z_0-9@*!?]/.test(next)) {
      const name = /^(?:[A-Za-z_]\w{0,63}|[0-9@*!?])/.exec(text.slice(this.at + 1, this.at + 66))![0];
      this.value(name, this.at + 1 + name.length, inQuotes);
      this.at += 1 + name.length;
      return;
    }
    this.add('$');
    this.at++;
  }

  /** What a variable stands for. One that is not set, within a word, is there only to break the word up. */
  protected value(inside: string, after: number, inQuotes: boolean): void {
    const value = parameter(inside, this.source.host.variables);
    if (value.length > LONG_VALUE && !this.source.host.spend(value.length)) return;
    if (value.startsWith('$') && /[a-z/]$/.test(this.word ?? '') && /^[a-z]/.test(this.text[after] ?? ''))
      return;
    if (inQuotes && /^@$|\[@\]/.test(inside)) this.add(value.replace(/[ \t\n]+/g, SPECIAL.blank));
    else if (inQuotes) this.add(value.replaceAll(SPECIAL.blank, ' '));
    else this.add(value.includes(SPECIAL.open) ? value : markValue(this.separated(value)));
  }

  /** A value is split at the characters of `IFS`, when the script has set it. */
  private separated(value: string): string {
    const separators = this.source.host.variables.get('IFS');
    if (separators === undefined) return value;
    let result = value;
    for (const one of separators.slice(0, MAX_SEPARATORS)) result = result.replaceAll(one, ' ');
    return result;
  }

  /** Tells whether letters stand on both sides, so that what is between them only breaks a word up. */
  protected isWithin(after: number): boolean {
    return /[a-z/]$/.test(this.word ?? '') && /^[a-z]/.test(this.text[after] ?? '');
  }

  protected substitute(from: number, to: number, file: boolean, inQuotes: boolean): void {
    const { source } = this;
    if (source.depth >= MAX_DEPTH) {
      this.add('');
      return;
    }
    // Arithmetic prints a number.
    if (!file && this.text[from] === '(' && this.text[to - 1] === ')') {
      this.add('1');
      return;
    }
    const text = this.text.slice(from, to);
    const output = source.host.capture(
      { ...source, text, origin: this.placeOf(from), depth: source.depth + 1 },
      file,
    );
    if (output === UNKNOWN.any && this.isWithin(to + 1)) return;
    this.add(inQuotes ? output : markValue(output));
  }

  protected placeOf(at: number): Source['origin'] {
    const { origin } = this.source;
    return typeof origin === 'number' ? origin + at : origin;
  }

  protected add(text: string): void {
    const before = this.word ?? '';
    this.word = before.length + text.length <= MAX_WORD ? before + text : before;
  }

  protected find(what: string, from: number): number {
    if (this.missing.has(what)) return -1;
    const at = this.text.indexOf(what, from);
    if (at < 0) this.missing.add(what);
    return at;
  }

  protected until(what: string): number {
    const at = this.text.indexOf(what, this.at);
    return at < 0 ? this.text.length : at;
  }

  /** Where the bracket closes that was opened before `from`, past quotes and brackets of its own kind. */
  protected closing(from: number, open: string, close: string): number {
    if (this.missing.has(close)) return -1;
    const { text } = this;
    let depth = 1;
    let quote = '';
    let i = from;
    for (; i < text.length && depth > 0; i++) {
      const char = text[i]!;
      if (char === '\\' && quote !== "'") i++;
      else if (quote !== '') {
        if (char === quote) quote = '';
      } else if (char === "'" || (char === '"' && open === '(')) quote = char;
      else if (char === open) depth++;
      else if (char === close) depth--;
    }
    const afforded = this.source.host.spend((i - from) / LOOK_AHEAD);
    if (depth === 0 && afforded) return i - 1;
    this.missing.add(close);
    return -1;
  }
}
