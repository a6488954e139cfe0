/**
 * A small reader of shell texts. It finds the commands and undoes quoting; it does not judge, and it never fails: what
 * no shell would take is read as well as it can be. Each character is looked at a bounded number of times: what looks
 * ahead pays from the work that its host allows.
 */
import { finishWord, markValue, oneOf, parameter, SPECIAL, UNKNOWN, unescapeC, unmark } from './expand.ts';
import { type Heredoc, heredocAt } from './heredoc.ts';
import {
  type Command,
  GROUP,
  MAX_COMMANDS,
  MAX_DEPTH,
  MAX_NAMES,
  MAX_WORD,
  MAX_WORDS,
  type Pipeline,
  type Redirect,
  type Source,
  type Word,
} from './script.ts';

/** So many characters that are only looked at cost as much as one that is read. */
const LOOK_AHEAD = 8;
/** Words that only frame commands. */
const RESERVED = new Set([
  ...[
    'if',
    'then',
    'else',
    'elif',
    'fi',
    'do',
    'done',
    'while',
    'until',
    '{',
    '}',
    '!',
    'time',
    'case',
    'esac',
  ],
  ...['in', 'coproc', 'begin', 'end', '&'],
]);
const OPENS = new Set(['{', 'do', 'then', 'begin']);
const CLOSES = new Set(['}', 'done', 'fi', 'end']);
const ASSIGNMENT = /^([A-Za-z_]\w{0,63})(?:\[[^\]]{0,16}\])?(\+?)=([\s\S]*)$/;
/** Programs that assign like `a=b` does. */
const DECLARING = new Set(['export', 'declare', 'typeset', 'local', 'readonly', 'set', 'alias']);
const MARKED: Readonly<Record<string, string>> = {
  '{': SPECIAL.open,
  ',': SPECIAL.comma,
  '}': SPECIAL.close,
  '*': SPECIAL.star,
  '?': SPECIAL.any,
  '[': SPECIAL.set,
};

/** Hands the commands of a text to its host, those of its command substitutions first. */
export function readShell(source: Source): void {
  new Reader(source).read();
}

class Reader {
  private readonly text: string;
  private readonly source: Source;
  private readonly windows: boolean;
  private at = 0;
  /** The word that is being read, with stand-ins; undefined between words. */
  private word: string | undefined;
  private wordQuoted = false;
  private words: Word[] = [];
  private redirects: Redirect[] = [];
  private assigned: [string, string][] = [];
  private commands: Command[] = [];
  private pending: Omit<Redirect, 'target'> | undefined;
  private started = 0;
  /** Set when there is no such closing character any more, so that it is not looked for again. */
  private readonly missing = new Set<string>();
  /** What was printed when the groups began that are open. */
  private readonly groups: number[] = [];
  /** Behind the newline at `line`, reading goes on at `resume`: here-documents stand between. */
  private skip: { line: number; resume: number } | undefined;

  constructor(source: Source) {
    this.source = source;
    this.text = source.text;
    this.windows = source.dialect === 'windows';
  }

  read(): void {
    const { text } = this;
    while (this.at < text.length) {
      const char = text[this.at]!;
      if (this.word === undefined && this.words.length === 0 && this.commands.length === 0)
        this.started = this.at;
      if (char === ' ' || char === '\t' || char === '\r') {
        this.endWord();
        this.at++;
      } else if (char === '\n') this.newline();
      else if (char === ';') {
        this.endPipeline();
        this.at++;
      } else if (char === '&') this.ampersand();
      else if (char === '|') this.bar();
      else if (char === '(') this.open();
      else if (char === ')') this.endSubshell();
      else if (char === '<' || char === '>') this.redirect(char);
      else if (char === '#' && this.word === undefined) this.at = this.until('\n');
      else this.character(char, false);
    }
    this.endPipeline();
  }

  /** A text between quotes, as here-documents and defaults of variables are. */
  expand(): string {
    while (this.at < this.text.length) this.character(this.text[this.at]!, true);
    return unmark(this.word ?? '');
  }

  private newline(): void {
    const { skip } = this;
    // A pipe at the end of a line goes on in the next one.
    if (
      this.words.length > 0 ||
      this.word !== undefined ||
      this.commands.length === 0 ||
      this.redirects.length > 0
    )
      this.endPipeline();
    this.at = skip !== undefined && skip.line === this.at ? skip.resume : this.at + 1;
    if (skip !== undefined && this.at === skip.resume) this.skip = undefined;
  }

  private ampersand(): void {
    const next = this.text[this.at + 1];
    if (next === '>') {
      this.endWord();
      this.at++;
      this.redirect('>');
      return;
    }
    if (this.windows && this.words.length === 0 && this.word === undefined) {
      // The call operator of PowerShell.
      this.at++;
      return;
    }
    this.endPipeline();
    this.at += next === '&' ? 2 : 1;
  }

