/** Takes a closer look at a literal: what else the bytes around it say. Each look reads a bounded number of bytes. */

/** Bytes as units, so that shapes of other languages are written as their bytes in UTF-8. */
function around(bytes: Uint8Array, at: number, before: number, behind: number): string {
  const from = Math.max(0, at - before);
  return Buffer.from(
    bytes.buffer,
    bytes.byteOffset + from,
    Math.min(bytes.length, at + behind) - from,
  ).toString('latin1');
}

/** @param words parts of words in UTF-8, separated by blanks; `_` stands for a blank */
function shapeOf(words: string): RegExp {
  const parts = words
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => Buffer.from(word.replaceAll('_', ' ')).toString('latin1'))
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('|'), 'i');
}

type Look = (bytes: Uint8Array, at: number) => boolean;

/** Passes where one of the words stands nearby. */
export function near(words: string, before: number, behind: number): Look {
  const shape = shapeOf(words);
  return (bytes, at) => shape.test(around(bytes, at, before, behind));
}

/** Passes where a shape fits the bytes around; it has to be linear. */
export function like(shape: RegExp, before: number, behind: number): Look {
  return (bytes, at) => shape.test(around(bytes, at, before, behind));
}

/** Passes where both looks do. */
export function both(first: Look, second: Look): Look {
  return (bytes, at) => first(bytes, at) && second(bytes, at);
}

/** Passes where one of the looks does. */
export function either(first: Look, second: Look): Look {
  return (bytes, at) => first(bytes, at) || second(bytes, at);
}

/** Longest word that is looked around. */
const WORD = 24;

/** Passes unless the word is a string of its own: the names of roles stand in every conversation. */
export const inText: Look = (bytes, at) => {
  let start = at;
  while (start > at - WORD && isLetter(bytes[start - 1])) start--;
  let end = at;
  while (end < at + WORD && isLetter(bytes[end])) end++;
  return !(isQuote(bytes[start - 1]) && isQuote(bytes[end] === BACKSLASH ? bytes[end + 1] : bytes[end]));
};

const BACKSLASH = 0x5c;

function isLetter(byte: number | undefined): boolean {
  const lower = (byte ?? 0) | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isQuote(byte: number | undefined): boolean {
  return byte === 0x22 || byte === 0x27;
}
