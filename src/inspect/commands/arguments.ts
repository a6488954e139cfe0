/** Arguments of tools that are run: where they stand in a text with JSON, and the script that each of them is. */
import { unescapeJson } from '../text/unescape.ts';
import { SHELLS } from './programs.ts';

/** Names of arguments that are run. */
export const ARGUMENT_NAMES: readonly string[] = [
  'command',
  'cmd',
  'script',
  'bash',
  'shell',
  'code',
  'args',
  'cmdline',
  'commands',
  'shell_command',
];
const MEMBER = new RegExp(`"(${ARGUMENT_NAMES.join('|')})"\\s{0,16}:\\s{0,16}(?=["[])`, 'g');
/** A program and its words stand side by side in configurations of servers and of containers. */
const WORDS_BEHIND = /\s{0,64},\s{0,64}"(?:args|arguments|argv)"\s{0,16}:\s{0,16}\[/y;
const PROGRAM_BEHIND = /\s{0,64},\s{0,64}"(?:command|cmd|program|executable)"\s{0,16}:\s{0,16}"/y;
/** Longest argument that is read, and most elements of a list. */
const MAX_ARGUMENT = 65_536;
const MAX_ELEMENTS = 4096;

/** A text that would be run, and where its units come from. */
export interface Script {
  readonly text: string;
  /** Place in the given text of unit `i`, and behind the last one of the end. */
  at(offset: number): number;
}

/** One string of JSON: the inside of its quotes. */
interface Value {
  readonly start: number;
  readonly end: number;
}

/** An argument: a text that is a script, or the strings of a list. */
export interface Argument {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The strings of a list; undefined for a text. */
  readonly list: readonly Value[] | undefined;
  /** The program that the words of the list are given to. */
  readonly program: Value | undefined;
}

/** Finds every argument that is run, in order. Each character is looked at a bounded number of times. */
export function argumentsIn(text: string): readonly Argument[] {
  const found: Argument[] = [];
  let done = 0;
  for (const match of text.matchAll(MEMBER)) {
    if (match.index < done) continue;
    const at = match.index + match[0].length;
    const argument = text[at] === '[' ? listAt(text, at, match[1]!) : textAt(text, at, match[1]!);
    if (argument === undefined) continue;
    done = argument.end;
    found.push(argument);
  }
  return found;
}

function textAt(text: string, quote: number, name: string): Argument {
  const value = stringAt(text, quote, text.length);
  if (name === 'command' || name === 'cmd') {
    WORDS_BEHIND.lastIndex = value.end + 1;
    if (WORDS_BEHIND.test(text)) {
      const list = stringsFrom(text, WORDS_BEHIND.lastIndex);
      if (list !== undefined)
        return { name, start: value.start, end: list.end, list: list.values, program: value };
    }
  }
  return { name, ...value, list: undefined, program: undefined };
}

function listAt(text: string, bracket: number, name: string): Argument | undefined {
  const list = stringsFrom(text, bracket + 1);
  if (list === undefined) return undefined;
  if (name === 'args') {
    PROGRAM_BEHIND.lastIndex = list.end + 1;
    if (PROGRAM_BEHIND.test(text)) {
      const program = stringAt(text, PROGRAM_BEHIND.lastIndex - 1, text.length);
      return { name, start: bracket + 1, end: program.end, list: list.values, program };
    }
  }
  return { name, start: bracket + 1, end: list.end, list: list.values, program: undefined };
}

function stringAt(text: string, quote: number, limit: number): Value {
  const most = Math.min(limit, quote + MAX_ARGUMENT);
  for (let i = quote + 1; i < most; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5c) i++;
    else if (code === 0x22) return { start: quote + 1, end: i };
  }
  return { start: quote + 1, end: most };
}

/** @returns undefined for a list that begins with something else: there may be arguments in it */
function stringsFrom(text: string, from: number): { values: Value[]; end: number } | undefined {
  const values: Value[] = [];
  const limit = Math.min(text.length, from + MAX_ARGUMENT);
  let i = from;
  for (; i < limit && text[i] !== ']'; i++) {
    if (text[i] === '"') {
      const value = stringAt(text, i, limit);
      if (values.length < MAX_ELEMENTS) values.push(value);
      i = value.end;
    } else if (text[i] === '{' && values.length === 0) return undefined;
  }
  return { values, end: Math.min(i, limit) };
}

