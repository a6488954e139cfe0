/** Values of JSON that are named like commands: `{"command": "…"}`, `"cmd": ["sh", "-c", "…"]`. */
import { unescapeJson } from '../text/unescape.ts';
import type { CommandFinding } from './finding.ts';
import { isTellingText } from './first-look.ts';
import { judgeScript } from './judge-script.ts';
import type { Place } from './script.ts';

const NAMED =
  /"(?:command|cmd|bash|shell|shell_command|bash_command|command_line|commandline|cmdline|exec|script|powershell|commands|execute|terminal_command)"\s{0,16}:\s{0,16}([["])/gi;
/** Longest value, and most values of one text. */
const MAX_VALUE = 65_536;
const MAX_VALUES = 256;
/** Documents show `curl … | sh`, with or without JSON around it. */
const FETCHING = 0.75;

/** What was found, and where nothing more needs to be read. */
export interface JsonCommands {
  readonly findings: CommandFinding[];
  readonly ranges: readonly Place[];
}

/** Judges such values as the command lines that they are. */
export function judgeJson(text: string): JsonCommands {
  const ranges: Place[] = [];
  const findings: CommandFinding[] = [];
  let values = 0;
  let read = 0;
  for (const match of text.matchAll(NAMED)) {
    if (match.index < read) continue;
    if (++values > MAX_VALUES) break;
    const from = match.index + match[0].length;
    if (match[1] === '"') {
      const to = endOfString(text, from);
      read = to;
      ranges.push({ start: from, end: to });
      const raw = text.slice(from, to);
      const plain = unescapeJson(raw);
      if (!isTellingText(plain?.text ?? raw)) continue;
      for (const one of judgeScript(plain?.text ?? raw, false)) {
        const start = plain === undefined ? one.start : plain.at[one.start]!;
        const end = plain === undefined ? one.end : plain.at[one.end]!;
        findings.push({ ...lower(one), start: from + start, end: from + end });
      }
    } else {
      const { words, end } = stringsFrom(text, from);
      read = end;
      ranges.push({ start: from, end });
      const line = words
        .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
        .join(' ');
      if (!isTellingText(line)) continue;
      for (const one of judgeScript(line, false)) findings.push({ ...lower(one), start: from, end });
    }
  }
  return { findings, ranges };
}

function lower(finding: CommandFinding): CommandFinding {
  return finding.category === 'download-and-run'
    ? { ...finding, score: Math.min(finding.score, FETCHING) }
    : finding;
}

function endOfString(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_VALUE);
  let to = from;
  while (to < limit && text[to] !== '"') to += text[to] === '\\' ? 2 : 1;
  return Math.min(to, limit);
}

function stringsFrom(text: string, from: number): { words: string[]; end: number } {
  const words: string[] = [];
  const limit = Math.min(text.length, from + MAX_VALUE);
  let at = from;
  while (at < limit && text[at] !== ']') {
    if (text[at] === '"') {
      const end = endOfString(text, at + 1);
      const raw = text.slice(at + 1, end);
      words.push(unescapeJson(raw)?.text ?? raw);
      at = end;
    }
    at++;
  }
  return { words, end: Math.min(at, limit) };
}
