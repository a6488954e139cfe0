/** What programs print, where the text alone says it: `echo … | base64 -d`, `printf '\x72m'`, `rev`, `xxd -r -p`. */
import { unescapeC } from './expand.ts';
import { MAX_WORD } from './script.ts';

/**
 * @param name the program, without its folder
 * @param input what is piped into it, when that is known
 * @returns undefined when what it prints depends on more than that
 */
export function printed(
  name: string,
  args: readonly string[],
  input: string | undefined,
): string | undefined {
  const output = print(name, args, input);
  return output === undefined ? undefined : output.slice(0, MAX_WORD);
}

function print(name: string, args: readonly string[], input: string | undefined): string | undefined {
  if (name === 'echo' || name === 'write-output' || name === 'write-host') return echo(args);
  if (name === 'printf') return format(args);
  if (name === 'seq' || name === 'yes') return args[0] ?? 'y';
  if (input === undefined) return undefined;
  const flags = args.join(' ');
  switch (name) {
    case 'base64':
    case 'gbase64':
    case 'basenc':
      return /(?:^|\s)(?:-[a-zA-Z]*[dD]|--decode)/.test(flags)
        ? decode64(input)
        : Buffer.from(input).toString('base64');
    case 'base32':
      return /(?:^|\s)(?:-[a-zA-Z]*[dD]|--decode)/.test(flags) ? decode32(input) : undefined;
    case 'openssl':
      return /base64|enc/.test(flags) && /-d\b/.test(flags) ? decode64(input) : undefined;
    case 'xxd':
      return /-\w*r/.test(flags) ? decodeHex(input) : undefined;
    case 'rev':
      return lines(input, (line) => [...line].reverse().join(''));
    case 'tac':
      return input.split('\n').reverse().join('\n');
    case 'cat':
    case 'tee':
    case 'head':
    case 'tail':
    case 'sort':
    case 'uniq':
    case 'nohup':
      return input;
    case 'tr':
      return translate(input, args);
    case 'cut':
      return cut(input, args);
    case 'sed':
      return substitute(input, args);
    case 'awk':
      return awkField(input, args);
    case 'fold':
    case 'fmt':
    case 'column':
      return input;
    case 'python3':
    case 'python':
    case 'perl':
    case 'ruby':
      return interpreted(flags, input);
    default:
      return undefined;
  }
}

