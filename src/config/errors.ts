/** One thing that is wrong with the config. */
export interface ConfigProblem {
  /** File where it stands; undefined for environment and flags. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** Where it stands when it is no file: `environment WEIR_X`, `flag --x`. */
  readonly origin?: string;
  /** Path of the key, for example `accept.headerBytes`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong and what was expected. */
  readonly message: string;
}

/** The config cannot be used: the start-up ends with exit code 2. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(problemLine).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** One line for people: `weir.yaml:3: accept.headerBytes: expected ...`. */
export function problemLine(problem: ConfigProblem): string {
  const line = problem.line === undefined ? '' : `:${problem.line}`;
  const where = problem.file === undefined ? problem.origin : `${problem.file}${line}`;
  return [where, problem.path, problem.message]
    .filter((part) => part !== undefined && part !== '')
    .join(': ');
}
