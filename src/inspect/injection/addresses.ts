/** Shapes of what a word may begin: addresses that data can go to, files with secrets, names of tools. */

const ADDRESS = /(?:https?|ftp|s3|wss?):\/\/[^\s"'<>()[\]\u3001\u3002\uff0c]{2,300}/iy;
const DOMAIN = /@[a-z0-9][a-z0-9-]{0,62}\.[\w.-]{1,60}/iy;
const SITE = /www\.[\w-]{1,60}\.[\w./-]{1,100}/iy;
/** A number that can be called. */
export const PHONE = /\+\d[\d -]{7,16}/y;
const DOT_FILE =
  /\.(?:ssh|aws|env|netrc|npmrc|kube|gnupg|docker|pypirc|pgpass|git-credentials|bash_history|config\/(?:gh|gcloud))\b[\w./-]{0,80}/iy;
const SYSTEM_FILE = /etc\/(?:passwd|shadow)\b/iy;
const SECRET_FILE = /(?:credentials|secrets)\.\w{2,5}\b/iy;
/** Names of files and variables that hold secrets. */
export const SENSITIVE_NAME =
  /^(?:id_(?:rsa|ed25519|ecdsa)|authorized_keys|bash_history)$|^[a-z][a-z0-9]{1,20}_(?:api_)?(?:key|token|secret)$/i;
/** Names of tools begin with what they do. */
export const FUNCTION =
  /^(?:mcp_|send|delete|read|write|transfer|execute|run|create|update|get|forward|upload|fetch|http|post|add|list|search|call|web|browser|file|make|pay|buy|grant|drop)_/i;

/** The first unit behind what was found, and what that is. */
export interface Named {
  readonly end: number;
  readonly secret: boolean;
}

function endOf(shape: RegExp, text: string, at: number): number {
  shape.lastIndex = at;
  return shape.test(text) ? shape.lastIndex : 0;
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
    const site = next === '.' && /^www$/i.test(text.slice(start, end));
    return site ? named(endOf(SITE, text, start), false) : undefined;
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
