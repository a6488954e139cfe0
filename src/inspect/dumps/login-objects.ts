/** Lists of objects with logins and passwords. */
import { Braces } from './braces.ts';
import { type Dump, dumpOf } from './dump.ts';
import { isReal, type Strength, strengthOf } from './secret-value.ts';

const FEWEST_ROWS = 2;
const OBJECT_PASSWORD =
  /["'](?:password|passwd|password_?hash|hashed_?password|encryptedPassword|pass|pwd)["']\s{0,8}:\s{0,8}["']([^"'\n]{4,400})["']/gi;
/** The value is only looked ahead for: it may be broken off by the next member, which must not be passed over. */
const OBJECT_LOGIN =
  /["'](?:user(?:_?name)?|login|email|e-?mail|account|encryptedUsername|hostname|name)["']\s{0,8}:(?=(\s{0,8}["'][^"'\n]{1,200}["']))/gi;
/** Objects of one list are no further apart than this, and so are their members. */
const OBJECT_REACH = 600;

/** Finds lists of objects with logins and passwords. */
export function findLoginObjects(text: string): readonly Dump[] {
  const found: Dump[] = [];
  let run: { start: number; end: number; strength: Strength; encrypted: boolean }[] = [];
  const close = (): void => {
    const first = run[0];
    if (
      first !== undefined &&
      (run.length >= FEWEST_ROWS || first.encrypted) &&
      run.filter((one) => isReal(one.strength)).length >= FEWEST_ROWS - (first.encrypted ? 1 : 0)
    ) {
      const kind = first.encrypted ? 'browser-logins' : 'password-table';
      const strong = run.some((one) => one.strength === 'strong');
      if (strong)
        found.push(dumpOf(kind, first.start, run.at(-1)!.end, first.encrypted ? 'proved' : 'shaped'));
    }
    run = [];
  };
  const hasLogin = loginsOf(text);
  const braces = new Braces(text);
  for (const match of text.matchAll(OBJECT_PASSWORD)) {
    const start = match.index;
    const end = start + match[0].length;
    const from = Math.max(start - OBJECT_REACH, braces.openBefore(start) + 1, 0);
    if (!hasLogin(from, Math.min(end + OBJECT_REACH, braces.closeFrom(end)))) continue;
    if (run.length > 0 && start - run.at(-1)!.end > 2 * OBJECT_REACH) close();
    const encrypted = match[0].startsWith('encryptedPassword', 1);
    run.push({ start: from, end, strength: strengthOf(match[1]!), encrypted });
  }
  close();
  return found;
}

/**
 * Whether a login stands between two places; asked in order of the first one. All are found at once, for to look around
 * each password would read the same text again and again.
 */
function loginsOf(text: string): (from: number, to: number) => boolean {
  const places: { readonly start: number; readonly end: number }[] = [];
  for (const match of text.matchAll(OBJECT_LOGIN))
    places.push({ start: match.index, end: match.index + match[0].length + match[1]!.length });
  let next = 0;
  return (from, to) => {
    while (next < places.length && places[next]!.start < from) next++;
    return next < places.length && places[next]!.end <= to;
  };
}
