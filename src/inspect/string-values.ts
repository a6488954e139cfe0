/** Which bytes of a range stand in values of strings: what is between them, and names of members, belong to others. */

const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** A quote, the backslashes before it counted: strings may stand in strings. */
interface Quote {
  readonly at: number;
  readonly byte: number;
  readonly depth: number;
}

/**
 * Marks the parts of bytes[start, end) that stand in strings, but not those in names of members. Anything that was cut
 * off counts as a value: what may be a part of a secret is rather hidden than shown.
 * @param start negative when the beginning of the range is gone already
 * @returns pairs of offsets, ends exclusive
 */
export function valuesIn(
  bytes: Uint8Array,
  start: number,
  end: number,
): readonly (readonly [number, number])[] {
  const from = Math.max(0, start);
  const to = Math.min(bytes.length, end);
  const parts: (readonly [number, number])[] = [];
  let quote = nextQuote(bytes, from, to, undefined);
  // No string ends here, so that all of it is one.
  if (quote === undefined) return [[from, to]];
  let open: Quote | undefined;
  // A range begins within the string that holds the first part of the value, unless it is one of structure.
  const inside = start >= 0 ? !isStructure(bytes, from) : closes(bytes, quote);
  if (inside) {
    if (start >= 0 || !isName(bytes, quote.at + 1)) parts.push([from, quote.at]);
    quote = nextQuote(bytes, quote.at + 1, to, undefined);
  }
  while (quote !== undefined) {
    open = quote;
    const close = nextQuote(bytes, open.at + 1, bytes.length, open);
    const stop = close?.at ?? to;
    if (close === undefined || !isName(bytes, stop + 1)) parts.push([open.at + 1, Math.min(to, stop)]);
    if (close === undefined || stop >= to) break;
    quote = nextQuote(bytes, stop + 1, to, undefined);
  }
  return parts;
}

/** @param opened only a quote that closes this one */
function nextQuote(
  bytes: Uint8Array,
  from: number,
  to: number,
  opened: Quote | undefined,
): Quote | undefined {
  let depth = 0;
  for (let i = from - 1; i >= 0 && bytes[i] === BACKSLASH; i--) depth++;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte === BACKSLASH) depth++;
    else {
      const fits =
        opened === undefined
          ? byte === 0x22 || byte === 0x27 || byte === 0x60
          : byte === opened.byte && depth <= opened.depth;
      if (fits) return { at: i, byte, depth };
      depth = 0;
    }
  }
  return undefined;
}

/** JSON begins here. No word of JSON begins with an `r`, but the label of a mask that was put here before does. */
function isStructure(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return byte === 0x7b || byte === 0x22 || (byte === 0x5b && bytes[at + 1] !== 0x72);
}

/** What follows a string of which only the end is at hand. */
function closes(bytes: Uint8Array, { at, byte }: Quote): boolean {
  let i = at + 1;
  while (i < bytes.length && isBlank(bytes[i]!)) i++;
  return byte !== 0x22 || i >= bytes.length || ',]}:+.;)'.includes(String.fromCharCode(bytes[i]!));
}

/** A colon is behind it. */
function isName(bytes: Uint8Array, from: number): boolean {
  let i = from;
  while (i < bytes.length && isBlank(bytes[i]!)) i++;
  return bytes[i] === COLON;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** True when a string of JSON begins or ends between start and end. */
export function crossesStrings(bytes: Uint8Array, start: number, end: number): boolean {
  let first = 0;
  while (first < bytes.length && isBlank(bytes[first]!)) first++;
  if (bytes[first] !== 0x7b && bytes[first] !== 0x5b) return false;
  for (let i = start; i < end; i++) if (bytes[i] === 0x22 && !isEscaped(bytes, i)) return true;
  return false;
}

/** The same range without a cut through an escape or a character of UTF-8. */
export function wholeCharacters(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  let from = start;
  let to = end;
  while (from > 0 && isContinuation(bytes[from])) from--;
  while (to < bytes.length && isContinuation(bytes[to])) to++;
  // A backslash that stays without what it stands before would escape what is put there.
  for (let k = 0; k < 5 && from - k > 0; k++) {
    const head = bytes[from - k];
    if (isEscaped(bytes, from - k) && (k === 0 || head === 0x75)) {
      from -= k + 1;
      break;
    }
    if (k > 0 && !isHex(head)) break;
  }
  if (to > from && to < bytes.length && isEscaped(bytes, to)) to++;
  return { start: from, end: to };
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >> 6 === 2;
}

function isHex(byte: number | undefined): boolean {
  return (
    byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66))
  );
}

function isEscaped(bytes: Uint8Array, at: number): boolean {
  let count = 0;
  for (let i = at - 1; i >= 0 && bytes[i] === BACKSLASH; i--) count++;
  return count % 2 === 1;
}
