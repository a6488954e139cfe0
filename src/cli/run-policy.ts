import { readFileSync } from 'node:fs';
import { checkPolicies } from '../decide/compile.ts';
import { describeProblem } from '../decide/source/fault.ts';
import { EXIT, Failure } from './failure.ts';
import { processOutput } from './output.ts';

/** `weir policy check`: every problem of a policy file; exit code 1 when it could not be used. */
export function runPolicyCheck(file: string, options: Readonly<Record<string, unknown>>): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      EXIT.usage,
    );
  }
  const problems = checkPolicies(text, file);
  const usable = problems.every((problem) => problem.severity !== 'error');
  const output = processOutput();
  if (options.json === true) output.out(`${JSON.stringify({ file, usable, problems }, null, 2)}\n`);
  else {
    for (const problem of problems) output.out(`${describeProblem(file, problem)}\n`);
    if (usable) output.err(`weir: ${file} can be used${problems.length > 0 ? ', with warnings' : ''}\n`);
  }
  if (!usable) process.exitCode = EXIT.failure;
}
