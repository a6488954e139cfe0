import { normalise } from '../text/normalise.ts';

/** One escape undone: the bytes it stands for, how long it is, and what it is called. */
export interface Unit {
  size: number;
  /** Latin1 text of the bytes; empty when the unit stands for nothing. */
  text: string;
  via: string;
}

const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const QUOTES = new Set([0x22, 0x27, 0x60]);
/** Longest entity with a name that stands for a character of tokens. */
const ENTITY = /^&(?:amp;){0,4}(?:#0{0,16}(\d{1,7});?|#[xX]0{0,16}([0-9a-fA-F]{1,6});?|([A-Za-z]{2,24});)/;
const NAMED: Readonly<Record<string, string>> = {
  lowbar: '_',
  UnderBar: '_',
  hyphen: '-',
  dash: '-',
  period: '.',
  sol: '/',
  equals: '=',
  plus: '+',
  colon: ':',
  commat: '@',
  percnt: '%',
  dollar: '$',
  ast: '*',
  midast: '*',
  semi: ';',
  comma: ',',
  num: '#',
  excl: '!',
  amp: '&',
  apos: "'",
  quot: '"',
  lt: '<',
  gt: '>',
  Tab: '\t',
  NewLine: '\n',
  // What is not seen.
  shy: '',
  ZeroWidthSpace: '',
  NegativeThinSpace: '',
  NegativeMediumSpace: '',
  NegativeThickSpace: '',
  NegativeVeryThinSpace: '',
  NoBreak: '',
  zwj: '',
  zwnj: '',
  lrm: '',
  af: '',
  ApplyFunction: '',
};

const HEX = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) {
  HEX['0123456789abcdef'.charCodeAt(i)] = i;
  HEX['0123456789ABCDEF'.charCodeAt(i)] = i;
}

/**
 * The commonest escapes without any text in between: `%67`, `\x67`, `\u0067` below 0x80.
 * @returns the byte, and its size in the upper bits (`byte | size << 8`); 0 when it is none of them
 */
export function readByte(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at]!;
  if (first === PERCENT) {
    if (at + 3 > end) return 0;
    const high = HEX[bytes[at + 1]!]!;
    const low = HEX[bytes[at + 2]!]!;
    return high < 0 || low < 0 ? 0 : (high << 4) | low | (3 << 8);
  }
  if (first !== BACKSLASH || at + 4 > end) return 0;
  const kind = bytes[at + 1]!;
  if ((kind | 0x20) === 0x78) {
    const high = HEX[bytes[at + 2]!]!;
    const low = HEX[bytes[at + 3]!]!;
    return high < 0 || high > 7 || low < 0 ? 0 : (high << 4) | low | (4 << 8);
  }
  if (kind !== 0x75 || at + 6 > end || bytes[at + 2] !== 0x30 || bytes[at + 3] !== 0x30) return 0;
  const high = HEX[bytes[at + 4]!]!;
  const low = HEX[bytes[at + 5]!]!;
  return high < 0 || high > 7 || low < 0 ? 0 : (high << 4) | low | (6 << 8);
}

/**
 * Undoes the escape that begins at `at`.
 * @returns false when there is none
 */
export function readUnit(bytes: Buffer, at: number, end: number, unit: Unit): boolean {
  const byte = bytes[at]!;
  if (byte === BACKSLASH) return backslash(bytes, at, end, unit);
  if (byte === PERCENT) return percent(bytes, at, end, unit);
  if (byte === AMPERSAND) return entity(bytes, at, end, unit);
  if (byte === EQUALS) return quoted(bytes, at, end, unit);
  if (QUOTES.has(byte)) return join(bytes, at, end, unit);
  if (byte >= 0x80) return unicode(bytes, at, end, unit);
  return false;
}

function take(unit: Unit, size: number, text: string, via: string): true {
  unit.size = size;
  unit.text = text;
  unit.via = via;
  return true;
}

/** `\u0067`, `\u{67}`, `\U00000067`, `\x67`, `\147`, `\/`. */
function backslash(bytes: Buffer, at: number, end: number, unit: Unit): boolean {
  const kind = at + 1 < end ? bytes[at + 1]! : 0;
  if (kind === SLASH) return take(unit, 2, '/', 'escape');
  const text = bytes.toString('latin1', at, Math.min(end, at + 12));
  const match =
    /^\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|[xX]([0-9a-fA-F]{2})|([0-3][0-7]{2}))/.exec(
      text,
    );
  if (match === null) return false;
  const octal = match[5] === undefined ? undefined : Number.parseInt(match[5], 8);
  const code = octal ?? Number.parseInt(match[1] ?? match[2] ?? match[3] ?? match[4]!, 16);
  // These two stand for bytes where programs write them for other programs.
  const byte = octal !== undefined || match[4] !== undefined;
  return take(unit, match[0].length, byte ? String.fromCharCode(code & 0xff) : characterOf(code), 'escape');
}

