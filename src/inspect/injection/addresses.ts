/** Shapes of what a word may begin: addresses that data can go to, files with secrets. */

const ADDRESS = /(?:https?|ftp|s3|wss?):\/\/[^\s"'<>()[\]\u3001\u3002\uff0c]{2,300}/iy;
const DOMAIN = /@[a-z0-9][a-z0-9-]{0,62}\.[\w.-]{1,60}/iy;
const SITE = /www\.[\w-]{1,60}\.[\w./-]{1,100}/iy;
/** The address of a host, and what money is sent to. */
const HOST = /\d{1,3}(?:\.\d{1,3}){3}(?::\d{2,5})?(?![\w.])/y;
const ACCOUNT = /^(?:[a-z]{2}\d{2}[a-z0-9]{10,30}|bc1[a-z0-9]{20,80}|0x[0-9a-f]{40})$/i;
/** Shorter words are no accounts. */
export const LEAST_ACCOUNT = 14;

/** True for the number of a bank account or wallet. */
export function isAccount(word: string): boolean {
  return ACCOUNT.test(word);
}

/** A number that can be called. */
export const PHONE = /\+\d[\d -]{7,16}/y;
const DOT_FILE =
  /\.(?:ssh|aws|env|netrc|npmrc|kube|gnupg|docker|pypirc|pgpass|git-credentials|bash_history|config\/(?:gh|gcloud))\b[\w./-]{0,80}/iy;
const SYSTEM_FILE = /etc\/(?:passwd|shadow)\b/iy;
const SECRET_FILE = /(?:credentials|secrets)\.\w{2,5}\b/iy;

/** The first unit behind what was found, and what that is. */
export interface Named {
  readonly end: number;
  readonly secret: boolean;
}

function endOf(shape: RegExp, text: string, at: number): number {
  shape.lastIndex = at;
  if (!shape.test(text)) return 0;
  // What ends the sentence is no part of the address.
  let end = shape.lastIndex;
  while (end > at && '.,:!?;'.includes(text[end - 1]!)) end--;
  return end;
}

/**
 * An address or a file that begins with, or just before, a word.
 * @param scheme the word is one that addresses begin with
 * @param file the word is one that names of files with secrets hold
 */
export function namedAt(
  text: string,
  start: number,
  end: number,
  scheme: boolean,
  file: boolean,
): Named | undefined {
  const next = text[end];
  if (next === '@') return named(endOf(DOMAIN, text, end), false);
  if (scheme && next === ':') return named(endOf(ADDRESS, text, start), false);
  if (!file) {
    if (next !== '.') return undefined;
    const site = /^www$/i.test(text.slice(start, end));
    return named(endOf(site ? SITE : HOST, text, start), false);
  }
  const previous = text[start - 1];
  let to = 0;
  if (previous === '.' && !/[a-z0-9]/i.test(text[start - 2] ?? '')) to = endOf(DOT_FILE, text, start - 1);
  else if (previous === '/') to = endOf(SYSTEM_FILE, text, start);
  if (to === 0 && next === '.') to = endOf(SECRET_FILE, text, start);
  return named(to, true);
}

function named(end: number, secret: boolean): Named | undefined {
  return end === 0 ? undefined : { end, secret };
}
