/**
 * What must stand directly behind an anchor for a shape to match: read from the shape itself, so that the prefilter can
 * refuse most occurrences of an anchor without an expression. Understands the part of RegExp syntax that shapes use;
 * looks around and `\b` count as nothing, which only makes the answer wider.
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

interface State {
  /** The bytes that lead on; undefined for a state that only branches. */
  readonly bytes: ByteSet | undefined;
  readonly next: State[];
}

const ACCEPT: State = { bytes: undefined, next: [] };

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

/** A shape made ready for `bodyAfter`. */
export interface Shape {
  readonly start: ReadonlySet<State>;
}

/**
 * @param source RegExp source that begins with an anchor
 * @throws SyntaxError when the source holds something that is not understood
 */
export function readShape(source: string): Shape {
  return { start: closure([new Parser(source).parse(ACCEPT)]) };
}

/**
 * @param anchor latin1 literal the shape may begin with
 * @returns the widest demand that holds for every match that begins with the anchor; `min` 0 when there is none
 */
export function bodyAfter(shape: Shape, anchor: string): Body {
  let states: ReadonlySet<State> = shape.start;
  for (let i = 0; i < anchor.length; i++) {
    const byte = anchor.charCodeAt(i);
    const next: State[] = [];
    for (const state of states) {
      if (state.bytes !== undefined && holds(state.bytes, byte)) next.push(...state.next);
    }
    states = closure(next);
  }
  const bytes = new Uint32Array(8);
  const impossible = states.size === 0;
  let min = 0;
  while (min < MAX_BODY && states.size > 0 && !states.has(ACCEPT)) {
    const next: State[] = [];
    for (const state of states) {
      if (state.bytes === undefined) continue;
      unite(bytes, state.bytes);
      next.push(...state.next);
    }
    states = closure(next);
    min++;
  }
  return { min, bytes, impossible };
}

function closure(start: readonly State[]): Set<State> {
  const seen = new Set<State>();
  const todo = [...start];
  for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    if (state.bytes === undefined) todo.push(...state.next);
  }
  return seen;
}

/** Turns the end of a piece into its beginning. */
type Piece = (end: State) => State;

class Parser {
  private at = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  parse(end: State): State {
    const piece = this.alternatives();
    if (this.at !== this.source.length)
      throw new SyntaxError(`unexpected ${this.source[this.at]} in a shape`);
    return piece(end);
  }

  private alternatives(): Piece {
    const options = [this.sequence()];
    while (this.source[this.at] === '|') {
      this.at++;
      options.push(this.sequence());
    }
    if (options.length === 1) return options[0]!;
    return (end) => ({ bytes: undefined, next: options.map((option) => option(end)) });
  }

  private sequence(): Piece {
    const parts: Piece[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      parts.push(this.repeated(this.atom()));
    }
    return (end) => parts.reduceRight((rest, part) => part(rest), end);
  }

  private repeated(piece: Piece): Piece {
    const match = /^(?:\{(\d+)(,(\d*))?\}|[?+*])\??/.exec(this.source.slice(this.at));
    if (match === null) return piece;
    this.at += match[0].length;
    const sign = match[0][0];
    const low = sign === '{' ? Number(match[1]) : sign === '+' ? 1 : 0;
    const open = sign === '*' || sign === '+' || match[3] === '';
    const high = sign === '?' ? 1 : open ? Number.POSITIVE_INFINITY : Number(match[3] ?? match[1]);
    // Nothing beyond the window is looked at, so no more copies are needed to describe it.
    const copies = Math.min(high, Math.max(low, 0) + MAX_BODY + 16, 2 * MAX_BODY + 48);
    return (end) => {
      let state = end;
      for (let i = copies; i > 0; i--) {
        const inside = piece(state);
        state = i > low ? { bytes: undefined, next: [inside, end] } : inside;
      }
      return state;
    };
  }

  private atom(): Piece {
    const char = this.source[this.at++]!;
    if (char === '(') return this.group();
    if (char === '^' || char === '$') return (end) => end;
    if (char === '[') return this.single(this.classBytes());
    if (char === '.') return this.single(all(10, 13));
    if (char === '\\') {
      const escaped = this.source[this.at++]!;
      if (escaped === 'b' || escaped === 'B') return (end) => end;
      return this.single(this.escape(escaped));
    }
    return this.single(only(char.charCodeAt(0)));
  }

  private single(bytes: ByteSet): Piece {
    return (end) => ({ bytes, next: [end] });
  }

  private group(): Piece {
    const opening = /^\?(?::|<?[=!]|<[A-Za-z]\w*>)/.exec(this.source.slice(this.at))?.[0] ?? '';
    this.at += opening.length;
    const inside = this.alternatives();
    if (this.source[this.at++] !== ')') throw new SyntaxError('a group of a shape is not closed');
    return /[=!]$/.test(opening) ? (end) => end : inside;
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

  private classBytes(): ByteSet {
    const negated = this.source[this.at] === '^';
    if (negated) this.at++;
    const bytes = new Uint32Array(8);
    while (this.source[this.at] !== ']') {
      if (this.at >= this.source.length) throw new SyntaxError('a class of a shape is not closed');
      const from = this.classMember();
      if (from.length === 1 && this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        this.at++;
        const to = this.classMember();
        for (let byte = from[0]!; byte <= to[0]!; byte++) insert(bytes, byte);
      } else for (const byte of from) insert(bytes, byte);
    }
    this.at++;
    return negated ? bytes.map((word) => ~word) : bytes;
  }

  private classMember(): readonly number[] {
    const char = this.source[this.at++]!;
    if (char !== '\\') return [char.charCodeAt(0)];
    const escaped = this.source[this.at++]!;
    const bytes = escaped === 'b' ? only(8) : this.escape(escaped);
    return [...Array(256).keys()].filter((byte) => holds(bytes, byte));
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
