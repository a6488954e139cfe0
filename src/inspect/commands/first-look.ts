/**
 * A first look at a text, one pass over its characters: whether anything in it is worth being read as commands. Quotes,
 * escapes and carets within a word are looked through, as shells do.
 */
import { isTelling, PLACE, SIGN, SIGNS } from './signs.ts';

/** Kinds of characters that are no part of words; what is part of one stands for itself in lower case. */
const BREAK = 0;
/** Shells take these out of words. */
const THROUGH = 1;
/** Something may hide behind these. */
const SPECIAL = 2;

const KINDS = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyz0123456789_-') KINDS[char.charCodeAt(0)] = char.charCodeAt(0);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') KINDS[char.charCodeAt(0)] = char.charCodeAt(0) | 0x20;
for (const char of '\'"\\^`') KINDS[char.charCodeAt(0)] = THROUGH;
for (const char of '$?*[%}~/:<') KINDS[char.charCodeAt(0)] = SPECIAL;

/** Longest sign, and most units of it and its disguise that are looked at again. */
const LONGEST = 34;
const SLOTS = 1 << 16;
const PREFIXED = 2;
const slots = new Uint8Array(SLOTS);

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, 31) + word.charCodeAt(i)) | 0;
  return hash;
}
const slotOf = (hash: number): number => (hash ^ (hash >>> 16)) & (SLOTS - 1);
for (const [word, all] of SIGNS) {
  slots[slotOf(hashOf(word))]! |= 1;
  if (all.some((sign) => sign >> 16 === PLACE.prefix >> 16)) slots[slotOf(hashOf(word))]! |= PREFIXED;
}

const HYPHEN = 0x2d;
const BACKSLASH = 0x5c;

/**
 * Tells whether a text may hold a command that does harm. What it says no to gives no finding of half a point or more.
 * @param text ASCII, or folded to it
 */
export function isTellingText(text: string): boolean {
  return isTelling(signsIn(text));
}

/** Bits of `SIGN` for what stands in a text; less than all of them when one is enough. */
export function signsIn(text: string): number {
  const { length } = text;
  let bits = 0;
  // The word without what shells take out of it, and the part of it behind the last of those.
  let hash = 0;
  let start = -1;
  let tail = 0;
  let tailStart = -1;
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 0;
    const kind = code < 128 ? KINDS[code]! : BREAK;
    if (kind > SPECIAL) {
      if (start < 0) start = i;
      if (tailStart < 0) tailStart = i;
      if (kind === HYPHEN && (slots[slotOf(tail)]! & PREFIXED) !== 0) bits |= prefixSigns(text, tailStart, i);
      hash = (Math.imul(hash, 31) + kind) | 0;
      tail = (Math.imul(tail, 31) + kind) | 0;
      continue;
    }
    if (kind === THROUGH) {
      if (tailStart >= 0) {
        if (slots[slotOf(tail)] !== 0) bits |= wordSigns(text, tailStart, i);
        tail = 0;
        tailStart = -1;
      }
      if (code === BACKSLASH) {
        const next = text.charCodeAt(i + 1);
        if (isHiddenLetter(text, i, next)) return bits | SIGN.alone;
        // A word that goes on in the next line, as it stands and in the code of other languages.
        if (next === 0x0a || (next === 0x6e && text.charCodeAt(i - 1) === BACKSLASH)) {
          i++;
          if (next !== 0x0a) {
            tail = next;
            tailStart = i;
          }
          continue;
        }
        // `\n` in the code of other languages: the letter belongs to the escape as well as to the word.
        if ((next === 0x6e || next === 0x74 || next === 0x72) && start >= 0) {
          hash = (Math.imul(hash, 31) + next) | 0;
          i++;
        } else if (next === 0x6e || next === 0x74 || next === 0x72) {
          hash = (Math.imul(0, 31) + next) | 0;
          start = i + 1;
          i++;
        }
      } else if (code !== 0x5e) {
        const beyond = joinedBehind(text, i, code);
        if (beyond > 0) i = beyond;
      }
      continue;
    }
    if (start >= 0) {
      if (tailStart >= 0 && slots[slotOf(tail)] !== 0) bits |= wordSigns(text, tailStart, i);
      if (start !== tailStart && slots[slotOf(hash)] !== 0) bits |= wordSigns(text, start, i);
      if (kind === SPECIAL && (bits & SIGN.alone) === 0 && code === 0x24) bits |= withinWord(text, i);
      hash = 0;
      start = -1;
      tail = 0;
      tailStart = -1;
    }
    if (kind === SPECIAL) bits |= special(text, i, code);
    if ((bits & SIGN.alone) !== 0) return bits;
  }
  return bits;
}

