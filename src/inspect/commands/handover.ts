/** What programs are given to run: `sh -c`, `eval`, `find -exec`, `ssh`, containers, one-liners of interpreters. */
import type { Flow } from './flow.ts';
import { type Program, programWith, SHELLS } from './programs.ts';
import type { Dialect } from './script.ts';
import { decode64 } from './static-output.ts';

/** Languages whose one-liners are read. */
export type Language = 'python' | 'perl' | 'ruby' | 'php' | 'node' | 'lua' | 'awk';

/** What one program is given. */
export interface Handover {
  /** Texts that a shell reads. */
  readonly scripts: readonly { readonly text: string; readonly dialect: Dialect }[];
  /** Texts that an interpreter reads. */
  readonly code: readonly { readonly text: string; readonly language: Language }[];
  /** Programs that are started with arguments. */
  readonly programs: readonly Program[];
  /** It runs whatever is piped into it. */
  readonly runsInput: false | 'shell' | Language;
  /** Files and marks that are run. */
  readonly files: readonly string[];
}

const INTERPRETERS: readonly (readonly [RegExp, Language, RegExp])[] = [
  [/^(?:python[\d.]*|pypy\d?|py)$/, 'python', /^-[a-zA-Z]*c$/],
  [/^perl[\d.]*$/, 'perl', /^-[a-zA-Z0-9]*[eE]$/],
  [/^(?:ruby[\d.]*|jruby)$/, 'ruby', /^-[a-zA-Z]*e$/],
  [/^php[\d.]*$/, 'php', /^-[a-zA-Z]*[rBR]$/],
  [/^(?:node|nodejs|bun|deno|tsx|ts-node)$/, 'node', /^(?:-[a-zA-Z]*[ep]+|--eval|--print|eval)$/],
  [/^(?:lua|luajit)[\d.]*$/, 'lua', /^-e$/],
];
/** How their names begin. */
const INTERPRETER = /^(?:py|perl|ruby|jruby|php|node|bun|deno|ts|lua)/;
/** The same without a blank between the option and the code. */
const GLUED: Partial<Record<Language, RegExp>> = {
  perl: /^-[a-zA-Z0-9]*[eE]./,
  ruby: /^-[a-zA-Z]*e./,
  python: /^-c./,
  php: /^-r./,
  lua: /^-e./,
};
const NONE: Handover = { scripts: [], code: [], programs: [], runsInput: false, files: [] };

