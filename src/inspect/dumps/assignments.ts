/** Environments and .env files: lines that give names values, one after the other. */
import { type Dump, type DumpHints, dumpOf } from './dump.ts';
import type { Line } from './lines.ts';
import { type Strength, strengthOfAssignment } from './secret-value.ts';

const ASSIGNMENT =
  /^\s{0,8}(?:export\s{1,4}|declare\s{1,2}-x\s{1,4}|set\s{1,4}|\$env:)?([A-Za-z_][A-Za-z0-9_.()]{0,100})=(?![=~ ])(.*)$/s;
const BETWEEN = /^\s*(?:[#;].*)?$/;
/** Names that every environment has. */
const TYPICAL: ReadonlySet<string> = new Set(
  'PATH HOME PWD SHELL LANG LANGUAGE USER LOGNAME TERM HOSTNAME SHLVL OLDPWD LS_COLORS DISPLAY EDITOR PAGER MAIL TZ TMPDIR TEMP TMP APPDATA LOCALAPPDATA USERPROFILE COMPUTERNAME SYSTEMROOT WINDIR PROGRAMFILES PROGRAMDATA COMSPEC PATHEXT USERNAME USERDOMAIN HOMEDRIVE HOMEPATH COLORTERM VIRTUAL_ENV NODE_VERSION PYTHON_VERSION YARN_VERSION GPG_KEY LESSOPEN LESSCLOSE INVOCATION_ID _ HISTSIZE PS1 IFS BASH BASH_VERSION UID EUID PPID OSTYPE NUMBER_OF_PROCESSORS OS DEBIAN_FRONTEND CI'.split(
    ' ',
  ),
);
const TYPICAL_PREFIX = /^(?:LC_|XDG_|SSH_|DBUS_|NVM_|KUBERNETES_|GITHUB_)[A-Z0-9_]+$/;
const CORE = /^(?:PATH|HOME|PWD|SHELL|USERPROFILE|HOMEPATH|APPDATA)$/;
const FEWEST_TYPICAL = 3;
const FEWEST_ASSIGNMENTS = 3;
/** Blank lines and remarks in a row, and lines of another form inside an environment. */
const MAX_BETWEEN = 4;
/** Longest value over several lines. */
const MAX_QUOTED_LINES = 80;

/** Secrets of one run behind which no more values are looked at. */
const ENOUGH = 2;

interface Assignment {
  readonly name: string;
  readonly strength: Strength;
  /** True for a name that every environment has. */
  readonly typical: boolean;
  readonly start: number;
  readonly end: number;
}

/** Finds runs of assignments that hold secrets. */
export function findAssignments(lines: readonly Line[], hints: DumpHints): readonly Dump[] {
  const found: Dump[] = [];
  let run: Assignment[] = [];
  let between = 0;
  /** Typical names of the run, counted as they come: to count them at each other line would take quadratic time. */
  let typical = 0;
  let strong = 0;
  const close = (): void => {
    const dump = judge(run, hints);
    if (dump !== undefined) found.push(dump);
    run = [];
    between = 0;
    typical = 0;
    strong = 0;
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const match = line.text.includes('=') ? ASSIGNMENT.exec(line.text) : null;
    if (match === null || !isName(match[1]!)) {
      if (run.length === 0) continue;
      between++;
      const tolerated = BETWEEN.test(line.text) || typical >= 2;
      if (!tolerated || between > MAX_BETWEEN) close();
      continue;
    }
    between = 0;
    const name = match[1]!.toUpperCase();
    const last = lastLineOf(lines, i, match[2]!);
    const isCommon = isTypical(name);
    if (isCommon) typical++;
    const strength = strong < ENOUGH ? strengthOfAssignment(name, match[2]!) : 'none';
    if (strength === 'strong') strong++;
    run.push({
      name,
      strength,
      typical: isCommon,
      start: line.start,
      end: lines[last]!.end,
    });
    i = last;
  }
  close();
  return found;
}

function isTypical(name: string): boolean {
  return TYPICAL.has(name) || TYPICAL_PREFIX.test(name);
}

/** Variables are in capitals, but for a few of Windows. */
function isName(name: string): boolean {
  return /^[A-Z_][A-Z0-9_]*$/.test(name) || isTypical(name.toUpperCase());
}

/** The line on which a quotation that begins in a value ends. */
function lastLineOf(lines: readonly Line[], at: number, value: string): number {
  const mark = /^["'](?!.*["'])/.exec(value)?.[0];
  if (mark === undefined) return at;
  for (let i = at + 1; i < Math.min(lines.length, at + MAX_QUOTED_LINES); i++) {
    if (lines[i]!.text.includes(mark)) return i;
    if (ASSIGNMENT.test(lines[i]!.text)) return at;
  }
  return at;
}

function judge(run: readonly Assignment[], hints: DumpHints): Dump | undefined {
  if (run.length < FEWEST_ASSIGNMENTS) return undefined;
  const strong = run.filter((one) => one.strength === 'strong').length;
  const weak = run.filter((one) => one.strength === 'weak').length;
  if (strong + weak === 0) return undefined;
  const start = run[0]!.start;
  const end = run.at(-1)!.end;
  const typical = run.filter((one) => one.typical);
  if (typical.length >= FEWEST_TYPICAL && typical.some((one) => CORE.test(one.name)))
    return dumpOf('env-dump', start, end, strong > 0 ? 'shaped' : 'likely');
  const named = /(?:^|[\\/])\.env(?:\.(?!example|sample|template|dist)\w{1,20})?$/.test(hints.fileName ?? '');
  if (strong === 0) return named ? dumpOf('dotenv', start, end, 'likely') : undefined;
  return dumpOf('dotenv', start, end, strong >= ENOUGH || named ? 'shaped' : 'likely');
}

const MEMBER =
  /(["'])([A-Za-z_][A-Za-z0-9_]{0,100})\1\s{0,8}:\s{0,8}(?:"((?:[^"\\\n]|\\.){0,8192})"|'((?:[^'\\\n]|\\.){0,8192})')/g;
/** What may stand between two members of one object. */
const NEXT_MEMBER = /^\s{0,40},\s{0,40}$/;

/** Finds environments that were written as JSON, or as a language prints a dictionary. */
export function findEnvironmentObjects(text: string): readonly Dump[] {
  if (!/["']PATH["']|["']HOME["']|["']PWD["']|["']USERPROFILE["']/.test(text)) return [];
  const found: Dump[] = [];
  let run: Member[] = [];
  const close = (): void => {
    const dump = judgeMembers(run);
    if (dump !== undefined) found.push(dump);
    run = [];
  };
  for (const match of text.matchAll(MEMBER)) {
    const start = match.index;
    const last = run.at(-1);
    if (last !== undefined && (start - last.end > 80 || !NEXT_MEMBER.test(text.slice(last.end, start))))
      close();
    run.push({
      name: match[2]!.toUpperCase(),
      value: match[3] ?? match[4] ?? '',
      start,
      end: start + match[0].length,
    });
  }
  close();
  return found;
}

interface Member {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Values are looked at only when the names are those of an environment: most objects are none. */
function judgeMembers(members: readonly Member[]): Dump | undefined {
  if (!members.some(({ name }) => CORE.test(name))) return undefined;
  const run = members.map(({ name, value, start, end }): Assignment => {
    const strength = strengthOfAssignment(name, value);
    return { name, strength, typical: isTypical(name), start, end };
  });
  return run.filter(({ typical }) => typical).length >= FEWEST_TYPICAL ? judge(run, {}) : undefined;
}