/** One-liners that only decode what they are given. */
function interpreted(code: string, input: string): string | undefined {
  if (
    /b64decode|decode_base64|MIME::Base64|decode64|unpack\s?\(?["']m/.test(code) &&
    /stdin|-[a-z]*[np]|STDIN|<>|gets/.test(code)
  )
    return decode64(input);
  if (/unhexlify|fromhex|pack\s?\(?["']H/.test(code)) return decodeHex(input);
  if (/\[::-1\]|reverse/.test(code)) return lines(input, (line) => [...line].reverse().join(''));
  return /rot.?13/.test(code) ? rot13(input) : undefined;
}

function echo(args: readonly string[]): string {
  let from = 0;
  let escapes = false;
  while (/^-[neE]+$/.test(args[from] ?? '')) escapes = args[from++]!.includes('e') || escapes;
  const text = args.slice(from).join(' ');
  // The echo of dash undoes escapes without being asked.
  return escapes || /\\(?:x[0-9a-f]{2}|0?[0-7]{3})/i.test(text) ? unescapeC(text) : text;
}

function format(args: readonly string[]): string {
  const words = args[0] === '--' ? args.slice(1) : args;
  const values = words.slice(1);
  const text = unescapeC(words[0] ?? '').slice(0, MAX_WORD);
  const fill = (): string =>
    text.replace(/%(?:-?\d{0,4}(?:\.\d{1,4})?)?([sb%dcqxXou])/g, (_, kind: string) => {
      if (kind === '%') return '%';
      const value = values.shift() ?? '';
      if (kind === 'b') return unescapeC(value);
      if (kind === 'c') return value.slice(0, 1);
      return kind === 'x' ? Number(value).toString(16) : kind === 'o' ? Number(value).toString(8) : value;
    });
  let filled = fill();
  // The pattern is used again while values are left.
  for (
    let round = 0;
    round < 256 && values.length > 0 && /%[^%]/.test(text) && filled.length < MAX_WORD;
    round++
  )
    filled += fill();
  return filled;
}

/** Undoes base64; what does not look like it is left alone. */
export function decode64(text: string): string | undefined {
  const compact = text.replace(/\s+/g, '');
  if (compact.length < 2 || !/^[A-Za-z0-9+/_-]+=*$/.test(compact)) return undefined;
  const bytes = Buffer.from(compact, 'base64');
  // PowerShell writes two bytes for a letter.
  const wide = bytes.length >= 4 && bytes[1] === 0 && bytes[3] === 0;
  return bytes.toString(wide ? 'utf16le' : 'utf8');
}

function decode32(text: string): string | undefined {
  const compact = text.replace(/[\s=]+/g, '').toUpperCase();
  if (!/^[A-Z2-7]+$/.test(compact)) return undefined;
  let bits = 0;
  let held = 0;
  const bytes: number[] = [];
  for (const char of compact) {
    held = ((held << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char)) & 0xffff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Buffer.from(bytes).toString('utf8');
}

/** Undoes hexadecimal digits. */
export function decodeHex(text: string): string | undefined {
  const compact = text.replace(/[\s:]+|\\x|0x/g, '');
  return /^(?:[0-9a-fA-F]{2})+$/.test(compact) ? Buffer.from(compact, 'hex').toString('utf8') : undefined;
}

export function rot13(text: string): string {
  return text.replace(/[a-zA-Z]/g, (c) => {
    const base = c <= 'Z' ? 65 : 97;
    return String.fromCharCode(((c.charCodeAt(0) - base + 13) % 26) + base);
  });
}

function lines(text: string, change: (line: string) => string): string {
  return text.split('\n').map(change).join('\n');
}

/** `tr`, for ranges and single characters; deletion as well. */
function translate(text: string, args: readonly string[]): string | undefined {
  const words = args.filter((arg, i) => i > 0 || !/^-[cst]$/.test(arg));
  if (words[0] === '-d') {
    const gone = new Set(range(words[1] ?? ''));
    return [...text].filter((char) => !gone.has(char)).join('');
  }
  const from = range(words[0] ?? '');
  const to = range(words[1] ?? '');
  if (from.length === 0 || to.length === 0) return text;
  const map = new Map(from.map((char, i) => [char, to[Math.min(i, to.length - 1)]!]));
  return [...text].map((char) => map.get(char) ?? char).join('');
}

function range(set: string): string[] {
  const chars: string[] = [];
  const text = unescapeC(set.slice(0, 256))
    .replace('[:lower:]', 'a-z')
    .replace('[:upper:]', 'A-Z')
    .replace('[:digit:]', '0-9')
    .replace('[:space:]', ' \n\t')
    .replace(/^\[(.*)\]$/, '$1');
  for (let i = 0; i < text.length; i++) {
    const first = text.charCodeAt(i);
    const last = text[i + 1] === '-' && i + 2 < text.length ? text.charCodeAt(i + 2) : first;
    for (let code = first; code <= last && chars.length < 512; code++) chars.push(String.fromCharCode(code));
    if (last !== first) i += 2;
  }
  return chars;
}

function cut(text: string, args: readonly string[]): string | undefined {
  const flags = args.join(' ');
  const chars = /(?:^|\s)-[cb]\s?(\d{1,4})?(-?)(\d{1,4})?/.exec(flags);
  if (chars !== null) {
    const from = Number(chars[1] ?? 1) - 1;
    const to = chars[2] === '' ? from + 1 : chars[3] === undefined ? MAX_WORD : Number(chars[3]);
    return lines(text, (line) => line.slice(from, to));
  }
  const mark = args.find((arg) => /^-d./.test(arg))?.slice(2) ?? args[args.indexOf('-d') + 1] ?? '\t';
  const field = /(?:^|\s)-f\s?(\d{1,3})(-?)(\d{0,3})/.exec(flags);
  if (field === null || mark === '') return undefined;
  const from = Number(field[1]) - 1;
  const to = field[2] === '' ? from + 1 : field[3] === '' ? MAX_WORD : Number(field[3]);
  return lines(text, (line) => (line.includes(mark) ? line.split(mark).slice(from, to).join(mark) : line));
}

/** `s/a/b/g` of sed, where `a` is plain text or one class of characters. */
function substitute(text: string, args: readonly string[]): string | undefined {
  let result = text;
  for (const arg of args) {
    if (arg.startsWith('-')) continue;
    for (const part of arg.split(';')) {
      const match = /^\s?s(.)((?:(?!\1).){1,64})\1((?:(?!\1).){0,64})\1([a-z0-9]{0,4})\s?$/.exec(part);
      if (match === null) return undefined;
      const [, , what, by, flags] = match as unknown as [string, string, string, string, string];
      if (/^\^|\$$|\\[1-9(]|[*+{]/.test(what)) return undefined;
      const set = /^\[([^\]\\]{1,16})\]$/.exec(what);
      const plain = what.replace(/\\(.)/g, '$1');
      const replacement = by.replace(/\\(.)/g, '$1');
      if (set !== null) {
        const gone = new Set(range(set[1]!));
        result = [...result].map((char) => (gone.has(char) ? replacement : char)).join('');
      } else
        result = flags.includes('g')
          ? result.replaceAll(plain, () => replacement)
          : result.replace(plain, () => replacement);
    }
  }
  return result;
}

function awkField(text: string, args: readonly string[]): string | undefined {
  const match = /^\s{0,4}\{\s{0,4}print\s{1,4}\$(\d{1,2})\s{0,4}\}/.exec(args.at(-1) ?? '');
  if (match === null) return undefined;
  const field = Number(match[1]);
  return lines(text, (line) => (field === 0 ? line : (line.trim().split(/\s+/)[field - 1] ?? '')));
}
