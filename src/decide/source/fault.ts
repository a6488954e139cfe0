import type { PolicyProblem } from '../policy.ts';

/** Policies could not be read or compiled. The message names the file and the line. */
export class PolicySourceError extends Error {
  readonly problems: readonly PolicyProblem[];

  constructor(message: string, problems: readonly PolicyProblem[] = []) {
    super(message);
    this.name = 'PolicySourceError';
    this.problems = problems;
  }
}

/** The errors among the problems as one error, `place:line: policy "name": message` each. */
export function problemsError(place: string, problems: readonly PolicyProblem[]): PolicySourceError {
  const errors = problems.filter((problem) => problem.severity === 'error');
  return new PolicySourceError(errors.map((problem) => describeProblem(place, problem)).join('\n'), problems);
}

/** One problem as a line for people. */
export function describeProblem(place: string, problem: PolicyProblem): string {
  const line = problem.line === undefined ? '' : `:${problem.line}`;
  const policy = problem.policy === undefined ? '' : `policy "${problem.policy}": `;
  return `${place}${line}: ${policy}${problem.message}`;
}

/** Message of whatever was thrown. `fetch` hides the reason in the cause. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
