/** Reads a text as a script, in the shells that it may be meant for. */
import type { CommandFinding } from './finding.ts';
import { Interpreter, type Judgement } from './interpreter.ts';
import { forkBombAt } from './rules/fork.ts';
import { plainWindows } from './windows-text.ts';

/** What only stands in texts for shells of Windows. */
const WINDOWS =
  /powershell|pwsh|\bcmd(?:\.exe)?\s{1,4}\/|\b(?:iex|iwr|irm)\b|\b(?:get|set|new|remove|invoke|add|start|stop|clear|copy|format|out|select|register|disable|uninstall)-[a-z]{3,}|\$env:|%\w{2,20}%|[a-z]:\\|\.exe\b|\b(?:reg|schtasks|net|vssadmin|bcdedit|wmic|rundll32|regsvr32|mshta|bitsadmin|certutil|netsh|wevtutil|del|rd|icacls)\b\s|\w\^\w|\w`\w|\bsc\s{1,4}(?:create|config)|\[(?:char|convert|system|text|net|ref)|amsi/i;

/** What stands in texts for interpreters of other languages. */
const CODE =
  /^\s{0,8}(?:import\s{1,4}[\w{*]|from\s{1,4}[\w.]{1,40}\s{1,4}import|const\s|let\s|var\s|require\s?[('"]|use\s{1,4}\w|<\?php|def\s{1,4}\w|async\s)|os\.system\s?\(|subprocess\.|shutil\.rmtree|child_process|__import__\s?\(|FileUtils\.|\b(?:exec|eval|fetch|require|import|print|puts)\s?\(\s?["'\w]|system\s?\(\s?["']|process\.env|os\.environ|new Function|\)\s?=>\s/m;
/** What only Windows runs, in scripts and code of other systems as well. */
const CERTAIN =
  /powershell|pwsh|\bcmd(?:\.exe)?["',\s]{1,6}\/c|\biex\b|invoke-|vssadmin|mshta|regsvr32|rundll32|certutil|bitsadmin|schtasks|wevtutil|bcdedit|\breg\s{1,4}(?:add|save|delete)/i;
const SHEBANG = /^#!.{0,40}sh\b/;
const MAX_CODE_HEAD = 8192;

/**
 * @param amongProse sentences may stand between the commands
 * @returns findings in order of their start, one of a category for one command
 */
export function judgeScript(text: string, amongProse: boolean): CommandFinding[] {
  const unix = new Interpreter(text.length, amongProse);
  unix.run(text, 0, 0, 'unix');
  const shebang = SHEBANG.test(text);
  const code = !shebang && CODE.test(text.slice(0, MAX_CODE_HEAD));
  if (code) unix.runCode(text);
  const judgements: Judgement[] = [...unix.judgements];
  const bomb = forkBombAt(text);
  if (bomb >= 0)
    judgements.push({
      category: 'destructive',
      score: 0.95,
      reason: 'starts itself without end',
      start: bomb,
      end: Math.min(text.length, bomb + 40),
    });
  if (shebang || code ? CERTAIN.test(text) : WINDOWS.test(text)) {
    const windows = new Interpreter(text.length, amongProse);
    const plain = plainWindows(text);
    const whole = { start: 0, end: text.length };
    windows.run(plain.text, plain.same ? 0 : whole, 0, 'windows');
    for (const { category, score, reason } of plain.said)
      windows.judgements.push({ category, score, reason, ...whole });
    judgements.push(...windows.judgements);
  }
  return merged(judgements, text);
}

function merged(judgements: readonly Judgement[], text: string): CommandFinding[] {
  const findings: {
    start: number;
    end: number;
    category: CommandFinding['category'];
    score: number;
    reasons: string[];
  }[] = [];
  for (const { start, end, category, score, reason } of [...judgements].sort((a, b) => a.start - b.start)) {
    const same = findings.findLast((one) => one.category === category && one.start < end && start < one.end);
    if (same === undefined)
      findings.push({
        start,
        end: Math.max(start + 1, start + text.slice(start, end).trimEnd().length),
        category,
        score,
        reasons: [reason],
      });
    else {
      same.end = Math.max(same.end, end);
      same.score = Math.max(same.score, score);
      if (!same.reasons.includes(reason) && same.reasons.length < 8) same.reasons.push(reason);
    }
  }
  return findings;
}
