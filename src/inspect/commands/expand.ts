/** Expansions of a shell that need nothing but the text: escapes, braces, parts of variables, patterns. */
import { MAX_WORD } from './script.ts';

/** Stand-ins for characters that are special only when they are not quoted. */
export const SPECIAL = {
  open: '\ue001',
  comma: '\ue002',
  close: '\ue003',
  star: '\ue004',
  any: '\ue005',
  set: '\ue006',
  blank: '\ue007',
} as const;
/** Stand around the number of what a command prints that only its run would tell; `any` is what nothing is known of. */
export const UNKNOWN = { open: '\ue010', close: '\ue011', any: '\ue013' } as const;
const MARK = /[\ue001-\ue007]/;
const GLOB = /[\ue004\ue005\ue006]/;
const PLAIN: Readonly<Record<string, string>> = {
  '\ue001': '{',
  '\ue002': ',',
  '\ue003': '}',
  '\ue004': '*',
  '\ue005': '?',
  '\ue006': '[',
  '\ue007': ' ',
};
const MAX_ALTERNATIVES = 64;

/** Finishes a word: braces become several words, unquoted blanks of variables as well. */
export function finishWord(marked: string): { text: string; glob: boolean }[] {
  if (!MARK.test(marked)) return [{ text: marked, glob: false }];
  return split(marked).map((piece) => ({
    text: unmark(piece),
    glob: GLOB.test(piece),
  }));
}

function split(marked: string): string[] {
  const pieces = marked.includes(SPECIAL.blank)
    ? marked.split(SPECIAL.blank).filter((p) => p !== '')
    : [marked];
  return pieces.flatMap((piece) => (piece.includes(SPECIAL.open) ? braces(piece) : [piece]));
}

/** Expands `a{b,c}d` from the inside; what has no comma stays as it is. */
function braces(word: string): string[] {
  let open = -1;
  let comma = false;
  const prefix: string[] = [''];
  let results = prefix;
  let from = 0;
  for (let i = 0; i < word.length; i++) {
    const char = word[i];
    if (char === SPECIAL.open) {
      open = i;
      comma = false;
    } else if (char === SPECIAL.comma && open >= 0) comma = true;
    else if (char === SPECIAL.close && open >= 0) {
      const inside = word.slice(open + 1, i);
      const range = /^([a-zA-Z])\.\.([a-zA-Z])$/.exec(inside);
      if (comma || range !== null) {
        const before = word.slice(from, open);
        const alternatives = range === null ? inside.split(SPECIAL.comma) : lettersOf(range[1]!, range[2]!);
        if (results.length * alternatives.length > MAX_ALTERNATIVES) return [word];
        results = results.flatMap((start) => alternatives.map((alternative) => start + before + alternative));
        from = i + 1;
      }
      open = -1;
    }
  }
  const rest = word.slice(from);
  return results.map((start) => start + rest).filter((text) => text.length <= MAX_WORD);
}

function lettersOf(first: string, last: string): string[] {
  const from = first.charCodeAt(0);
  return Array.from({ length: Math.max(1, last.charCodeAt(0) - from + 1) }, (_, i) =>
    String.fromCharCode(from + i),
  );
}

