/** Decoded copies of what was sent: a secret is one in whatever way its bytes are written. */

const PERCENT = 0x25;
const PLUS = 0x2b;
const BACKSLASH = 0x5c;
/** Encodings may be nested; deeper than this nobody reads them. */
export const MAX_ROUNDS = 3;

const HEX = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) {
  HEX['0123456789abcdef'.charCodeAt(i)] = i;
  HEX['0123456789ABCDEF'.charCodeAt(i)] = i;
}

const SIMPLE: Readonly<Record<number, number>> = {
  34: 0x22,
  92: 0x5c,
  47: 0x2f,
  98: 0x08,
  102: 0x0c,
  110: 0x0a,
  114: 0x0d,
  116: 0x09,
};

/** One way of writing bytes, undone piece by piece. */
export interface Decoder {
  /** First offset at which the bytes differ from their decoded form; -1 when they do not. */
  first(bytes: Uint8Array): number;
  /**
   * Decodes one unit at `at`: `size` bytes were read and stand for `value`. `size` 0: more bytes are needed.
   */
  unit(bytes: Uint8Array, at: number, end: number, unit: Unit): void;
  /** Longest unit in bytes. */
  readonly longest: number;
}

export interface Unit {
  size: number;
  value: number;
}

/** Percent-encoding with `+` for a blank, as in queries and forms. A broken `%` stands for itself. */
export const PERCENT_DECODER: Decoder = {
  longest: 3,
  first: (bytes) => {
    const percent = bytes.indexOf(PERCENT);
    const plus = bytes.indexOf(PLUS);
    return percent < 0 || (plus >= 0 && plus < percent) ? plus : percent;
  },
  unit: (bytes, at, end, unit) => {
    const byte = bytes[at]!;
    unit.size = 1;
    unit.value = byte === PLUS ? 0x20 : byte;
    if (byte !== PERCENT) return;
    const high = at + 1 < end ? HEX[bytes[at + 1]!]! : -2;
    const low = at + 2 < end ? HEX[bytes[at + 2]!]! : -2;
    if (high === -2 || (high >= 0 && low === -2)) unit.size = 0;
    else if (high >= 0 && low >= 0) {
      unit.size = 3;
      unit.value = high * 16 + low;
    }
  },
};

/** The escapes of JSON strings. A character above U+00FF, which no secret holds, becomes a blank. */
export const JSON_DECODER: Decoder = {
  longest: 6,
  first: (bytes) => bytes.indexOf(BACKSLASH),
  unit: (bytes, at, end, unit) => {
    unit.size = 1;
    unit.value = bytes[at]!;
    if (unit.value !== BACKSLASH) return;
    if (at + 1 >= end) {
      unit.size = 0;
      return;
    }
    const letter = bytes[at + 1]!;
    if (letter === 0x75) unicodeUnit(bytes, at, end, unit);
    else {
      const simple = SIMPLE[letter];
      if (simple === undefined) return;
      unit.size = 2;
      unit.value = simple;
    }
  },
};

function unicodeUnit(bytes: Uint8Array, at: number, end: number, unit: Unit): void {
  let code = 0;
  for (let i = at + 2; i < at + 6; i++) {
    if (i >= end) {
      unit.size = 0;
      return;
    }
    const digit = HEX[bytes[i]!]!;
    if (digit < 0) return;
    code = code * 16 + digit;
  }
  unit.size = 6;
  unit.value = code > 0xff ? 0x20 : code;
}

/** The whole, decoded once; undefined when that changes nothing. */
export function decodeOnce(decoder: Decoder, bytes: Buffer): Buffer | undefined {
  const first = decoder.first(bytes);
  if (first < 0) return undefined;
  const out = Buffer.allocUnsafe(bytes.length);
  bytes.copy(out, 0, 0, first);
  const unit: Unit = { size: 0, value: 0 };
  let to = first;
  for (let at = first; at < bytes.length; ) {
    decoder.unit(bytes, at, bytes.length, unit);
    out[to++] = unit.size === 0 ? bytes[at]! : unit.value;
    at += Math.max(1, unit.size);
  }
  const decoded = out.subarray(0, to);
  return decoded.equals(bytes) ? undefined : decoded;
}

/** Every decoded form, up to three rounds. */
export function* decodedForms(decoder: Decoder, bytes: Buffer): Generator<Buffer> {
  let form = bytes;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const decoded = decodeOnce(decoder, form);
    if (decoded === undefined) return;
    form = decoded;
    yield form;
  }
}

/** User and password of a `Basic` credential, or undefined. */
export function basicCredentials(value: string): Buffer | undefined {
  const match = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(value);
  return match === null ? undefined : Buffer.from(match[1]!, 'base64');
}

/** True for media types whose text may hold JSON escapes. */
export function isJsonLike(contentType: string | undefined): boolean {
  return contentType === undefined || /json|javascript|text\/|graphql|event-stream/i.test(contentType);
}

/** True for form bodies. */
export function isForm(contentType: string | undefined): boolean {
  return contentType !== undefined && /^\s*application\/x-www-form-urlencoded/i.test(contentType);
}
