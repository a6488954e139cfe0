/** What rules see of one program that runs. */
import type { CommandCategory } from './finding.ts';
import type { Flow } from './flow.ts';
import type { Program } from './programs.ts';
import type { Dialect } from './script.ts';

/** One program, with what flows into it. */
export interface Step {
  readonly program: Program;
  /** What is piped or redirected into it. */
  readonly input: Flow;
  /** What its arguments stand for: command substitutions, files that the script wrote. */
  readonly given: Flow;
  readonly dialect: Dialect;
  /** What a file holds that the script wrote, and what it is known for. */
  fileAt(path: string): Flow;
  /** What the marks within a word stand for. */
  marked(word: string): Flow;
  /** Tells whether the script made a named pipe of this name. */
  isPipe(path: string): boolean;
  /** The folder that the script has gone to; undefined when it has gone nowhere. */
  folder(): string | undefined;
  report(category: CommandCategory, score: number, reason: string): void;
  /** Judges a text as if it stood alone. @returns the highest score of what is found in it */
  scoreOf(text: string): number;
}

/** Judges one program. */
export type Rule = (step: Step) => void;
