/** Takes away what only starts another program (`sudo`, `env -i`, `nohup`, `xargs`), until what runs is left. */
import { globFits, UNKNOWN } from './expand.ts';
import type { Command, Redirect, Word } from './script.ts';

/** One program that runs, by its plain name. */
export interface Program {
  /** Lower case, without folder and `.exe`. */
  readonly name: string;
  /** As written. */
  readonly path: string;
  readonly args: readonly string[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly assigned: Command['assigned'];
  /** Started by `xargs`: what is piped in becomes arguments, in place of this word when there is one. */
  readonly fed: false | { readonly inPlaceOf: string | undefined; readonly file?: string | undefined };
  /** Runs in another place than the script: a container, another machine. */
  readonly elsewhere: boolean;
}

/** Shells, which read what they run from a file, an argument or a pipe. */
export const SHELLS: ReadonlySet<string> = new Set([
  ...[
    'sh',
    'bash',
    'zsh',
    'dash',
    'ksh',
    'ash',
    'fish',
    'rbash',
    'csh',
    'tcsh',
    'mksh',
    'bash.sh',
    'powershell',
    'pwsh',
    'cmd',
  ],
]);

/** Options that take a value of their own, by the program that starts another one. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['sudo', 'ugpCrtThUDR'],
  ['doas', 'uC'],
  ['pkexec', ''],
  ['su-exec', ''],
  ['gosu', ''],
  ['env', 'uC'],
  ['nohup', ''],
  ['nice', 'n'],
  ['ionice', 'cnp'],
  ['time', 'fo'],
  ['command', ''],
  ['builtin', ''],
  ['exec', 'a'],
  ['setsid', ''],
  ['setarch', ''],
  ['linux64', ''],
  ['stdbuf', 'ioe'],
  ['unbuffer', ''],
  ['busybox', ''],
  ['toybox', ''],
  ['proxychains', 'f'],
  ['proxychains4', 'f'],
  ['torsocks', ''],
  ['torify', ''],
  ['strace', 'eopusP'],
  ['ltrace', 'eopu'],
  ['caffeinate', 'tw'],
  ['fakeroot', ''],
  ['start', ''],
  ['unshare', ''],
  ['xargs', 'IiLnPsdEa'],
  ['parallel', 'jI'],
  ['noglob', ''],
  ['nocorrect', ''],
  ['timeout', 'ks'],
  ['chroot', ''],
  ['taskset', ''],
  ['flock', 'wE'],
  ['chrt', ''],
  ['systemd-run', 'pu'],
  ['systemd-inhibit', ''],
  ['call', ''],
  ['prlimit', ''],
  ['firejail', ''],
  ['ld.so', ''],
  ['ld-linux-x86-64.so.2', ''],
]);
/** Words that come before the program: `timeout 5 rm`, `chroot /mnt rm`. */
const SKIPPED: ReadonlyMap<string, number> = new Map([
  ['timeout', 1],
  ['chroot', 1],
  ['taskset', 1],
  ['flock', 1],
  ['chrt', 1],
  ['gosu', 1],
  ['su-exec', 1],
  ['setarch', 1],
]);
const MAX_PREFIXES = 12;
/** Names that a pattern in place of a program may stand for. */
const GLOBBED = [
  ...[
    'cat',
    'rm',
    'curl',
    'wget',
    'bash',
    'sh',
    'nc',
    'dd',
    'chmod',
    'tac',
    'head',
    'tail',
    'less',
    'more',
    'base64',
  ],
  ...[
    'python',
    'python3',
    'perl',
    'nl',
    'ncat',
    'socat',
    'scp',
    'cp',
    'find',
    'shred',
    'mkfs',
    'zsh',
    'dash',
    'xxd',
    'nc.openbsd',
    'netcat',
    'tar',
    'env',
    'ruby',
    'php',
    'mv',
    'chown',
    'sudo',
    'grep',
    'awk',
    'sed',
    'crontab',
    'useradd',
    'tee',
  ],
];
const FOLDERS = ['', '/bin/', '/usr/bin/', '/sbin/', '/usr/sbin/', '/usr/local/bin/', '/bin/../bin/'];

/** The program that a command runs in the end. */
export function programOf(command: Command): Program {
  let words = command.words;
  const assigned = [...command.assigned];
  let fed: Program['fed'] = false;
  let elsewhere = false;
  for (let round = 0; round < MAX_PREFIXES && words.length > 1; round++) {
    const name = nameOf(words[0]!);
    const valued = PREFIXES.get(name);
    if (valued === undefined) break;
    const rest = behindOptions(words, name, valued, assigned);
    if (rest.length === 0) break;
    if (name === 'chroot') elsewhere = true;
    if (name === 'xargs' || name === 'parallel')
      fed = { inPlaceOf: placeholderOf(words), file: listOf(words) };
    words = rest;
  }
  const first = words[0];
  return {
    name: first === undefined ? '' : nameOf(first),
    path: first?.text ?? '',
    args: words.slice(1).map((word) => word.text),
    words: words.slice(1),
    redirects: command.redirects,
    assigned,
    fed,
    elsewhere,
  };
}

/** The same with other words, as `find -exec` and containers start them. */
export function programWith(program: Program, words: readonly Word[], elsewhere = false): Program {
  const inner = programOf({ words, redirects: program.redirects, assigned: program.assigned });
  return { ...inner, elsewhere: elsewhere || program.elsewhere || inner.elsewhere };
}

function behindOptions(
  words: readonly Word[],
  name: string,
  valued: string,
  assigned: (readonly [string, string])[],
): readonly Word[] {
  let k = 1;
  while (k < words.length) {
    const text = words[k]!.text;
    if (name === 'env' && /^(?:-S|--split-string)/.test(text)) {
      const inline = text.replace(/^(?:-S|--split-string=?)/, '');
      const list = (inline === '' ? (words[++k]?.text ?? '') : inline).split(/\s+/);
      return [
        ...list.filter((word) => word !== '').map((word) => ({ text: word, glob: false, quoted: false })),
        ...words.slice(k + 1),
      ];
    }
    const set = /^([A-Za-z_]\w{0,63})=([\s\S]*)$/.exec(text);
    if (set !== null && (name === 'env' || name === 'sudo' || name === 'doas'))
      assigned.push([set[1]!, set[2]!]);
    else if (text === '--') {
      k++;
      break;
    } else if (!/^(?:[-+].|\/[A-Za-z?])/.test(text) || (text.startsWith('/') && name !== 'start')) break;
    // `sudo -u root`, but `sudo -uroot`.
    else if (/^-[A-Za-z]$/.test(text) && valued.includes(text[1]!)) k++;
    k++;
  }
  // A title in quotes comes before the program that `start` of Windows runs.
  if (name === 'start' && words[k]?.quoted === true && k + 1 < words.length) k++;
  return words.slice(k + (SKIPPED.get(name) ?? 0));
}

/** The file that `xargs -a` reads instead of what is piped in. */
function listOf(words: readonly Word[]): string | undefined {
  const at = words.findIndex(({ text }) => text === '-a' || text === '--arg-file');
  return at > 0 && at < 12 ? words[at + 1]?.text : undefined;
}

function placeholderOf(words: readonly Word[]): string | undefined {
  for (let k = 1; k < words.length && k < 12; k++) {
    const text = words[k]!.text;
    if (text === '-I' || text === '-J') return words[k + 1]?.text;
    if (/^-I./.test(text)) return text.slice(2);
    if (text === '-i' || text === '{}') return '{}';
  }
  return undefined;
}

/** What may stand for a program, with at least one letter of it. */
const PATTERN = /^(?=.*[a-z])[\w./*?[\]!^-]{2,40}$/;

/** The plain name of a program: without folder, variables that are not set, and patterns. */
function nameOf(word: Word): string {
  let text = word.text.replaceAll(UNKNOWN.any, '');
  if (/^\$\{?(?:SHELL|BASH|0)\}?$/.test(text)) return 'bash';
  if (text.includes('$')) {
    const without = text.replace(/\$\{?[A-Za-z_]\w{0,30}\}?/g, '');
    // `$CC -c` is a program that nobody here knows; `$x/rm` and `r${x}m` are known enough.
    if (without !== '' && without !== '/') text = without;
  }
  if (word.glob && PATTERN.test(text)) {
    for (const folder of FOLDERS) {
      // A path stands for a path, and a name for a name.
      if ((folder === '') === text.startsWith('/')) continue;
      const fits = GLOBBED.find((name) => globFits(text, folder + name));
      if (fits !== undefined && text.replace(/[*?[\]/]/g, '').length + (text.includes('/') ? 1 : 0) > 0)
        return fits;
    }
  }
  const slash = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
  return text
    .slice(slash + 1)
    .toLowerCase()
    .replace(/\.exe$/, '');
}
