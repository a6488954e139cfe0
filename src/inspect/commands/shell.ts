/**
 * A small reader of shell texts. It finds the commands and undoes quoting; it does not judge, and it never fails: what
 * no shell would take is read as well as it can be. Each character is looked at a bounded number of times.
 */
import { finishWord, parameter, SPECIAL, unescapeC } from './expand.ts';
import {
  type Command,
  MAX_DEPTH,
  MAX_WORD,
  MAX_WORDS,
  type Pipeline,
  type Redirect,
  type Word,
} from './script.ts';
import { outputOf } from './static-output.ts';

/** Words that only frame commands. */
const RESERVED = new Set([
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
  'in',
]);
const ASSIGNMENT = /^([A-Za-z_]\w{0,63})\+?=(.*)$/s;
const HEREDOC = /^-?\s{0,8}(\\?)(["']?)([A-Za-z_][\w.-]{0,63})\2/;
const HEREDOC_LENGTH = 96;

/** What the reader knows when it begins. */
export interface Source {
  readonly text: string;
  /** Where the text stands in the input; a range when it was decoded from there. */
  readonly origin: number | { readonly start: number; readonly end: number };
  readonly depth: number;
  readonly variables: Map<string, string>;
}

/** Reads the pipelines of a text, those of its command substitutions included. */
export function readShell(source: Source): Pipeline[] {
  return new Reader(source).read();
}

class Reader {
  private readonly text: string;
  private readonly source: Source;
  private readonly pipelines: Pipeline[] = [];
  private at = 0;
  /** The word that is being read, with stand-ins; undefined between words. */
  private word: string | undefined;
  private wordQuoted = false;
  private wordNested: Pipeline[] = [];
  private words: Word[] = [];
  private redirects: Redirect[] = [];
  private assigned: [string, string][] = [];
  private commands: Command[] = [];
  private pending: Redirect['kind'] | undefined;
  private started = 0;
  /** Set when there is no such closing character any more, so that it is not looked for again. */
  private readonly missing = new Set<string>();

  constructor(source: Source) {
    this.source = source;
    this.text = source.text;
  }

  read(): Pipeline[] {
    const { text } = this;
    while (this.at < text.length) {
      const char = text[this.at]!;
      if (this.word === undefined && this.words.length === 0 && this.commands.length === 0)
        this.started = this.at;
      if (char === ' ' || char === '\t' || char === '\r') {
        this.endWord();
        this.at++;
      } else if (char === '\n' || char === ';') {
        this.endPipeline();
        this.at++;
      } else if (char === '&') this.ampersand();
      else if (char === '|') this.bar();
      else if (char === '(' || char === ')') {
        // `name()` declares a function, `(…)` is a subshell: what stands inside is read like anything else.
        if (char === '(') this.endPipeline();
        else this.endSubshell();
        this.at++;
      } else if (char === '<' || char === '>') this.redirect(char);
      else if (char === '#' && this.word === undefined) this.at = this.until('\n');
      else this.character(char, false);
    }
    this.endPipeline();
    return this.pipelines;
  }

  private ampersand(): void {
    const next = this.text[this.at + 1];
    if (next === '>') {
      this.endWord();
      this.at++;
      this.redirect('>');
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

  /** A subshell ends: what is piped from it is piped from its last command. */
  private endSubshell(): void {
    this.endCommand();
    let k = this.at + 1;
    while (this.text[k] === ' ') k++;
    if (this.text[k] !== '|' || this.text[k + 1] === '|') this.endPipeline();
  }

  private redirect(char: string): void {
    const { text } = this;
    const rest = text.slice(this.at, this.at + 3);
    // `<(…)` is a file that holds what the commands print.
    if (rest[1] === '(' && (char === '<' || char === '>')) {
      const close = this.closing(this.at + 2, '(', ')');
      if (close > 0) {
        this.substitute(text.slice(this.at + 2, close), this.at + 2, '<(');
        this.at = close + 1;
        return;
      }
    }
    if (this.word !== undefined && /^\d$/.test(this.word) && !this.wordQuoted) this.word = undefined;
    this.endWord();
    if (rest === '<<<') {
      this.pending = 'text';
      this.at += 3;
    } else if (rest.startsWith('<<')) this.heredoc();
    else if (rest.startsWith('>&') || rest.startsWith('<&')) {
      this.pending = 'copy';
      this.at += 2;
    } else {
      const twice = rest[1] === '>' || rest[1] === '|';
      this.pending = char === '<' ? 'in' : 'out';
      this.at += twice ? 2 : 1;
    }
  }

  /** Lines up to a word of their own: data, unless a shell reads them (see unwrap.ts). */
  private heredoc(): void {
    const match = HEREDOC.exec(this.text.slice(this.at + 2, this.at + 2 + HEREDOC_LENGTH));
    if (match === null || this.missing.has('heredoc')) {
      this.at += 2;
      return;
    }
    const line = this.text.indexOf('\n', this.at);
    if (line < 0) {
      this.at += 2 + match[0].length;
      return;
    }
    const mark = match[3]!;
    let from = line;
    let end = -1;
    while (from >= 0 && end < 0) {
      const next = this.text.indexOf(mark, from + 1);
      if (next < 0) break;
      const before = this.text.slice(Math.max(line, next - 9), next);
      const after = this.text[next + mark.length];
      if (/\n\t*$/.test(before) && (after === undefined || after === '\n' || after === '\r')) end = next;
      from = next;
    }
    if (end < 0) this.missing.add('heredoc');
    const body = this.text.slice(line + 1, end < 0 ? this.text.length : end);
    this.redirects.push({
      kind: 'text',
      target: { text: body.slice(0, MAX_WORD), glob: false, quoted: true, nested: [] },
    });
    // The rest of the line belongs to the command.
    const rest = this.text.slice(this.at + 2 + match[0].length, line);
    const stop = end < 0 ? this.text.length : end + mark.length;
    this.at = stop;
    if (rest.trim() === '') {
      this.endPipeline();
      return;
    }
    const tail = readRest(rest, this.source);
    for (const redirect of tail?.commands[0]?.redirects ?? []) this.redirects.push(redirect);
    for (const word of tail?.commands[0]?.words ?? []) this.words.push(word);
    this.endCommand();
    if (tail !== undefined) this.commands.push(...tail.commands.slice(1));
    this.endPipeline();
  }

  /** One character of a word, or what it opens. */
  private character(char: string, inQuotes: boolean): void {
    const { text } = this;
    const next = text[this.at + 1];
    if (char === '\\') {
      if (next === '\n') this.at += 2;
      else if (next === '\r' && text[this.at + 2] === '\n') this.at += 3;
      else if (next === undefined) this.at++;
      else if (inQuotes && !'$`"\\'.includes(next)) {
        this.add(`\\${next}`);
        this.at += 2;
      } else {
        this.add(next);
        this.at += 2;
      }
    } else if (char === "'" && !inQuotes) this.single();
    else if (char === '"' && !inQuotes) this.double();
    else if (char === '$') this.dollar(inQuotes);
    else if (char === '`') {
      const close = this.find('`', this.at + 1);
      if (close < 0) {
        this.add(char);
        this.at++;
      } else {
        this.substitute(text.slice(this.at + 1, close), this.at + 1, '`');
        this.at = close + 1;
      }
    } else {
      this.add(inQuotes ? char : (MARKED[char] ?? char));
      this.at++;
    }
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
    if (this.missing.has('"')) {
      this.add('"');
      this.at++;
      return;
    }
    this.wordQuoted = true;
    this.add('');
    this.at++;
    const { text } = this;
    while (this.at < text.length) {
      const char = text[this.at]!;
      if (char === '"') {
        this.at++;
        return;
      }
      this.character(char, true);
    }
    this.missing.add('"');
  }

  private dollar(inQuotes: boolean): void {
    const { text } = this;
    const next = text[this.at + 1];
    if (next === "'" && !inQuotes) {
      let close = this.find("'", this.at + 2);
      for (let k = 0; k < 64 && close > 0 && text[close - 1] === '\\' && text[close - 2] !== '\\'; k++) {
        close = this.find("'", close + 1);
      }
      if (close > 0) {
        this.wordQuoted = true;
        this.add(unescapeC(text.slice(this.at + 2, close)));
        this.at = close + 1;
        return;
      }
    }
    if (next === '"' && !inQuotes) {
      this.at++;
      return;
    }
    if (next === '(') {
      const close = this.closing(this.at + 2, '(', ')');
      if (close > 0) {
        this.substitute(text.slice(this.at + 2, close), this.at + 2, '$(');
        this.at = close + 1;
        return;
      }
    } else if (next === '{') {
      const close = this.closing(this.at + 2, '{', '}');
      if (close > 0) {
        this.value(parameter(text.slice(this.at + 2, close), this.source.variables), inQuotes);
        this.at = close + 1;
        return;
      }
    } else if (next !== undefined && /[A-Za-z_0-9@*!?]/.test(next)) {
      const name = /^(?:[A-Za-z_]\w{0,63}|[0-9@*!?])/.exec(text.slice(this.at + 1, this.at + 66))![0];
      this.value(parameter(name, this.source.variables), inQuotes);
      this.at += 1 + name.length;
      return;
    }
    this.add('$');
    this.at++;
  }

  private value(value: string, inQuotes: boolean): void {
    if (inQuotes) this.add(value.replaceAll(SPECIAL.blank, ' '));
    else this.add(value.replace(/[ \t\n]+/g, SPECIAL.blank).replace(/[*?[]/g, (mark) => MARKED[mark]!));
  }

  private substitute(inside: string, origin: number, opened: string): void {
    const { depth, variables } = this.source;
    if (depth >= MAX_DEPTH) {
      this.add('');
      return;
    }
    const nested = readShell({ text: inside, origin: this.origin(origin), depth: depth + 1, variables });
    this.wordNested.push(...nested);
    this.pipelines.push(...nested);
    const output = opened === '<(' ? '/dev/fd/63' : outputOf(nested);
    this.value(output ?? '', false);
  }

  private origin(at: number): Source['origin'] {
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
    const nested = this.wordNested;
    this.wordQuoted = false;
    this.wordNested = [];
    for (const { text, glob } of finishWord(word)) {
      const done: Word = { text, glob, quoted, nested };
      if (this.pending !== undefined) {
        this.redirects.push({ kind: this.pending, target: done });
        this.pending = undefined;
        continue;
      }
      if (this.words.length === 0) {
        if (RESERVED.has(text) && !quoted) continue;
        const assignment = ASSIGNMENT.exec(text);
        if (assignment !== null) {
          this.assigned.push([assignment[1]!, assignment[2]!]);
          this.source.variables.set(assignment[1]!, assignment[2]!);
          if (nested.length > 0) this.redirects.push({ kind: 'copy', target: done });
          continue;
        }
      }
      if (this.words.length < MAX_WORDS) this.words.push(done);
    }
  }

  private endCommand(): void {
    this.endWord();
    this.pending = undefined;
    if (this.words.length > 0 || this.redirects.length > 0 || this.assigned.length > 0) {
      this.commands.push({ words: this.words, redirects: this.redirects, assigned: this.assigned });
    }
    this.words = [];
    this.redirects = [];
    this.assigned = [];
  }

  private endPipeline(): void {
    this.endCommand();
    if (this.commands.length === 0) return;
    const { origin } = this.source;
    const [start, end] =
      typeof origin === 'number' ? [origin + this.started, origin + this.at] : [origin.start, origin.end];
    this.pipelines.push({ commands: this.commands, start, end });
    this.commands = [];
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
    for (let i = from; i < text.length; i++) {
      const char = text[i]!;
      if (char === '\\' && quote !== "'") i++;
      else if (quote !== '') {
        if (char === quote) quote = '';
      } else if (char === "'" || (char === '"' && open === '(')) quote = char;
      else if (char === open) depth++;
      else if (char === close && --depth === 0) return i;
    }
    this.missing.add(close);
    return -1;
  }
}

const MARKED: Readonly<Record<string, string>> = {
  '{': SPECIAL.open,
  ',': SPECIAL.comma,
  '}': SPECIAL.close,
  '*': SPECIAL.star,
  '?': SPECIAL.any,
  '[': SPECIAL.set,
};

/** What follows `<<WORD` on its line. */
function readRest(rest: string, source: Source): Pipeline | undefined {
  // A word in front, so that a redirection has a command.
  return readShell({ ...source, text: rest.slice(0, MAX_WORD), depth: source.depth + 1 })[0];
}