  private bar(): void {
    const next = this.text[this.at + 1];
    if (next === '|') {
      this.endPipeline();
      this.at += 2;
      return;
    }
    this.endCommand();
    this.at += next === '&' ? 2 : 1;
  }

  /** `name()` declares a function, `a=(…)` is an array, `(…)` a subshell: read like anything else. */
  private open(): void {
    const { text, word } = this;
    if (word !== undefined && this.words.length === 0 && /^[A-Za-z_]\w{0,63}\+?=$/.test(word)) {
      const close = this.closing(this.at + 1, '(', ')');
      if (close > 0) {
        const list: Word[] = [];
        const inner = text.slice(this.at + 1, close);
        new Reader({ ...this.source, text: inner }).list(list);
        this.word = word + list.map((one) => one.text).join(' ');
        this.at = close + 1;
        return;
      }
    }
    const name = (word ?? this.words.at(-1)?.text ?? '').trim();
    const match = /^\s{0,8}\)\s{0,8}\{/.exec(text.slice(this.at + 1, this.at + 24));
    if (match !== null && /^[\w:.@!+-]{1,64}$/.test(name)) {
      const from = this.at + 1 + match[0].length;
      const close = this.closing(from, '{', '}');
      const { functions } = this.source.host;
      if (close > 0 && functions.size < MAX_NAMES) functions.set(name, text.slice(from, close));
    }
    this.endPipeline();
    this.openGroup();
    this.at++;
  }