/**
 * The scripts that an argument is: its text; the lines of a list of scripts; the element behind `sh -c`; or a list of
 * words as one command, in which nothing separates commands.
 */
export function scriptOf(text: string, { start, end, list, program }: Argument, most: number): Script {
  if (list === undefined) return whole(text, { start, end: Math.min(end, start + most) });
  const words = (program === undefined ? list : [program, ...list]).map((value) => whole(text, value));
  const inner = behindShell(words);
  if (inner !== undefined) return inner;
  if (program === undefined && words.length > 0 && /\s/.test(words[0]!.text))
    return joinedBy(words, '\n', false);
  // A program that has blanks in it is the beginning of a command line.
  return joinedBy(words, ' ', true, program !== undefined && /\s/.test(words[0]!.text) ? 1 : 0);
}

function whole(text: string, { start, end }: Value): Script {
  const raw = text.slice(start, end);
  const plain = unescapeJson(raw);
  return plain === undefined
    ? { text: raw, at: (offset) => start + offset }
    : { text: plain.text, at: (offset) => start + plain.at[offset]! };
}

const STARTERS = /^(?:.*\/)?(?:env|sudo|doas|nohup|exec|command|nice|setsid|time|busybox)$/;
const PLAIN_WORD = /^[\w./:=@%+,~\\-]+$/;

/** `["env", "A=b", "bash", "-lc", script]`: what the shell is given to read. */
function behindShell(words: readonly Script[]): Script | undefined {
  let k = 0;
  while (
    k < words.length - 1 &&
    (STARTERS.test(words[k]!.text) || (k > 0 && /^(?:-\w+|\w+=.*)$/.test(words[k]!.text)))
  )
    k++;
  const name = (words[k]?.text ?? '')
    .replace(/^.*[/\\]/, '')
    .toLowerCase()
    .replace(/\.exe$/, '');
  const windows = name === 'cmd' || name === 'powershell' || name === 'pwsh';
  // Arguments of a shell that is named elsewhere.
  const alone = k === 0 && /^-[a-z]*c$/.test(words[0]?.text ?? '');
  if (!SHELLS.has(name) && !alone) return undefined;
  const flag = windows ? /^(?:\/[ck]|-c(?:ommand)?)$/i : /^[-+][a-zA-Z]*c$/;
  let at = k;
  while (at < words.length && !flag.test(words[at]!.text)) at++;
  if (at + 1 >= words.length) return undefined;
  if (windows) return joinedBy(words.slice(at + 1), ' ', false);
  const script = words[at + 1]!;
  // Words behind the script are its `$0`, `$1`: then all of it is needed.
  return words.length > at + 2 && /\$[{@*\d]/.test(script.text) ? undefined : script;
}

/**
 * @param quoted each word is one word, whatever stands in it
 * @param from the words before are left as they are
 */
function joinedBy(words: readonly Script[], separator: string, quoted: boolean, from = 0): Script {
  const parts: {
    readonly begins: number;
    readonly lead: number;
    readonly word: Script;
    readonly shift: readonly number[];
  }[] = [];
  let text = '';
  words.forEach((word, k) => {
    if (k > 0) text += separator;
    if (!quoted || k < from || PLAIN_WORD.test(word.text)) {
      parts.push({ begins: text.length, lead: 0, word, shift: [] });
      text += word.text;
      return;
    }
    // `'` becomes `'\''`: three units more for each.
    const shift: number[] = [];
    for (let i = word.text.indexOf("'"); i >= 0; i = word.text.indexOf("'", i + 1)) shift.push(i);
    parts.push({ begins: text.length, lead: 1, word, shift });
    text += `'${word.text.replaceAll("'", "'\\''")}'`;
  });
  return {
    text,
    at: (offset) => {
      const part = partAt(parts, offset);
      if (part === undefined) return 0;
      const inside = offset - part.begins - part.lead;
      let extra = 0;
      for (const place of part.shift) {
        if (place + extra >= inside) break;
        extra += 3;
      }
      return part.word.at(Math.max(0, Math.min(part.word.text.length, inside - extra)));
    },
  };
}

/** The last part that begins at or before `offset`. */
function partAt<Part extends { readonly begins: number }>(
  parts: readonly Part[],
  offset: number,
): Part | undefined {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (parts[middle]!.begins <= offset) low = middle;
    else high = middle - 1;
  }
  return parts[low];
}
