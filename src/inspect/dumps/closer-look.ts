/** Looks at the line around a word before anything is read: these take constant time and allocate nothing. */

/** Longest line of names that is looked through, in either direction. */
const LINE = 400;
/** Longest name of a variable. */
const NAME = 100;
/** Shortest value of a variable. */
const VALUE = 4;
/** How far before a bracket the words that make it a list of columns may begin. */
const INTO = 140;

const FEED = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const OPEN = 0x28;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const SEPARATORS = flags(',;|\t');
/** No line of names holds these, and every second line of a program does. */
const CODE = flags('(){}[]<>=:');

function flags(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/** The end of a line, or the escape of one. */
function endsLine(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!;
  if (byte === FEED || byte === RETURN || byte === 0) return true;
  return byte === BACKSLASH && (bytes[at + 1] === 0x6e || bytes[at + 1] === 0x72);
}

/** A tab that is written as an escape. */
function isTab(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === BACKSLASH && bytes[at + 1] === 0x74;
}

/** A quotation mark that opens a string of JSON: it stands behind a colon. */
function opensString(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== QUOTE) return false;
  let i = at - 1;
  while (i > at - 8 && (bytes[i] === BACKSLASH || bytes[i] === 0x20)) i--;
  return bytes[i] === COLON;
}

/** True when a word may be the name of a column: its line has separators and is no program. */
export function mayBeColumn(bytes: Uint8Array, at: number): boolean {
  let separators = 0;
  const low = Math.max(0, at - LINE);
  for (let i = at; i >= low; i--) {
    const byte = bytes[i]!;
    if ((i < at && endsLine(bytes, i)) || opensString(bytes, i)) break;
    if (SEPARATORS[byte] === 1 || isTab(bytes, i)) separators++;
    if (byte === OPEN) return isInsert(bytes, i);
    if (CODE[byte] === 1 || i === at - LINE) return false;
  }
  const high = Math.min(bytes.length, at + LINE);
  // The word may begin with its separator.
  for (let i = at + 1; i < high; i++) {
    const byte = bytes[i]!;
    if (endsLine(bytes, i)) return separators > 0;
    if (SEPARATORS[byte] === 1 || isTab(bytes, i)) separators++;
    if (CODE[byte] === 1) return false;
  }
  return high === bytes.length;
}

/** `INSERT INTO name (`. */
function isInsert(bytes: Uint8Array, bracket: number): boolean {
  for (let i = bracket - 4; i >= Math.max(0, bracket - INTO); i--) {
    if ((bytes[i]! | 0x20) !== 0x69) continue;
    const isInto =
      (bytes[i + 1]! | 0x20) === 0x6e && (bytes[i + 2]! | 0x20) === 0x74 && (bytes[i + 3]! | 0x20) === 0x6f;
    if (isInto) return true;
  }
  return false;
}

/** True when a word may be the name of a member whose value is a string. */
export function mayBeMember(bytes: Uint8Array, at: number): boolean {
  let i = at + 1;
  while (i < at + NAME && (isCapital(bytes[i]!) || isSmall(bytes[i]!))) i++;
  return i >= bytes.length || followsString(bytes, i);
}

/** A quotation mark, a colon and another quotation mark. */
function followsString(bytes: Uint8Array, from: number): boolean {
  let i = from;
  const limit = from + 24;
  while (i < limit && bytes[i] === BACKSLASH) i++;
  if (bytes[i] !== QUOTE && bytes[i] !== APOSTROPHE) return i >= bytes.length;
  i++;
  while (i < limit && (bytes[i] === 0x20 || bytes[i] === FEED)) i++;
  if (bytes[i] !== COLON) return i >= bytes.length;
  i++;
  while (i < limit && (bytes[i] === 0x20 || bytes[i] === BACKSLASH || bytes[i] === FEED)) i++;
  return i >= bytes.length || bytes[i] === QUOTE || bytes[i] === APOSTROPHE;
}

/** True when a word in capitals may be part of the name of a variable that gets a value. */
export function mayBeAssignment(bytes: Uint8Array, at: number): boolean {
  let i = at;
  while (i > Math.max(0, at - NAME) && isCapital(bytes[i - 1]!)) i--;
  // A name is in capitals as a whole; the letter before it may belong to an escaped line end.
  if (i > 0 && isSmall(bytes[i - 1]!) && bytes[i - 2] !== BACKSLASH) return false;
  i = at;
  while (i < at + NAME && isCapital(bytes[i]!)) i++;
  if (i >= bytes.length) return true;
  if (bytes[i] !== 0x3d) return followsString(bytes, i);
  i++;
  const escapes = i + 8;
  while (i < escapes && bytes[i] === BACKSLASH) i++;
  if (bytes[i] === QUOTE || bytes[i] === APOSTROPHE) i++;
  for (let k = i; k < i + VALUE && k < bytes.length; k++) {
    const byte = bytes[k]!;
    if (byte <= 0x20 || byte === 0x3d || byte === QUOTE || byte === APOSTROPHE || endsLine(bytes, k))
      return false;
  }
  return true;
}

/** Letters in capitals, digits and `_`. */
function isCapital(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}

function isSmall(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}