/** @returns undefined for programs that run nothing but themselves */
export function handoverOf(program: Program, input: Flow): Handover | undefined {
  const { name, args } = program;
  if (name === 'cmd') return windowsCommand(args);
  if (name === 'powershell' || name === 'pwsh') return powershell(args);
  if (SHELLS.has(name)) return shell(program);
  if (INTERPRETER.test(name))
    for (const [names, language, flag] of INTERPRETERS)
      if (names.test(name)) return interpreter(args, language, flag);
  switch (name) {
    case 'eval':
    case 'iex':
    case 'invoke-expression':
      return {
        ...NONE,
        scripts: [
          {
            text: args.filter((arg) => arg !== '-Command').join(' '),
            dialect: name === 'eval' ? 'unix' : 'windows',
          },
        ],
        runsInput: 'shell',
      };
    case 'source':
    case '.':
      return {
        ...NONE,
        files: args.slice(0, 1),
        ...(args[0] === '/dev/stdin' ? { runsInput: 'shell' } : {}),
      };
    case 'at':
    case 'batch':
      return { ...NONE, runsInput: 'shell' };
    case 'watch':
      return unix(args.slice(behindWatch(args)).join(' '));
    case 'osascript':
      return { ...NONE, scripts: appleScripts(args.join('\n')) };
    case 'forfiles':
      return forfiles(args);
    case 'trap':
    case 'wsl':
      return unix(
        name === 'trap' ? (args[0] ?? '') : args.filter((arg) => arg !== '--' && arg !== '-e').join(' '),
      );
    case 'su':
    case 'runuser':
    case 'script':
    case 'sg':
    case 'expect':
      return unix(args[args.findIndex((arg) => /^-[a-z]*c$|^--command$/.test(arg)) + 1 || args.length] ?? '');
    case 'find':
    case 'fd':
      return find(program);
    case 'ssh':
    case 'sshpass':
      return unix(args.slice(remoteCommand(args)).join(' '));
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'kubectl':
    case 'docker-compose':
    case 'oc':
    case 'lxc':
    case 'nsenter':
      return container(program);
    case 'awk':
    case 'gawk':
    case 'mawk':
    case 'nawk':
      return {
        ...NONE,
        code: args
          .filter((arg) => !arg.startsWith('-'))
          .slice(0, 1)
          .map((text) => ({ text, language: 'awk' as const })),
      };
    case 'tar':
    case 'rsync':
    case 'git':
    case 'vim':
    case 'vi':
    case 'sed':
    case 'zip':
    case 'tmux':
    case 'screen':
    case 'make':
    case 'nmap':
    case 'gdb':
    case 'go':
      return unix(hook(name, args));
    case 'start-process':
    case 'saps':
    case 'start':
    case 'wmic':
      return {
        ...NONE,
        scripts: [
          {
            text: args
              .filter(
                (arg) =>
                  !/^-(?:filepath|argumentlist|windowstyle|verb|nonewwindow|wait|hidden|runas)$/i.test(arg) &&
                  !/^(?:process|call|create)$/.test(arg),
              )
              .join(' '),
            dialect: 'windows',
          },
        ],
      };
    case 'echo':
    case 'printf':
    case '':
      return undefined;
    default:
      // A program that the script itself brought.
      return /[./\\\ue010]/.test(program.path) || input.remote !== undefined
        ? { ...NONE, files: [program.path] }
        : undefined;
  }
}

function unix(text: string): Handover {
  return text === '' ? NONE : { ...NONE, scripts: [{ text, dialect: 'unix' }] };
}

function shell(program: Program): Handover {
  const { args } = program;
  const at = args.findIndex((arg) => /^[-+][a-z]*c$/.test(arg));
  if (at >= 0) {
    const behind = args.slice(at + 1);
    const text = behind.find((arg) => !/^[-+][a-z]+$/.test(arg)) ?? '';
    return unix(text);
  }
  let k = 0;
  while (k < args.length && /^[-+]./.test(args[k]!))
    k += /^(?:-o|-O|--rcfile|--init-file)$/.test(args[k]!) ? 2 : 1;
  const file = args[k];
  const reads =
    file === undefined ||
    file === '-' ||
    file === '/dev/stdin' ||
    args.includes('-s') ||
    file === '/proc/self/fd/0';
  return { ...NONE, runsInput: reads ? 'shell' : false, files: reads ? [] : [file] };
}

function interpreter(args: readonly string[], language: Language, flag: RegExp): Handover {
  const code: Handover['code'][number][] = [];
  let script: string | undefined;
  for (let k = 0; k < args.length; k++) {
    const arg = args[k]!;
    if (flag.test(arg)) code.push({ text: `${args.slice(0, k).join(' ')}\n${args[++k] ?? ''}`, language });
    else if (GLUED[language]?.test(arg) === true)
      code.push({
        text: `${args.slice(0, k).join(' ')}
${arg}`,
        language,
      });
    else if (!arg.startsWith('-') || arg === '-') {
      script = arg;
      break;
    }
  }
  const reads = code.length === 0 && (script === undefined || script === '-' || script === '/dev/stdin');
  return {
    ...NONE,
    code,
    runsInput: reads ? language : false,
    files: script === undefined || reads ? [] : [script],
  };
}

