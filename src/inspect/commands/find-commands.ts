/** Finds commands that do harm in a text: see `findCommands`. */
import { isAscii, normalise, originOf } from '../text/normalise.ts';
import type { CommandFinding } from './finding.ts';
import { isTellingText } from './first-look.ts';
import { findInText } from './in-text.ts';
import { judgeScript } from './judge-script.ts';

export type { CommandCategory, CommandFinding } from './finding.ts';

export interface CommandOptions {
  /** The text is known to be a command line or a script; otherwise a command may stand in it. */
  readonly shell?: boolean;
}

const NONE: readonly CommandFinding[] = Object.freeze([]);

/**
 * A first look, some fifty times cheaper than `findCommands`: false means that it would find nothing of half a point or
 * more.
 */
export function mayHarm(text: string): boolean {
  return isTellingText(isAscii(text) ? text : normalise(text).text);
}

/**
 * Finds dangerous commands, through quoting, expansions and encodings. Nothing is executed, and nothing is thrown; the
 * time is linear in the length of the text.
 *
 * Without `shell`, commands that stand among other text score below 0.8: documents talk about them.
 */
export function findCommands(text: string, options: CommandOptions = {}): readonly CommandFinding[] {
  if (text === '') return NONE;
  const folded = isAscii(text) ? undefined : normalise(text);
  // The reader puts stand-ins of its own where these are.
  const plain = (folded?.text ?? text).replace(/[\ue000-\ue01f]/g, ' ');
  const findings = options.shell === true ? judgeScript(plain, false) : findInText(plain);
  if (findings.length === 0 || folded === undefined) return findings;
  return findings.map((finding) => ({ ...finding, ...originOf(folded, finding.start, finding.end) }));
}
