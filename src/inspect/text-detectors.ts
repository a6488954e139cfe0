/** The detectors that read text, as the packs ask for them. */
import { COMMAND_ARGUMENTS, COMMANDS_IN_PROSE } from './command-arguments.ts';
import { DUMPS } from './dumps/detector.ts';
import { PROMPT_INJECTIONS } from './injection/detector.ts';
import type { Pack } from './packs.ts';
import type { TextDetector } from './reader.ts';
import { DANGEROUS_COMMAND, PROMPT_INJECTION } from './text-kinds.ts';

/** What manuals and source code say all the time wakes nobody: an order to an agent says more than this. */
const COMMON = new Set([
  'session token',
  'secret token',
  ' API keys',
  'ccess token',
  'e conversation',
  'the API key',
  'e credentials',
  'rowser tool',
  'nrestricted',
  'Agent,',
  'Agent:',
  'gents:',
  ' tool with',
  'ystem message',
  'odels:',
  'LLMs',
]);

/** Reading costs some hundred times what the search for literals costs, so the windows and all of them together are bounded. */
const INJECTIONS: TextDetector = {
  ...PROMPT_INJECTIONS,
  cues: PROMPT_INJECTIONS.cues.map((cues) => ({
    ...cues,
    anchors: cues.anchors.filter((anchor) => !COMMON.has(anchor)),
  })),
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
