/** What characters may hide: expansions, patterns, devices and names of secrets. */
import { isBlank, isDigit, isLetter, isQuote, isWordEnd } from './characters.ts';
import { SIGN } from './signs.ts';
import { isCommandPlace } from './word-places.ts';

const BACKSLASH = 0x5c;
const HYPHEN = 0x2d;

/** Expansions that only break a word up: `r$@m`, `c${x}at`. */
export function withinWord(text: string, at: number): number {
  if (!isLetter(text.charCodeAt(at - 1)) && !isQuote(text.charCodeAt(at - 1))) return 0;
  return /^\$(?:\{[^}\s]{0,40}\}|[@*!]|[A-Za-z_]\w{0,24}(?=['"\\])|\d|\(\))['"\\]{0,2}[a-z]/.test(
    text.slice(at, at + 48),
  )
    ? SIGN.alone
    : 0;
}

const SECRET =
  /^\{?(?:[A-Z0-9_]{0,40}(?:SECRET|PASSWORD|PASSWD|PRIVATE_KEY|ACCESS_KEY|API_?KEY|AUTH_TOKEN|_TOKEN|CREDENTIALS)[A-Z0-9_]{0,20})\b/;

/** What a character may hide. */
export function special(text: string, at: number, code: number): number {
  const next = text.charCodeAt(at + 1);
  const before = text.charCodeAt(at - 1);
  switch (code) {
    case 0x24: // $
      return dollar(text, at, next);
    case 0x25: // %
      return /^%(?:\w{1,32}:~|0\s{0,2}\||[A-Za-z_]{2,32}%(?![\\/\w])|[a-z]%\s)/i.test(
        text.slice(at, at + 40),
      ) && !isDigit(before)
        ? SIGN.alone
        : 0;
    case 0x7d: // }
      return text.charCodeAt(at - 1) === 0x26 || /&[\s;]{1,3}$/.test(text.slice(Math.max(0, at - 4), at))
        ? SIGN.alone
        : 0;
    case 0x7e: // ~
      return isQuote(before) || before === 0x28 || isBlank(before) ? SIGN.dear : 0;
    case 0x3a: // :
      return (next === BACKSLASH && isLetter(before)) || (next === 0x28 && text.charCodeAt(at + 2) === 0x29)
        ? SIGN.dear | (next === 0x28 ? SIGN.alone : 0)
        : 0;
    case 0x3c: // <
      return next === 0x28 ? SIGN.runs : 0;
    case 0x2f: // /
      return slash(text, at, before, next);
    default:
      if (code === 0x2a && before === 0x2f && SYSTEM.test(text.slice(Math.max(0, at - 7), at)))
        return SIGN.alone;
      // Patterns that stand for a program or a file: `/b?n/c[a]t`.
      return isLetter(next) || next === 0x2f || next === 0x3f || next === 0x2a ? pattern(text, at) : 0;
  }
}

/** All that is in a folder without which a machine is none. */
const SYSTEM = /\/(?:etc|usr|bin|sbin|boot|lib|home|var|root)\/$/;

function dollar(text: string, at: number, next: number): number {
  if (next === 0x27 && /^\$'[^']{0,24}\\(?:x|u|[01][0-7])/.test(text.slice(at, at + 30))) return SIGN.alone;
  if (!(isLetter(next) || next === 0x7b || next === 0x28 || next === 0x40 || next === 0x2a || next === 0x30))
    return 0;
  const inside = text.slice(at + 1, at + 64);
  if (/^\{(?:!|[A-Za-z_]\w{0,32}(?::\s{0,2}\(?-?\d|\/\/))/.test(inside)) return SIGN.alone;
  if (next === 0x28 && text.charCodeAt(at - 1) === 0x27) return SIGN.alone;
  let bits = SECRET.test(inside) ? SIGN.shows : 0;
  if (isExpandedProgram(text, at) && !/^\w{1,40}\s{0,4}(?:[.\-+*/]?=(?!=)|->|\.\w)|^\(\s?["'`]/.test(inside))
    bits |= SIGN.alone;
  return bits;
}

/** `$x -rf`, `"$x"`: a variable in place of a program. Templates of other languages are not meant. */
function isExpandedProgram(text: string, at: number): boolean {
  const before = text[at - 1];
  if (before === '`' || !/^\$(?:\{[!#]?\w{1,40}[}:%#/^,@[]|[\w(@*])/.test(text.slice(at, at + 44)))
    return false;
  if (before === '"' || before === "'") return isCommandPlace(text, at - 1);
  return isCommandPlace(text, at) && !/[\w$][({]$/.test(text.slice(Math.max(0, at - 2), at));
}

function slash(text: string, at: number, before: number, next: number): number {
  if (isQuote(before) && (isQuote(next) || next === 0x2a)) return SIGN.dear;
  if (next === 0x64 && text.startsWith('dev/', at + 1))
    return /^(?:null|std(?:out|err|in)|tty|u?random|zero|fd|shm|pts|full|console)\b/.test(
      text.slice(at + 5, at + 13),
    )
      ? 0
      : /^[\w$"'\\{*?[]/.test(text.slice(at + 5, at + 6))
        ? SIGN.alone
        : 0;
  // A program by its path.
  return isLetter(next) &&
    (before === 0x2e || isCommandPlace(text, at)) &&
    isCommandPlace(text, before === 0x2e ? at - 1 : at)
    ? SIGN.runs
    : 0;
}

function pattern(text: string, at: number): number {
  let i = at - 1;
  while (i >= 0 && i > at - 24 && isPattern(text.charCodeAt(i))) i--;
  const path = text.slice(i + 1, at + 12);
  // Patterns of other languages stand between slashes, and something is done with them.
  if (
    /^[(,+\\^$={]/.test(
      text
        .slice(at, at + 41)
        .replace(/^[\w?*[\]./~!-]{1,40}/, '')
        .slice(0, 1),
    )
  )
    return 0;
  return /^(?:~|\.{1,2})?\/[\w?*[\]!^./-]{0,24}$/.test(text.slice(i + 1, at)) &&
    /^[\w./~-]*[?*[][\w?*[\]./-]*[a-z/]/.test(path) &&
    !path.startsWith('//') &&
    !path.startsWith('/**')
    ? SIGN.alone
    : 0;
}

function isPattern(code: number): boolean {
  return (
    isWordEnd(code) ||
    code === 0x2f ||
    code === 0x3f ||
    code === 0x2a ||
    code === 0x5b ||
    code === 0x2e ||
    code === 0x7e ||
    code === HYPHEN ||
    code === 0x21
  );
}
