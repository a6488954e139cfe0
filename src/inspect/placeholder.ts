/** Values that only stand where a secret would: documentation and templates are full of them. */

const WORDS =
  /example|placeholder|change[-_]?me|replace[-_]?(?:me|with|this)|insert[-_]?(?:your|here)|redacted|dummy|(?:^|[-_])fake|not[-_]?(?:a[-_]?)?real|your[-_a-z]{0,24}(?:key|token|secret|password|id)|(?:key|token|secret)[-_]?(?:goes[-_]?)?here|x{8,}|X{8,}|\*{4,}|<[a-z]|\$\{|\{\{|%\(|\.\.\.|…/i;

/** The same words, and what a template puts between its brackets. */
const MARKERS = new RegExp(
  `\\$\\{[^}]{0,64}\\}?|\\{\\{[^}]{0,64}\\}{0,2}|<[a-z][^>]{0,64}>?|%\\([^)]{0,64}\\)s?|${WORDS.source}`,
  'gi',
);

/** What a mask leaves behind. */
const MASKED = /^(?:\*+|\[redacted:.*)$/s;

/** Passwords that no template means: the word for the thing, dots, references. */
const PASSWORD_WORDS =
  /^(?:pass(?:word|wd|phrase)?|pwd|pw|secret|(?:my|your|db|the|some|user)[-_]?pass(?:word)?|yourpwd|change[-_]?it|xxx+|x+|\*+|\.+|_+|\[.*\]?|<.*|\{.*|\$.*|%.*%?|:.*)$/i;

/** User, password and host of a URI, as `://user:password@host`. */
const USERINFO = /:\/\/([^\s/:@]{0,256}):([^\s@]{0,1024})@([^\s/:?]{0,256})/;
const LOCAL = /^(?:localhost|127\.0\.0\.1|\[::1\]|db|host|hostname|server|0\.0\.0\.0)$/;

/** The key ids and secrets that the documentation of AWS uses everywhere. */
const AWS_DOCUMENTED = /^(?:A[A-Z]{3}[A-Z0-9]*EXAMPLE|[A-Za-z0-9/+]{20,33}EXAMPLEKEY)$/;

/**
 * Values that vendors print in their documentation. Written in pieces, so that no search for secrets takes this file for
 * a leak.
 */
const DOCUMENTED: readonly string[] = [
  // docs.stripe.com
  ['sk_test', '4eC39HqLyjWDarjtT1zdp7dc'].join('_'),
  ['sk_test', 'BQokikJOvBiI2HlWgH4olfQ2'].join('_'),
  // docs.github.com
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map(
    (prefix) => `${prefix}_${'16C7e42F292c6912E77'}10c838347Ae178B4a`,
  ),
  // api.slack.com and docs.slack.dev
  ['xoxb', '17653672481', '19874698323', 'pdFZKVeTuE8sk7oOcHrzqqgy'].join('-'),
  ['xoxp', '23984754863', '2348975623103'].join('-'),
];

/** What the token on the first page of jwt.io begins with: `{"alg":"HS256","typ":"JWT"}` and John Doe. */
const JWT_DOCUMENTED = [
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  'eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lI',
].join('.');

/** True for an example that the vendor's documentation shows: blocked in requests all the same, left alone in answers. */
export function isDocumentedExample(kindId: string, value: string): boolean {
  if (kindId.startsWith('aws-')) return AWS_DOCUMENTED.test(value);
  if (kindId === 'jwt') return value.startsWith(JWT_DOCUMENTED);
  return DOCUMENTED.includes(value);
}

/**
 * True when the value cannot be a secret: one character repeated eight times or more to its end, or a word that says so.
 * Kept tight on purpose: a missed secret costs more than a blocked template. Digits or letters in order are no
 * placeholder.
 * @param prefix characters at the beginning that every value of the kind has
 */
export function isPlaceholder(kindId: string, value: string, prefix = 0): boolean {
  if (kindId.startsWith('pii-')) return false;
  if (MASKED.test(value)) return true;
  const login = USERINFO.exec(value);
  if (login !== null) return isTemplateLogin(login[1] ?? '', login[2] ?? '', login[3] ?? '');
  if (value.length > 600) return false;
  if (endsInOneCharacter(value)) return !holdsMaterial(value.slice(prefix).replace(/(.)\1{7,}$/, ''));
  // Whatever it spells, a key id of AWS may be tried: their examples are keys that people test a gateway with.
  if (kindId === 'aws-access-key-id') return false;
  // Base64 may spell anything; only a value that is written in words is asked what they say.
  return (
    isWorded(value.slice(prefix)) || (prefix > 0 && isWorded(value) && !holdsMaterial(value.slice(prefix)))
  );
}

/** A word says that this is none, and no secret stands beside the word: who appends one disarms nothing. */
function isWorded(value: string): boolean {
  return WORDS.test(value) && !holdsMaterial(value.replace(MARKERS, ' '));
}

/** A part of a value that is shorter than this is a version, a number or a word. */
const LEAST_PART = 7;
/** So often do letters change from small to capital where no name is written. */
const MIXED = 4;
/** So many changes of direction have the parts of a random value together. */
const LEAST_CHANGES = 8;

/**
 * True for what is left of a value and still is one: parts with letters and digits that neither repeat nor count on.
 * Words have no digits, and `abcdef123456` goes on and on.
 */
function holdsMaterial(rest: string): boolean {
  let changes = 0;
  for (const part of rest.split(/[^A-Za-z0-9+/]+/)) {
    if (part.length < LEAST_PART || !/[A-Za-z]/.test(part)) continue;
    if (!/[0-9]/.test(part) && (part.match(/[a-z][A-Z]/g)?.length ?? 0) < MIXED) continue;
    for (let i = 1; i < part.length; i++) {
      const step = part.charCodeAt(i) - part.charCodeAt(i - 1);
      if (step !== 0 && step !== 1) changes++;
    }
  }
  return changes >= LEAST_CHANGES;
}

/** Eight characters or more, and the last sixteen of them are the same. */
function endsInOneCharacter(value: string): boolean {
  const last = value.charCodeAt(value.length - 1);
  if (value.length < 8) return false;
  for (let i = Math.max(0, value.length - 16); i < value.length; i++)
    if (value.charCodeAt(i) !== last) return false;
  return true;
}

function isTemplateLogin(user: string, password: string, host: string): boolean {
  if (PASSWORD_WORDS.test(password)) return true;
  if (isWorded(password)) return true;
  // Services of a composed set of containers have names without a dot, and there everybody is called like his password.
  if (user === password && (LOCAL.test(host) || !host.includes('.'))) return true;
  return LOCAL.test(host) && /^[a-z]{1,16}$/i.test(password);
}