  /** Reads words alone, for arrays. */
  private list(into: Word[]): void {
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (/\s/.test(char)) {
        this.endWord();
        this.at++;
      } else this.character(char, false);
    }
    this.endWord();
    into.push(...this.words);
  }

  private endSubshell(): void {
    this.endPipeline();
    this.at++;
    this.endGroup();
  }

  /** What is piped from a group of commands is what any of them prints. */
  private endGroup(): void {
    const since = this.groups.pop() ?? 0;
    if (!/^[ \t]{0,16}(?:\|(?!\|)|\d?[<>])/.test(this.text.slice(this.at, this.at + 20))) return;
    this.words.push({ text: `${GROUP}${since}`, glob: false, quoted: true });
  }

  private openGroup(): void {
    if (this.groups.length < MAX_NAMES) this.groups.push(this.source.host.printed());
  }

  private redirect(char: string): void {
    const { text } = this;
    const next = text[this.at + 1];
    // `<(…)` is a file that holds what the commands print.
    if (next === '(') {
      const close = this.closing(this.at + 2, '(', ')');
      if (close > 0) {
        this.substitute(this.at + 2, close, true, true);
        this.at = close + 1;
        return;
      }
    }
    const numbered = this.word !== undefined && /^\d{1,3}$/.test(this.word) && !this.wordQuoted;
    const descriptor = numbered ? this.word : undefined;
    if (numbered) this.word = undefined;
    this.endWord();
    if (text.startsWith('<<<', this.at)) {
      this.pending = { kind: 'text', append: false };
      this.at += 3;
    } else if (text.startsWith('<<', this.at)) this.heredoc();
    else if (next === '&') {
      this.pending = { kind: 'copy', append: false };
      this.at += 2;
    } else {
      const append = char === '>' && next === '>';
      const kind = char === '<' ? (next === '>' ? 'both' : 'in') : 'out';
      this.pending = { kind, append, descriptor };
      this.at += next === '>' || next === '|' ? 2 : 1;
    }
  }

  private heredoc(): void {
    const from = this.skip?.resume;
    const found: Heredoc | undefined = heredocAt(this.text, this.at, from, this.missing, this.source.host);
    if (found === undefined) {
      this.at += 2;
      return;
    }
    const { source } = this;
    let body = this.text.slice(found.from, Math.min(found.end, found.from + MAX_WORD));
    if (!found.verbatim && /[$`]/.test(body) && source.depth < MAX_DEPTH && source.host.spend(body.length)) {
      body = new Reader({
        ...source,
        text: body,
        origin: this.placeOf(found.from),
        depth: source.depth + 1,
      }).expand();
    }
    this.redirects.push({ kind: 'text', target: { text: body, glob: false, quoted: true }, append: false });
    this.skip = { line: found.line, resume: found.resume };
    this.at = found.at;
  }

  /** One character of a word, or what it opens. */
  private character(char: string, inQuotes: boolean): void {
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
    else {
      this.add(inQuotes ? char : (MARKED[char] ?? char));
      this.at++;
    }
  }

  private backtick(): void {
    const close = this.find('`', this.at + 1);
    if (close < 0) {
      this.add('`');
      this.at++;
      return;
    }
    this.substitute(this.at + 1, close, false, false);
    this.at = close + 1;
  }

  private single(): void {
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

  private double(): void {
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

  private dollar(inQuotes: boolean): void {
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
          inside = new Reader({
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
  private value(inside: string, after: number, inQuotes: boolean): void {
    const value = parameter(inside, this.source.host.variables);
    if (value.startsWith('$') && /[a-z/]$/.test(this.word ?? '') && /^[a-z]/.test(this.text[after] ?? ''))
      return;
    if (inQuotes && /^@$|\[@\]/.test(inside)) this.add(value.replace(/[ \t\n]+/g, SPECIAL.blank));
    else if (inQuotes) this.add(value.replaceAll(SPECIAL.blank, ' '));
    else this.add(value.includes(SPECIAL.open) ? value : markValue(value));
  }

  /** Tells whether letters stand on both sides, so that what is between them only breaks a word up. */
  private isWithin(after: number): boolean {
    return /[a-z/]$/.test(this.word ?? '') && /^[a-z]/.test(this.text[after] ?? '');
  }

  private substitute(from: number, to: number, file: boolean, inQuotes: boolean): void {
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

  private placeOf(at: number): Source['origin'] {
    const { origin } = this.source;
    return typeof origin === 'number' ? origin + at : origin;
  }

  private add(text: string): void {
    const before = this.word ?? '';
    this.word = before.length + text.length <= MAX_WORD ? before + text : before;
  }

  private endWord(): void {
    const { word } = this;
    if (word === undefined) return;
    this.word = undefined;
    const quoted = this.wordQuoted;
    this.wordQuoted = false;
    if (this.pending !== undefined) {
      // Neither blanks nor braces make several of it.
      const [one] = finishWord(word.replaceAll(SPECIAL.blank, ' '));
      const text = this.pending.kind === 'text' ? unmark(word) : (one?.text ?? '');
      this.redirects.push({ ...this.pending, target: { text, glob: one?.glob === true, quoted } });
      this.pending = undefined;
      return;
    }
    if (this.assigns(word)) return;
    for (const { text, glob } of finishWord(word)) {
      const done: Word = { text, glob, quoted };
      if (this.words.length === 0 && RESERVED.has(text) && !quoted) {
        if (OPENS.has(text)) this.openGroup();
        else if (CLOSES.has(text)) this.endGroup();
      } else if (this.words.length < MAX_WORDS) this.words.push(done);
    }
  }

  /** `a=b` before a command, or behind `export`. */
  private assigns(word: string): boolean {
    const first = this.words[0]?.text;
    if (first !== undefined && !DECLARING.has(first)) return false;
    const match = ASSIGNMENT.exec(word);
    if (match === null) return false;
    const [, name, plus, marked] = match as unknown as [string, string, string, string];
    const { variables, functions } = this.source.host;
    const value = unmark(marked);
    if (first === 'alias' && functions.size < MAX_NAMES) functions.set(name, `${value} "$@"`);
    const full = (plus === '' ? '' : (variables.get(name) ?? '')) + value;
    if (variables.size < MAX_NAMES && full.length <= MAX_WORD) variables.set(name, full);
    if (first === undefined) this.assigned.push([name, value]);
    else this.words.push({ text: unmark(word), glob: false, quoted: false });
    return true;
  }

  private endCommand(): void {
    this.endWord();
    this.pending = undefined;
    const { words } = this;
    if (
      /^(?:for|foreach|select)$/.test(words[0]?.text ?? '') &&
      words[2]?.text === 'in' &&
      words.length > 3
    ) {
      const { variables } = this.source.host;
      if (variables.size < MAX_NAMES)
        variables.set(
          words[1]!.text,
          oneOf(words.slice(3).map((word) => (word.glob ? markValue(word.text) : word.text))),
        );
    } else if (words.length > 0 || this.redirects.length > 0 || this.assigned.length > 0) {
      const command = { words, redirects: this.redirects, assigned: this.assigned };
      if (this.commands.length < MAX_COMMANDS) this.commands.push(command);
    }
    this.words = [];
    this.redirects = [];
    this.assigned = [];
  }

  private endPipeline(): void {
    this.endCommand();
    if (this.commands.length === 0) return;
    const { origin, depth, host } = this.source;
    const place =
      typeof origin === 'number'
        ? { start: origin + this.started, end: origin + this.at }
        : { start: origin.start, end: origin.end };
    const pipeline: Pipeline = { commands: this.commands, ...place };
    this.commands = [];
    this.started = this.at;
    host.pipeline(pipeline, depth);
  }

  private find(what: string, from: number): number {
    if (this.missing.has(what)) return -1;
    const at = this.text.indexOf(what, from);
    if (at < 0) this.missing.add(what);
    return at;
  }

  private until(what: string): number {
    const at = this.text.indexOf(what, this.at);
    return at < 0 ? this.text.length : at;
  }

  /** Where the bracket closes that was opened before `from`, past quotes and brackets of its own kind. */
  private closing(from: number, open: string, close: string): number {
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
