/** Documents with a structure of their own: YAML of Kubernetes, JSON of Docker, Google and Terraform, armoured keys. */
import { type Dump, dumpOf } from './dump.ts';
import { type Strength, strengthOf, strongest } from './secret-value.ts';

/** How far the parts of one document may be from its first mark. */
const REACH = 32_768;
/** Marks of one kind that are followed. */
const MAX_MARKS = 64;
const Q = '["\']?';
const KUBE_USERS = new RegExp(`${Q}users${Q}\\s{0,8}:`, 'g');
const KUBE_CLUSTERS = /(?:clusters|current-context|certificate-authority-data)["']?\s{0,8}:/g;
const KUBE_SECRET = new RegExp(
  `${Q}(client-key-data|token|id-token|refresh-token|password)${Q}[ \\t]{0,8}:[ \\t]{0,8}${Q}([^\\s"',}]{8,16000})`,
  'g',
);
const DOCKER_AUTHS = /["']auths["']\s{0,20}:\s{0,20}\{/g;
const DOCKER_AUTH =
  /["'](auth|identitytoken|registrytoken|password)["']\s{0,8}:\s{0,8}["']([A-Za-z0-9+/=_.-]{8,4096})["']/g;
const SERVICE_ACCOUNT = /["']type["']\s{0,8}:\s{0,8}["']service_account["']/g;
const PRIVATE_KEY_FIELD =
  /["']private_key["']\s{0,8}:\s{0,8}["']\s{0,4}(-----BEGIN (?:RSA )?PRIVATE KEY-----[^"']{0,8000})/;
const KEY_BLOCK =
  /-----BEGIN ((?:OPENSSH|RSA|EC|DSA|ENCRYPTED)? ?PRIVATE KEY)-----((?:[^-]|-(?!----)){40,16384}?)-----END \1-----/g;
const PUTTY =
  /PuTTY-User-Key-File-[23]: [^\n]{1,80}\n(?:[^P]|P(?!rivate-[MH]|uTTY-U)){40,16384}?Private-(?:MAC|Hash): [0-9a-f]{40,64}/g;
const TERRAFORM = /["']terraform_version["']\s{0,8}:/g;
const TERRAFORM_MEMBER = /["'](\w{4,100})["']\s{0,8}:\s{0,8}["']([^"'\n]{8,4096})["']/g;
const TERRAFORM_NAME = /(?:password|secret|private_key|token|access_key|connection_string)\w{0,20}$/;

/** Finds documents that hold secrets. */
export function findDocuments(text: string): readonly Dump[] {
  return [
    ...findKubeconfigs(text),
    ...findDockerConfigs(text),
    ...findServiceAccounts(text),
    ...findKeyFiles(text),
    ...findTerraformStates(text),
  ];
}

interface Secret {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What looks like a secret behind a mark, asked for in order of the marks. All are looked for at once from the first
 * mark on: to look behind each mark would read the same text as often as it has marks.
 */
function secretsOf(text: string, shape: RegExp): (at: number) => readonly Secret[] {
  let all: readonly Secret[] | undefined;
  let next = 0;
  return (at) => {
    all ??= [...text.slice(at).matchAll(shape)].map((match) => {
      const start = at + match.index;
      return { name: match[1]!, value: match[2]!, start, end: start + match[0].length };
    });
    while (next < all.length && all[next]!.start < at) next++;
    let last = next;
    while (last < all.length && all[last]!.end <= at + REACH) last++;
    return all.slice(next, last);
  };
}

/** The first places of a mark: a text that is full of them is no document. */
function firstOf(text: string, mark: RegExp): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.matchAll(mark)) if (found.push(match) >= MAX_MARKS) break;
  return found;
}

function isReal(value: string): boolean {
  const strength = strengthOf(value);
  return strength === 'strong' || strength === 'weak';
}

function findKubeconfigs(text: string): readonly Dump[] {
  const found: Dump[] = [];
  const users = firstOf(text, KUBE_USERS);
  if (users.length === 0) return found;
  const clusters = [...text.matchAll(KUBE_CLUSTERS)].map(({ index }) => index);
  const behind = secretsOf(text, KUBE_SECRET);
  let next = 0;
  let done = 0;
  for (const match of users) {
    const at = match.index;
    if (at < done) continue;
    const from = Math.max(done, at - REACH);
    while (next < clusters.length && clusters[next]! < from) next++;
    const cluster = clusters[next];
    if (cluster === undefined || cluster >= at + REACH) continue;
    const secrets = behind(at);
    if (secrets.length === 0) continue;
    const start = Math.min(at, cluster);
    done = Math.max(...secrets.map((one) => one.end));
    const proved = secrets.some(
      ({ name, value }) => name === 'client-key-data' && decoded(value).startsWith('-----BEGIN'),
    );
    found.push(
      dumpOf(
        'kubeconfig',
        start,
        done,
        proved ? 'proved' : 'shaped',
        !secrets.some(({ value }) => isReal(value)),
      ),
    );
  }
  return found;
}

function findDockerConfigs(text: string): readonly Dump[] {
  const found: Dump[] = [];
  const behind = secretsOf(text, DOCKER_AUTH);
  let done = 0;
  for (const match of firstOf(text, DOCKER_AUTHS)) {
    if (match.index < done) continue;
    const secrets = behind(match.index);
    if (secrets.length === 0) continue;
    done = Math.max(...secrets.map((one) => one.end));
    const logins = secrets.filter(
      ({ name, value }) => name === 'auth' && /^[^:\s]{1,200}:\S{1,2000}$/.test(decoded(value)),
    );
    const best = strongest(secrets.map(strengthOfLogin));
    const sure =
      best === 'weak' && secrets.every(isMadeUp) ? 'likely' : logins.length > 0 ? 'proved' : 'shaped';
    const hollow = best === 'placeholder' || best === 'none';
    found.push(dumpOf('docker-config', match.index, done, sure, hollow));
  }
  return found;
}

/** Passwords of manuals and tests are words, or say what they are; one of somebody may be as short, but has a digit. */
function isMadeUp({ name, value }: Secret): boolean {
  const password = name === 'auth' ? decoded(value).replace(/^[^:]*:/, '') : value;
  return !/\d/.test(password) || /pass|secret|test|token/i.test(password);
}

/** What an `auth` encodes is user and password; the dots of an example encode nothing. */
function strengthOfLogin({ name, value }: Secret): Strength {
  if (value.includes('...')) return 'placeholder';
  return strengthOf(name === 'auth' ? decoded(value).replace(/^[^:]*:/, '') : value);
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}

/** Bytes around the type in which the fields of a service account stand. */
const ACCOUNT_REACH = 8192;

function findServiceAccounts(text: string): readonly Dump[] {
  const found: Dump[] = [];
  let done = 0;
  for (const match of firstOf(text, SERVICE_ACCOUNT)) {
    const at = match.index;
    if (at < done) continue;
    const from = Math.max(done, at - ACCOUNT_REACH);
    const part = text.slice(from, at + ACCOUNT_REACH);
    const key = PRIVATE_KEY_FIELD.exec(part);
    if (key === null) continue;
    const start = Math.min(at, from + key.index);
    const open = text.slice(from, start + 1).lastIndexOf('{');
    done = Math.max(at + match[0].length, from + key.index + key[0].length);
    const close = text.indexOf('}', done);
    const proved = /["']private_key_id["']/.test(part) && /["']client_email["']/.test(part);
    const body = key[1]!.replace(/-----[A-Z ]{1,40}-----|\\+n|\s/g, '');
    const end = close > 0 && close - done < ACCOUNT_REACH ? close + 1 : done;
    found.push(
      dumpOf(
        'gcp-service-account',
        from + Math.max(open, 0),
        end,
        proved ? 'proved' : 'shaped',
        body.length < 100 || !isReal(body.slice(0, 500)),
      ),
    );
    done = end;
  }
  return found;
}

function findKeyFiles(text: string): readonly Dump[] {
  const found: Dump[] = [];
  if (!text.includes('PRIVATE KEY-----') && !text.includes('PuTTY-User-Key')) return found;
  for (const match of text.matchAll(KEY_BLOCK)) {
    const body = match[2]!.replace(/^(?:[A-Z][A-Za-z-]{1,30}:[^\n]{0,200}\n)+/m, '').replace(/\s/g, '');
    if (body.length < 64) continue;
    const bytes = Buffer.from(body.slice(0, 64), 'base64');
    const proved = bytes[0] === 0x30 || bytes.toString('latin1').startsWith('openssh-key-v1');
    const { index } = match;
    found.push(
      dumpOf(
        'ssh-private-key-file',
        index,
        index + match[0].length,
        proved ? 'proved' : 'shaped',
        !isReal(body.slice(0, 200)),
      ),
    );
  }
  for (const match of text.matchAll(PUTTY)) {
    found.push(dumpOf('ssh-private-key-file', match.index, match.index + match[0].length, 'proved'));
  }
  return found;
}

function findTerraformStates(text: string): readonly Dump[] {
  const found: Dump[] = [];
  const behind = secretsOf(text, TERRAFORM_MEMBER);
  let done = 0;
  for (const match of firstOf(text, TERRAFORM)) {
    const at = match.index;
    if (at < done || !/["'](?:lineage|serial)["']/.test(text.slice(Math.max(0, at - 400), at + 400)))
      continue;
    const secrets = behind(at).filter(({ name }) => TERRAFORM_NAME.test(name));
    if (secrets.length === 0) continue;
    done = Math.max(...secrets.map((one) => one.end));
    const from = Math.max(0, at - ACCOUNT_REACH);
    const open = from + Math.max(0, text.slice(from, at).lastIndexOf('{'));
    found.push(
      dumpOf(
        'terraform-state',
        open,
        done,
        'shaped',
        !secrets.some(({ value }) => strengthOf(value) === 'strong'),
      ),
    );
  }
  return found;
}
