/** The detectors that read text, as the packs ask for them. */
import { COMMAND_ARGUMENTS, COMMANDS_IN_PROSE } from './command-arguments.ts';
import { DUMPS } from './dumps/detector.ts';
import { PROMPT_INJECTIONS } from './injection/detector.ts';
import type { Pack } from './packs.ts';
import type { TextDetector } from './reader.ts';
import { DANGEROUS_COMMAND, PROMPT_INJECTION } from './text-kinds.ts';

/** Orders are short: what is read around one, and in all of one input, is bounded. */
const INJECTIONS: TextDetector = {
  ...PROMPT_INJECTIONS,
  before: 768,
  behind: 1280,
  budget: 32_768,
};

/**
 * @param disable ids of kinds that are not looked for
 * @returns detectors in the order in which they read
 */
export function createTextDetectors(
  packs: readonly Pack[],
  disable: readonly string[] = [],
): readonly TextDetector[] {
  const wanted: TextDetector[] = [];
  if (packs.includes('commands') && !disable.includes(DANGEROUS_COMMAND.id)) {
    wanted.push(COMMAND_ARGUMENTS, COMMANDS_IN_PROSE);
  }
  if (packs.includes('injection') && !disable.includes(PROMPT_INJECTION.id)) wanted.push(INJECTIONS);
  if (packs.includes('credentials')) {
    wanted.push({
      ...DUMPS,
      read: (text, form) => DUMPS.read(text, form).filter(({ kind }) => !disable.includes(kind.id)),
    });
  }
  return wanted;
}
