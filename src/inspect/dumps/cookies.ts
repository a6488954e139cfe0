/** Cookies: the text format that Netscape began, and the lists that browsers and drivers export. */
import { Braces } from './braces.ts';
import { type Dump, dumpOf } from './dump.ts';
import { strengthOf } from './secret-value.ts';

/** One of the blanks between two cells is a tab; `[ \t]*\t[ \t]*` would try each of many. */
const GAP = ' *\\t[ \\t]*';
const ROW = new RegExp(
  [
    '^(?:#HttpOnly_)?\\.?[\\w.-]{1,200}',
    '(?:TRUE|FALSE)',
    '\\/\\S{0,200}',
    '(?:TRUE|FALSE)',
    '\\d{1,20}',
    '[^ \\t\\n][^\\t\\n]{0,199}\\t([^\\t\\n]{0,4096})$',
  ].join(GAP),
  'gm',
);
const HEADER = /^# (?:Netscape )?HTTP Cookie File/m;
/** Rows of one jar are no further apart. */
const MAX_APART = 400;
const MEMBER_NAME = /["']name["']\s{0,8}:\s{0,8}["']([^"'\n]{1,200})["']/g;
const MEMBER_VALUE = /["']value["']\s{0,8}:\s{0,8}["']([^"'\n]{1,4096})["']/;
const MEMBER_DOMAIN = /["'](?:domain|host|hostKey|host_key)["']\s{0,8}:\s{0,8}["'][\w.:-]{2,200}["']/;
const MEMBER_FLAG =
  /["'](?:httpOnly|secure|hostOnly|sameSite|session|expirationDate|expires|expiry|storeId|path)["']\s{0,8}:/g;
const MAX_MEMBERS = 5000;
const COOKIE_REACH = 1200;

/** Finds cookies of which at least one is a session. */
export function findCookieJars(text: string): readonly Dump[] {
  return [...findRows(text), ...findLists(text)];
}

function findRows(text: string): readonly Dump[] {
  if (!text.includes('TRUE') && !text.includes('FALSE')) return [];
  const found: Dump[] = [];
  let run: { start: number; end: number; strong: boolean }[] = [];
  const close = (): void => {
    const first = run[0];
    if (first !== undefined && run.some((one) => one.strong)) {
      const before = text.slice(Math.max(0, first.start - MAX_APART), first.start);
      const header = HEADER.exec(before);
      if (header !== null || run.length > 1 || first.end - first.start > 60) {
        const start = header === null ? first.start : first.start - before.length + header.index;
        found.push(
          dumpOf(
            'cookie-jar',
            start,
            run.at(-1)!.end,
            header === null && run.length < 2 ? 'likely' : 'shaped',
          ),
        );
      }
    }
    run = [];
  };
  for (const match of text.matchAll(ROW)) {
    const start = match.index;
    if (run.length > 0 && start - run.at(-1)!.end > MAX_APART) close();
    run.push({ start, end: start + match[0].length, strong: isSession(match[1]!.trim()) });
  }
  close();
  return found;
}

function findLists(text: string): readonly Dump[] {
  if (!/["'](?:domain|host|hostKey|host_key)["']/.test(text)) return [];
  const found: Dump[] = [];
  let run: { start: number; end: number; strong: boolean }[] = [];
  const braces = new Braces(text);
  let members = 0;
  /** Behind the last object that was looked at. */
  let done = 0;
  const close = (): void => {
    if (run.some((one) => one.strong)) {
      found.push(dumpOf('cookie-jar', run[0]!.start, run.at(-1)!.end, run.length > 1 ? 'shaped' : 'likely'));
    }
    run = [];
  };
  for (const match of text.matchAll(MEMBER_NAME)) {
    if (++members > MAX_MEMBERS) break;
    const at = match.index;
    const start = braces.openBefore(at);
    const end = braces.closeFrom(at) + 1;
    // Further names of one object show nothing else.
    if (start < done || at - start > COOKIE_REACH || end > at + COOKIE_REACH * 4 || end > text.length)
      continue;
    done = end;
    const object = text.slice(start, end);
    const value = MEMBER_VALUE.exec(object)?.[1];
    const flags = new Set(object.match(MEMBER_FLAG) ?? []).size;
    if (value === undefined || !MEMBER_DOMAIN.test(object) || flags < 2) continue;
    if (run.length > 0 && start - run.at(-1)!.end > MAX_APART) close();
    run.push({ start, end, strong: isSession(value) });
  }
  close();
  return found;
}

/** Values shorter than this are settings. */
const SHORTEST_SESSION = 16;

function isSession(value: string): boolean {
  return value.length >= SHORTEST_SESSION && strengthOf(value) === 'strong';
}
