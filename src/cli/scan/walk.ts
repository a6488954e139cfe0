import * as fs from 'node:fs';
import * as path from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** What a walk leaves out, and whom it tells. */
export interface WalkOptions {
  /** False: also what `.gitignore` names, and `.git`. */
  readonly respectIgnored: boolean;
  /** Called with every file or folder that cannot be read; the walk goes on. */
  readonly unreadable: (name: string, code: string) => void;
}

/** The rules of one `.gitignore`, and how a path below the start reads from where that file lies. */
interface Level {
  readonly rules: Ignore;
  /** Characters of the path below the start that lead to the folder of the rules. */
  readonly cut: number;
  /** What leads from the folder of the rules to the start, when it lies above. */
  readonly prefix: string;
}

/**
 * Files below a folder, in the order of their names. Symbolic links are not followed, sockets and devices not opened.
 * A folder that is named is searched even when the rules around it ignore it.
 */
export function* walk(start: string, options: WalkOptions): Generator<string> {
  const levels = options.respectIgnored ? outerLevels(start) : [];
  yield* below(start, '', levels, options);
}

function* below(
  start: string,
  inner: string,
  outer: readonly Level[],
  options: WalkOptions,
): Generator<string> {
  const dir = path.join(start, inner);
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    options.unreadable(dir, codeOf(error));
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const own = options.respectIgnored && entries.some((entry) => entry.name === '.gitignore');
  const rules = own ? rulesOf(path.join(dir, '.gitignore')) : undefined;
  const levels = rules === undefined ? outer : [...outer, { rules, cut: inner.length, prefix: '' }];
  for (const entry of entries) {
    if (options.respectIgnored && entry.name === '.git') continue;
    const name = inner + entry.name;
    if (entry.isFile()) {
      if (levels.length === 0 || judge(levels, name) !== undefined) yield path.join(start, name);
    } else if (entry.isDirectory()) {
      const left = levels.length === 0 ? levels : judge(levels, `${name}/`);
      if (left !== undefined) yield* below(start, `${name}/`, left, options);
    }
  }
}

/**
 * The innermost rules that say anything decide, as in git.
 * @param name path below the start, a folder with a slash at its end
 * @returns the levels that hold inside it, or undefined when it is ignored. A folder that inner rules took back is out of
 *   reach of the outer ones: they would go on to ignore all that lies in it
 */
function judge(levels: readonly Level[], name: string): readonly Level[] | undefined {
  for (let i = levels.length - 1; i >= 0; i--) {
    const { rules, cut, prefix } = levels[i]!;
    const { ignored, unignored } = rules.test(prefix + name.slice(cut));
    if (ignored) return undefined;
    if (unignored) return i > 0 && name.endsWith('/') ? levels.slice(i) : levels;
  }
  return levels;
}

/** Rules of the folders above, up to the root of the repository. None when they ignore the start itself. */
function outerLevels(start: string): readonly Level[] {
  const levels: Level[] = [];
  let prefix = '';
  for (let dir = path.resolve(start); ; dir = path.dirname(dir)) {
    const rules = prefix === '' ? undefined : rulesOf(path.join(dir, '.gitignore'));
    if (rules !== undefined) levels.unshift({ rules, cut: 0, prefix });
    if (fs.existsSync(path.join(dir, '.git'))) {
      const excluded = rulesOf(path.join(dir, '.git/info/exclude'));
      if (excluded !== undefined) levels.unshift({ rules: excluded, cut: 0, prefix });
      break;
    }
    if (path.dirname(dir) === dir) return []; // no repository around it
    prefix = `${path.basename(dir)}/${prefix}`;
  }
  const ignored = levels.some((level) => level.prefix !== '' && level.rules.test(level.prefix).ignored);
  return ignored ? [] : levels;
}

function rulesOf(file: string): Ignore | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined; // rules that cannot be read ignore nothing
  }
  // Case counts, as in git on Linux: where it does not, a file too many is searched.
  return ignore({ ignorecase: false }).add(text.replace(/^\ufeff/, ''));
}

/** `ENOENT` and the like. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
