/** Commands in the arguments of tools: the name of the argument says that its value is one. */
import { ARGUMENT_NAMES, type Argument, argumentsIn, scriptOf } from './commands/arguments.ts';
import { type CommandFinding, findCommands, mayHarm } from './commands/find-commands.ts';
import { Ledger, type Passage, type TextDetector } from './reader.ts';
import { DANGEROUS_COMMAND } from './text-kinds.ts';

/**
 * Judging a command costs some hundred times what the search for literals costs, so for one input no more than so many
 * bytes of arguments are judged, and a sixteenth of the input. The last ones come first: who sends a conversation sends
 * what is new at its end. Whatever its length an argument counts for `CALL` bytes more; one that was judged before
 * counts for these alone.
 */
const JUDGED = 32_768;
const JUDGED_SHARE = 16;
const CALL = 32;
/** A first look at an argument costs so much less than judging it. */
const LOOK = 16;
/** Lower scores are of interest only together with something else. */
const LEAST_SCORE = 0.5;
const NONE: readonly CommandFinding[] = Object.freeze([]);

/** Literals that only stand where a command is meant, or spoken of, and that no program text is full of. */
const TELLING = [
  '/dev/tcp/',
  '/dev/udp/',
  // `rm -rf dist` stands in every other package; what reaches beyond the folder does not.
  '-rf /',
  '-fr /',
  '-rf ~',
  '-fr ~',
  '-rf *',
  '-rf .*',
  '-rf $H',
  '-rf "$H',
  '-rf "/',
  '-rf -- ',
  '--no-preserve-root',
  ':(){',
  ':|:&',
  '| bash',
  '|bash',
  '| sh ',
  '| sh\n',
  '| sh"',
  '| sudo ',
  '|sh ',
  'bash <(',
  '$(curl',
  '$(wget',
  'nc -e',
  'ncat -',
  'bash -i',
  'mkfs.',
  // Not `of=/dev/null`.
  'of=/dev/sd',
  'of=/dev/vd',
  'of=/dev/nv',
  'of=/dev/di',
  'of=/dev/mm',
  'authorized_keys',
  '/etc/shadow',
  '.ssh/id_',
  '.aws/credentials',
  '169.254.169.254',
  'base64 -d',
  'base64 --decode',
  'DownloadString',
  'downloadstring',
  '-EncodedCommand',
  '-encodedcommand',
  'regsvr32',
  'mshta ',
  'vssadmin',
  'DROP DATABASE',
  'drop database',
  'crontab -',
  'LD_PRELOAD=',
  '/etc/sudoers',
  'mkfifo ',
  'socat ',
  'IFS}',
];

/** Reads arguments of tools as the commands that they are. */
export const COMMAND_ARGUMENTS: TextDetector = {
  cues: [{ anchors: ARGUMENT_NAMES.flatMap((name) => [`"${name}"`, `${name}\\"`]), wakes: 'alone' }],
  before: 16,
  behind: 16_384,
  budget: 8 << 20,
  members: true,
  read: (text, { ledger = new Ledger(text.length) }) => {
    const most = JUDGED + Math.floor(ledger.length / JUDGED_SHARE);
    const values = argumentsIn(text);
    const found: Passage[] = [];
    for (let i = values.length - 1; i >= 0 && ledger.spent < most; i--) {
      found.push(...commandsIn(text, values[i]!, ledger, most - ledger.spent));
    }
    return found;
  },
};

/** Reads commands that stand in prose. */
export const COMMANDS_IN_PROSE: TextDetector = {
  cues: [{ anchors: TELLING, wakes: 'alone' }],
  before: 1024,
  behind: 2048,
  budget: 32_768,
  read: (text) =>
    findCommands(text)
      .filter((finding) => finding.score >= LEAST_SCORE)
      .map(({ start, end, score, reasons, category }) => ({
        kind: DANGEROUS_COMMAND,
        start,
        end,
        confidence: 'likely',
        score,
        reasons: [category, ...reasons],
      })),
};

/** @param most units that are judged of a value that is longer */
function commandsIn(text: string, argument: Argument, ledger: Ledger, most: number): Passage[] {
  const script = scriptOf(text, argument, most);
  return judged(script.text, ledger).map((finding) => ({
    kind: DANGEROUS_COMMAND,
    start: script.at(finding.start),
    // The last unit may be an escape: what is behind it begins the next one.
    end: script.at(finding.end),
    confidence: finding.score >= 0.8 ? 'shaped' : 'likely',
    score: finding.score,
    reasons: [finding.category, ...finding.reasons],
  }));
}

function judged(command: string, ledger: Ledger): readonly CommandFinding[] {
  ledger.spent += CALL;
  let findings = ledger.commands.get(command);
  if (findings === undefined) {
    findings = NONE;
    ledger.spent += command.length / LOOK;
    if (mayHarm(command)) {
      ledger.spent += command.length;
      findings = findCommands(command, { shell: true }).filter(({ score }) => score >= LEAST_SCORE);
    }
    ledger.commands.set(command, findings);
  }
  return findings;
}
