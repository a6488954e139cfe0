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
  return split(marked).map((piece) => ({
    text: piece.replace(/[\ue001-\ue007]/g, (mark) => PLAIN[mark]!),
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
      if (comma) {
        const before = word.slice(from, open);
        const alternatives = word.slice(open + 1, i).split(SPECIAL.comma);
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

/** Shell variables whose value the text need not say. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ['PATH', '/usr/local/bin:/usr/bin:/bin'],
  ['SHELL', '/bin/bash'],
  ['BASH', '/bin/bash'],
]);

/**
 * The value of `${…}` by its inside: substrings, defaults, replacements and removals of a variable that the text has
 * set. A variable that it has not set stays as `$NAME`.
 */
export function parameter(inside: string, variables: ReadonlyMap<string, string>): string {
  const match = /^[!#]?([A-Za-z_]\w{0,63}|[0-9@*?$!-])(.*)$/s.exec(inside.slice(0, 1024));
  if (match === null) return '';
  const [, name, rest] = match as unknown as [string, string, string];
  if (name === 'IFS') return SPECIAL.blank;
  if (/^[0-9@*?!-]$/.test(name)) return '';
  const value = variables.get(name) ?? (rest === '' ? undefined : KNOWN.get(name));
  if (rest === '') return value ?? `$${name}`;
  const fallback = /^:?[-=+](.*)$/s.exec(rest);
  if (fallback !== null) return value === undefined || rest.includes('+') ? fallback[1]! : value;
  if (value === undefined) return `$${name}`;
  const part = /^:\s?(-?\d{1,4})(?::(-?\d{1,4}))?$/.exec(rest);
  if (part !== null) {
    const from = Number(part[1]) < 0 ? Math.max(0, value.length + Number(part[1])) : Number(part[1]);
    if (part[2] === undefined) return value.slice(from);
    const length = Number(part[2]);
    return length < 0 ? value.slice(from, length) : value.slice(from, from + length);
  }
  const replaced = /^\/(\/?)([^/]{1,64})\/?(.{0,256})$/s.exec(rest);
  if (replaced !== null) {
    const [, all, what, by] = replaced as unknown as [string, string, string, string];
    return all === '' ? value.replace(what, () => by) : value.replaceAll(what, () => by);
  }
  if (rest === ',,' || rest === ',') return value.toLowerCase();
  if (rest === '^^') return value.toUpperCase();
  const removed = /^([#%])\1?(.{1,64})$/s.exec(rest);
  if (removed !== null && !/[*?[]/.test(removed[2]!)) {
    const [, side, what] = removed as unknown as [string, string, string];
    if (side === '#' && value.startsWith(what)) return value.slice(what.length);
    if (side === '%' && value.endsWith(what)) return value.slice(0, -what.length);
  }
  return value;
}

/** Tells whether a shell pattern fits a text; both short. `*` does not cross a slash. */
export function globFits(pattern: string, text: string): boolean {
  if (pattern.length > 64 || text.length > 64) return false;
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
          if (text[k] === '/') break;
        }
      } else if (at < text.length && (char === '?' ? text[at] !== '/' : text[at] === char)) next.add(at + 1);
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
