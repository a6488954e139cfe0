/** Files that hold credentials, by how they are usually written. */
import type { Severity } from '../kind.ts';
import { globFits } from './expand.ts';
import type { Secret } from './flow.ts';
import { plainPath } from './paths.ts';

/** One group of files. */
export interface SensitivePath {
  readonly what: string;
  /** On a whole word, in lower case, with forward slashes. */
  readonly path: RegExp;
  readonly severity: Severity;
}

const HOME =
  '(?:~[\\w.-]{0,32}|\\$\\{?home\\}?|%userprofile%|\\$env:userprofile|/root|/(?:home|users)/[^/]{1,64}|[a-z]:/users/[^/]{1,64}|\\.\\.?)';
const at = (rest: string): RegExp => new RegExp(`^(?:${HOME}/|/[^ ]{0,200}/)?${rest}$`);

/** Looked through in order: the first that fits names it. */
export const SENSITIVE_PATHS: readonly SensitivePath[] = [
  {
    what: 'SSH keys',
    path: at('\\.ssh(?:/?|/\\*|/(?:id_[\\w-]{1,24}|identity|[\\w-]{1,24}\\.pem|\\*|id_\\*))'),
    severity: 'high',
  },
  {
    what: 'an SSH private key',
    path: /^(?:[^ ]{0,200}\/)?(?:id_(?:rsa|dsa|ecdsa|ed25519)|ssh_host_[a-z0-9]{2,8}_key)$/,
    severity: 'critical',
  },
  {
    what: 'AWS credentials',
    path: at('\\.aws(?:/?|/\\*|/(?:credentials|config|sso/cache[^ ]{0,80}))'),
    severity: 'critical',
  },
  {
    what: 'Google Cloud credentials',
    path: at(
      '\\.config/gcloud(?:/?|/\\*|/(?:application_default_credentials\\.json|credentials\\.db|access_tokens\\.db|legacy_credentials[^ ]{0,80}))',
    ),
    severity: 'critical',
  },
  {
    what: 'Azure credentials',
    path: at('\\.azure(?:/?|/\\*|/(?:accesstokens\\.json|msal_token_cache[^ ]{0,20}|azureprofile\\.json))'),
    severity: 'critical',
  },
  { what: 'Kubernetes credentials', path: at('\\.kube(?:/?|/\\*|/config)'), severity: 'high' },
  {
    what: 'the Kubernetes service account',
    path: /^\/(?:var\/)?run\/secrets\/kubernetes\.io[^ ]{0,80}$/,
    severity: 'critical',
  },
  {
    what: 'Kubernetes credentials',
    path: /^\/etc\/kubernetes\/(?:admin\.conf|pki[^ ]{0,60})$/,
    severity: 'critical',
  },
  { what: 'mounted secrets', path: /^\/run\/secrets\/[^ ]{1,80}$/, severity: 'high' },
  { what: 'Docker credentials', path: at('\\.docker/config\\.json'), severity: 'high' },
  {
    what: 'password hashes',
    path: /^\/(?:private\/)?etc\/(?:g?shadow-?|master\.passwd|sudoers|krb5\.keytab|security\/opasswd)$/,
    severity: 'critical',
  },
  { what: 'accounts of the machine', path: /^\/etc\/passwd$/, severity: 'medium' },
  {
    what: 'a .env file',
    path: /^(?:[^ ]{0,200}\/)?\.env(?:\.(?:local|prod|production|staging|live|\*))?\*?$/,
    severity: 'medium',
  },
  { what: 'the netrc file', path: at('[._]netrc'), severity: 'high' },
  { what: 'Git credentials', path: at('(?:\\.git-credentials|\\.config/git/credentials)'), severity: 'high' },
  {
    what: 'GitHub CLI credentials',
    path: at('\\.config/(?:gh|hub|glab-cli)(?:/(?:hosts|config)\\.yml)?'),
    severity: 'high',
  },
  {
    what: 'package registry tokens',
    path: at(
      '(?:\\.npmrc|\\.pypirc|\\.yarnrc\\.yml|\\.gem/credentials|\\.cargo/credentials(?:\\.toml)?|\\.m2/settings\\.xml|\\.composer/auth\\.json)',
    ),
    severity: 'high',
  },
  { what: 'database passwords', path: at('(?:\\.pgpass|\\.my\\.cnf|\\.mylogin\\.cnf)'), severity: 'high' },
  { what: 'a Vault token', path: at('\\.vault-token'), severity: 'high' },
  { what: 'Terraform credentials', path: at('\\.terraform\\.d/credentials\\.tfrc\\.json'), severity: 'high' },
  {
    what: 'GnuPG keys',
    path: at('\\.gnupg(?:/?|/\\*|/(?:private-keys-v1\\.d|secring\\.gpg)[^ ]{0,60})'),
    severity: 'critical',
  },
  {
    what: 'the keychain',
    path: /^(?:[^ ]{0,200}\/)?library\/keychains(?:\/[^ ]{0,80})?$/,
    severity: 'critical',
  },
  {
    what: 'the keyring',
    path: at(
      '\\.(?:local/share/keyrings|password-store|config/(?:keepassxc|1password|bitwarden[^ /]{0,12}))(?:/[^ ]{0,80})?',
    ),
    severity: 'critical',
  },
  {
    what: 'a password safe',
    path: /^(?:[^ ]{0,200}\/)?[^ /]{1,64}\.(?:kdbx|agilekeychain|opvault)$/,
    severity: 'critical',
  },
  {
    what: 'passwords or cookies of a browser',
    path: /^.{0,200}(?:\/login data(?: for account)?|\/cookies|cookies\.sqlite|logins\.json|key[34]\.db|\/web data|cookies\.binarycookies|\/local state)$/,
    severity: 'critical',
  },
  {
    what: 'the profile of a browser',
    path: at(
      '(?:\\.mozilla/firefox|\\.config/(?:google-chrome|chromium|brave[^/]{0,20})|library/application support/(?:google/chrome|firefox))(?:/[^ ]{0,80})?',
    ),
    severity: 'high',
  },
  {
    what: 'a wallet',
    path: /^(?:[^ ]{0,200}\/)?(?:wallet\.dat|\.(?:bitcoin|ethereum|electrum)(?:\/(?:wallets|keystore)[^ ]{0,60})?|\.config\/solana\/id\.json)$/,
    severity: 'critical',
  },
  {
    what: 'the environment of a process',
    path: /^\/proc\/(?:self|\d{1,7}|\*|\$\$)\/environ$/,
    severity: 'high',
  },
  {
    what: 'the history of a shell',
    path: at('\\.(?:bash|zsh|python|psql|mysql)_history'),
    severity: 'medium',
  },
  {
    what: 'the account database of Windows',
    path: /^(?:[a-z]:)?\/windows\/(?:system32\/config\/(?:sam|system|security)|ntds\/ntds\.dit)$/,
    severity: 'critical',
  },
  {
    what: 'credentials of an agent',
    path: at(
      '(?:\\.claude/\\.credentials\\.json|\\.codex/auth\\.json|\\.gemini/oauth_creds\\.json|\\.config/github-copilot/[^ ]{1,40})',
    ),
    severity: 'high',
  },
];

