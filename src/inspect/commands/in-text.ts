/**
 * Commands in texts that are no scripts: prose, source code, JSON. What is a command line as a whole, or a JSON value
 * that is named like one, is judged as one. What only stands in a text is said by somebody about something, and
 * scores less: it may be documentation.
 */
import type { CommandFinding } from './finding.ts';
import { isTellingText } from './first-look.ts';
import { judgeJson } from './json-values.ts';
import { judgeScript } from './judge-script.ts';
import { looksLikeCommand, proseWords } from './prose.ts';

/** Most that is said about a command within a sentence, within code or on a line of its own, and of one that fetches. */
const CAPS = { sentence: 0.4, code: 0.6, fetching: 0.75 } as const;
/** Longer texts are documents, however they begin. */
const MAX_COMMAND = 4000;
const MAX_COMMAND_LINES = 30;
/** Longer lines are read in parts of so many units, each of which begins where the step before it ended. */
const MAX_LINE = 4096;
const PART = 1024;
const STEP = 768;
/** Most places of one line from which a command is read. */
const MAX_HEADS = 6;
/** Longest command that is read from one place, and most findings. */
const MAX_PIECE = 1024;
const MAX_FINDINGS = 256;
/** As much as its length is read of a text, and a little more of a short one. */
const SHORT = 2048;
/** A line with so many words of sentences is one. */
const SENTENCE = 4;

const HEAD =
  /(?<=^|[\s"'`:;|&(>$])(?:sudo\s{1,4}(?:-\w\s{1,4})?)?(?:\/(?:usr\/)?s?bin\/)?(?:rm|curl|wget|bash|sh|zsh|python[\d.]{0,4}|perl|ruby|php|node|nc|ncat|netcat|dd|mkfs[.\w]{0,8}|chmod|chown|cat|find|tar|scp|rsync|eval|source|echo|printf|env|printenv|export|crontab|useradd|usermod|socat|mkfifo|openssl|awk|telnet|docker|nsenter|iptables|setenforce|ufw|systemctl|history|unset|shred|wipefs|psql|mysql|kubectl|terraform|aws|git|powershell|pwsh|cmd|certutil|bitsadmin|mshta|regsvr32|rundll32|schtasks|reg|net|vssadmin|iex|iwr|invoke-\w{3,20}|remove-item|set-mppreference|del|rd|format|dig|nslookup|xargs|base64|mv|cp|tee|truncate|insmod|launchctl)(?:\.exe)?(?=[\s"'$({]|$)/gi;

/** Finds commands in a text of which nothing is known. */
export function findInText(text: string): CommandFinding[] {
  if (!isTellingText(text)) return [];
  const trimmed = text.trim();
  if (trimmed.length <= MAX_COMMAND && looksLikeCommand(trimmed, MAX_COMMAND_LINES)) {
    return judgeScript(text, false).map((one) =>
      capped(one, one.category === 'download-and-run' ? CAPS.fetching : 1),
    );
  }
  const { findings, ranges } = judgeJson(text);
  for (const finding of inLines(text))
    if (!ranges.some((one) => one.start < finding.end && finding.start < one.end)) findings.push(finding);
  return findings.sort((a, b) => a.start - b.start);
}

function inLines(text: string): CommandFinding[] {
  const findings: CommandFinding[] = [];
  let from = 0;
  const left = { units: SHORT + text.length };
  while (from < text.length && left.units > 0 && findings.length < MAX_FINDINGS) {
    let to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    // Lines that go on belong together.
    while (to < text.length && text[to - 1] === '\\' && to - from < MAX_LINE) {
      const next = text.indexOf('\n', to + 1);
      to = next < 0 ? text.length : next;
    }
    if (to - from <= MAX_LINE) {
      const line = text.slice(from, to);
      add(findings, inLine(line, from, left, line.length));
    } else {
      for (let at = from; at < to && left.units > 0 && findings.length < MAX_FINDINGS; at += STEP)
        add(findings, inLine(text.slice(at, Math.min(to, at + PART)), at, left, STEP));
    }
    from = to + 1;
  }
  return findings;
}

function add(findings: CommandFinding[], more: readonly CommandFinding[]): void {
  findings.push(...more);
}

/**
 * Judges a line from each place where a command may begin.
 * @param before only from places before this one
 */
function inLine(line: string, at: number, left: { units: number }, before: number): CommandFinding[] {
  if (!isTellingText(line)) return [];
  const sentence = proseWords(line.replace(/`[^`]{1,400}`|"[^"]{1,400}"/g, ' ')) >= SENTENCE;
  const cap = sentence ? CAPS.sentence : CAPS.code;
  const findings: CommandFinding[] = [];
  let covered = -1;
  let heads = 0;
  for (const match of line.matchAll(HEAD)) {
    if (match.index < covered) continue;
    if (match.index >= before || ++heads > MAX_HEADS || left.units <= 0) break;
    const piece = pieceFrom(line, match.index).slice(0, MAX_PIECE);
    if (!isTellingText(piece)) continue;
    left.units -= piece.length;
    const found = judgeScript(piece, true);
    if (found.length === 0) continue;
    covered = match.index + piece.length;
    for (const one of found)
      findings.push({
        ...capped(one, cap),
        start: at + match.index + one.start,
        end: at + match.index + one.end,
      });
  }
  return findings;
}

/** From the head of a command to the quote that closes around it. */
function pieceFrom(line: string, from: number): string {
  const before = line[from - 1] ?? '';
  if (!/["'`(]/.test(before)) return line.slice(from);
  const close = before === '(' ? ')' : before;
  let to = from;
  while (to < line.length && line[to] !== close) to += line[to] === '\\' ? 2 : 1;
  const escaped = line.slice(from, to);
  return before === '(' ? line.slice(from) : escaped;
}

function capped(finding: CommandFinding, cap: number): CommandFinding {
  return finding.score <= cap ? finding : { ...finding, score: cap };
}
