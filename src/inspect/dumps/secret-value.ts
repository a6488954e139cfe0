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
  return trimmed.replace(/\s+#.*$/, '').replace(/[,;]$/, '');
}

/** How much a value looks like a secret, whatever its name. */
export function strengthOf(value: string): Strength {
  const bare = bareValue(value);
  if (bare === '') return 'none';
  if (STAND_IN.test(bare) || STAND_IN_PART.test(bare) || isPlaceholder('dump', bare)) return 'placeholder';
  if (bare.length < 6 || /\s/.test(bare.slice(0, 64))) return 'weak';
  // A name of a secret is a poor secret.
  if (/passw(?:or)?d|secret|token|example/i.test(bare) && bare.length < 40) return 'weak';
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((shape) => shape.test(bare)).length;
  const distinct = new Set(bare.slice(0, 64)).size;
  return bare.length >= 8 && classes >= 2 && distinct >= 6 ? 'strong' : 'weak';
}

/** How much an assignment looks like one of a secret: by its name, or by a password inside its URL. */
export function strengthOfAssignment(name: string, value: string): Strength {
  const bare = bareValue(value);
  const login =
    URL_WITH_PASSWORD.exec(bare) ?? (URL_NAME.test(name.toUpperCase()) ? CONNECTION_STRING.exec(bare) : null);
  if (login !== null) {
    if (isPlaceholder('dump', bare)) return 'placeholder';
    return strengthOf(login[1]!);
  }
  if (!isSecretName(name)) return 'none';
  if (/^[a-z]{2,10}:\/\//i.test(bare) && !/WEBHOOK/i.test(name)) return 'none';
  return strengthOf(value);
}

/** Of several values: the best; undefined when there is none that counts. */
export function strongest(strengths: readonly Strength[]): Strength {
  for (const strength of ['strong', 'weak', 'placeholder'] as const)
    if (strengths.includes(strength)) return strength;
  return 'none';
}
