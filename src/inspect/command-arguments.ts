/** Commands in the arguments of tools: the name of the argument says that its value is one. */
import { type CommandFinding, findCommands } from './commands/find-commands.ts';
import { Ledger, type Passage, type TextDetector } from './reader.ts';
import { unescapeJson } from './text/unescape.ts';
import { DANGEROUS_COMMAND } from './text-kinds.ts';

/** Names of arguments that are run. */
const NAMES = [
  'command',
  'cmd',
  'script',
  'bash',
  'shell',
  'code',
  'args',
  'cmdline',
  'commands',
  'shell_command',
];
const MEMBER = new RegExp(`"(?:${NAMES.join('|')})"\\s{0,16}:\\s{0,16}(?=["[])`, 'g');
/** Longest argument that is read. */
const MAX_ARGUMENT = 65_536;
/**
 * Judging a command costs some hundred times what the search for literals costs, so for one input no more than so many
 * bytes of arguments are judged, and a sixteenth of the input. The last ones come first: who sends a conversation sends
 * what is new at its end. Whatever its length an argument counts for `CALL` bytes more; one that was judged before
 * counts for these alone.
 */
const JUDGED = 32_768;
const JUDGED_SHARE = 16;
const CALL = 32;
/** Lower scores are of interest only together with something else. */
const LEAST_SCORE = 0.5;

/** Literals that only stand where a command is meant, or spoken of, and that no program text is full of. */
const TELLING = [
  '/dev/tcp/',
  '/dev/udp/',
  'rm -rf ',
  'rm -fr ',
  '-rf /',
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
  'of=/dev/',
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
  cues: [{ anchors: NAMES.flatMap((name) => [`"${name}"`, `${name}\\"`]), wakes: 'alone' }],
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

interface Extent {
  readonly start: number;
  readonly end: number;
  readonly words: boolean;
}

/** The inside of a string. */
function stringAt(text: string, quote: number): Extent {
  const limit = Math.min(text.length, quote + MAX_ARGUMENT);
  for (let i = quote + 1; i < limit; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return { start: quote + 1, end: i, words: false };
  }
  return { start: quote + 1, end: limit, words: false };
}

/** Every argument that is run, in order. */
function argumentsIn(text: string): readonly Extent[] {
  const values: Extent[] = [];
  let done = 0;
  // The closing bracket that was found last: it is looked for once, however many lists begin before it.
  let close = -1;
  for (const match of text.matchAll(MEMBER)) {
    const at = match.index + match[0].length;
    if (at < done) continue;
    let value: Extent;
    if (text[at] === '[') {
      if (close < at) close = text.indexOf(']', at);
      if (close < 0) close = text.length;
      if (close === text.length || close - at > MAX_ARGUMENT) continue;
      value = { start: at + 1, end: close, words: true };
    } else value = stringAt(text, at);
    done = value.end;
    values.push(value);
  }
  return values;
}

/** @param most bytes that are judged of a value that is longer */
function commandsIn(text: string, { start, end, words }: Extent, ledger: Ledger, most: number): Passage[] {
  const raw = text.slice(start, Math.min(end, start + most));
  // A list is the words of one command; `sh -c` takes the last of them as a script.
  const plain = words ? undefined : unescapeJson(raw);
  const script = words
    ? raw.replace(/"\s*,\s*"/g, (gap) => ' '.repeat(gap.length)).replace(/^\s*"|"\s*$/g, ' ')
    : raw;
  const at = (offset: number): number => start + (plain === undefined ? offset : plain.at[offset]!);
  return judged(plain?.text ?? script, ledger).map((finding) => ({
    kind: DANGEROUS_COMMAND,
    start: at(finding.start),
    end: at(finding.end),
    confidence: finding.score >= 0.8 ? 'shaped' : 'likely',
    score: finding.score,
    reasons: [finding.category, ...finding.reasons],
  }));
}

function judged(command: string, ledger: Ledger): readonly CommandFinding[] {
  ledger.spent += CALL;
  let findings = ledger.commands.get(command);
  if (findings === undefined) {
    ledger.spent += command.length;
    findings = findCommands(command, { shell: true }).filter(({ score }) => score >= LEAST_SCORE);
    ledger.commands.set(command, findings);
  }
  return findings;
}
