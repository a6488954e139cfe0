/**
 * Reads what is written behind a name: `DB_PASSWORD=…`, `"apiKey": "…"`, `X-Api-Key: …`, `--token …`,
 * `"name":"DB_PASSWORD","value":"…"`, `<password>…`, `name="password"` and a blank line in multipart bodies.
 * Everything is bounded, so a place costs the same whatever stands there.
 */

import { isBelievable } from './believable.ts';
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

function flags(chars: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)] = 1;
  return table;
}

/** How a value is tied to its name. */
export type Form = 'assigned' | 'call' | 'option' | 'prose';

/** A name and where its value stands. */
export interface Assignment {
  /** In lower case, without `_`, `-`, `.` and blanks. */
  readonly name: string;
  readonly form: Form;
  readonly quoted: boolean;
  /** Byte offsets of the value, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Reads forward and remembers whether it had to look past what is known. */
class Reader {
  private readonly bytes: Uint8Array;
  private readonly known: number;
  starved = false;

  constructor(bytes: Uint8Array, known: number) {
    this.bytes = bytes;
    this.known = known;
  }

  /** The byte at `i`, or -1 at the end of what is known. */
  at(i: number): number {
    if (i < this.known) return this.bytes[i]!;
    this.starved = true;
    return -1;
  }

  skip(i: number, table: Uint8Array, most: number): number {
    let at = i;
    while (at - i < most && table[this.at(at)] === 1) at++;
    return at;
  }