/** `%67`, `%u0067`. */
function percent(bytes: Buffer, at: number, end: number, unit: Unit): boolean {
  const match = /^%(?:([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(
    bytes.toString('latin1', at, Math.min(end, at + 6)),
  );
  if (match === null) return false;
  // A byte, not a character: UTF-8 that was percent-encoded comes out as UTF-8.
  const text =
    match[1] === undefined
      ? characterOf(Number.parseInt(match[2]!, 16))
      : String.fromCharCode(Number.parseInt(match[1], 16));
  return take(unit, match[0].length, text, 'percent');
}

/** `&#103;`, `&#x67;`, `&lowbar;`, also behind `&amp;`. */
function entity(bytes: Buffer, at: number, end: number, unit: Unit): boolean {
  const match = ENTITY.exec(bytes.toString('latin1', at, Math.min(end, at + 40)));
  if (match === null) return false;
  const [all, decimal, hex, name] = match;
  const text =
    name === undefined
      ? characterOf(decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal))
      : NAMED[name];
  return text === undefined ? false : take(unit, all.length, text, 'html-entity');
}

/** `=67`, and the soft line break. */
function quoted(bytes: Buffer, at: number, end: number, unit: Unit): boolean {
  const match = /^=(?:\r?\n|([0-9A-Fa-f]{2}))/.exec(bytes.toString('latin1', at, Math.min(end, at + 3)));
  if (match === null) return false;
  const code = match[1];
  return take(
    unit,
    match[0].length,
    code === undefined ? '' : String.fromCharCode(Number.parseInt(code, 16)),
    'quoted-printable',
  );
}

/** From the quote that ends one string to the one that begins the next: `" + "`. Both may be escaped. */
function join(bytes: Buffer, at: number, end: number, unit: Unit): boolean {
  const match = /^["'`]\s{0,40}(?:[+.]{1,2})\s{0,60}\\?["'`]/.exec(
    bytes.toString('latin1', at, Math.min(end, at + 110)),
  );
  return match === null ? false : take(unit, match[0].length, '', 'concatenation');
}

/** A character that is invisible or looks like one of ASCII. */
function unicode(bytes: Buffer, at: number, end: number, unit: Unit): boolean {
  const lead = bytes[at]!;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + size > end) return false;
  let code = lead & (0xff >> (size + 1));
  for (let i = at + 1; i < at + size; i++) {
    const byte = bytes[i]!;
    if ((byte & 0xc0) !== 0x80) return false;
    code = (code << 6) | (byte & 0x3f);
  }
  if (mayHide(code) && followsWord(bytes, at)) return take(unit, size, '', 'unicode');
  const text = foldOf(code);
  return text !== undefined && take(unit, size, text, 'unicode');
}

const COMBINING = /^[\p{Mn}\p{Me}]$/u;
/** Blanks that are letters, or symbols, to Unicode: programs that trim leave them where they are. */
const BLANK_LETTERS = new Set([0x3164, 0xffa0, 0x2800]);
/** Most bytes of marks on one letter. */
const MAX_MARKS = 32;

/** True for what is drawn over the letter before it, or as nothing. */
function mayHide(code: number): boolean {
  // Latin, Greek, Cyrillic, kana, Han and Hangul letters, of which text has most; and what is no character.
  if (code < 0x300 || (code >= 0x370 && code < 0x483) || code > 0x10ffff) return false;
  if ((code >= 0x30a0 && code < 0x3131) || (code >= 0x3400 && code < 0xa000)) return false;
  return BLANK_LETTERS.has(code) || COMBINING.test(String.fromCodePoint(code));
}

/** True when a letter of ASCII stands before, or further marks on one do. */
function followsWord(bytes: Buffer, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && at - i <= MAX_MARKS && bytes[i]! >= 0x80) i--;
  const byte = i < 0 ? 0 : bytes[i]!;
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f || byte === 0x2d
  );
}

/** What code points stand for, as they were met; undefined for those that are themselves. */
const folds = new Map<number, string | undefined>();
/** Texts of many scripts do not fill the memory. */
const MAX_FOLDS = 65_536;

function foldOf(code: number): string | undefined {
  if (folds.has(code)) return folds.get(code);
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
  const before = String.fromCodePoint(code);
  const { text } = normalise(before);
  const fold = text === before ? undefined : Buffer.from(text, 'utf8').toString('latin1');
  if (folds.size < MAX_FOLDS) folds.set(code, fold);
  return fold;
}

/** UTF-8 of a code point as latin1 text, so that it can be written byte by byte. */
function characterOf(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return '?';
  if (mayHide(code)) return Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
  // Full-width and styled letters may be written as escapes, too.
  return Buffer.from(normalise(String.fromCodePoint(code)).text, 'utf8').toString('latin1');
}
