/** Finds commands that do harm in a text: see `findCommands`. */
import { isAscii, normalise, originOf } from '../text/normalise.ts';
import type { CommandFinding } from './finding.ts';
import { judgeScript } from './judge-script.ts';

export { COMMAND_ANCHORS } from './anchors.ts';
export type { CommandCategory, CommandFinding } from './finding.ts';

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
  const cap = options.shell === true ? 1 : 0.6;
  const findings = judgeScript(plain, options.shell !== true);
  if (findings.length === 0) return NONE;
  return findings.map((finding) => ({
    ...finding,
    score: Math.min(cap, finding.score),
    ...(folded === undefined ? {} : originOf(folded, finding.start, finding.end)),
  }));
}
