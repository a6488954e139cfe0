/** Names that secrets have, and values that may be one. */
import { isPlaceholder } from '../placeholder.ts';

/** How much a value looks like a secret. `strong` needs no other evidence. */
export type Strength = 'none' | 'placeholder' | 'weak' | 'strong';

const SECRET_NAME =
  /(?:^|_)(?:SECRET|SECRETS|TOKEN|PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|APIKEY|KEY|CREDENTIALS?|AUTH|SALT|GITHUB_PAT|GH_PAT|GITLAB_PAT|ADO_PAT|WEBHOOK)(?:_?(?:\d{1,2}|BASE64|B64|JSON|HASH|VALUE|PROD|DEV|BASE|URL))?$|(?:^|_)(?:SECRET|PASSWORD|ACCESS_TOKEN|API_KEY|PRIVATE_KEY)_/;
/** Names that only sound so: ids, paths, limits, public halves. */
const HARMLESS_NAME =
  /PUBLIC|PUBLISHABLE|(?:^|_)(?:GPG_KEY|SSH_AUTH|OLDPWD|PWD|MAX_TOKENS?)$|KEY_ID$|_(?:FILE|PATH|DIR|NAME|TTL|EXPIRY|EXPIRES|EXPIRATION|LENGTH|LIMIT|TYPE|ALGORITHM|HEADER|VERSION|ROTATION|ENABLED|REQUIRED|SOCK|MODE|MIN|MAX|ID|ARN|COUNT|PREFIX|FIELD)(?:_IN)?$/;
const HARMLESS_PWD = /^(?:OLD)?PWD$/;
const URL_NAME = /(?:^|_)(?:URL|URI|DSN|CONNECTION|CONNECTION_STRING|DATABASE|BROKER|CONNSTR)$/;
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{0,128}:([^\s@]{1,256})@[^\s/@]/i;
const CONNECTION_STRING = /(?:AccountKey|SharedAccessKey|Password|Pwd)=([^;\s]{6,256})/i;