/** Undoes the escapes of `$'…'`, `echo -e` and `printf`. */
export function unescapeC(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|0?([0-7]{1,3})|([abefnrtv\\'"?]))/g,
    (all, hex: string | undefined, u4: string | undefined, u8: string | undefined, octal, plain) => {
      const digits = hex ?? u4 ?? u8;
      if (digits !== undefined) return codePoint(Number.parseInt(digits, 16));
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8) & 0xff);
      return ESCAPES[plain as string] ?? all;
    },
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Shell variables whose parts are used to spell other words, as they are on most machines. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ['PATH', '/usr/local/bin:/usr/bin:/bin'],
  ['SHELL', '/bin/bash'],
  ['BASH', '/bin/bash'],
  ['HOME', '/home/user'],
  ['PWD', '/home/user'],
  ['OLDPWD', '/home/user'],
  ['USER', 'user'],
  ['LOGNAME', 'user'],
  ['OSTYPE', 'linux-gnu'],
  ['HOSTTYPE', 'x86_64'],
  ['MACHTYPE', 'x86_64-pc-linux-gnu'],
  ['TERM', 'xterm-256color'],
  ['LS_COLORS', 'rs=0:di=01;34:ln=01;36'],
]);
const PARAMETER = /^([!#]?)([A-Za-z_]\w{0,63}|[0-9]{1,2}|[@*?$!-])(.*)$/s;
/** Longest value that patterns are tried on. */
const MAX_PATTERN = 128;

/**
 * The value of `${…}` by its inside: substrings, defaults, replacements and removals of a variable that the text has
 * set. A variable that it has not set stays as `$NAME`.
 */
export function parameter(inside: string, variables: ReadonlyMap<string, string>): string {
  const match = PARAMETER.exec(inside.slice(0, MAX_WORD));
  if (match === null) return '';
  const [, sign, given, whole] = match as unknown as [string, string, string, string];
  let name = given;
  const index = /^\[(\d{1,3})\]/.exec(whole)?.[1];
  let rest = whole.replace(/^\[(?:[@*]|\d{1,3})\]/, '');
  if (name === 'IFS' && variables.get('IFS') === undefined)
    return rest.startsWith(':') || rest === '' || /^[%#]/.test(rest) ? SPECIAL.blank : '';
  if (sign === '!') {
    name = variables.get(name) ?? name;
    rest = rest === '*' || rest === '@' ? '' : rest;
  }
  const set = variables.get(name);
  if (/^(?:\d{1,2}|[@*?$!-])$/.test(name) && set === undefined && rest === '') {
    return /^[1-9]/.test(name) ? `$${name}` : name === '0' ? 'bash' : '';
  }
  if (sign === '#') return String((set ?? KNOWN.get(name) ?? '').length);
  if (rest === '') return (index === undefined ? set : set?.split(' ')[Number(index)]) ?? `$${name}`;
  const fallback = /^:?([-=+?])(.*)$/s.exec(rest);
  if (fallback !== null && !/^:\s?-?\d/.test(rest)) {
    if (fallback[1] === '+') return set === undefined ? '' : fallback[2]!;
    if (set !== undefined && set !== '') return set;
    // The reader of the text knows the name better than its default, where nothing is hidden.
    if (fallback[1] === '?') return `$${name}`;
    return KNOWN.has(name) || /^\$?$/.test(fallback[2]!) ? `$${name}` : fallback[2]!;
  }
  const value = set ?? KNOWN.get(name);
  return value === undefined ? `$${name}` : changed(value, rest);
}

/** A part of a value, or what is left when something is replaced or taken away. */
function changed(value: string, how: string): string {
  const part = /^:\s{0,2}\(?(-?\d{1,5})\)?(?:\s?:\s?(-?\d{1,5}))?$/.exec(how);
  if (part !== null) {
    const from = Number(part[1]) < 0 ? Math.max(0, value.length + Number(part[1])) : Number(part[1]);
    if (part[2] === undefined) return value.slice(from);
    const length = Number(part[2]);
    return length < 0 ? value.slice(from, length) : value.slice(from, from + length);
  }
  const replaced = /^\/([/#%]?)([^/]{1,64})\/?(.{0,256})$/s.exec(how);
  if (replaced !== null) {
    const [, all, what, by] = replaced as unknown as [string, string, string, string];
    return all === '/' ? value.replaceAll(what, () => by) : value.replace(what, () => by);
  }
  if (how === ',,' || how === '@L') return value.toLowerCase();
  if (how === '^^' || how === '@U') return value.toUpperCase();
  if (how === ',') return value.slice(0, 1).toLowerCase() + value.slice(1);
  if (how === '^') return value.slice(0, 1).toUpperCase() + value.slice(1);
  if (how === '~~')
    return [...value].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('');
  const removed = /^(##?|%%?)(.{1,64})$/s.exec(how);
  if (removed === null || value.length > MAX_PATTERN) return value;
  const [, side, what] = removed as unknown as [string, string, string];
  const lengths = Array.from({ length: value.length + 1 }, (_, i) => i);
  if (side.length === 2) lengths.reverse();
  for (const length of lengths) {
    const taken = side[0] === '#' ? value.slice(0, length) : value.slice(value.length - length);
    if (globFits(what, taken, true))
      return side[0] === '#' ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}

/** Marks what is special in a value that was not quoted: blanks split it, `*` is a pattern. */
export function markValue(value: string): string {
  return value
    .replace(/[ \t\r\n]+/g, SPECIAL.blank)
    .replaceAll('*', SPECIAL.star)
    .replaceAll('?', SPECIAL.any)
    .replaceAll('[', SPECIAL.set);
}

/** One word for several values, as loops have them: a brace expansion. */
export function oneOf(values: readonly string[]): string {
  if (values.length === 1) return values[0]!;
  return SPECIAL.open + values.slice(0, MAX_ALTERNATIVES).join(SPECIAL.comma) + SPECIAL.close;
}

/** Takes the stand-ins of unquoted characters away. */
export function unmark(marked: string): string {
  if (!MARK.test(marked)) return marked;
  return marked.replace(/[\ue001-\ue007]/g, (mark) => PLAIN[mark]!);
}

/** Tells whether a shell pattern fits a text; both short. `*` does not cross a slash, unless it is told to. */
export function globFits(pattern: string, text: string, crossing = false): boolean {
  if (pattern.length > MAX_PATTERN || text.length > MAX_PATTERN) return false;
  // What stands before the first and behind the last special character has to be there: that rules most texts out.
  const head = pattern.search(/[*?[]/);
  if (head < 0) return pattern === text;
  if (!text.startsWith(pattern.slice(0, head))) return false;
  const end = /[^*?[\]]*$/.exec(pattern)![0];
  if (end.length + head <= pattern.length && !text.endsWith(end)) return false;
  // Column by column, so that many stars cost no more than one.
  let reached = new Set([0]);
  for (let p = 0; p < pattern.length && reached.size > 0; p++) {
    const next = new Set<number>();
    const char = pattern[p]!;
    let set: string | undefined;
    if (char === '[') {
      const close = pattern.indexOf(']', p + 2);
      if (close > 0) {
        set = pattern.slice(p + 1, close);
        p = close;
      }
    }
    for (const at of reached) {
      if (set !== undefined) {
        if (at < text.length && inSet(set, text[at]!)) next.add(at + 1);
      } else if (char === '*') {
        for (let k = at; k <= text.length; k++) {
          next.add(k);
          if (text[k] === '/' && !crossing) break;
        }
      } else if (at < text.length && (char === '?' ? crossing || text[at] !== '/' : text[at] === char))
        next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(text.length);
}

function inSet(set: string, char: string): boolean {
  const negated = set[0] === '!' || set[0] === '^';
  let found = false;
  for (let i = negated ? 1 : 0; i < set.length; i++) {
    if (set[i + 1] === '-' && i + 2 < set.length) {
      if (char >= set[i]! && char <= set[i + 2]!) found = true;
      i += 2;
    } else if (set[i] === char) found = true;
  }
  return found !== negated;
}
