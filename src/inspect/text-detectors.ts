/** The detectors that read text, as the packs ask for them. */
import { COMMAND_ARGUMENTS, COMMANDS_IN_PROSE } from './command-arguments.ts';
import { PROMPT_INJECTIONS } from './injection/detector.ts';
import type { Pack } from './packs.ts';
import type { TextDetector } from './reader.ts';
import { DANGEROUS_COMMAND, PROMPT_INJECTION } from './text-kinds.ts';

/**
 * @param disable ids of kinds that are not looked for
 * @returns detectors in the order in which they read, each with a topic of its own
 */
export function createTextDetectors(
  packs: readonly Pack[],
  disable: readonly string[] = [],
): readonly TextDetector[] {
  const wanted: Omit<TextDetector, 'topic'>[] = [];
  if (packs.includes('commands') && !disable.includes(DANGEROUS_COMMAND.id)) {
    wanted.push(COMMAND_ARGUMENTS, COMMANDS_IN_PROSE);
  }
  if (packs.includes('injection') && !disable.includes(PROMPT_INJECTION.id)) wanted.push(PROMPT_INJECTIONS);
  return wanted.map((detector, i) => ({
    ...detector,
    // The prefilter looks for three bytes and more.
    anchors: detector.anchors.filter((anchor) => anchor.length >= 3),
    topic: 1 << i,
  }));
}