/** `\x72`, `\162` and `\u0072` are letters that somebody does not want to be read. */
function isHiddenLetter(text: string, at: number, next: number): boolean {
  let value = 0;
  if (next === 0x78) value = Number.parseInt(text.slice(at + 2, at + 4), 16);
  else if (next === 0x75) value = Number.parseInt(text.slice(at + 2, at + 6), 16);
  else if (next === 0x30 || next === 0x31) value = octalAt(text, at + 1);
  return isLetter(value);
}

function octalAt(text: string, at: number): number {
  const digits = /^0?1[0-7]{2}/.exec(text.slice(at, at + 4));
  return digits === null ? 0 : Number.parseInt(digits[0], 8);
}

/** `'i'+'ex'` is one word. @returns where the second part begins, less one; 0 when nothing is joined */
function joinedBehind(text: string, at: number, quote: number): number {
  let i = at + 1;
  while (i < at + 6 && text.charCodeAt(i) === 0x20) i++;
  if (text.charCodeAt(i) !== 0x2b) return 0;
  i++;
  while (i < at + 12 && text.charCodeAt(i) === 0x20) i++;
  return text.charCodeAt(i) === quote ? i : 0;
}

function prefixSigns(text: string, from: number, to: number): number {
  let bits = 0;
  for (const sign of SIGNS.get(text.slice(from, to).toLowerCase()) ?? [])
    if (sign >> 16 === PLACE.prefix >> 16) bits |= sign;
  return bits & 0xffff;
}

