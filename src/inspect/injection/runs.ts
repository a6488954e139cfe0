/** Finds the runs of a text that look encoded, in one pass over some of its units and one for each sign that encodings use. */

/** A part of a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Runs by what they look like. */
export interface Runs {
  readonly base64: readonly Range[];
  readonly hex: readonly Range[];
  readonly percent: readonly Range[];
  readonly entities: readonly Range[];
  readonly escapes: readonly Range[];
}

const LEAST_BASE64 = 24;
const LEAST_HEX = 32;
const MAX_RUN = 16_384;
const LEAST_PERCENT = 4;
const LEAST_ENTITIES = 3;
const LEAST_ESCAPES = 4;
/** How far one encoded character may stand from the next, with letters as they are between them. */
const PERCENT_GAP = 64;
const ENTITY_GAP = 64;
const ESCAPE_GAP = 32;

const RUN = 1;
const DIGIT = 2;
const LOWER = 4;
const UPPER = 8;
const classes = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const sign = String.fromCharCode(code);
  if (/[A-Za-z0-9+/_-]/.test(sign)) classes[code]! |= RUN;
  if (/[0-9a-f]/i.test(sign)) classes[code]! |= DIGIT;
  if (/[a-z]/.test(sign)) classes[code]! |= LOWER;
  if (/[A-Z]/.test(sign)) classes[code]! |= UPPER;
}

/** Finds what looks encoded; the time is linear in the length. */
export function findRuns(text: string): Runs {
  const base64: Range[] = [];
  const hex: Range[] = [];
  // No run ends before a sign that is none of its own, so only every so many units has to be looked at.
  for (let i = LEAST_BASE64 - 1; i < text.length; i += LEAST_BASE64) {
    if (!isRun(text.charCodeAt(i))) continue;
    let start = i;
    while (start > i - LEAST_BASE64 + 1 && isRun(text.charCodeAt(start - 1))) start--;
    let end = i + 1;
    while (end < text.length && isRun(text.charCodeAt(end))) end++;
    if (end - start >= LEAST_BASE64) addRun(text, start, Math.min(end, start + MAX_RUN), base64, hex);
    i = Math.max(i, end - LEAST_BASE64 + 1);
  }
  return {
    base64,
    hex,
    percent: chains(text, '%', isPercent, PERCENT_GAP, LEAST_PERCENT, /\s/),
    entities: chains(text, '&#', isEntity, ENTITY_GAP, LEAST_ENTITIES, /\n/),
    escapes: chains(text, '\\', isEscape, ESCAPE_GAP, LEAST_ESCAPES, /\n/),
  };
}

function addRun(text: string, start: number, end: number, base64: Range[], hex: Range[]): void {
  let all = 0xff;
  let any = 0;
  for (let i = start; i < end; i++) {
    const kind = classes[text.charCodeAt(i)]!;
    all &= kind;
    any |= kind;
  }
  if ((all & DIGIT) !== 0) {
    if (end - start >= LEAST_HEX) hex.push({ start, end });
  } else if ((any & LOWER) !== 0 && (any & UPPER) !== 0) base64.push({ start, end });
}

function isRun(code: number): boolean {
  return code < 128 && (classes[code]! & RUN) !== 0;
}

function isDigit(code: number): boolean {
  return code < 128 && (classes[code]! & DIGIT) !== 0;
}

function isPercent(text: string, at: number): number {
  return isDigit(text.charCodeAt(at + 1)) && isDigit(text.charCodeAt(at + 2)) ? at + 3 : 0;
}

const ENTITY = /&#(?:\d{2,6}|x[0-9a-f]{2,6});/iy;
function isEntity(text: string, at: number): number {
  ENTITY.lastIndex = at;
  return ENTITY.test(text) ? ENTITY.lastIndex : 0;
}

const ESCAPE = /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2})/iy;
function isEscape(text: string, at: number): number {
  const next = text.charCodeAt(at + 1) | 0x20;
  if (next !== 0x75 && next !== 0x78) return 0;
  ESCAPE.lastIndex = at;
  return ESCAPE.test(text) ? ESCAPE.lastIndex : 0;
}

/**
 * Encoded characters that stand close together, and what is left as it is around them.
 * @param endOf where the encoded character ends that begins at a place; 0 when there is none
 * @param never what does not stand inside
 */
function chains(
  text: string,
  sign: string,
  endOf: (text: string, at: number) => number,
  gap: number,
  least: number,
  never: RegExp,
): Range[] {
  const found: Range[] = [];
  let start = 0;
  let end = -1;
  let count = 0;
  const close = (): void => {
    if (count < least) return;
    const before = text.slice(Math.max(0, start - gap), start);
    const behind = text.slice(end, end + 3 * gap);
    const lead = lastOf(before, never);
    const tail = behind.search(never);
    found.push({ start: start - (before.length - lead), end: end + (tail < 0 ? behind.length : tail) });
  };
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    const next = endOf(text, at);
    if (next === 0) continue;
    if (end >= 0 && at - end <= gap && next - start <= MAX_RUN && !never.test(text.slice(end, at))) count++;
    else {
      close();
      start = at;
      count = 1;
    }
    end = next;
  }
  close();
  return found;
}

/** Behind the last place where a shape stands; 0 when it stands nowhere. */
function lastOf(text: string, shape: RegExp): number {
  for (let i = text.length; i > 0; i--) if (shape.test(text[i - 1]!)) return i;
  return 0;
}
