/**
 * What must stand directly behind an anchor for a shape to match: read from the shape itself, so that the prefilter can
 * refuse most occurrences of an anchor without an expression. Understands the part of RegExp syntax that shapes use;
 * looks around and `\b` count as nothing, which only makes the answer wider. It runs for every anchor when a process
 * starts, so it keeps to one walk along the shape.
 */

/** Bytes behind an anchor that are worth a look. */
export const MAX_BODY = 24;

/** A set of bytes: 256 bits, eight words. */
export type ByteSet = Uint32Array;

/** At least `min` bytes behind the anchor, all of them in `bytes`. */
export interface Body {
  readonly min: number;
  readonly bytes: ByteSet;
  /** The shape never begins with the anchor. */
  readonly impossible: boolean;
}

/** A part of a shape. */
interface Part {
  /** Fewest bytes it takes, and all bytes it may hold. */
  readonly min: number;
  readonly bytes: ByteSet;
  /** What it consists of: one byte of `bytes`, one of several sequences, or a part over and over. */
  readonly options?: readonly (readonly Part[])[];
  readonly repeated?: Part;
  readonly low?: number;
  readonly high?: number;
}

/** A part and what follows it; undefined at the end of a shape. */
interface Rest {
  readonly part: Part;
  readonly next: Rest | undefined;
}

/** A shape made ready for `bodyAfter`. */
export interface Shape {
  readonly rest: Rest | undefined;
}

const NONE: ByteSet = new Uint32Array(8);

/** True when the set holds the byte. */
export function holds(set: ByteSet, byte: number): boolean {
  return ((set[byte >> 5]! >>> (byte & 31)) & 1) === 1;
}

function insert(set: ByteSet, byte: number): void {
  set[byte >> 5]! |= 1 << (byte & 31);
}

/** Puts the bytes of `other` into `set`. */
export function unite(set: ByteSet, other: ByteSet): void {
  for (let i = 0; i < 8; i++) set[i]! |= other[i]!;
}

/**
 * @param source RegExp source that begins with an anchor
 * @throws SyntaxError when the source holds something that is not understood
 */
export function readShape(source: string): Shape {
  return { rest: before([new Parser(source).parse()], undefined) };
}

/**
 * @param anchor latin1 literal the shape may begin with
 * @returns a demand that holds for every match that begins with the anchor; `min` 0 when there is none
 */
export function bodyAfter(shape: Shape, anchor: string): Body {
  const bytes = new Uint32Array(8);
  let min = Number.POSITIVE_INFINITY;
  walk(shape.rest, anchor, 0, (rest) => {
    let least = 0;
    for (let here = rest; here !== undefined && least < MAX_BODY; here = here.next) {
      unite(bytes, here.part.bytes);
      least += here.part.min;
    }
    min = Math.min(min, least, MAX_BODY);
  });
  const impossible = min === Number.POSITIVE_INFINITY;
  return { min: impossible ? 0 : min, bytes, impossible };
}

/** Goes along the anchor, and hands over what may follow it: once for each way to read it. */
function walk(
  rest: Rest | undefined,
  anchor: string,
  at: number,
  found: (rest: Rest | undefined) => void,
): void {
  if (at === anchor.length) {
    found(rest);
    return;
  }
  if (rest === undefined) return;
  const { part, next } = rest;
  const { options, repeated } = part;
  if (options !== undefined) {
    for (const option of options) walk(before(option, next), anchor, at, found);
  } else if (repeated !== undefined) {
    const { low = 0, high = 0 } = part;
    if (high > 0) {
      const again = repeat(repeated, Math.max(0, low - 1), high - 1);
      // A part that may be empty takes something when it is repeated, or this would never end.
      if (repeated.min > 0 || low > 0)
        walk({ part: repeated, next: { part: again, next } }, anchor, at, found);
    }
    if (low === 0) walk(next, anchor, at, found);
  } else if (holds(part.bytes, anchor.charCodeAt(at))) walk(next, anchor, at + 1, found);
}

function before(parts: readonly Part[], next: Rest | undefined): Rest | undefined {
  return parts.reduceRight<Rest | undefined>((rest, part) => ({ part, next: rest }), next);
}

function repeat(part: Part, low: number, high: number): Part {
  return { min: low * part.min, bytes: high === 0 ? NONE : part.bytes, repeated: part, low, high };
}

function single(bytes: ByteSet): Part {
  return { min: 1, bytes };
}

const EMPTY: Part = { min: 0, bytes: NONE, options: [[]] };
const CLASSES = new Map<string, ByteSet>();

class Parser {
  private at = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  parse(): Part {
    const part = this.alternatives();
    if (this.at !== this.source.length)
      throw new SyntaxError(`unexpected ${this.source[this.at]} in a shape`);
    return part;
  }

  private alternatives(): Part {
    const options = [this.sequence()];
    while (this.source[this.at] === '|') {
      this.at++;
      options.push(this.sequence());
    }
    const bytes = new Uint32Array(8);
    let min = Number.POSITIVE_INFINITY;
    for (const option of options) {
      let least = 0;
      for (const part of option) {
        unite(bytes, part.bytes);
        least += part.min;
      }
      min = Math.min(min, least);
    }
    return { min, bytes, options };
  }

