/** Writes text that a RegExp source describes: the part of its syntax that the shapes of the kinds use. */

/** Numbers in [0, 1). */
export type Random = () => number;

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

/** One of a list. */
export function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)]!;
}

/** Letters and digits. */
export function word(random: Random, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]!).join('');
}

/** Writes text that a RegExp source describes. Looks around are skipped: the caller checks the outcome. */
export class Writer {
  private at = 0;
  private readonly source: string;
  private readonly random: Random;
  /** What the groups wrote last, for references back to them. */
  private readonly groups: string[] = [];
  private opened = 0;

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
    if (/[1-9]/.test(escaped)) return () => this.groups[Number(escaped)] ?? '';
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
    const number = opening === '' || opening.endsWith('>') ? ++this.opened : 0;
    const inside = this.alternatives();
    this.at++;
    if (/[=!]$/.test(opening)) return () => '';
    return () => {
      const text = inside();
      if (number > 0) this.groups[number] = text;
      return text;
    };
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
    const match = /^(?:\{(\d+)(,(\d*))?\}|\?|\+|\*)\??/.exec(this.source.slice(this.at));
    if (match === null) return [1, 1];
    this.at += match[0].length;
    const sign = match[0][0];
    if (sign === '?') return [0, 1];
    if (sign === '+') return [1, 4];
    if (sign === '*') return [0, 4];
    const low = Number(match[1]);
    if (match[3] === '') return [low, low + 4];
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