function powershell(args: readonly string[]): Handover {
  const coded = args.findIndex((arg) => /^[-/\u2013]e(?:n|nc|nco.*|c)?$/i.test(arg));
  if (coded >= 0)
    return { ...NONE, scripts: [{ text: decode64(args[coded + 1] ?? '') ?? '', dialect: 'windows' }] };
  const at = args.findIndex((arg) => /^[-/]c(?:o|om|omm|omma|omman|ommand)?$/i.test(arg));
  if (at >= 0)
    return {
      ...NONE,
      scripts: [{ text: args.slice(at + 1).join(' '), dialect: 'windows' }],
      runsInput: args[at + 1] === '-' ? 'shell' : false,
    };
  let k = 0;
  while (k < args.length && /^[-/]/.test(args[k]!))
    k += /^[-/](?:ex|ep|w|v|f)/i.test(args[k]!) && !/^[-/]f/i.test(args[k]!) ? 2 : 1;
  if (k >= args.length) return { ...NONE, runsInput: 'shell' };
  return { ...NONE, scripts: [{ text: args.slice(k).join(' '), dialect: 'windows' }], files: [args[k]!] };
}

function windowsCommand(args: readonly string[]): Handover {
  const at = args.findIndex((arg) => /^\/[ck]$/i.test(arg));
  const glued = args.findIndex((arg) => /^\/[ck]./i.test(arg));
  if (at < 0 && glued >= 0)
    return {
      ...NONE,
      scripts: [{ text: [args[glued]!.slice(2), ...args.slice(glued + 1)].join(' '), dialect: 'windows' }],
    };
  if (at < 0) return { ...NONE, runsInput: 'shell' };
  return { ...NONE, scripts: [{ text: args.slice(at + 1).join(' '), dialect: 'windows' }] };
}

/** `watch -n 5 -d command`: where the command begins. */
function behindWatch(args: readonly string[]): number {
  let k = 0;
  while (k < args.length && args[k]!.startsWith('-')) k += /^-(?:n|-interval|q)$/.test(args[k]!) ? 2 : 1;
  return k;
}