  private sequence(): Part[] {
    const parts: Part[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const part = this.quantified(this.atom());
      if (part !== EMPTY) parts.push(part);
    }
    return parts;
  }

  private quantified(part: Part): Part {
    const sign = this.source[this.at];
    if (sign !== '{' && sign !== '?' && sign !== '+' && sign !== '*') return part;
    let low = sign === '+' ? 1 : 0;
    let high = sign === '?' ? 1 : Number.POSITIVE_INFINITY;
    this.at++;
    if (sign === '{') {
      low = this.number() ?? 0;
      high = low;
      if (this.source[this.at] === ',') {
        this.at++;
        high = this.number() ?? Number.POSITIVE_INFINITY;
      }
      this.at++;
    }
    if (this.source[this.at] === '?') this.at++;
    return part === EMPTY ? part : repeat(part, low, high);
  }

  private number(): number | undefined {
    const start = this.at;
    while (/[0-9]/.test(this.source[this.at] ?? '')) this.at++;
    return this.at === start ? undefined : Number(this.source.slice(start, this.at));
  }

  private atom(): Part {
    const char = this.source[this.at++]!;
    if (char === '(') return this.group();
    if (char === '^' || char === '$') return EMPTY;
    if (char === '[') return single(this.classAt());
    if (char === '.') return single(all(10, 13));
    if (char === '\\') {
      const escaped = this.source[this.at++]!;
      return escaped === 'b' || escaped === 'B' ? EMPTY : single(this.escape(escaped));
    }
    return single(only(char.charCodeAt(0)));
  }

  private group(): Part {
    const opening = /^\?(?::|<?[=!]|<[A-Za-z]\w*>)/.exec(this.source.slice(this.at, this.at + 16))?.[0] ?? '';
    this.at += opening.length;
    const inside = this.alternatives();
    if (this.source[this.at++] !== ')') throw new SyntaxError('a group of a shape is not closed');
    return /[=!]$/.test(opening) ? EMPTY : inside;
  }

  private escape(char: string): ByteSet {
    if (char === 'x') {
      const code = Number.parseInt(this.source.slice(this.at, this.at + 2), 16);
      this.at += 2;
      return only(code);
    }
    const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };
    if (named[char] !== undefined) return only(named[char].charCodeAt(0));
    if (/[dws]/i.test(char)) {
      const test = new RegExp(`\\${char}`);
      const set = new Uint32Array(8);
      for (let byte = 0; byte < 256; byte++) if (test.test(String.fromCharCode(byte))) insert(set, byte);
      return set;
    }
    if (/[A-Za-z0-9]/.test(char)) throw new SyntaxError(`\\${char} in a shape is not understood`);
    return only(char.charCodeAt(0));
  }

  /** The class that begins here; the same few come again and again. */
  private classAt(): ByteSet {
    const start = this.at;
    let close = start;
    while (close < this.source.length && this.source[close] !== ']')
      close += this.source[close] === '\\' ? 2 : 1;
    const written = this.source.slice(start, close);
    const known = CLASSES.get(written);
    if (known === undefined) {
      const bytes = this.classBytes();
      CLASSES.set(written, bytes);
      return bytes;
    }
    this.at = close + 1;
    return known;
  }

  private classBytes(): ByteSet {
    const negated = this.source[this.at] === '^';
    if (negated) this.at++;
    const bytes = new Uint32Array(8);
    while (this.source[this.at] !== ']') {
      if (this.at >= this.source.length) throw new SyntaxError('a class of a shape is not closed');
      const from = this.classMember();
      if (typeof from === 'number' && this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        this.at++;
        const to = this.classMember();
        for (let byte = from; byte <= (typeof to === 'number' ? to : from); byte++) insert(bytes, byte);
      } else if (typeof from === 'number') insert(bytes, from);
      else unite(bytes, from);
    }
    this.at++;
    return negated ? bytes.map((word) => ~word) : bytes;
  }

  /** A byte, or the set that an escape such as `\s` stands for. */
  private classMember(): number | ByteSet {
    const char = this.source[this.at++]!;
    if (char !== '\\') return char.charCodeAt(0);
    const escaped = this.source[this.at++]!;
    if (escaped === 'b') return 8;
    if (escaped === 'x') {
      this.at += 2;
      return Number.parseInt(this.source.slice(this.at - 2, this.at), 16);
    }
    return /[A-Za-z0]/.test(escaped) ? this.escape(escaped) : escaped.charCodeAt(0);
  }
}

function only(byte: number): ByteSet {
  const bytes = new Uint32Array(8);
  insert(bytes, byte);
  return bytes;
}

function all(...but: readonly number[]): ByteSet {
  const bytes = new Uint32Array(8).fill(0xffffffff);
  for (const byte of but) bytes[byte >> 5]! &= ~(1 << (byte & 31));
  return bytes;
}
