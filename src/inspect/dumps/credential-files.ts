/** Files of tools that log in: one shape a file. */
import type { Confidence } from '../../flow/finding.ts';
import { type Dump, type DumpKind, dumpOf } from './dump.ts';
import type { Line } from './lines.ts';
import { type Strength, strengthOf, strongest } from './secret-value.ts';

/** A section of an INI file, as far as it is of interest. */
interface Section {
  readonly start: number;
  end: number;
  readonly values: Map<string, string>;
}

const HEADER = /^\s{0,8}\[([^\]\n]{1,100})\]\s*$/;
const PAIR = /^\s{0,8}([A-Za-z_][\w.-]{0,60})\s{0,8}[=:]\s{0,8}(.*)$/;
const AWS_SECRET = /^[A-Za-z0-9/+]{40}$/;
const AWS_ID = /^A[A-Z]{3}[A-Z0-9]{12,28}$/;

/** Finds ~/.aws/credentials and .pypirc: sections with an id and a secret. */
export function findSections(lines: readonly Line[]): readonly Dump[] {
  const found: Dump[] = [];
  let section: Section | undefined;
  const close = (): void => {
    if (section !== undefined) {
      const dump = judgeSection(section);
      if (dump !== undefined) push(found, dump);
    }
    section = undefined;
  };
  for (const line of lines) {
    const header = HEADER.exec(line.text);
    if (header !== null) {
      close();
      section = { start: line.start, end: line.end, values: new Map() };
      continue;
    }
    if (section === undefined) continue;
    const pair = PAIR.exec(line.text);
    if (pair !== null) {
      section.values.set(pair[1]!.toLowerCase(), pair[2]!.trim());
      section.end = line.end;
    } else if (line.text.trim() !== '' && !/^\s*[#;]/.test(line.text)) close();
  }
  close();
  return found;
}

/** Neighbouring sections are one file. */
function push(found: Dump[], dump: Dump): void {
  const last = found.at(-1);
  if (last === undefined || last.kind !== dump.kind || dump.start - last.end > 200) found.push(dump);
  else found[found.length - 1] = { ...(last.placeholder ? dump : last), start: last.start, end: dump.end };
}

function judgeSection({ start, end, values }: Section): Dump | undefined {
  const secret = values.get('aws_secret_access_key');
  if (secret !== undefined) {
    const strength = strengthOf(secret);
    const id = values.get('aws_access_key_id') ?? '';
    const shaped = AWS_SECRET.test(secret) && AWS_ID.test(id);
    return dumpOf(
      'aws-credentials',
      start,
      end,
      shaped ? 'proved' : strength === 'strong' ? 'shaped' : 'weak',
      strength === 'placeholder' || strength === 'none',
    );
  }
  const password = values.get('password');
  if (password === undefined || password === '') return undefined;
  const username = values.get('username');
  const repository = values.get('repository') ?? '';
  if (username === '__token__' || /pypi|\/simple|legacy/.test(repository))
    return dumpOf('pypirc', start, end, 'shaped', strengthOf(password) === 'placeholder');
  return undefined;
}

type Groups = Readonly<Record<string, string | undefined>>;

interface FileShape {
  readonly kind: DumpKind;
  readonly confidence: Confidence;
  /** Looked for in the whole text; group `value` is the secret. */
  readonly shape: RegExp;
  readonly accepts?: (groups: Groups) => boolean;
}

const SHAPES: readonly FileShape[] = [
  {
    kind: 'netrc',
    confidence: 'shaped',
    shape:
      /^[ \t]{0,8}machine\s{1,8}(?<host>[\w.:-]{1,200})\s{1,16}login\s{1,8}(?<login>\S{1,200})\s{1,16}password\s{1,8}(?<value>\S{1,400})/gm,
  },
  {
    kind: 'npmrc',
    confidence: 'shaped',
    shape:
      /^[ \t]{0,8}(?:\/\/[\w.:/-]{1,200}:_(?:authToken|password|auth)|_authToken|_auth)[ \t]{0,4}=[ \t]{0,4}(?<value>["']?[^\s"'()]{1,600}["']?)[ \t]*\r?$/gm,
  },
  {
    kind: 'pgpass',
    confidence: 'shaped',
    shape:
      /^(?:[\w.-]{1,200}:(?:5432|5433|5434|5439|6432|6543)|\*:\*|[\w.-]{1,200}:\*(?=:\*)):(?:[\w-]{1,64}|\*):(?:[\w.-]{1,64}|\*):(?<value>[^\s:"'`,]{1,200})[ \t]*$/gm,
  },
  {
    kind: 'shadow-file',
    confidence: 'proved',
    shape:
      /^[ \t]{0,8}[a-z_][\w.-]{0,31}\$?:(?<value>\$(?:y|gy|7|6|5|1|2[abxy]|sha1|argon2id?)\$[^:\s]{8,256}):\d{0,6}:\d{0,6}:\d{0,6}:\d{0,6}:\d{0,6}:\d{0,6}:/gm,
  },
  {
    kind: 'git-credentials',
    confidence: 'shaped',
    shape:
      /^[ \t]{0,8}https?:\/\/[^\s:/@"'<>]{1,100}:(?<value>[^\s/@"'<>]{4,256})@(?:github|gitlab|bitbucket|dev\.azure|git|codeberg|gitea|hf\.co|huggingface)[\w.-]{0,200}(?::\d{1,5})?\/?[ \t]*$/gm,
    accepts: ({ value = '' }) => strengthOf(value) === 'strong' && value.length >= 12,
  },
  {
    kind: 'password-table',
    confidence: 'shaped',
    shape:
      /^[ \t]{0,8}[\w.@-]{1,64}:(?<value>\$(?:apr1|2[aby])\$[./A-Za-z0-9$]{20,80}|\{SHA\}[A-Za-z0-9+/]{27}=)[ \t]*$/gm,
  },
  {
    kind: 'password-table',
    confidence: 'proved',
    shape: /^[ \t]{0,8}[\w.\\$-]{1,64}:\d{1,8}:[0-9a-f]{32}:(?<value>[0-9a-f]{32}):::/gim,
  },
];

/** Lines of one file stand no further apart. */
const MAX_APART = 400;
const MARK: Readonly<Partial<Record<DumpKind, string>>> = {
  netrc: 'machine',
  npmrc: '_',
  pgpass: ':',
  'git-credentials': '@',
};

/** Finds .netrc, .npmrc, .pgpass, /etc/shadow, .git-credentials and files of hashes. */
export function findCredentialFiles(text: string): readonly Dump[] {
  const found: Dump[] = [];
  for (const { kind, confidence, shape, accepts } of SHAPES) {
    if (!text.includes(MARK[kind] ?? ':')) continue;
    let run: { start: number; end: number; strength: Strength }[] = [];
    const close = (): void => {
      const best = strongest(run.map((one) => one.strength));
      const sure = best === 'strong' ? confidence : kind === 'npmrc' ? 'weak' : 'likely';
      if (run.length > 0) {
        const hollow = best === 'placeholder' || best === 'none';
        found.push(dumpOf(kind, run[0]!.start, run.at(-1)!.end, sure, hollow));
      }
      run = [];
    };
    for (const match of text.matchAll(shape)) {
      const groups = match.groups ?? {};
      if (accepts !== undefined && !accepts(groups)) continue;
      const start = match.index;
      if (run.length > 0 && start - run.at(-1)!.end > MAX_APART) close();
      const strength = kind === 'netrc' ? strengthOfLogin(groups) : strengthOf(groups.value ?? '');
      run.push({ start, end: start + match[0].length, strength });
    }
    close();
  }
  return found;
}

/** Hosts and logins that manuals show. */
const MANUAL_HOST = /(?:^|\.)(?:example\.(?:com|org|net)|example|invalid)$|^(?:localhost|[A-Z]{4,}|host\d?)$/;
const MANUAL_LOGIN = /^(?:[A-Z_-]{4,}|<.*|daniel|fred|joe|user(?:name|id|\d)?|login|myuser(?:name)?)$/;
/** Nobody makes up a longer password for a manual. */
const LONGEST_MADE_UP = 16;

/** What manuals of network tools show is a login, but only seldom one of somebody. */
function strengthOfLogin({ host = '', login = '', value = '' }: Groups): Strength {
  const strength = strengthOf(value);
  const shown = value.length <= LONGEST_MADE_UP && (MANUAL_HOST.test(host) || MANUAL_LOGIN.test(login));
  return shown && strength === 'strong' ? 'weak' : strength;
}
