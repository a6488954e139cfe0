/** Whether a word stands where it says what it is listed for. */
import { isBlank, isLetter, isQuote, isSpecialStart, isWordEnd } from './characters.ts';
import { PLACE } from './signs.ts';

const BACKSLASH = 0x5c;
const SECOND_HALF = /^\.(?:sock\b|fork\b|254\.|100\.100|google|azure)/;

/** @param place one of `PLACE` */
export function standsFor(place: number, word: string, text: string, from: number, to: number): boolean {
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
  // Packages are installed everywhere: only the rights that a file gets are of interest.
  if (word === 'install')
    return /^[^\n;|&]{0,80}\s-(?:m\s?|-mode=)(?:0?[2467]\d{3}|u\+?=?\S{0,4}s)/.test(text.slice(to, to + 120));
  // `alias x=rm`, `$(echo rm)`.
  if (piped || text[from - 1] === '=' || text[to] === ')' || text[to] === '`') return true;
  const line = /^[^\n;|&]{0,240}/.exec(text.slice(to, to + 240))![0];
  if (!/^[\s"'\\^$`{,}/]/.test(line)) return false;
  if (/[~$*`?[{\\"'%,:]|\s\/|\s\.\.?\/?(?:\s|$)|\.\.|\s-r?f?\s?$/.test(line)) return true;
  return word === 'chmod' && /[+=][rwx]*s|\s0?[2467]\d{3}\b/.test(line);
}

/** Whether something is piped or redirected into a shell, or stands for its script. */
export function isFed(text: string, from: number, to: number): boolean {
  const behind = text.slice(to, to + 24);
  if (
    /^["']{0,2}\s{0,4}(?:<|&|-[a-z]*[is]\b|(?:-\w+\s{1,4}){0,2}-[a-z]*c\s{0,4}["'\\]{0,3}[$`])/.test(behind)
  )
    return true;
  const before = text.slice(Math.max(0, from - 40), from);
  // `system("/bin/sh")`
  if (/\(\s?\\?["']\/(?:usr\/)?bin\/$/.test(before)) return true;
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
/** Where a program is expected. */
export function isCommandPlace(text: string, at: number): boolean {
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
