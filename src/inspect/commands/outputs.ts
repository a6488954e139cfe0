/** What programs print, write and read, as far as rules need to follow it. */
import { derived, type Flow, heavier, joined, NOTHING, type Secret } from './flow.ts';
import { foundBy } from './handover.ts';
import { isMetadata, type Traffic, trafficOf } from './network.ts';
import { SHELLS } from './programs.ts';
import { secretIn } from './sensitive-paths.ts';
import { printed } from './static-output.ts';
import type { Step } from './step.ts';

/** Programs that print, copy or pack what the files in their arguments hold. */
export const READERS: ReadonlySet<string> = new Set([
  ...[
    'cat',
    'tac',
    'less',
    'more',
    'head',
    'tail',
    'nl',
    'od',
    'xxd',
    'hexdump',
    'hd',
    'strings',
    'base64',
    'base32',
    'bat',
    'batcat',
  ],
  ...[
    'cp',
    'mv',
    'tar',
    'zip',
    '7z',
    '7za',
    'gzip',
    'bzip2',
    'xz',
    'zstd',
    'gpg',
    'openssl',
    'dd',
    'cut',
    'sort',
    'uniq',
    'rev',
    'paste',
    'pr',
    'fold',
    'fmt',
    'tee',
    'ln',
    'rsync',
    'install',
  ],
  ...[
    'grep',
    'egrep',
    'fgrep',
    'rg',
    'ag',
    'ack',
    'awk',
    'gawk',
    'sed',
    'jq',
    'yq',
    'python',
    'python3',
    'perl',
    'ruby',
    'sqlite3',
    'iconv',
    'uuencode',
    'basenc',
    'ar',
    'cpio',
    'pax',
    'split',
    'csplit',
    'diff',
    'comm',
    'join',
    'type',
    'get-content',
    'gc',
    'copy',
    'xcopy',
    'robocopy',
    'copy-item',
    'compress-archive',
    'readarray',
    'mapfile',
    'busybox',
    'read',
    'unzip',
    'zcat',
    'rclone',
    'john',
    'hashcat',
    'unshadow',
    'ssh2john',
    'select-string',
    'column',
    'expand',
    'look',
    'shuf',
    'sponge',
    'pbcopy',
    'xclip',
    'xsel',
    'clip',
  ],
]);
/** Programs that print a number or a check of what they read. */
const SUMMARISING = new Set([
  'wc',
  'md5sum',
  'sha1sum',
  'sha256sum',
  'sha512sum',
  'test',
  '[',
  '[[',
  'stat',
  'file',
  'cmp',
  'ls',
  'chmod',
  'chown',
  'mkdir',
  'true',
  'sleep',
  'touch',
  'sha256',
  'cksum',
  'shasum',
  'crontab',
  'rm',
  'ssh-keygen',
  'ssh-add',
  'cd',
  'pwd',
]);
const SECRET_NAME =
  /\$\{?(?:[A-Z0-9_]{0,40}(?:SECRET|PASSWORD|PASSWD|PRIVATE_KEY|ACCESS_KEY|API_?KEY|AUTH_TOKEN|_TOKEN|CREDENTIALS)[A-Z0-9_]{0,20})\b/;
const ENVIRONMENT: Secret = { what: 'the environment', weight: 0.9 };

/** What one program prints. */
export function outputOf(step: Step): Flow {
  const { program, input } = step;
  const { name, args } = program;
  const traffic = trafficOf(program);
  if (traffic !== undefined) return fetched(step, traffic);
  const own = ownSecret(step);
  if (own !== undefined)
    return joined({ secret: own }, input.secret === undefined ? NOTHING : { secret: input.secret });
  if (name === 'echo' || name === 'printf' || name === 'write-output') {
    const text = printed(name, args, undefined);
    const named = secretNamed(args.join(' '));
    return joined({ text }, joined(step.given, named === undefined ? NOTHING : { secret: named }));
  }
  if (name === 'which' || name === 'type' || (name === 'command' && args[0] === '-v'))
    return { text: args.filter((arg) => !arg.startsWith('-'))[0] };
  if (name === 'expr' || name === 'date' || name === 'whoami' || name === 'hostname') return NOTHING;
  if (name === 'find' || name === 'fd')
    return {
      lists: foundBy(args),
      root: args[0],
      secret: args
        .map((arg, k) => (/^-i?name$/.test(args[k - 1] ?? '') ? secretIn(arg) : undefined))
        .reduce(heavier, secretIn(foundBy(args))),
    };
  if (name === 'ls' || name === 'dir' || name === 'get-childitem' || name === 'gci')
    return { lists: args.find((arg) => !arg.startsWith('-')) ?? '.' };
  if (SHELLS.has(name) && args.some((arg) => /^-[a-z]*i/.test(arg)))
    return { ...input, text: undefined, shell: true };
  if (SUMMARISING.has(name)) return NOTHING;
  // What is piped in, or else the files in the arguments.
  const read = READERS.has(name) ? readFiles(step) : NOTHING;
  const source = input.text === undefined ? joined(input, read) : input;
  const passes = /^(?:cat|bat|batcat|type|get-content|gc)$/.test(name);
  let flow: Flow = derived(
    joined(source, read),
    printed(name, args, source.text) ?? (passes ? source.text : undefined),
  );
  flow = joined(flow, step.given);
  const decodes =
    /^(?:base64|base32|xxd|openssl|gunzip|zcat|gpg|uudecode|basenc)$/.test(name) &&
    (/(?:^|\s)-\w*[drD]|--decode|--decompress/.test(args.join(' ')) || name !== 'base64');
  return decodes && flow.text === undefined ? { ...flow, decoded: true } : flow;
}

function readFiles(step: Step): Flow {
  let flow = NOTHING;
  for (const arg of step.program.args) {
    if (arg.startsWith('-')) continue;
    flow = joined(flow, step.fileAt(arg.replace(/^if=/, '')));
  }
  const secret = secretRead(step);
  return secret === undefined ? flow : joined(flow, { secret });
}

/** Credentials in files that a program reads. */
export function secretRead(step: Step): Secret | undefined {
  const { program } = step;
  if (!READERS.has(program.name)) return undefined;
  let secret: Secret | undefined;
  // The last word of a copy is where it goes.
  const into =
    /^(?:cp|mv|ln|install|copy|xcopy|copy-item|tee)$/.test(program.name) && program.words.length > 1;
  const from = /^(?:grep|egrep|fgrep|rg|ag|awk|gawk|sed|jq)$/.test(program.name) ? 1 : 0;
  let position = 0;
  const words = into ? program.words.slice(0, program.name === 'tee' ? 0 : -1) : program.words;
  const options = ['tar', 'zip', 'openssl', 'dd', 'cut', 'gpg'].includes(program.name);
  for (const word of words) {
    if (word.text.startsWith('-') && !options) continue;
    // The first word of these is a pattern, not a file.
    if (position++ < from) continue;
    secret = heavier(secret, secretIn(word.text, word.glob));
  }
  for (const { kind, target } of program.redirects)
    if (kind === 'in' || kind === 'both') secret = heavier(secret, secretIn(target.text, target.glob));
  return secret;
}

/** Credentials that programs print without naming a file. */
function ownSecret(step: Step): Secret | undefined {
  const { name, args } = step.program;
  const line = args.slice(0, 12).join(' ');
  if (
    (name === 'env' || name === 'printenv' || name === 'set' || name === 'export' || name === 'declare') &&
    /^(?:-0|-p|-x|-px|-xp)?$/.test(line)
  )
    return ENVIRONMENT;
  if (
    (name === 'get-childitem' || name === 'gci' || name === 'dir' || name === 'ls') &&
    /^env:/i.test(args[0] ?? '')
  )
    return ENVIRONMENT;
  if (name === 'printenv' && /key|token|secret|passw/i.test(line)) return ENVIRONMENT;
  if (name === 'gpg' || name === 'gpg2')
    return /--export-secret/.test(line) ? { what: 'GnuPG keys', weight: 0.95 } : undefined;
  if (name === 'security')
    return /dump-keychain|find-(?:generic|internet)-password|export/.test(line)
      ? { what: 'the keychain', weight: 0.95 }
      : undefined;
  if (/^(?:secret-tool|pass|op|bw|lpass|kwallet-query)$/.test(name))
    return /lookup|show|get|item|list|read|export/.test(line)
      ? { what: 'a password safe', weight: 0.92 }
      : undefined;
  if (name === 'vault')
    return /^(?:kv get|read|token lookup)/.test(line) ? { what: 'secrets of Vault', weight: 0.9 } : undefined;
  if (name === 'kubectl')
    return /get secrets?\b.*-o|config view.*--raw|create token/.test(line)
      ? { what: 'Kubernetes credentials', weight: 0.92 }
      : undefined;
  if (name === 'aws')
    return /secretsmanager get-secret-value|ssm get-parameter.*decrypt|configure (?:get|export)|sts get-session-token/.test(
      line,
    )
      ? { what: 'AWS credentials', weight: 0.92 }
      : undefined;
  if (name === 'gcloud')
    return /print-(?:access|identity)-token/.test(line)
      ? { what: 'Google Cloud credentials', weight: 0.9 }
      : undefined;
  if (name === 'az')
    return /get-access-token|keyvault secret show/.test(line)
      ? { what: 'Azure credentials', weight: 0.9 }
      : undefined;
  if (name === 'gh') return /auth token/.test(line) ? { what: 'GitHub credentials', weight: 0.9 } : undefined;
  if (name === 'git')
    return /credential fill/.test(line) ? { what: 'Git credentials', weight: 0.9 } : undefined;
  if (name === 'docker') return /inspect.*\.Config\.Env/.test(line) ? ENVIRONMENT : undefined;
  if (
    /^(?:e|f)?grep$|^rg$|^ag$/.test(name) &&
    /AKIA|BEGIN.{0,16}PRIVATE|(?:password|passwd|secret|api_?key|token)\b/i.test(line) &&
    /(?:^|\s)(?:\/|~|\$HOME|\/home|\/root|\/etc|\/var|\/srv)\/?(?:\s|$)/.test(line)
  )
    return { what: 'the credentials that it looked for', weight: 0.9 };
  if (name === 'history' && args.length === 0) return { what: 'the history of a shell', weight: 0.85 };
  if (/^(?:pg_dump|pg_dumpall|mysqldump|mongodump)$/.test(name))
    return { what: 'a whole database', weight: 0.8 };
  if (/^(?:mimikatz|lazagne|procdump|secretsdump\.py|pypykatz|hashdump|laZagne\.py)$/i.test(name))
    return { what: 'credentials in memory', weight: 0.95 };
  if (/^(?:pbpaste|xclip|xsel|wl-paste)$/.test(name))
    return /-o\b|^$/.test(line) ? { what: 'the clipboard', weight: 0.8 } : undefined;
  return undefined;
}

/** Names of variables that hold secrets. */
export function secretNamed(text: string): Secret | undefined {
  const match = SECRET_NAME.exec(text);
  if (match === null) return undefined;
  const known =
    /AWS_SECRET|SESSION_TOKEN|OPENAI|ANTHROPIC|GITHUB_TOKEN|GH_TOKEN|NPM_TOKEN|PRIVATE_KEY|DATABASE|AWS_/.test(
      match[0],
    );
  return { what: 'a variable that is named like a secret', weight: known ? 0.85 : 0.7 };
}

function fetched(step: Step, traffic: Traffic): Flow {
  const { program } = step;
  if (isMetadata(traffic.to) || program.args.some(isMetadata))
    return { secret: { what: 'credentials of the cloud machine', weight: 0.92 } };
  if (/^file:\/\//.test(traffic.to)) return { secret: secretIn(traffic.to) };
  if (/^(?:nc|ncat|netcat|socat|telnet|openssl|websocat)/.test(program.name))
    return { peer: true, secret: step.input.secret };
  if (program.name === 'ssh' && program.args.length > 1) return { remote: traffic.to };
  if (!traffic.prints || /^(?:dig|nslookup|host|ping|ssh|mail|logger)$/.test(program.name)) {
    return /^(?:dig|nslookup|host)$/.test(program.name) && /\btxt\b/i.test(program.args.join(' '))
      ? { remote: traffic.to }
      : NOTHING;
  }
  return traffic.to === '' && step.given.remote === undefined
    ? NOTHING
    : { remote: traffic.to === '' ? step.given.remote : traffic.to };
}
