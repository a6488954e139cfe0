/** Texts for PowerShell and cmd: their escapes and joined strings are undone, and what objects do is judged. */

import type { CommandCategory } from './finding.ts';
import { isKnownInstaller } from './network.ts';
import { decode64 } from './static-output.ts';

/** A text without disguises, and what it says without naming a program. */
export interface WindowsText {
  readonly text: string;
  /** Every character has kept its place. */
  readonly same: boolean;
  readonly said: readonly {
    readonly category: CommandCategory;
    readonly score: number;
    readonly reason: string;
  }[];
}

const MAX_ROUNDS = 3;
const FETCH =
  /download(?:string|data|file)|invoke-webrequest|invoke-restmethod|\biwr\b|\birm\b|\bcurl\b|\bwget\b|net\.webclient|xmlhttp|httpclient|openread|start-bitstransfer|winhttp/i;
const RUN =
  /\biex\b|invoke-expression|\.invoke\(|invokescript|start-process|\bsaps\b|scriptblock\]?::create|\[reflection\.assembly\]::load|assembly\]::load|-file\s|invoke-item|&\s?\(|add-type/i;

/** Something of this stands wherever strings are put together. */
const JOINS = /\[char\]|['"]\s{0,4}\+|\(\s{0,4}['"]|-f\s{0,4}['"]|replace|frombase64|-join|[&.]\s{0,4}['"]/i;

/** Undoes what hides words from readers of PowerShell and cmd. */
export function plainWindows(text: string): WindowsText {
  let plain = text
    .replace(/`(?=[a-z])/gi, '')
    .replace(/\^(?=[\w\s"&|<>/.:-])/g, '')
    .replace(/`\r?\n/g, ' ');
  plain = percentVariables(plain).replace(/(?<=[a-z])(?:''|"")(?=[a-z])/gi, '');
  for (let round = 0; round < MAX_ROUNDS && JOINS.test(plain); round++) {
    const before = plain;
    plain = plain
      .replace(
        /\[char\]\s?\(?\s?(0x[0-9a-f]{1,4}|\d{1,5})\s?\)?/gi,
        (_, code: string) => `'${String.fromCharCode(Number(code) & 0xffff)}'`,
      )
      .replace(/(['"])\s{0,4}\+\s{0,4}(['"])/g, (all, a: string, b: string) => (a === b ? '' : all))
      .replace(/\(\s{0,4}(['"])([^'"()]{0,400})\1\s{0,4}\)/g, '$1$2$1')
      .replace(
        /(['"])((?:\{\d{1,2}\}){1,32})\1\s{0,4}-f\s{0,4}((?:\s?,?\s?['"][^'"]{0,64}['"]){1,32})/gi,
        (_, q: string, order: string, list: string) => {
          const values = [...list.matchAll(/['"]([^'"]{0,64})['"]/g)].map((one) => one[1]!);
          return q + order.replace(/\{(\d{1,2})\}/g, (_all, k: string) => values[Number(k)] ?? '') + q;
        },
      )
      .replace(
        /frombase64string\s?\(?\s?(['"])([A-Za-z0-9+/=]{8,16000})\1/gi,
        (all, q: string, value: string) => {
          const decoded = decode64(value);
          return decoded === undefined || !/^[\x09\x0a\x0d\x20-\x7e]+$/.test(decoded)
            ? all
            : `decoded(${q}${decoded.replaceAll(q, '')}${q})\n${decoded}\n`;
        },
      )
      .replace(/(?:&|\.)\s{0,4}(['"])([\w.-]{1,40})\1/g, '$2');
    // These look far ahead from every quote.
    if (/replace/i.test(plain)) plain = withReplacements(plain);
    if (/-join/i.test(plain)) plain = withReversals(plain);
    if (plain === before) break;
  }
  // `IEX(…)` and `IEX (…)`: the brackets are no part of the word.
  const spaced = plain.replace(/\b(iex|invoke-expression|iwr|irm|saps)\s?\(/gi, '$1 (');
  return { text: spaced, same: spaced === text, said: judge(spaced) };
}

/** `'a-b' -replace '-', ''` */
function withReplacements(text: string): string {
  return text.replace(
    /(['"])([^'"]{1,400})\1\s{0,4}(?:-c?replace|\.replace)\s{0,4}\(?\s?(['"])([^'"]{1,16})\3\s{0,4},\s{0,4}(['"])([^'"]{0,16})\5\s?\)?/gi,
    (_, q: string, value: string, _q, what: string, _r, by: string) =>
      q + value.replaceAll(what, () => by) + q,
  );
}

/** `'xei'[-1..-3] -join ''` */
function withReversals(text: string): string {
  return text.replace(
    /(['"])([^'"]{2,200})\1\s?\[\s?-1\s?\.\.\s?-?\d{1,4}\s?\]\s?-join\s?['"]{2}/gi,
    (_, q: string, value: string) => q + [...value].reverse().join('') + q,
  );
}

/** `for %i in (a b) do …`: the variable of a loop stands for the first of what it goes through. */
function loopsOf(text: string): string {
  let plain = text;
  const loops = /\bfor\s{1,4}(?:\/[dr]\s{1,4})?%%?([a-z])\s{1,4}in\s{0,4}\(([^()\s]{1,200})[^()]{0,400}\)/gi;
  for (const match of [...text.matchAll(loops)].slice(0, 16))
    plain = plain.replaceAll(new RegExp(`%%?${match[1]}(?![\\w%])`, 'g'), () => match[2]!);
  return plain;
}

/** `set x=…` and `%x%` of cmd, substrings included. */
function percentVariables(given: string): string {
  if (!given.includes('%')) return given;
  const text = loopsOf(given);
  const values = new Map<string, string>([['comspec', 'cmd']]);
  for (const match of text.matchAll(/\bset\s{1,4}"?(\w{1,32})=([^&"\r\n|]{0,400})/gi))
    if (values.size < 256) values.set(match[1]!.toLowerCase(), match[2]!);
  return text.replace(
    /%(\w{1,32})(?::~(-?\d{1,3})(?:,(-?\d{1,3}))?)?%/g,
    (all, name: string, from?: string, length?: string) => {
      const value = values.get(name.toLowerCase());
      if (value === undefined) return all;
      if (from === undefined) return value;
      const rest = value.slice(Number(from));
      return length === undefined ? rest : rest.slice(0, Number(length));
    },
  );
}

/** Whether all that is fetched are installers that their makers tell people to run like this. */
function onlyInstallers(text: string): boolean {
  const addresses = text.match(/\bhttps?:\/\/[^\s'"|)]{1,200}/gi) ?? [];
  return (
    addresses.length > 0 &&
    addresses.every(isKnownInstaller) &&
    !/downloadfile|-outfile|start-process/i.test(text)
  );
}

function judge(text: string): WindowsText['said'][number][] {
  const said: WindowsText['said'][number][] = [];
  if (
    FETCH.test(text) &&
    RUN.test(text) &&
    /iex|invoke-expression|net\.webclient|iwr|webrequest|bitstransfer|restmethod|irm\b/i.test(text)
  )
    said.push({
      category: 'download-and-run',
      score: onlyInstallers(text)
        ? 0.7
        : /\biex\b|invoke-expression|assembly|scriptblock/i.test(text)
          ? 0.93
          : 0.85,
      reason: 'PowerShell runs what it fetches',
    });
  if (
    /net\.sockets\.tcpclient|sockets\.tcplistener/i.test(text) &&
    /getstream|iex|invoke-expression|cmd|powershell|streamreader/i.test(text)
  )
    said.push({ category: 'reverse-shell', score: 0.95, reason: 'PowerShell hands itself to a connection' });
  if (/amsiutils|amsiinitfailed|amsiscanbuffer/i.test(text))
    said.push({ category: 'privilege', score: 0.93, reason: 'turns off the check of scripts' });
  if (
    /\bfrombase64string\b/i.test(text) &&
    /\biex\b|invoke-expression|assembly\]::load|\.invoke\(/i.test(text)
  )
    said.push({ category: 'hidden', score: 0.85, reason: 'runs what it decodes' });
  if (
    /virtualalloc|createthread|writeprocessmemory|createremotethread/i.test(text) &&
    /dllimport|marshal|getdelegate/i.test(text)
  )
    said.push({ category: 'hidden', score: 0.9, reason: 'runs code in memory' });
  if (
    /(?:get-content|gc|type|cat|readalltext|get-childitem|gci|dir|ls)\b.{0,120}(?:\.ssh|\.aws|login data|\.env\b|env:|credentials|ntuser|logins\.json|key4\.db)/i.test(
      text,
    ) &&
    /invoke-(?:webrequest|restmethod)|\biwr\b|\birm\b|upload(?:string|file|data)|send-mailmessage|webclient/i.test(
      text,
    )
  )
    said.push({ category: 'exfiltration', score: 0.9, reason: 'PowerShell sends credentials away' });
  if (/win32_shadowcopy/i.test(text) && /delete|remove/i.test(text))
    said.push({
      category: 'destructive',
      score: 0.92,
      reason: 'removes the copies that would bring files back',
    });
  if (/\[io\.(?:file|directory)\]::delete\(\s?['"](?:[a-z]:\\(?:windows|users)?|~)['"]/i.test(text))
    said.push({ category: 'destructive', score: 0.9, reason: 'deletes the system' });
  if (/currentversion\\+run/i.test(text) && /set-itemproperty|new-itemproperty|regwrite|setvalue/i.test(text))
    said.push({ category: 'persistence', score: 0.88, reason: 'makes Windows run a program at start' });
  if (
    /\b(?:get-childitem|gci|dir|ls)\b[^;\n]{0,40}\b[a-z]:\\(?:\s|\*|users|windows)[^;\n]{0,100}(?:\.delete\(\)|remove-item|\|\s?(?:ri|del)\b)/i.test(
      text,
    )
  )
    said.push({ category: 'destructive', score: 0.9, reason: 'deletes the system' });
  if (/__eventfilter|commandlineeventconsumer/i.test(text))
    said.push({ category: 'persistence', score: 0.9, reason: 'makes WMI run something' });
  if (
    /start menu\\+programs\\+startup\\/i.test(text) &&
    /copy|out-file|set-content|createshortcut|>/i.test(text)
  )
    said.push({ category: 'persistence', score: 0.87, reason: 'puts a program where Windows starts it' });
  return said;
}
