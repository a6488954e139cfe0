/**
 * Reads how a value is tied to the name before it, and where the value begins and ends. The ways to write one are those
 * of shells, settings files, programs, headers, forms and prose. Everything is bounded.
 */

import { Memo } from './memo.ts';

/** Longest value that is read. */
export const MAX_VALUE = 512;

const COLON = 0x3a;
const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;

/** The bytes of names. */
export const NAME = flags('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-.');
const QUOTE = flags('"\x27`');
const CLOSER = flags('"\x27`])\\');

/** A letter before a quote: b"…", f"…", r"…", u"…". */
const PREFIX = flags('bfruBFRU');
const SENTENCE = flags('.,!?');

function flags(chars: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)] = 1;
  return table;
}

/** How a value is tied to its name. */
export type Form = 'assigned' | 'call' | 'option' | 'argument' | 'prose';

/** Reads forward and remembers whether it had to look past what is known. One is enough: nothing here is kept. */
class Reader {
  private bytes: Uint8Array = new Uint8Array(0);
  private known = 0;
  private memo = new Memo();
  starved = false;
  /** Where a value begins, and how it is tied to its name; set by what finds one. */
  at = 0;
  form: Form = 'assigned';
  /** The value. */
  start = 0;
  end = 0;
  quoted = false;

