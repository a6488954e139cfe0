/** Takes away what only starts another program (`sudo`, `env -i`, `sh -c`, `xargs`, `eval`), until what runs is left. */
import { globFits } from './expand.ts';
import { type Command, MAX_DEPTH, type Pipeline, type Redirect, type Word } from './script.ts';
import { readShell } from './shell.ts';
import { printed } from './static-output.ts';

/** One program that runs, by its plain name. */
export interface Program {
  /** Lower case, without directory and `.exe`. */
  readonly name: string;
  /** As written. */
  readonly path: string;
  readonly args: readonly string[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly assigned: Command['assigned'];
  /** Started with root's rights. */
  readonly elevated: boolean;
}

/** Programs that are piped into each other. */
export interface Step {
  readonly programs: readonly Program[];
  /** Another step that prints into a word of this one runs: `bash -c "$(…)"`. */
  readonly start: number;
  readonly end: number;
}

const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'ash', 'fish', 'rbash', 'csh', 'tcsh']);
/** Programs that run the words behind them; options that take a value of their own. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['sudo', 'ugpCrtThUD'],
  ['doas', 'uC'],
  ['env', 'uCS'],
  ['nohup', ''],
  ['nice', 'n'],
  ['ionice', 'cnp'],
  ['time', 'fo'],
  ['command', ''],
  ['builtin', ''],
  ['exec', 'a'],
  ['setsid', ''],
  ['stdbuf', 'ioe'],
  ['unbuffer', ''],
  ['busybox', ''],
  ['toybox', ''],
  ['proxychains', 'f'],
  ['proxychains4', 'f'],
  ['torsocks', ''],
  ['strace', 'eopus'],
  ['ltrace', 'eopu'],
  ['caffeinate', 'tw'],
  ['fakeroot', ''],
  ['start', ''],
  ['xargs', 'IiLnPsdEa'],
  ['parallel', 'jI'],
]);
/** The same, with words that come first: `timeout 5 rm`, `chroot /mnt rm`. */
const SKIPPING: ReadonlyMap<string, number> = new Map([
  ['timeout', 1],
  ['chroot', 1],
  ['taskset', 1],
  ['flock', 1],
  ['watch', 0],
  ['chrt', 1],
]);
/** Names that a pattern in place of a program may stand for. */
const GLOBBED = [
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
];
const DIRECTORIES = ['', '/bin/', '/usr/bin/', '/sbin/', '/usr/sbin/', '/usr/local/bin/'];
/** Words that stand in sentences and seldom in commands. */
const PROSE = new Set(
  'the is are was were be been will would should shall could might this that these those because and but you your our my we they their which when what why how command commands please not never don doesn with from without everything anything deletes removes erases dangerous avoid instead about into than then it its of to in'.split(
    ' ',
  ),
);

/** Follows the pipelines of a text to the programs that run. */
export function programsOf(
  pipelines: readonly Pipeline[],
  variables: Map<string, string>,
  depth = 0,
): Step[] {
  const steps: Step[] = [];
  for (const pipeline of pipelines) {
    const inner: Pipeline[] = [];
    const programs: Program[] = [];
    pipeline.commands.forEach((command, index) => {
      const program = programOf(command);
      programs.push(program);
      if (depth < MAX_DEPTH) inner.push(...handedOver(pipeline, program, index, variables, depth));
    });
    if (programs.length > 0 && !programs.some(readsLikeProse))
      steps.push({ programs, start: pipeline.start, end: pipeline.end });
    if (inner.length > 0) steps.push(...programsOf(inner, variables, depth + 1));
  }
  return steps;
}

/** Tells whether the words are a sentence that begins like a command. */
function readsLikeProse(program: Program): boolean {
  if (program.name === 'echo' || program.name === 'printf' || program.args.length < 2) return false;
  let prose = 0;
  const words = program.words.slice(0, 40);
  for (const word of words)
    if (!word.quoted && PROSE.has(word.text.toLowerCase().replace(/[.,;:!?]+$/, ''))) prose++;
  return prose >= 3 || (prose >= 2 && prose * 5 >= words.length);
}

function programOf(command: Command): Program {
  let words = [...command.words];
  let elevated = false;
  const assigned = [...command.assigned];
  for (let round = 0; round < 8 && words.length > 1; round++) {
    const name = nameOf(words[0]!);
    const skip = SKIPPING.get(name);
    const valued = PREFIXES.get(name);
    if (skip === undefined && valued === undefined) break;
    if (name === 'sudo' || name === 'doas') elevated = true;
    let k = 1;
    while (k < words.length && /^-/.test(words[k]!.text)) {
      const flag = words[k]!.text;
      k += flag.length === 2 && (valued ?? '').includes(flag[1]!) && name !== 'env' ? 2 : 1;
    }
    if (name === 'env') while (k < words.length && /^\w+=/.test(words[k]!.text)) k++;
    k += skip ?? 0;
    if (k >= words.length) break;
    words = words.slice(k);
  }
  const first = words[0];
  return {
    name: first === undefined ? '' : nameOf(first),
    path: first?.text ?? '',
    args: words.slice(1).map((word) => word.text),
    words: words.slice(1),
    redirects: command.redirects,
    assigned,
    elevated,
  };
}

