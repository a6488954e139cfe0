/** What a pipeline prints, where the text alone says it: `echo … | base64 -d`, `printf '\x72m'`, `rev`, `xxd -r -p`. */
import { unescapeC } from './expand.ts';
import { type Command, MAX_WORD, type Pipeline } from './script.ts';

/** @returns what the last of the pipelines prints, or undefined when that depends on more than the text */
export function outputOf(pipelines: readonly Pipeline[]): string | undefined {
  const pipeline = pipelines.at(-1);
  return pipeline === undefined ? undefined : printed(pipeline.commands);
}

/** What commands that are piped into each other print. */
export function printed(commands: readonly Command[]): string | undefined {
  let text: string | undefined;
  for (const command of commands) {
    const given = command.redirects.find((redirect) => redirect.kind === 'text')?.target.text ?? text;
    text = print(command, given);
    if (text === undefined) return undefined;
  }
  return text?.replace(/\n+$/, '');
}

function print(command: Command, input: string | undefined): string | undefined {
  const [program, ...rest] = command.words.map((word) => word.text);
  if (program === undefined) return undefined;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name === 'echo') {
    const escapes = /^-[nE]*e/.test(rest[0] ?? '');
    while (/^-[neE]+$/.test(rest[0] ?? '')) rest.shift();
    return escapes ? unescapeC(rest.join(' ')) : rest.join(' ');
  }
  if (name === 'printf') return format(rest);
  if (input === undefined) return undefined;
  const flags = rest.join(' ');
  if (/^(?:base64|gbase64)$/.test(name) && /(?:^|\s)(?:-[a-zA-Z]*[dD]|--decode)/.test(flags))
    return base64(input);
  if (name === 'openssl' && /base64|enc/.test(flags) && /-d\b/.test(flags)) return base64(input);
  if (name === 'xxd' && /-\w*r/.test(flags)) return hex(input);
  if (name === 'rev')
    return input
      .split('\n')
      .map((line) => [...line].reverse().join(''))
      .join('\n');
  if (name === 'cat' && rest.length === 0) return input;
  if (name === 'tr' && rest.length >= 2) return translate(input, rest);
  return undefined;
}

function format(words: readonly string[]): string {
  const pattern = words[0] === '--' ? words[1] : words[0];
  const values = [...words.slice(words[0] === '--' ? 2 : 1)];
  const text = unescapeC(pattern ?? '').slice(0, MAX_WORD);
  const filled = text.replace(/%([sb%dcq])/g, (_, kind: string) => {
    if (kind === '%') return '%';
    const value = values.shift() ?? '';
    return kind === 'b' ? unescapeC(value) : kind === 'c' ? value.slice(0, 1) : value;
  });
  // The pattern is used again while values are left.
  return /%[sbc]/.test(text) && values.length > 0 ? filled + values.join('') : filled;
}

function base64(text: string): string | undefined {
  const compact = text.replace(/\s+/g, '');
  if (compact.length < 4 || !/^[A-Za-z0-9+/_-]+=*$/.test(compact)) return undefined;
  return Buffer.from(compact, 'base64').toString('utf8');
}

function hex(text: string): string | undefined {
  const compact = text.replace(/[\s:]+|\\x|0x/g, '');
  return /^(?:[0-9a-fA-F]{2})+$/.test(compact) ? Buffer.from(compact, 'hex').toString('utf8') : undefined;
}

/** `tr`, for ranges and single characters; deletion as well. */
function translate(text: string, words: readonly string[]): string | undefined {
  if (words[0] === '-d') {
    const gone = new Set(range(words[1] ?? ''));
    return [...text].filter((char) => !gone.has(char)).join('');
  }
  if (words[0]!.startsWith('-')) return undefined;
  const from = range(words[0]!);
  const to = range(words[1]!);
  if (from.length === 0 || to.length === 0) return undefined;
  const map = new Map(from.map((char, i) => [char, to[Math.min(i, to.length - 1)]!]));
  return [...text].map((char) => map.get(char) ?? char).join('');
}

function range(set: string): string[] {
  const chars: string[] = [];
  const text = unescapeC(set.slice(0, 256)).replace(/^\[(.*)\]$/, '$1');
  for (let i = 0; i < text.length; i++) {
    const first = text.charCodeAt(i);
    const last = text[i + 1] === '-' && i + 2 < text.length ? text.charCodeAt(i + 2) : first;
    for (let code = first; code <= last && chars.length < 512; code++) chars.push(String.fromCharCode(code));
    if (last !== first) i += 2;
  }
  return chars;
}
