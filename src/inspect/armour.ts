/** Armoured private keys: the one family of secrets that spans lines. */

/** Longest block that is followed, in bytes from its first one. */
export const MAX_BLOCK = 16_384;

const DASH = 0x2d;
const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
/** Longest armour line (`-----BEGIN ENCRYPTED PRIVATE KEY-----`) with room to spare. */
const MAX_LINE = 96;
/** This many base64 characters in a row are key material; a header without them is only talked about. */
const MATERIAL = 24;

const BASE64 = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  BASE64[char.charCodeAt(0)] = 1;
/** What else the lines of a block hold: headers such as `DEK-Info: AES-128-CBC,00`, line ends written as `\n`. */
const BODY = BASE64.slice();
for (const char of '=-:,._@ \t\r\n\\()') BODY[char.charCodeAt(0)] = 1;

/** Where a block ends; `open` when bytes that are not there yet decide it. */
export interface BlockEnd {
  readonly end: number;
  readonly open: boolean;
  /** True when the closing line was seen. */
  readonly complete: boolean;
  /** True when other text follows the first line at once, as the strings of a program do: it is no key. */
  readonly glued?: boolean;
}

/**
 * Reads forward and remembers whether it had to look past what is known. A result that never did is the same whatever
 * follows, which is what makes a stream and a whole give the same findings.
 */
class Reader {
  readonly bytes: Uint8Array;
  readonly limit: number;
  starved = false;

  constructor(bytes: Uint8Array, at: number, known: number) {
    this.bytes = bytes;
    this.limit = Math.min(known, at + MAX_BLOCK);
    this.known = known;
  }

  private readonly known: number;

  /** The byte at `i`; 0, which no block holds, at the end of what is known or followed. */
  at(i: number): number {
    if (i < this.limit) return this.bytes[i]!;
    if (i >= this.known && this.limit === this.known) this.starved = true;
    return 0;
  }
}

/**
 * Follows an armoured block from its BEGIN line: to the end of its END line, or to the last byte of key material when
 * there is none. Works on real line ends and on `\n` written as two characters, as JSON does.
 * @param at first byte of the BEGIN line
 * @param known one past the last byte that is known
 * @param last true when nothing follows `known`
 */
export function blockEnd(bytes: Uint8Array, at: number, known: number, last: boolean): BlockEnd {
  const reader = new Reader(bytes, at, known);
  const result = bytes[at] === DASH ? dashed(reader, at) : putty(reader, at);
  return { ...result, open: reader.starved && !last && known < at + MAX_BLOCK };
}

/** How keys begin that lost their line ends: DER, OpenSSH, packets of OpenPGP. */
const BEGINNINGS = ['MI', 'b3BlbnNz', 'lQ', 'lI', 'lF', 'lG', 'lH', 'xc', 'xo', 'xV', 'xQ'];

function dashed(reader: Reader, at: number): Omit<BlockEnd, 'open'> {
  const header = lineOfDashes(reader, at);
  if (header < 0) return { end: -1, complete: false };
  const glued =
    BASE64[reader.at(header)] === 1 && !BEGINNINGS.some((text) => startsWith(reader, header, text));
  let run = 0;
  let material = header;
  let found = false;
  for (let i = header; ; i++) {
    const byte = reader.at(i);
    if (
      byte === DASH &&
      reader.at(i + 1) === DASH &&
      reader.at(i + 2) === DASH &&
      reader.at(i + 3) === DASH
    ) {
      const end = isEndLine(reader, i) ? lineOfDashes(reader, i) : -1;
      if (end >= 0) return { end, complete: true };
      break;
    }
    if (BODY[byte] !== 1) break;
    run = BASE64[byte] === 1 ? run + 1 : 0;
    if (run >= MATERIAL) found = true;
    if (BASE64[byte] === 1 || byte === 0x3d) material = i + 1;
  }
  return { end: found && !glued ? material : header, complete: false, glued };
}

/** A PuTTY file ends with the line of its MAC. */
function putty(reader: Reader, at: number): { end: number; complete: boolean } {
  const mac = 'Private-MAC:';
  let header = -1;
  for (let i = at; ; i++) {
    const byte = reader.at(i);
    const lineEnds = byte === LF || byte === CR || byte === BACKSLASH;
    if (lineEnds && header < 0) header = i;
    if (i > at && byte === 0x50 && startsWith(reader, i, 'PuTTY-User-Key')) {
      if (header < 0) header = i;
      break;
    }
    if (byte !== 0x50 || !startsWith(reader, i, mac)) {
      if (lineEnds || byte === 0x09 || (byte >= SPACE && byte < 0x7f && byte !== 0x22)) continue;
      if (header < 0) header = i;
      break;
    }
    let end = i + mac.length;
    while (reader.at(end) === SPACE) end++;
    while (BASE64[reader.at(end)] === 1) end++;
    return { end, complete: true };
  }
  return { end: header, complete: false };
}

function startsWith(reader: Reader, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (reader.at(at + i) !== text.charCodeAt(i)) return false;
  return true;
}

function isEndLine(reader: Reader, at: number): boolean {
  let i = at;
  while (reader.at(i) === DASH) i++;
  if (reader.at(i) === SPACE) i++;
  return startsWith(reader, i, 'END');
}

/** End of a line `-----WORDS-----` that starts at `at`, or -1 when it is none. */
function lineOfDashes(reader: Reader, at: number): number {
  let i = at;
  while (reader.at(i) === DASH) i++;
  for (; i < at + MAX_LINE; i++) {
    const byte = reader.at(i);
    if (byte === DASH && reader.at(i + 1) === DASH) {
      while (i < at + MAX_LINE && reader.at(i) === DASH) i++;
      return i;
    }
    if (byte < SPACE || byte > 0x7e || byte === BACKSLASH || byte === 0x22) return -1;
  }
  return -1;
}