  /** @param memo of the pass over the bytes */
  reset(bytes: Uint8Array, known: number, memo: Memo): void {
    this.bytes = bytes;
    this.known = known;
    this.memo = memo;
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

  /** What ends a value without quotes that begins at `at`; one more than `most` bytes behind it when nothing does. */
  bareEnd(at: number, most: number): number {
    const end = this.memo.bareEnd(this.bytes, at, Math.min(this.known, at + most + 1));
    if (end - at <= most) this.byte(end);
    return end;
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
/** `string`, `str`, `String`, `&str`. */
const TYPE_FIRST = flags('sS&');
const TYPE = flags('abcdefghijklmnopqrstuvwxyzS');
/** What may stand behind the mark of a block in YAML: `|-`, `>2`. */
const BLOCK_MARK = flags('-+0123456789');
/** A name may be followed by its closing quote, a blank, or a sign. Everything else is prose or another word. */
export const TIE = flags('"\x27`])\\ \t\r\n:=>(?|+');
/**
 * What follows a name and a blank when a value is tied to it, or stands beside it: a sign, a quote, `is`, `value=`, or
 * a type whose name begins with `s`. Behind an option anything may follow.
 */
export const BEHIND_BLANK = flags(' \t:=>?|+."\x27`isS&v');
/** The last letters of what sets a name; see `SETTERS`. */
export const SETTER_END = flags('VGxtv-');

/**
 * False when no value can be tied to the name bytes[start, end): most names in prose end here.
 * @param known one past the last byte that is known; more than `end`
 */
export function mayHaveValue(
  bytes: Uint8Array,
  from: number,
  start: number,
  end: number,
  known: number,
): boolean {
  const next = bytes[end]!;
  if (TIE[next] !== 1) return false;
  if (next !== 0x20 || end + 1 >= known || BEHIND_BLANK[bytes[end + 1]!] === 1) return true;
  if (bytes[start] === 0x2d) return true;
  return start - 2 >= from && bytes[start - 1] === 0x20 && SETTER_END[bytes[start - 2]!] === 1;
}

/** The one reader: it has the place of the value that was found last. */
export const reader = new Reader();
/** True when a sign ties a value to the name that ends at `at`; the reader has the place. */
export function isTied(at: number): boolean {
  const closed = reader.skip(at, CLOSER, 5);
  const i = reader.skip(closed, BLANK, 8);
  const byte = reader.byte(i);
  // `(name) = …` is a checksum, `f("name"): …` a choice between two values.
  if (closed > at && reader.byte(closed - 1) === 0x29 && (byte === COLON || QUOTE[reader.byte(at)] !== 1))
    return false;
  switch (byte) {
    case COLON:
      return isBehindColon(i + 1);
    case EQUALS:
      return isBehindEquals(i + 1);
    case 0x3e: // '>' of an element
      return closed - at < 2 && reader.place(reader.skip(i + 1, BLANKS, 16), 'assigned');
    case 0x28: // '(' with a quote behind it
      return closed === at && QUOTE[reader.byte(i + 1)] === 1 && reader.place(i + 1, 'call');
    case 0x2c: // "name":"X","value":"…", or the next argument
      return closed > at && (isKeyed(i + 1) || isArgument(i + 1));
    case CR:
    case LF: // name="X", an empty line, the value of a part; or a line `value: …`
      return (closed > at && isPart(i)) || isKeyed(i);
    case 0x3f: // '?=' of make, '??' and '??=' of what is missing
    case 0x7c: // '||'
    case 0x2b: // '+='
    case 0x2e: // ' .='
      return isFallback(byte, i + 1);
    default:
      // <add key="X" value="…"/>
      if (closed > at && i > closed && reader.says(i, 'value=')) return reader.place(i + 6, 'assigned');
      return closed === at && i > at && isTyped(i);
  }
}

/** `name: value`, `name := value`, `name: string = value`, and the value on the next line in YAML and pretty JSON. */
function isBehindColon(at: number): boolean {
  let i = at;
  while (reader.byte(i) === COLON && i - at < 2) i++;
  if (reader.byte(i) === EQUALS) return reader.place(reader.skip(i + 1, BLANK, 8), 'assigned');
  if (i > at) return false;
  i = reader.skip(i, BLANKS, 12);
  const byte = reader.byte(i);
  // A block of YAML: the value is the first line below.
  if (byte === 0x7c || byte === 0x3e) {
    const below = reader.skip(i + 1, BLOCK_MARK, 2);
    if (reader.byte(below) === LF || reader.byte(below) === CR) i = reader.skip(below, BLANKS, 24);
  }
  if (TYPE_FIRST[byte] === 1) {
    const typed = behindType(i);
    if (typed > 0) return reader.place(typed, 'assigned');
  }
  return reader.place(i, 'assigned');
}

/** `name = value`, `name => value`; `==` and `=~` compare. */
function isBehindEquals(at: number): boolean {
  const next = reader.byte(at);
  if (next === EQUALS || next === 0x7e) return false;
  return reader.place(reader.skip(next === 0x3e ? at + 1 : at, BLANK, 8), 'assigned');
}

/** `name string = value`: where the name is the word before. */
function isTyped(at: number): boolean {
  if (TYPE_FIRST[reader.byte(at)] !== 1) return false;
  const typed = behindType(at);
  return typed > 0 && reader.place(typed, 'assigned');
}

/** Where the value begins behind `string = `; 0 when no such thing stands at `at`. */
function behindType(at: number): number {
  const word = reader.skip(reader.byte(at) === 0x26 ? at + 1 : at, TYPE, 12);
  if (word === at) return 0;
  const sign = reader.skip(word, BLANK, 4);
  if (reader.byte(sign) !== EQUALS || reader.byte(sign + 1) === EQUALS) return 0;
  const value = reader.skip(sign + 1, BLANK, 4);
  return QUOTE[reader.byte(value)] === 1 ? value : 0;
}

/** `name ?= value`, `name ?? 'value'`, `name ??= 'value'`, `name || 'value'`, `name += 'value'`. */
function isFallback(sign: number, at: number): boolean {
  let i = at;
  if (reader.byte(i) === sign) i++;
  const equals = reader.byte(i) === EQUALS;
  if (!equals && i === at) return false;
  i = reader.skip(equals ? i + 1 : i, BLANK, 4);
  if (sign === 0x3f && equals) return reader.place(i, 'assigned');
  return QUOTE[reader.byte(i)] === 1 && reader.place(i, 'assigned');
}

/** `set("name", "value")`: arguments side by side are often two names, so the value must not read like one. */
function isArgument(at: number): boolean {
  const i = reader.skip(at, BLANK, 4);
  return QUOTE[reader.byte(i)] === 1 && reader.place(i, 'argument');
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
export function isBeside(bytes: Uint8Array, from: number, nameStart: number, nameEnd: number): boolean {
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

const CDATA = '<![CDATA[';

/** Reads the value at the place of the reader: to its closing quote, or to what ends a bare one. */
export function findValue(): boolean {
  const { at, form } = reader;
  let i = at;
  if (reader.byte(i) === 0x3c && reader.says(i, CDATA)) i += CDATA.length;
  // Python and Rust write a letter before the quote: b"…", f"…", r"…".
  if (PREFIX[reader.byte(i)] === 1 && QUOTE[reader.byte(i + 1)] === 1) i++;
  while (reader.byte(i) === BACKSLASH && i - at < 4) i++;
  const quote = reader.byte(i);
  const quoted = QUOTE[quote] === 1;
  if (!quoted && (form === 'call' || reader.byte(i - 1) === BACKSLASH)) return false;
  const start = quoted ? i + 1 : i;
  let end = quoted ? start : reader.bareEnd(start, MAX_VALUE);
  for (; quoted && end - start <= MAX_VALUE; end++) {
    const byte = reader.byte(end);
    if (byte < 0 || byte === quote || byte === BACKSLASH || byte === CR || byte === LF) break;
  }
  if (end - start > MAX_VALUE || end === start) return false;
  if (!quoted && form === 'prose') while (end > start && SENTENCE[reader.byte(end - 1)] === 1) end--;
  reader.start = start;
  reader.end = end;
  reader.quoted = quoted;
  return true;
}