/** What a word says where it stands. */
function wordSigns(text: string, from: number, to: number): number {
  if (to - from > 3 * LONGEST) return 0;
  const written = text.slice(from, to);
  const word = written.toLowerCase().replace(/['"`] *\+ *['"`]|\\{2,}n|\\\n|['"\\^`]/g, '');
  const signs = SIGNS.get(word);
  if (signs === undefined) return 0;
  let bits = 0;
  for (const sign of signs) {
    const place = sign & ~0xffff;
    if (!standsFor(place, word, text, from, to)) continue;
    bits |= sign;
    if (place === PLACE.shell && isFed(text, from, to)) bits |= SIGN.alone;
  }
  return bits & 0xffff;
}

const SECOND_HALF = /^\.(?:sock\b|fork\b|254\.|100\.100|google|azure)/;

function standsFor(place: number, word: string, text: string, from: number, to: number): boolean {
  const before = text.charCodeAt(from - 1);
  const after = text.charCodeAt(to);
  switch (place) {
    case PLACE.anywhere:
      return true;
    case PLACE.hidden:
      return before === 0x2e && !isWordEnd(text.charCodeAt(from - 2));
    case PLACE.member:
      return before === 0x2e;
    case PLACE.path:
      return before === 0x2f || before === BACKSLASH;
    case PLACE.etc:
      return before === 0x2f && text.startsWith('etc', from - 4);
    case PLACE.call:
      // A copy of a stream is called `.fork()` as well.
      if (word === 'fork' && before === 0x2e) return false;
      return after === 0x28 || (after === 0x20 && text.charCodeAt(to + 1) === 0x28);
    case PLACE.halved:
      return after === 0x2e && SECOND_HALF.test(text.slice(to, to + 9));
    case PLACE.prefix:
      return false;
  }
  // What is left are programs.
  if (before === 0x2e && text.charCodeAt(from - 2) !== 0x2f) return false;
  if (after === 0x28 || after === 0x3d || after === 0x3a) return false;
  if (place === PLACE.program) return true;
  const next = behindBlanks(text, to);
  if (place === PLACE.spaced)
    return (
      before === 0x3d ||
      (before === 0x28 && after === 0x29) ||
      isQuote(after) ||
      isSpecialStart(after) ||
      (isBlank(after) && isArgument(text, next, to))
    );
  if (place === PLACE.bare)
    return (
      isBare(text, next, to) &&
      (word !== 'history' || isCommandPlace(text, from) || text.startsWith('+o', from - 3))
    );
  if (place === PLACE.windows)
    return (
      /^["']?\s{1,4}(?:\/[a-z]|["%*~]|\.\\|[a-z]:|-[a-z])|^\.exe\b/i.test(text.slice(to, to + 8)) ||
      (after !== 0x2c && before === 0x7c)
    );
  if (place === PLACE.command) return isCommandPlace(text, from) && isArgument(text, next, to);
  if (place === PLACE.reaching) return reaches(word, text, from, to);
  return true;
}

/** Whether the arguments of a program say more than names in the folder where it stands. */
function reaches(word: string, text: string, from: number, to: number): boolean {
  let at = from - 1;
  while (at >= 0 && at > from - 12 && text.charCodeAt(at) === 0x20) at--;
  const piped = text.charCodeAt(at) === 0x7c;
  // `alias x=rm`, `$(echo rm)`.
  if (piped || text[from - 1] === '=' || text[to] === ')' || text[to] === '`') return true;
  const line = /^[^\n;|&]{0,240}/.exec(text.slice(to, to + 240))![0];
  if (!/^[\s"'\\^$`{,}/]/.test(line)) return false;
  if (/[~$*`?[{\\"'%,:]|\s\/|\s\.\.?\/?(?:\s|$)|\.\.|\s-r?f?\s?$/.test(line)) return true;
  return word === 'chmod' && /[+=][rwx]*s|\s0?[2467]\d{3}\b/.test(line);
}

/** Whether something is piped or redirected into a shell, or stands for its script. */
function isFed(text: string, from: number, to: number): boolean {
  const behind = text.slice(to, to + 24);
  if (
    /^["']{0,2}\s{0,4}(?:<|&|-[a-z]*[is]\b|(?:-\w+\s{1,4}){0,2}-[a-z]*c\s{0,4}["'\\]{0,3}[$`])/.test(behind)
  )
    return true;
  const before = text.slice(Math.max(0, from - 40), from);
  return /\|\s{0,4}&?\s{0,4}(?:(?:sudo|exec|env|nohup|time|command)\s{1,4}(?:-\w+\s{1,4}){0,2})?[\w/$."'\\{}]{0,24}$/.test(
    before,
  );
}

/** Nothing, or an option, is behind a program. */
function isBare(text: string, next: number, to: number): boolean {
  if (next >= text.length) return true;
  return '|>);&\n"\'`<-'.includes(text[next]!) && text[to] !== ',' && !(text[next] === '-' && next === to);
}

/** Something is behind a program, and it is no operator of another language. */
function isArgument(text: string, next: number, to: number): boolean {
  return next > to
    ? !/^(?:[-+*/%|&<>!=]?=|[+*/%<>?:,.)]\s|(?:least|the|a|an|this|that|is|in|of)\s)/.test(
        text.slice(next, next + 6),
      )
    : /^(?:["'`]{1,2}\s|[\n;|&<>$\\])/.test(text.slice(to, to + 3));
}

function behindBlanks(text: string, at: number): number {
  let i = at;
  while (i < at + 8 && isBlank(text.charCodeAt(i))) i++;
  return i;
}

/** Expansions that only break a word up: `r$@m`, `c${x}at`. */
function withinWord(text: string, at: number): number {
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
function special(text: string, at: number, code: number): number {
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
      // Patterns that stand for a program or a file: `/b?n/c[a]t`.
      return isLetter(next) || next === 0x2f || next === 0x3f || next === 0x2a ? pattern(text, at) : 0;
  }
}

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

/** Where a program is expected. */
function isCommandPlace(text: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && i > at - 40 && isBlank(text.charCodeAt(i))) i--;
  if (i < 0) return true;
  const before = text.charCodeAt(i);
  if (isQuote(before)) return true;
  if (before === 0x0a || before === 0x3b || before === 0x7c || before === 0x26) return true;
  return (
    before === 0x28 ||
    before === 0x7b ||
    (isLetter(before) && /\b(?:sudo|exec|then|do|else|env)$/i.test(text.slice(Math.max(0, i - 6), i + 1)))
  );
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

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60;
}

/** What may follow a program instead of a blank. */
function isSpecialStart(code: number): boolean {
  return code === 0x24 || code === 0x2c || code === 0x3c || code === BACKSLASH || code === 0x2b;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isWordEnd(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 0x5f || code === 0x29 || code === 0x5d;
}
