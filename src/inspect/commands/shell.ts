/**
 * A small reader of shell texts. It finds the commands and undoes quoting; it does not judge, and it never fails: what
 * no shell would take is read as well as it can be. Each character is looked at a bounded number of times: what looks
 * ahead pays from the work that its host allows.
 */
import { finishWord, markValue, oneOf, SPECIAL, unmark } from './expand.ts';
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
import { WordReader } from './words.ts';

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

/** Hands the commands of a text to its host, those of its command substitutions first. */
export function readShell(source: Source): void {
  new Reader(source).read();
}

class Reader extends WordReader {
  private words: Word[] = [];
  private redirects: Redirect[] = [];
  private assigned: [string, string][] = [];
  private commands: Command[] = [];
  private pending: Omit<Redirect, 'target'> | undefined;
  private started = 0;
  /** What was printed when the groups began that are open. */
  private readonly groups: number[] = [];
  /** Behind the newline at `line`, reading goes on at `resume`: here-documents stand between. */
  private skip: { line: number; resume: number } | undefined;

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
    if (
      variables.size < MAX_NAMES &&
      full.length <= MAX_WORD &&
      (full.length <= 64 || this.source.host.spend(full.length))
    )
      variables.set(name, full);
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
}
