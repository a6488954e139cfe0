/** Finds commands that do harm in a text: see `findCommands`. */
import { isAscii, normalise, originOf } from '../text/normalise.ts';
import { programsOf } from './programs.ts';
import { readShell } from './shell.ts';

/** What a command does to whoever runs it. */
export type CommandCategory =
  | 'destructive'
  | 'credential-theft'
  | 'download-and-run'
  | 'persistence'
  | 'reverse-shell'
  | 'exfiltration'
  | 'privilege'
  | 'hidden';

/** A command that does harm. */
export interface CommandFinding {
  /** UTF-16 offsets in the given text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly category: CommandCategory;
  /** 0 to 1: how sure, and how much harm. */
  readonly score: number;
  readonly reasons: readonly string[];
}

export interface CommandOptions {
  /** The text is known to be a command line or a script; otherwise a command may stand in it. */
  readonly shell?: boolean;
}

const NONE: readonly CommandFinding[] = Object.freeze([]);

/**
 * Finds dangerous commands, through quoting, expansions and encodings. Nothing is executed, and nothing is thrown; the
 * time is linear in the length of the text.
 */
export function findCommands(text: string, options: CommandOptions = {}): readonly CommandFinding[] {
  if (text === '') return NONE;
  const folded = isAscii(text) ? undefined : normalise(text);
  const plain = folded?.text ?? text;
  const variables = new Map<string, string>();
  const steps = programsOf(readShell({ text: plain, origin: 0, depth: 0, variables }), variables);
  const cap = options.shell === true ? 1 : 0.6;
  const findings: CommandFinding[] = [];
  for (const step of steps) {
    for (const program of step.programs) {
      if (program.name !== 'rm' || !program.args.some((arg) => /^(?:\/|~|\/\*)$/.test(arg))) continue;
      const { start, end } = folded === undefined ? step : originOf(folded, step.start, step.end);
      findings.push({
        start,
        end,
        category: 'destructive',
        score: Math.min(cap, 0.95),
        reasons: ['removes everything'],
      });
    }
  }
  return findings;
}