/** Paths that a pattern may stand for: `/e*c/sh?dow`. */
export const GLOBBED_PATHS: readonly string[] = [
  '/etc/shadow',
  '/etc/passwd',
  '/etc/sudoers',
  '~/.ssh/id_rsa',
  '~/.ssh/id_ed25519',
  '~/.aws/credentials',
  '/root/.ssh/id_rsa',
  '/root/.ssh/id_ed25519',
  '/proc/self/environ',
  '/etc/gshadow',
  '~/.bash_history',
  '~/.kube/config',
  '~/.git-credentials',
  '/etc/ssh/ssh_host_rsa_key',
  '~/.ssh/id_ecdsa',
  '~/.config/gcloud/application_default_credentials.json',
  '~/.ssh',
  '~/.aws',
  '~/.gnupg',
  '~/.env',
  '.env',
  '~/.netrc',
];

const WEIGHTS: Readonly<Record<Severity, number>> = { low: 0.5, medium: 0.85, high: 0.92, critical: 0.95 };
/** Longer words are no paths. */
const MAX_PATH = 400;

/** The same for an argument, in which a path may stand behind `=`, `@` or the letter of an option. */
export function secretIn(word: string, glob = false): Secret | undefined {
  const whole = secretAt(word, glob);
  if (whole !== undefined || word.length > MAX_PATH || !/[=@:<,]|^-[A-Za-z]./.test(word)) return whole;
  const flag = /^-[A-Za-z](.+)$/.exec(word)?.[1];
  const found = flag === undefined ? undefined : secretAt(flag, glob);
  if (found !== undefined) return found;
  for (const piece of word.split(/[=@<,;]|:(?![/\\])|file:\/\//).slice(1, 9)) {
    const inside = piece === '' ? undefined : secretAt(piece, glob);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** The credentials that a path, or a pattern of paths, stands for. */
export function secretAt(word: string, glob = false): Secret | undefined {
  if (word.length > MAX_PATH || word === '') return undefined;
  const path = plainPath(word);
  const found = named(path);
  if (found !== undefined || !(glob || /[*?[]/.test(path))) return found;
  // `/???` alone fits everything: a pattern must say some of what it means.
  if (path.replace(/[*?[\]/.]/g, '').length < 2) return undefined;
  const home = path.replace(/^(?:\$home|\$\{home\}|\/home\/[^/]+|\/root)(?=\/)/, '~');
  const fits = GLOBBED_PATHS.find((known) => globFits(home, known) || globFits(path, known));
  return fits === undefined ? undefined : named(fits);
}

/** One of these stands in every path that is named above. */
const NAMED =
  /\.ssh|id_|_key|\.aws|gcloud|\.azure|\.kube|kubernetes|\/secrets|docker|etc\/|\.env|netrc|git|\.config\/|\.npmrc|\.pypirc|\.yarnrc|\.gem\/|\.cargo|\.m2|composer|\.pgpass|\.my|vault|terraform|gnupg|keychain|\.local|password|\.kdbx|agilekey|opvault|login|cookies|key[34]|\/web |\/local |mozilla|library\/|wallet|\.bitcoin|\.ethereum|\.electrum|environ|_history|system32|ntds|\.claude|\.codex|\.gemini/;

function named(path: string): Secret | undefined {
  if (!NAMED.test(path)) return undefined;
  for (const one of SENSITIVE_PATHS) {
    if (one.path.test(path)) return { what: one.what, weight: WEIGHTS[one.severity] };
  }
  return undefined;
}