/** The plain name of a program: without directory, unset variables and patterns. */
function nameOf(word: Word): string {
  let text = word.text.replace(/\$\{?[a-z_]\w{0,30}\}?/gi, '');
  if (text === '') text = word.text;
  if (word.glob) {
    for (const directory of DIRECTORIES) {
      const fits = GLOBBED.find((name) => globFits(text, directory + name));
      if (fits !== undefined) return fits;
    }
  }
  const slash = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
  return text
    .slice(slash + 1)
    .toLowerCase()
    .replace(/\.exe$/, '');
}

/** What a program is given to run. */
function handedOver(
  pipeline: Pipeline,
  program: Program,
  index: number,
  variables: Map<string, string>,
  depth: number,
): Pipeline[] {
  const texts: string[] = [];
  const { name, args } = program;
  if (SHELLS.has(name) || name === 'su' || name === 'script' || name === 'runuser') {
    const at = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
    if (at >= 0 && args[at + 1] !== undefined) texts.push(args[at + 1]!);
    else if (SHELLS.has(name)) texts.push(...fed(pipeline, program, index));
  } else if (name === 'eval') texts.push(args.join(' '));
  else if (name === 'trap' && args[0] !== undefined) texts.push(args[0]);
  else if (name === 'watch') texts.push(args.join(' '));
  else if (name === 'cmd' || name === 'wsl')
    texts.push(args.filter((arg) => !/^\/[a-z]$/i.test(arg) && arg !== '--').join(' '));
  else if (/^(?:powershell|pwsh)$/.test(name)) {
    const coded = args.findIndex((arg) => /^[-/]e(?:nc?|ncodedcommand|c)?$/i.test(arg));
    if (coded >= 0 && args[coded + 1] !== undefined)
      texts.push(Buffer.from(args[coded + 1]!, 'base64').toString('utf16le'));
  } else if (name === 'find') {
    const at = args.findIndex((arg) => /^-(?:exec|execdir|ok|okdir)$/.test(arg));
    if (at >= 0) return [commandOf(pipeline, program, at + 1)];
  } else if (name === 'ssh') {
    const at = remoteCommand(args);
    if (at > 0) texts.push(args.slice(at).join(' '));
  } else if (
    /^(?:docker|podman|kubectl|nerdctl)$/.test(name) &&
    /^(?:exec|run)$/.test(args[0] ?? args[1] ?? '')
  ) {
    const at = args.findIndex(
      (arg, k) => k > 0 && (SHELLS.has(arg.slice(arg.lastIndexOf('/') + 1)) || args[k - 1] === '--'),
    );
    if (at > 0) return [commandOf(pipeline, program, at)];
  } else if (/^(?:python[\d.]*|node|perl|ruby|php)$/.test(name)) {
    for (const arg of args) {
      const called =
        /(?:system|popen|exec|execSync|spawn|shell_exec|run|call|check_output)\s{0,4}\(\s{0,4}(["'`])((?:(?!\1)[^\\]|\\.){1,4000})\1/.exec(
          arg,
        );
      if (called !== null) texts.push(called[2]!.replace(/\\(["'`\\])/g, '$1'));
    }
  }
  return texts.flatMap((text) =>
    readShell({ text, origin: { start: pipeline.start, end: pipeline.end }, depth: depth + 1, variables }),
  );
}

/** What is piped or handed into a shell, when the text says it. */
function fed(pipeline: Pipeline, program: Program, index: number): string[] {
  const given = program.redirects
    .filter((redirect) => redirect.kind === 'text')
    .map((redirect) => redirect.target.text);
  if (index > 0) {
    const before = printed(pipeline.commands.slice(0, index));
    if (before !== undefined) given.push(before);
  }
  for (const word of program.words) {
    for (const nested of word.nested) {
      const output = printed(nested.commands);
      if (output !== undefined) given.push(output);
    }
  }
  return given;
}

function commandOf(pipeline: Pipeline, program: Program, from: number): Pipeline {
  const words = program.words.slice(from);
  return { commands: [{ words, redirects: [], assigned: [] }], start: pipeline.start, end: pipeline.end };
}

/** Index of the first word that runs on the other side. */
function remoteCommand(args: readonly string[]): number {
  let k = 0;
  while (k < args.length && args[k]!.startsWith('-')) k += /^-[bcDeFIiJLlmOopQRSWw]$/.test(args[k]!) ? 2 : 1;
  return k + 1 < args.length ? k + 1 : -1;
}
