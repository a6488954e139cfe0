/**
 * Reads what is written behind a name: `DB_PASSWORD=…`, `"apiKey": "…"`, `X-Api-Key: …`, `--token …`,
 * `"name":"DB_PASSWORD","value":"…"`, `- name: DB_PASSWORD` and `value: …` below, `<password>…`, `ENV API_KEY …`,
 * `IDENTIFIED BY '…'`, `name="password"` and a blank line in multipart bodies, `my password is …`.
 * Everything is bounded, so a place costs the same whatever stands there. Names stand everywhere in clean text, so what
 * refuses most of them comes first and allocates nothing.
 */

import { isBelievable } from './believable.ts';
import { escapeLength } from './candidates/lane.ts';
import type { Kind } from './kind.ts';
import { type CompiledKind, type Hit, isNear, OPEN, verdict } from './match.ts';

/** Longest part of a name before and behind its anchor. */
const NAME_REACH = 40;
/** Longest value that is read. */
export const MAX_VALUE = 512;
/** Bytes before an anchor that a verdict may depend on: the name, and what makes it an option. */
export const NAMED_BEFORE = 128 + NAME_REACH;

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;

const NAME = flags('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-.');
const QUOTE = flags('"\x27`');
const CLOSER = flags('"\x27`])\\');
/** What ends a value that has no quotes. */
const BARE_END = flags(' \t\r\n"\x27`<>&;,)}]\\|');

/** A letter before a quote: b"…", f"…", r"…", u"…". */
const PREFIX = flags('bfruBFRU');
const SENTENCE = flags('.,!?');

function flags(chars: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)] = 1;
  return table;
}

/** How a value is tied to its name. */
export type Form = 'assigned' | 'call' | 'option' | 'prose';

/** Reads forward and remembers whether it had to look past what is known. One is enough: nothing here is kept. */
class Reader {
  private bytes: Uint8Array = new Uint8Array(0);
  private known = 0;
  starved = false;
  /** Where a value begins, and how it is tied to its name; set by what finds one. */
  at = 0;
  form: Form = 'assigned';
  /** The value. */
  start = 0;
  end = 0;
  quoted = false;

  reset(bytes: Uint8Array, known: number): void {
    this.bytes = bytes;
    this.known = known;
    this.starved = false;
  }

  /** Lets go of the bytes. */
  release(): void {
    this.bytes = NOTHING;
  }

  /** The byte at `i`, or -1 at the end of what is known. */
  byte(i: number): number {
    if (i < this.known) return this.bytes[i]!;
    this.starved = true;
    return -1;
  }

  skip(i: number, table: Uint8Array, most: number): number {
    let at = i;
    while (at - i < most && table[this.byte(at)] === 1) at++;
    return at;
  }

  says(i: number, text: string): boolean {
    for (let k = 0; k < text.length; k++) if (this.byte(i + k) !== text.charCodeAt(k)) return false;
    return true;
  }

  /** Remembers where a value begins. */
  place(at: number, form: Form): boolean {
    this.at = at;
    this.form = form;
    return true;
  }
}

const NOTHING = new Uint8Array(0);
const BLANK = flags(' \t');
const BLANKS = flags(' \t\r\n');
/** A name may be followed by its closing quote, a blank, or a sign. Everything else is prose or another word. */
const TIE = flags('"\x27`])\\ \t\r\n:=>(,');
const reader = new Reader();

/**
 * Judges the kinds that know the name around an anchor.
 * @param from first byte that may be looked at
 * @param at first byte of the anchor
 * @param length bytes of the anchor
 * @param known one past the last byte that is known
 * @param last true when nothing follows `known`
 * @param found takes a hit, or `OPEN` with the kind that more bytes decide
 */
