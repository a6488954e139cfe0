/**
 * Makes values that look like real secrets, for tests and benchmarks: nothing that looks like one is ever written down.
 * Understands the part of RegExp syntax that the shapes use.
 */
import { base62, crc32, hex8 } from './checksum.ts';
import type { Kind } from './kind.ts';
import { ALL_KINDS } from './kinds/all.ts';
import { expandAnchor } from './prefilter.ts';

type Random = () => number;

/** A sample with what has to stand around it to be believed. */
export interface Sample {
  /** Text before the value: a name some kinds want to see, or nothing. */
  readonly before: string;
  /** What is found. */
  readonly value: string;
  readonly after: string;
  /** All of it. */
  readonly text: string;
}

const BODY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7';

/** The value alone, for kinds that need nothing around it. */
export function sampleOf(kindId: string, seed = 1): string {
  return sampleInContext(kindId, seed).value;
}

/**
 * A value of the kind in the surroundings it needs, the same for the same seed.
 * @throws RangeError when there is no such kind
 */
export function sampleInContext(kindId: string, seed = 1): Sample {
  const kind = ALL_KINDS.find((candidate) => candidate.id === kindId);
  if (kind === undefined) throw new RangeError(`no kind is called ${kindId}`);
  const random = generator(seed * 7919 + crc32(kindId));
  if (kind.span === 'block') return plain(block(kind, random));
  if (kind.id === 'jwt') return plain(jwt(random));
  const near = kind.near === undefined ? '' : `${nearText(kind.near, random)} `;
  const head = kind.head === undefined ? '' : new Writer(kind.head, random).all().replace(/^bot/, '');
  const anchors = kind.anchors.flatMap(expandAnchor);
  for (let attempt = 0; attempt < 2000; attempt++) {
    const anchor = anchors[Math.floor(random() * anchors.length)]!;
    const whole = new Writer(kind.shape, random).all();
    if (!whole.startsWith(anchor)) continue;
    const text = repair(kind, head + whole, random);
    const after = /\(\?=;\|"\)$/.test(kind.shape) ? ';' : kind.shape.endsWith('(?=")') ? '"' : '';
    const match = new RegExp(`^(?:${kind.head ?? ''})${kind.shape}`).exec(text + after);
    if (match === null) continue;
    const value = match.groups?.s ?? match[0];
    const lead = near + match[0].slice(0, match[0].length - value.length);
    return { before: lead, value, after, text: lead + value + after };
  }
  throw new RangeError(`no sample can be made of ${kindId}`);
}

function plain(value: string): Sample {
  return { before: '', value, after: '', text: value };
}

/** Gives a value the checksum its kind has. */
function repair(kind: Kind, text: string, random: Random): string {
  const underscore = text.indexOf('_') + 1;
  switch (kind.validator) {
    case 'github':
      if (!/^[0-9A-Za-z]{36}$/.test(text.slice(underscore))) return text;
      return text.slice(0, -6) + base62(crc32(text.slice(underscore, underscore + 30)), 6);
    case 'gitlab':
      return text.slice(0, -7) + crc32(text.slice(0, -7)).toString(36).padStart(7, '0');
    case 'atlassian':
      return text.slice(0, -8) + hex8(crc32(text.slice(0, -8))).toUpperCase();
    case 'cloudflare':
      return text.slice(0, -8) + hex8(crc32(text.slice(underscore, underscore + 40)));
    case 'userPass':
      return `"auth":"${Buffer.from(`agent:${word(random, 12)}`).toString('base64')}`;
    case 'base64Pem':
      return Buffer.from(block({ ...kind, anchors: ['-----BEGIN PRIVATE KEY'] }, random)).toString('base64');
    default:
      return text;
  }
}

function block(kind: Kind, random: Random): string {
  const anchor = expandAnchor(kind.anchors[0]!)[0]!;
  const lines = Array.from({ length: 4 }, () => word(random, 64));
  if (anchor.startsWith('PuTTY')) {
    const head = `${anchor}ssh-ed25519\nEncryption: none\nComment: a key\nPrivate-Lines: 4\n`;
    return `${head}${lines.join('\n')}\nPrivate-MAC: ${word(random, 40)}`;
  }
  const close = anchor.startsWith('-----') ? '-----' : ' ----';
  const end = anchor.replace('BEGIN', 'END');
  return `${anchor}${close}\n${BODY}\n${lines.join('\n')}\n${end}${close}`;
}