/** `do shell script "…"` of AppleScript. */
function appleScripts(text: string): Handover['scripts'] {
  return [...text.matchAll(/do shell script\s{1,4}"((?:[^"\\]|\\[\s\S]){0,4000})"/g)]
    .slice(0, 16)
    .map((match) => ({ text: match[1]!.replace(/\\(["\\])/g, '$1'), dialect: 'unix' as const }));
}

/** `forfiles /p folder /c "cmd /c del @path"`: all that is in the folder. */
function forfiles(args: readonly string[]): Handover {
  const behind = (option: RegExp): string =>
    args[args.findIndex((arg) => option.test(arg)) + 1 || args.length] ?? '';
  const folder = behind(/^\/p$/i).replace(/\\+$/, '');
  return {
    ...NONE,
    scripts: [
      { text: behind(/^\/c$/i).replace(/@(?:path|file)/gi, () => `${folder}\\*`), dialect: 'windows' },
    ],
  };
}

/** `find … -exec program {} ;`: `{}` stands for what is found, which has the name that is looked for. */
function find(program: Program): Handover {
  const { args, words } = program;
  const programs: Program[] = [];
  const found = foundBy(args);
  for (let k = 0; k < args.length && programs.length < 8; k++) {
    if (!/^-(?:exec|execdir|ok|okdir|x|X)$/.test(args[k]!)) continue;
    let end = k + 1;
    while (end < args.length && args[end] !== ';' && args[end] !== '+') end++;
    const inner = words.slice(k + 1, end).map((word) => ({
      ...word,
      text: word.text.replaceAll('{}', found),
      glob: word.glob || word.text === '{}',
    }));
    if (inner.length > 0) programs.push(programWith(program, inner));
    k = end;
  }
  return { ...NONE, programs };
}

/** The path that stands for what `find` finds: its root alone when nothing narrows it. */
export function foundBy(args: readonly string[]): string {
  const from = args.findIndex((arg) => arg.startsWith('-') || arg === '(' || arg === '!');
  const root = (from < 0 ? args[0] : from === 0 ? '.' : args[0]) ?? '.';
  for (let k = 0; k < args.length; k++) {
    const value = args[k + 1] ?? '';
    if (/^-i?(?:name|path|wholename|regex)$/.test(args[k]!) && value !== '*' && value !== '*.*')
      return `${root.replace(/\/$/, '')}/${value.replace(/^\*+\//, '')}`;
    if (
      /^-(?:mtime|mmin|atime|amin|ctime|cmin|size|newer|empty|inum|links|perm|user|group|nouser|nogroup|xtype|lname|samefile)/.test(
        args[k]!,
      )
    )
      return `${root.replace(/\/$/, '')}/old`;
    if (args[k] === '-type' && value === 'l') return `${root.replace(/\/$/, '')}/link`;
  }
  return root;
}

/** `docker exec -it name program …`: where the program stands. */
function executed(args: readonly string[], from: number): number {
  let k = from;
  while (k < args.length && args[k]!.startsWith('-'))
    k += /^-(?:[uwe]|-user|-workdir|-env|-env-file|-index)$/.test(args[k]!) ? 2 : 1;
  return k + 1 < args.length ? k + 1 : -1;
}

function container(program: Program): Handover {
  const { args, words } = program;
  if (program.name !== 'nsenter' && !args.slice(0, 4).some((arg) => /^(?:exec|run|debug|create)$/.test(arg)))
    return NONE;
  const inside = args.indexOf('exec');
  const at =
    inside >= 0 && inside < 3 && program.name !== 'kubectl' && program.name !== 'oc'
      ? executed(args, inside + 1)
      : args.findIndex(
          (arg, k) =>
            k > 0 &&
            (SHELLS.has(arg.slice(arg.lastIndexOf('/') + 1)) ||
              args[k - 1] === '--' ||
              /^(?:chroot|rm|curl|wget|cat)$/.test(arg)),
        );
  // Its own files are its own: what is lost there is lost in the container.
  const elsewhere =
    program.name !== 'nsenter' &&
    !args.some((arg) => /^(?:-v|--volume=?)?\/:|source=\/,/.test(arg)) &&
    !args.includes('exec');
  return at > 0 ? { ...NONE, programs: [programWith(program, words.slice(at), elsewhere)] } : NONE;
}

/** Index of the first word that runs on the other side. */
function remoteCommand(args: readonly string[]): number {
  let k = 0;
  if (args[0] === '-p' && args[2] === 'ssh') k = 3;
  while (k < args.length && args[k]!.startsWith('-')) k += /^-[bcDeFIiJLlmOopQRSWw]$/.test(args[k]!) ? 2 : 1;
  return k + 1 < args.length ? k + 1 : args.length;
}

/** Options of well-known programs that run a command. */
function hook(name: string, args: readonly string[]): string {
  const all = args.join('\n');
  if (name === 'tar')
    return (
      /--checkpoint-action[=\n]exec=([^\n]*)/.exec(all)?.[1] ??
      /(?:-I|--use-compress-program|--to-command)[=\n]([^\n]*)/.exec(all)?.[1] ??
      ''
    );
  if (name === 'rsync') return /(?:^|\n)(?:-e|--rsh)[=\n]([^\n]*)/.exec(all)?.[1] ?? '';
  if (name === 'git') return /(?:^|\n)-c\n[\w.]+=!?([^\n]*)/.exec(all)?.[1] ?? '';
  if (name === 'vim' || name === 'vi') return /(?:^|\n)(?:-c|\+)\n?:?!([^\n]*)/.exec(all)?.[1] ?? '';
  if (name === 'sed') return /(?:^|\n)\d{0,3}e\s([^\n]*)/.exec(all)?.[1] ?? '';
  if (name === 'zip') return /(?:^|\n)(?:-TT|--unzip-command)[=\n]([^\n]*)/.exec(all)?.[1] ?? '';
  if (name === 'tmux' || name === 'screen')
    return (
      args.find((arg) => /\s/.test(arg)) ??
      args.slice(args.findIndex((arg) => /^-[a-zA-Z]*m$/.test(arg)) + 1).join(' ')
    );
  if (name === 'make') return /--eval[=\n][^\n]*?(?:shell|:\s?;)\s?([^\n)]*)/.exec(all)?.[1] ?? '';
  if (name === 'gdb') return /(?:^|\n)-ex\n!\s?([^\n]*)/.exec(all)?.[1] ?? '';
  return '';
}
