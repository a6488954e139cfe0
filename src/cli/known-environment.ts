import { isIP } from 'node:net';
import { readsLikeText } from '../inspect/believable.ts';
import { KNOWN_LENGTH, type KnownValue } from '../inspect/known-value.ts';
import { isPlaceholder } from '../inspect/placeholder.ts';

/** Names of variables that hold secrets. */
const SECRET_NAME =
  /(?:^|_)(?:PASS(?:WORD|WD|PHRASE)?|PWD|SECRET|TOKEN|PAT|CREDENTIALS?|AUTH|(?:API|ACCESS|PRIVATE|SIGNING|ENCRYPTION|MASTER|SERVICE|SECRET|AUTH|LICENSE)_?KEY|APIKEY|DSN|CONNECTION_?STRING|DATABASE_URL|WEBHOOK_URL)(?:_|$)/i;
/** What ends like one and is none. */
const HARMLESS_NAME =
  /(?:^|_)(?:OLD)?PWD$|_(?:FILE|PATH|DIR|URL_BASE|ID|NAME|TYPE|EXPIRY|EXPIRES|TTL|LENGTH|SOCK|SOCKET|ENDPOINT|URI_SCHEME|METHOD|MODE|ENABLED|HEADER)$|^(?:SSH_AUTH_SOCK|XAUTHORITY|GPG_TTY|DBUS_)/i;

/**
 * The variables of an environment whose name and value say that they are secrets: the agent may use them where they
 * belong, and must not send them anywhere else.
 */
export function knownEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): readonly KnownValue[] {
  const known: KnownValue[] = [];
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || seen.has(value)) continue;
    if (!SECRET_NAME.test(name) || HARMLESS_NAME.test(name) || !isSecretValue(value)) continue;
    seen.add(value);
    known.push({ name: name.slice(0, 64), value });
  }
  return known;
}

/** False for what would be found in every second text: words, numbers, paths, addresses without a password. */
function isSecretValue(value: string): boolean {
  const bytes = Buffer.byteLength(value);
  if (bytes < KNOWN_LENGTH.min || bytes > KNOWN_LENGTH.max) return false;
  if (isPlaceholder('known-value', value) || readsLikeText(value) || isIP(value) !== 0) return false;
  if (/^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i.test(value) && !/[?&][a-z_]*(?:sig|key|token|secret)=/i.test(value)) {
    // An address is only a secret with a password, or with a path nobody guesses.
    return /\/[A-Za-z0-9_-]{20,}/.test(value);
  }
  return true;
}