export function matchNamed(
  kinds: readonly CompiledKind[],
  bytes: Buffer,
  from: number,
  at: number,
  length: number,
  known: number,
  last: boolean,
  found: (compiled: CompiledKind, hit: Hit | typeof OPEN) => void,
): void {
  let nameEnd = at + length;
  const reach = Math.min(known, nameEnd + NAME_REACH);
  while (nameEnd < reach && NAME[bytes[nameEnd]!] === 1) nameEnd++;
  if (nameEnd === known && !last) {
    for (const compiled of kinds) found(compiled, OPEN);
    return;
  }
  if (nameEnd === known || TIE[bytes[nameEnd]!] !== 1) return;
  reader.reset(bytes, known);
  const nameStart = startOfName(bytes, from, at);
  const tie = isTied(nameEnd) || isBeside(bytes, from, nameStart, nameEnd);
  const open = reader.starved && !last;
  if (!tie && !open) return;
  const valued = !open && findValue();
  if (!valued && !(reader.starved && !last)) return;
  if (valued && !(reader.starved && !last) && reader.end - reader.start < shortestOf(kinds)) return;
  const fitting = knownBy(kinds, bytes, nameStart, nameEnd);
  if (fitting.length === 0) return;
  if (reader.starved && !last) {
    for (const compiled of fitting) found(compiled, OPEN);
    return;
  }
  const { form, quoted, start, end } = reader;
  reader.release();
  const value = bytes.toString('latin1', start, end);
  let before: string | undefined;
  for (const compiled of fitting) {
    if (!takes(compiled, value, form, quoted)) continue;
    if (compiled.kind.near !== undefined) {
      before ??= bytes.toString('latin1', Math.max(from, at - 128), at);
      if (!isNear(compiled, before)) continue;
    }
    const hit = verdict(compiled.kind, value, start, end, false);
    if (hit === undefined) continue;
    // What stands for a secret need not look like one.
    if (hit.documented || hit.placeholder || isBelievable(value, compiled.kind.named!, form))
      found(compiled, hit);
  }
}

/** First byte of the name around an anchor; the letter of an escape such as `\n` is none of it. */
function startOfName(bytes: Uint8Array, from: number, at: number): number {
  const limit = Math.max(from, at - NAME_REACH);
  let start = at;
  while (start > limit && NAME[bytes[start - 1]!] === 1) start--;
  return Math.min(at, start + escapeLength(bytes, from, start, at));
}

const SHORTEST = new WeakMap<readonly CompiledKind[], number>();

function shortestOf(kinds: readonly CompiledKind[]): number {
  let shortest = SHORTEST.get(kinds);
  if (shortest === undefined) {
    shortest = Math.min(...kinds.map(({ kind }) => kind.minLength));
    SHORTEST.set(kinds, shortest);
  }
  return shortest;
}

/** Names that were looked up before; code says the same ones over and over. */
const SEEN = new WeakMap<readonly CompiledKind[], Map<string, readonly CompiledKind[]>>();
const MOST_SEEN = 256;

/** The kinds that know the whole name. */
function knownBy(
  kinds: readonly CompiledKind[],
  bytes: Buffer,
  start: number,
  end: number,
): readonly CompiledKind[] {
  const written = bytes.toString('latin1', start, end);
  let seen = SEEN.get(kinds);
  if (seen === undefined) {
    seen = new Map();
    SEEN.set(kinds, seen);
  }
  let fitting = seen.get(written);
  if (fitting === undefined) {
    const name = written.toLowerCase().replace(/[_. -]/g, '');
    fitting = kinds.filter((compiled) => nameOf(compiled).test(name));
    if (seen.size >= MOST_SEEN) seen.clear();
    seen.set(written, fitting);
  }
  return fitting;
}

const NAMES = new WeakMap<Kind, RegExp>();
const VALUES = new WeakMap<Kind, RegExp>();

function nameOf({ kind }: CompiledKind): RegExp {
  let name = NAMES.get(kind);
  if (name === undefined) {
    name = new RegExp(kind.named!.name);
    NAMES.set(kind, name);
  }
  return name;
}

/** True when the value has the shape the kind wants, in a form that it believes. */
function takes({ kind }: CompiledKind, value: string, form: Form, quoted: boolean): boolean {
  const named = kind.named!;
  if (form === 'call' && named.calls !== true) return false;
  if (named.quoted === true && !quoted) return false;
  let shape = VALUES.get(kind);
  if (shape === undefined) {
    shape = new RegExp(`^(?:${named.value})$`);
    VALUES.set(kind, shape);
  }
  return shape.test(value);
}