function jwt(random: Random): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { sub: word(random, 10), iat: 1_700_000_000 };
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}.${word(random, 43)}`;
}

function nearText(near: string, random: Random): string {
  return new Writer(near, random).all();
}

function word(random: Random, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]!).join('');
}

/** A small generator of numbers in [0, 1), the same for the same seed (mulberry32). */
export function generator(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Writes text that a RegExp source describes. Looks around are skipped: the caller checks the outcome. */
class Writer {
  private at = 0;
  private readonly source: string;
  private readonly random: Random;

  constructor(source: string, random: Random) {
    this.source = source;
    this.random = random;
  }

  all(): string {
    return this.alternatives()();
  }

  private alternatives(): () => string {
    const options = [this.sequence()];
    while (this.source[this.at] === '|') {
      this.at++;
      options.push(this.sequence());
    }
    return () => options[Math.floor(this.random() * options.length)]!();
  }

  private sequence(): () => string {
    const parts: (() => string)[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const atom = this.atom();
      const [low, high] = this.quantifier();
      parts.push(() => {
        const count = low + Math.floor(this.random() * (Math.min(high, low + 6) - low + 1));
        let text = '';
        for (let i = 0; i < count; i++) text += atom();
        return text;
      });
    }
    return () => parts.map((part) => part()).join('');
  }

  private atom(): () => string {
    const char = this.source[this.at++]!;
    if (char === '(') return this.group();
    if (char === '[') return this.oneOf(this.classMembers());
    if (char !== '\\') return () => char;
    const escaped = this.source[this.at++]!;
    if (escaped === 'b') return () => '';
    if (escaped === 'x') {
      const code = Number.parseInt(this.source.slice(this.at, this.at + 2), 16);
      this.at += 2;
      return () => String.fromCharCode(code);
    }
    return this.oneOf(escapeMembers(escaped));
  }

  private group(): () => string {
    const opening = /^\?(?::|<?[=!]|<[a-z]+>)/.exec(this.source.slice(this.at))?.[0] ?? '';
    this.at += opening.length;
    const inside = this.alternatives();
    this.at++;
    return /[=!]$/.test(opening) ? () => '' : inside;
  }

  private classMembers(): string {
    const negated = this.source[this.at] === '^';
    if (negated) this.at++;
    let members = '';
    while (this.source[this.at] !== ']') {
      let char = this.source[this.at++]!;
      if (char === '\\') {
        char = this.source[this.at++]!;
        if (char === 'x') {
          members += String.fromCharCode(Number.parseInt(this.source.slice(this.at, this.at + 2), 16));
          this.at += 2;
        } else members += escapeMembers(char);
        continue;
      }
      if (this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        const last = this.source.charCodeAt(this.at + 1);
        for (let code = char.charCodeAt(0); code <= last; code++) members += String.fromCharCode(code);
        this.at += 2;
      } else members += char;
    }
    this.at++;
    if (!negated) return members;
    const safe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    return [...safe].filter((char) => !members.includes(char)).join('');
  }

  private oneOf(members: string): () => string {
    return () => members[Math.floor(this.random() * members.length)]!;
  }

  private quantifier(): readonly [number, number] {
    const match = /^(?:\{(\d+)(,(\d+))?\}|\?|\+|\*)/.exec(this.source.slice(this.at));
    if (match === null) return [1, 1];
    this.at += match[0].length;
    if (match[0] === '?') return [0, 1];
    if (match[0] === '+') return [1, 4];
    if (match[0] === '*') return [0, 4];
    const low = Number(match[1]);
    return [low, match[3] === undefined ? low : Number(match[3])];
  }
}

function escapeMembers(escaped: string): string {
  if (escaped === 's') return ' ';
  if (escaped === 'S') return 'abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789';
  if (escaped === 'd') return '0123456789';
  if (escaped === 'w') return 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_';
  return escaped;
}