  says(i: number, text: string): boolean {
    for (let k = 0; k < text.length; k++) if (this.at(i + k) !== text.charCodeAt(k)) return false;
    return true;
  }
}

const BLANK = flags(' \t');
const BLANKS = flags(' \t\r\n');

/** The name around an anchor: its first byte and one past its last. */
function nameAround(
  bytes: Uint8Array,
  reader: Reader,
  from: number,
  at: number,
  length: number,
): readonly [number, number] {
  const end = reader.skip(at + length, NAME, NAME_REACH);
  const limit = Math.max(from, at - NAME_REACH);
  let start = at;
  while (start > limit && NAME[bytes[start - 1]!] === 1) start--;
  return [start, end];
}

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
  const reader = new Reader(bytes, known);
  const [nameStart, nameEnd] = nameAround(bytes, reader, from, at, length);
  if (reader.starved && !last) {
    for (const compiled of kinds) found(compiled, OPEN);
    return;
  }
  reader.starved = false;
  const after = tied(reader, nameEnd);
  const option = bytes[nameStart] === 0x2d && bytes[nameStart + 1] === 0x2d;
  const place = after ?? (option ? optionValue(reader, nameEnd) : proseValue(reader, nameEnd));
  if (place === undefined && !(reader.starved && !last)) return;
  const name = bytes.toString('latin1', nameStart, nameEnd).toLowerCase().replace(/[_.-]/g, '');
  const fitting = kinds.filter((compiled) => nameOf(compiled).test(name));
  if (fitting.length === 0) return;
  const extent = place === undefined ? undefined : valueAt(reader, place.at, place.form);
  if (reader.starved && !last) {
    for (const compiled of fitting) found(compiled, OPEN);
    return;
  }
  if (place === undefined || extent === undefined) return;
  const assignment: Assignment = { name, form: place.form, ...extent };
  const value = bytes.toString('latin1', extent.start, extent.end);
  for (const compiled of fitting) {
    const hit = judge(compiled, assignment, value, bytes.toString('latin1', Math.max(from, at - 128), at));
    if (hit !== undefined) found(compiled, hit);
  }
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

function judge(
  compiled: CompiledKind,
  { form, quoted, start, end }: Assignment,
  value: string,
  before: string,
): Hit | undefined {
  const { kind } = compiled;
  const named = kind.named!;
  if (form === 'call' && named.calls !== true) return undefined;
  if (named.quoted === true && !quoted) return undefined;
  let shape = VALUES.get(kind);
  if (shape === undefined) {
    shape = new RegExp(`^(?:${named.value})$`);
    VALUES.set(kind, shape);
  }
  if (!shape.test(value)) return undefined;
  if (!isNear(compiled, before)) return undefined;
  const hit = verdict(kind, value, start, end, false);
  // What stands for a secret need not look like one.
  if (hit === undefined || hit.documented || hit.placeholder) return hit;
  return isBelievable(value, named, form) ? hit : undefined;
}

interface Place {
  readonly at: number;
  readonly form: Form;
}

/** Where a value begins behind a sign that ties it to the name that ends at `at`. */
function tied(reader: Reader, at: number): Place | undefined {
  const closed = reader.skip(at, CLOSER, 5);
  const i = reader.skip(closed, BLANK, 8);
  const byte = reader.at(i);
  const next = reader.at(i + 1);
  switch (byte) {
    case 0x3a: // ':', ':=', or the line end of YAML and pretty JSON behind it
      if (next === 0x3a) return undefined;
      return { at: reader.skip(next === 0x3d ? i + 2 : i + 1, BLANKS, 12), form: 'assigned' };
    case 0x3d: // '=', '=>', '==' compares
      if (next === 0x3d || next === 0x7e) return undefined;
      return { at: reader.skip(next === 0x3e ? i + 2 : i + 1, BLANK, 8), form: 'assigned' };
    case 0x3e: // '>' of an element
      return closed === at ? { at: i + 1, form: 'assigned' } : undefined;
    case 0x28: // '(' with a quote behind it
      return closed === at && QUOTE[next] === 1 ? { at: i + 1, form: 'call' } : undefined;
    case 0x2c: // "name":"X","value":"…"
      return closed > at ? keyedValue(reader, i + 1) : undefined;
    case CR:
    case LF: // name="X", an empty line, the value of a part
      return closed > at ? partValue(reader, i) : undefined;
    default:
      // <add key="X" value="…"/>
      if (closed > at && i > closed && reader.says(i, 'value=')) return { at: i + 6, form: 'assigned' };
      return undefined;
  }
}

function keyedValue(reader: Reader, at: number): Place | undefined {
  let i = reader.skip(at, BLANKS, 12);
  i = reader.skip(i, CLOSER, 4);
  if (!reader.says(i, 'value')) return undefined;
  i = reader.skip(i + 5, CLOSER, 4);
  i = reader.skip(i, BLANK, 4);
  if (reader.at(i) !== 0x3a) return undefined;
  return { at: reader.skip(i + 1, BLANK, 4), form: 'assigned' };
}

function partValue(reader: Reader, at: number): Place | undefined {
  for (const ends of ['\r\n\r\n', '\n\n']) {
    if (reader.says(at, ends)) return { at: at + ends.length, form: 'assigned' };
  }
  return undefined;
}

/** `--name value`. */
function optionValue(reader: Reader, at: number): Place | undefined {
  const i = reader.skip(at, BLANK, 4);
  return i > at ? { at: i, form: 'option' } : undefined;
}

/** `password is value`. */
function proseValue(reader: Reader, at: number): Place | undefined {
  return reader.says(at, ' is ') ? { at: reader.skip(at + 4, BLANK, 2), form: 'prose' } : undefined;
}

/** The value that begins at `at`: to its closing quote, or to what ends a bare one. */
function valueAt(
  reader: Reader,
  at: number,
  form: Form,
): Pick<Assignment, 'start' | 'end' | 'quoted'> | undefined {
  let i = at;
  // Python and Rust write a letter before the quote: b"…", f"…", r"…".
  if (/[bfru]/i.test(String.fromCharCode(Math.max(0, reader.at(i)))) && QUOTE[reader.at(i + 1)] === 1) i++;
  while (reader.at(i) === BACKSLASH && i - at < 4) i++;
  const quoted = QUOTE[reader.at(i)] === 1;
  if (form === 'call' && !quoted) return undefined;
  const quote = reader.at(i);
  const start = quoted ? i + 1 : i;
  if (!quoted && i > at) return undefined;
  let end = start;
  for (; end - start <= MAX_VALUE; end++) {
    const byte = reader.at(end);
    if (byte < 0) break;
    if (quoted ? byte === quote || byte === BACKSLASH || byte === CR || byte === LF : BARE_END[byte] === 1)
      break;
  }
  if (end - start > MAX_VALUE || end === start) return undefined;
  while (
    !quoted &&
    form === 'prose' &&
    end > start &&
    '.,!?'.includes(String.fromCharCode(reader.at(end - 1)))
  )
    end--;
  return { start, end, quoted };
}