/** True when a sign ties a value to the name that ends at `at`; the reader has the place. */
function isTied(at: number): boolean {
  const closed = reader.skip(at, CLOSER, 5);
  const i = reader.skip(closed, BLANK, 8);
  switch (reader.byte(i)) {
    case 0x3a: // ':', ':=', or the line end of YAML and pretty JSON behind it
      if (reader.byte(i + 1) === 0x3a) return false;
      return reader.place(reader.skip(reader.byte(i + 1) === 0x3d ? i + 2 : i + 1, BLANKS, 12), 'assigned');
    case 0x3d: {
      // '=', '=>'; '==' and '=~' compare
      const next = reader.byte(i + 1);
      if (next === 0x3d || next === 0x7e) return false;
      return reader.place(reader.skip(next === 0x3e ? i + 2 : i + 1, BLANK, 8), 'assigned');
    }
    case 0x3e: // '>' of an element
      return closed === at && reader.place(i + 1, 'assigned');
    case 0x28: // '(' with a quote behind it
      return closed === at && QUOTE[reader.byte(i + 1)] === 1 && reader.place(i + 1, 'call');
    case 0x2c: // "name":"X","value":"…"
      return closed > at && isKeyed(i + 1);
    case CR:
    case LF: // name="X", an empty line, the value of a part; or a line `value: …`
      return (closed > at && isPart(i)) || isKeyed(i);
    default:
      // <add key="X" value="…"/>
      return closed > at && i > closed && reader.says(i, 'value=') && reader.place(i + 6, 'assigned');
  }
}

function isKeyed(at: number): boolean {
  let i = reader.skip(at, BLANKS, 24);
  i = reader.skip(i, CLOSER, 4);
  if (!reader.says(i, 'value')) return false;
  i = reader.skip(i + 5, CLOSER, 4);
  i = reader.skip(i, BLANK, 4);
  return reader.byte(i) === 0x3a && reader.place(reader.skip(i + 1, BLANK, 4), 'assigned');
}

function isPart(at: number): boolean {
  for (const ends of ['\r\n\r\n', '\n\n']) {
    if (reader.says(at, ends)) return reader.place(at + ends.length, 'assigned');
  }
  return false;
}

/** What makes the word behind it a name whose value follows after a blank. */
const SETTERS = ['ENV ', 'ARG ', 'setx ', 'set ', 'setenv '] as const;

/** True when the value stands beside the name: `--name value`, `ENV NAME value`, `password 'value'`, `password is value`. */
function isBeside(bytes: Uint8Array, from: number, nameStart: number, nameEnd: number): boolean {
  const i = reader.skip(nameEnd, BLANK, 4);
  if (i === nameEnd) return false;
  if (bytes[nameStart] === 0x2d && bytes[nameStart + 1] === 0x2d) return reader.place(i, 'option');
  const byte = reader.byte(i);
  // 'is '
  if (byte === 0x69 && reader.says(i, 'is ')) return reader.place(reader.skip(i + 3, BLANK, 2), 'prose');
  if (QUOTE[byte] === 1) return reader.place(i, 'prose');
  if (nameStart <= from || bytes[nameStart - 1] !== 0x20) return false;
  for (const setter of SETTERS)
    if (endsWith(bytes, from, nameStart, setter)) return reader.place(i, 'option');
  return false;
}

function endsWith(bytes: Uint8Array, from: number, end: number, text: string): boolean {
  if (end - text.length < from) return false;
  for (let k = 0; k < text.length; k++) if (bytes[end - text.length + k] !== text.charCodeAt(k)) return false;
  return true;
}

/** Reads the value at the place of the reader: to its closing quote, or to what ends a bare one. */
function findValue(): boolean {
  const { at, form } = reader;
  let i = at;
  // Python and Rust write a letter before the quote: b"…", f"…", r"…".
  if (PREFIX[reader.byte(i)] === 1 && QUOTE[reader.byte(i + 1)] === 1) i++;
  while (reader.byte(i) === BACKSLASH && i - at < 4) i++;
  const quote = reader.byte(i);
  const quoted = QUOTE[quote] === 1;
  if (!quoted && (form === 'call' || i > at)) return false;
  const start = quoted ? i + 1 : i;
  let end = start;
  for (; end - start <= MAX_VALUE; end++) {
    const byte = reader.byte(end);
    if (byte < 0) break;
    if (quoted ? byte === quote || byte === BACKSLASH || byte === CR || byte === LF : BARE_END[byte] === 1)
      break;
  }
  if (end - start > MAX_VALUE || end === start) return false;
  if (!quoted && form === 'prose') while (end > start && SENTENCE[reader.byte(end - 1)] === 1) end--;
  reader.start = start;
  reader.end = end;
  reader.quoted = quoted;
  return true;
}