const STAND_IN =
  /^(?:true|false|yes|no|on|off|null|nil|none|undefined|todo|tbd|fixme|changeme|change_me|secret|secret_?key|supersecret|topsecret|password|passw0rd|passwd|pass|admin|root|test|testing|user|guest|demo|sample|local|localhost|development|production|postgres|mysql|foo|bar|baz|foobar|qwerty|abc|abcd|abcde?f?g?|key|token|string|value|empty|blank|optional|required|redacted|hidden|masked|unset|\d{1,5}|1234567?8?9?0?|abc123|x+|\*+|\.+|-+|_+|#+|\?+)$/i;
const STAND_IN_PART =
  /^(?:your|my|the|some|enter|insert|put|paste|add|set|use|replace|generate|get)[-_ ]|_here$|-here$|goes[-_ ]here|^<.*>?$|^\[.*\]$|^\{.*\}$|^\$(?:[({]|[A-Za-z_]\w*$)|^%[A-Za-z_]{1,40}%$|\$\{|\$\(|\{\{|^@[A-Z_]{3,}@$|^(?:sk|pk|ghp|xoxb|api|key|token)[-_]?(?:\.{2,}|x{3,}|\*{3,}|…)|\.{3}$|…$|x{4,}|\*{3,}|^(?:process\.env|os\.environ|env\.|secrets\.|vault:|ref\+|op:\/\/|arn:|ssm:|file:|\/)/i;

/**
 * Parts of hashes that tutorials and seeds print: of Flask, of Spring Security, of Laravel, of the article on bcrypt.
 * Whoever copied a seed has one of them, and it opens nothing but a demonstration.
 * And ids that are made of one digit each.
 */
const DOCUMENTED =
  /TCI4GzcX\$0de171a4|kJPKsz6N\$d2d4784f|dXJ3SW6G7P50lGmMkkmwe\.|GRLdNijSQMUvl\/au9ofL\.|92IXUNpkjO0rOQ5byMi\.Ye|N9qo8uLOickgx2ZMRZoMye|^[0-]+$|^(\w)\1{7}-(\w)\2{3}-(\w)\3{3}-(\w)\4{3}-(\w)\5{11}$/;

/** True for a name (upper case) that a secret has. */
export function isSecretName(name: string): boolean {
  const upper = name.toUpperCase();
  if (HARMLESS_PWD.test(upper)) return false;
  return SECRET_NAME.test(upper) && !HARMLESS_NAME.test(upper);
}

/** Takes quotation marks, commas and remarks off a value. */
export function bareValue(value: string): string {
  const trimmed = value.trim();
  const quoted = /^(["'`])(.*)\1\s{0,8}(?:#.*)?,?$/s.exec(trimmed);
  if (quoted !== null) return quoted[2]!;
  return withoutRemark(trimmed).replace(/[,;]$/, '');
}

/** What stands before a `#` with white space in front. A shape that begins with white space tries each of a long run. */
function withoutRemark(value: string): string {
  for (let at = value.indexOf('#', 1); at > 0; at = value.indexOf('#', at + 1))
    if (/\s/.test(value[at - 1]!)) return value.slice(0, at).trimEnd();
  return value;
}

/** Values are asked what their words say in pieces of this length, which overlap by the length of a word. */
const PIECE = 160;
const OVERLAP = 32;
/** Longer values are no words. */
const MAX_WORDS = 600;

/** True for what only stands where a secret would. */
function isStandIn(bare: string): boolean {
  return STAND_IN.test(bare) || STAND_IN_PART.test(bare) || DOCUMENTED.test(bare) || isTemplate(bare);
}

/**
 * Asks in pieces, and of `://` only where a login stands: the shapes of logins and words look ahead from each place that
 * may begin one, which takes quadratic time in a value made of such places.
 */
function isTemplate(bare: string): boolean {
  const address = bare.includes('://');
  if (address && URL_WITH_PASSWORD.test(bare)) return isPlaceholder('dump', bare);
  if (bare.length > MAX_WORDS) return bare.startsWith('[redacted:');
  const words = address ? bare.replaceAll('://', ' ') : bare;
  for (let from = 0; from === 0 || from + OVERLAP < words.length; from += PIECE - OVERLAP)
    if (isPlaceholder('dump', words.slice(from, from + PIECE))) return true;
  return false;
}

/** How much a value looks like a secret, whatever its name. */
export function strengthOf(value: string): Strength {
  const bare = bareValue(value);
  if (bare === '') return 'none';
  if (isStandIn(bare)) return 'placeholder';
  if (bare.length < 6 || /\s/.test(bare.slice(0, 64))) return 'weak';
  // A name of a secret is a poor secret.
  if (/passw(?:or)?d|secret|token|example/i.test(bare) && bare.length < 40) return 'weak';
  return bare.length >= 8 && isMixed(bare) ? 'strong' : 'weak';
}

/** Units of a value that are looked at: further ones say nothing new. */
const MIXED_REACH = 64;

/** Two kinds of units (small, capital, digit, other) and six different ones. */
function isMixed(value: string): boolean {
  let kinds = 0;
  let distinct = 0;
  for (let i = 0; i < value.length && i < MIXED_REACH; i++) {
    const unit = value.charCodeAt(i);
    if (unit >= 0x61 && unit <= 0x7a) kinds |= 1;
    else if (unit >= 0x41 && unit <= 0x5a) kinds |= 2;
    else if (unit >= 0x30 && unit <= 0x39) kinds |= 4;
    else kinds |= 8;
    if (distinct < 6 && value.indexOf(value[i]!) === i) distinct++;
    // More than one bit of `kinds`.
    if (distinct >= 6 && (kinds & (kinds - 1)) !== 0) return true;
  }
  return false;
}

/** True for a value that may be a secret. */
export function isReal(strength: Strength): boolean {
  return strength === 'strong' || strength === 'weak';
}

/** How much an assignment looks like one of a secret: by its name, or by a password inside its URL. */
export function strengthOfAssignment(name: string, value: string): Strength {
  const named = isSecretName(name);
  // Most assignments are neither of a secret nor of an address: they need no closer look.
  if (!named && !value.includes('://') && !URL_NAME.test(name.toUpperCase())) return 'none';
  const bare = bareValue(value);
  const login =
    (bare.includes('://') ? URL_WITH_PASSWORD.exec(bare) : null) ??
    (URL_NAME.test(name.toUpperCase()) ? CONNECTION_STRING.exec(bare) : null);
  if (login !== null) {
    if (isTemplate(bare)) return 'placeholder';
    return strengthOf(login[1]!);
  }
  if (!named) return 'none';
  if (/^[a-z]{2,10}:\/\//i.test(bare) && !/WEBHOOK/i.test(name)) return 'none';
  return strengthOf(value);
}

/** Of several values: the best; undefined when there is none that counts. */
export function strongest(strengths: readonly Strength[]): Strength {
  for (const strength of ['strong', 'weak', 'placeholder'] as const)
    if (strengths.includes(strength)) return strength;
  return 'none';
}
