/** Documents with a structure of their own: YAML of Kubernetes, JSON of Docker, Google and Terraform, armoured keys. */
import { type Dump, dumpOf } from './dump.ts';
import { strengthOf } from './secret-value.ts';

/** How far the parts of one document may be from its first mark. */
const REACH = 32_768;
/** Marks of one kind that are followed. */
const MAX_MARKS = 64;
const Q = '["\']?';
const KUBE_USERS = new RegExp(`${Q}users${Q}\\s{0,8}:`, 'g');
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
const TERRAFORM_SECRET =
  /["'](?:\w{0,40}(?:password|secret|private_key|token|access_key|connection_string)\w{0,20})["']\s{0,8}:\s{0,8}["']([^"'\n]{8,4096})["']/g;

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
  readonly end: number;
}

function secretsBehind(text: string, from: number, shape: RegExp): readonly Secret[] {
  const part = text.slice(from, from + REACH);
  return [...part.matchAll(shape)].map((match) => ({
    name: match.length > 2 ? match[1]! : '',
    value: match.at(-1)!,
    end: from + match.index + match[0].length,
  }));
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
  let done = 0;
  for (const match of firstOf(text, KUBE_USERS)) {
    const at = match.index;
    if (at < done) continue;
    const from = Math.max(done, at - REACH);
    const clusters = text
      .slice(from, at + REACH)
      .search(/["']?(?:clusters|current-context|certificate-authority-data)["']?\s{0,8}:/);
    if (clusters < 0) continue;
    const secrets = secretsBehind(text, at, KUBE_SECRET);
    if (secrets.length === 0) continue;
    const start = Math.min(at, from + clusters);
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
  let done = 0;
  for (const match of firstOf(text, DOCKER_AUTHS)) {
    if (match.index < done) continue;
    const secrets = secretsBehind(text, match.index, DOCKER_AUTH).filter(
      ({ end }) => end - match.index < REACH,
    );
    if (secrets.length === 0) continue;
    done = Math.max(...secrets.map((one) => one.end));
    const logins = secrets.filter(
      ({ name, value }) => name === 'auth' && /^[^:\s]{1,200}:\S{1,2000}$/.test(decoded(value)),
    );
    const real = secrets.some(({ name, value }) =>
      isReal(name === 'auth' ? decoded(value).replace(/^[^:]*:/, '') : value),
    );
    found.push(dumpOf('docker-config', match.index, done, logins.length > 0 ? 'proved' : 'shaped', !real));
  }
  return found;
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
  let done = 0;
  for (const match of firstOf(text, TERRAFORM)) {
    const at = match.index;
    if (at < done || !/["'](?:lineage|serial)["']/.test(text.slice(Math.max(0, at - 400), at + 400)))
      continue;
    const secrets = secretsBehind(text, at, TERRAFORM_SECRET);
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
