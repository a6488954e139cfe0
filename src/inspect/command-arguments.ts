/** Commands in the arguments of tools: the name of the argument says that its value is one. */
import { findCommands } from './commands/find-commands.ts';
import type { Passage, TextDetector } from './reader.ts';
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
export const COMMAND_ARGUMENTS: Omit<TextDetector, 'topic'> = {
  anchors: NAMES.flatMap((name) => [`"${name}"`, `${name}\\"`]),
  before: 16,
  behind: 16_384,
  budget: 8 << 20,
  members: true,
  read: (text) => {
    const found: Passage[] = [];
    let done = 0;
    for (const match of text.matchAll(MEMBER)) {
      const at = match.index + match[0].length;
      if (at < done) continue;
      const value = text[at] === '[' ? listAt(text, at) : stringAt(text, at);
      if (value === undefined) continue;
      done = value.end;
      found.push(...commandsIn(text, value));
    }
    return found;
  },
};

/** Reads commands that stand in prose. */
export const COMMANDS_IN_PROSE: Omit<TextDetector, 'topic'> = {
  anchors: TELLING,
  before: 1024,
  behind: 2048,
  budget: 131_072,
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
function stringAt(text: string, quote: number): Extent | undefined {
  const limit = Math.min(text.length, quote + MAX_ARGUMENT);
  for (let i = quote + 1; i < limit; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return { start: quote + 1, end: i, words: false };
  }
  return { start: quote + 1, end: limit, words: false };
}

/** The inside of a list of strings. */
function listAt(text: string, bracket: number): Extent | undefined {
  const end = text.indexOf(']', bracket);
  return end < 0 || end - bracket > MAX_ARGUMENT ? undefined : { start: bracket + 1, end, words: true };
}

function commandsIn(text: string, { start, end, words }: Extent): Passage[] {
  const raw = text.slice(start, end);
  // A list is the words of one command; `sh -c` takes the last of them as a script.
  const plain = words ? undefined : unescapeJson(raw);
  const script = words
    ? raw.replace(/"\s*,\s*"/g, (gap) => ' '.repeat(gap.length)).replace(/^\s*"|"\s*$/g, ' ')
    : raw;
  const at = (offset: number): number => start + (plain === undefined ? offset : plain.at[offset]!);
  return findCommands(plain?.text ?? script, { shell: true })
    .filter((finding) => finding.score >= LEAST_SCORE)
    .map((finding) => ({
      kind: DANGEROUS_COMMAND,
      start: at(finding.start),
      end: at(finding.end),
      confidence: finding.score >= 0.8 ? 'shaped' : 'likely',
      score: finding.score,
      reasons: [finding.category, ...finding.reasons],
    }));
}
