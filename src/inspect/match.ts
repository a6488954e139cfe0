import type { Confidence } from '../flow/finding.ts';
import { blockEnd } from './armour.ts';
import { beginsToken, isRunByte, lineEnd, runEnd } from './boundary.ts';
import { type Kind, NEAR_BYTES, type Severity } from './kind.ts';
import type { Memo } from './memo.ts';
import { isDocumentedExample, isPlaceholder } from './placeholder.ts';
import { jwtExpiry, provesBlock, VALIDATORS } from './validators/all.ts';

/** One secret in the bytes that were looked at. */
export interface Hit {
  readonly kind: Kind;
  /** Byte offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
  /** A value that the vendor's documentation shows: stopped in requests, left alone in answers. */
  readonly documented: boolean;
  /** A value that only stands where a secret would: reported, never stopped. */
  readonly placeholder: boolean;
  /** When a token ends by its own words, in seconds since 1970. */
  readonly expires?: number;
  /** For text: how sure, from 0 to 1, and why. */
  readonly score?: number;
  readonly reasons?: readonly string[];
}

/** True when the defaults stop the hit: its kind is one that blocks, and the value is no placeholder. */
export function isBlocking(hit: Hit): boolean {
  return hit.kind.action === 'block' && !hit.placeholder;
}

/**
 * How bad the hit is at a moment: a token that has ended is `low`.
 * @param now milliseconds since 1970
 */
export function severityAt(hit: Hit, now: number): Severity {
  return hit.expires !== undefined && hit.expires * 1000 < now ? 'low' : hit.kind.severity;
}

/** A kind made ready: its expressions are compiled on first use. */
export interface CompiledKind {
  readonly kind: Kind;
  /** Place in the table: earlier wins a tie. */
  readonly rank: number;
  readonly shape: RegExp | undefined;
  readonly tolerant: RegExp | undefined;
  readonly near: RegExp | undefined;
  /** Bytes of the anchor that `tolerant` begins with, when it then wants a digit behind nothing but letters, `_` and `-`. */
  readonly digitBehind: number | undefined;
  /** Bytes before the anchor that the expressions may look at. */
  readonly lookBehind: number;
}

/** Escapes before a token are up to six bytes long. */
const BOUNDARY_BYTES = 8;

/** The answer when bytes that are not there yet decide whether a candidate is a hit. */
export const OPEN = Symbol('open');

export function compileKind(kind: Kind, rank: number): CompiledKind {
  return new LazyKind(kind, rank);
}

/** A tolerant shape that wants a digit soon: a word of letters is none of it. */
const DIGIT_BEHIND = /^([0-9A-Za-z_-]+)\(\?=\[A-Za-z_-\]\{0,200\}\[0-9\]\)/;

/** Most processes never see most kinds, so an expression is only compiled where one of its anchors stands. */
class LazyKind implements CompiledKind {
  readonly kind: Kind;
  readonly rank: number;
  readonly lookBehind: number;
  readonly digitBehind: number | undefined;
  private exactShape: RegExp | undefined;
  private looseShape: RegExp | undefined;
  private context: RegExp | undefined;

  constructor(kind: Kind, rank: number) {
    this.kind = kind;
    this.rank = rank;
    const nearBytes = kind.near === undefined ? 0 : (kind.nearBytes ?? NEAR_BYTES);
    this.lookBehind = (kind.before ?? 0) + nearBytes + BOUNDARY_BYTES;
    const literal = kind.head === undefined ? DIGIT_BEHIND.exec(kind.tolerant ?? '')?.[1] : undefined;
    this.digitBehind = literal?.length;
  }

  get shape(): RegExp | undefined {
    if (this.kind.span === 'block') return undefined;
    this.exactShape ??= new RegExp(this.head() + this.kind.shape, 'y');
    return this.exactShape;
  }

  get tolerant(): RegExp | undefined {
    if (this.kind.tolerant === undefined) return undefined;
    this.looseShape ??= new RegExp(this.head() + this.kind.tolerant, 'y');
    return this.looseShape;
  }

  get near(): RegExp | undefined {
    if (this.kind.near === undefined) return undefined;
    this.context ??= new RegExp(this.kind.near, 'i');
    return this.context;
  }

  private head(): string {
    return this.kind.head === undefined ? '' : `(?<=(?<h>${this.kind.head}))`;
  }
}

/**
 * Judges one place where an anchor of the kind stands. The verdict depends only on a bounded window around it, which
 * ends where the token, the line or the block ends, so it is the same however the bytes arrive.
 * @param from first byte that may be looked at
 * @param at first byte of the anchor
 * @param known one past the last byte that is known
 * @param last true when nothing follows `known`
 * @param memo of this pass
 * @returns the hit, `OPEN` when more bytes decide, or undefined
 */
export function matchAt(
  compiled: CompiledKind,
  bytes: Buffer,
  from: number,
  at: number,
  known: number,
  last: boolean,
  memo: Memo,
): Hit | typeof OPEN | undefined {
  const { kind } = compiled;
  if (kind.head === undefined && !memo.inWords && !beginsToken(bytes, from, at, kind.left)) return undefined;
  if (kind.span === 'block') return matchBlock(kind, bytes, at, known, last, memo);
  if (kind.userinfo === true && !mayHoldUserinfo(bytes, at + 3, known, last)) return undefined;
  if (kind.validator === 'base64Pem' && !mayBePem(bytes, at, known, last)) return undefined;
  const cap = at + kind.maxLength + 1;
  const limit = Math.min(known, cap);
  const stop = reachOf(kind, bytes, at, limit, memo);
  if (stop === known && known < cap && !last) return OPEN;
  if (stop - at < kind.minLength) return undefined;
  const windowStart = Math.max(from, at - compiled.lookBehind);
  const window = bytes.toString('latin1', windowStart, Math.min(stop + 1, limit));
  const { digitBehind } = compiled;
  // An expression would look through the same letters for each anchor among them.
  const tolerated = digitBehind === undefined || memo.isDigitBehind(bytes, at + digitBehind, known);
  return matchWindow(compiled, window, windowStart, at - windowStart, tolerated);
}

/** Where the window of a candidate ends: `limit`, or the first byte that none of its values holds. */
function reachOf(kind: Kind, bytes: Buffer, at: number, limit: number, memo: Memo): number {
  if (kind.span === undefined || kind.span === 'token') {
    return kind.run === undefined ? memo.runEnd(bytes, at, limit) : runEnd(bytes, at, limit, kind.run);
  }
  return kind.span === 'lines' ? limit : lineEnd(bytes, at, limit);
}

/** @param tolerated false when the tolerant shape is known not to match */
function matchWindow(
  compiled: CompiledKind,
  window: string,
  base: number,
  at: number,
  tolerated: boolean,
): Hit | undefined {
  const { kind } = compiled;
  const exact = exec(compiled.shape, window, at);
  const match = exact ?? (tolerated ? exec(compiled.tolerant, window, at) : undefined);
  if (match === undefined) return undefined;
  const { start, end } = match;
  if (kind.head !== undefined && !beginsToken(Buffer.from(window, 'latin1'), 0, match.first, kind.left))
    return undefined;
  if (!isNear(compiled, window.slice(0, start))) return undefined;
  return verdict(kind, window.slice(start, end), base + start, base + end, exact !== undefined);
}

const EXPRESSIONS = new Map<string, RegExp>();

function expression(source: string, flags: string): RegExp {
  let compiled = EXPRESSIONS.get(source);
  if (compiled === undefined) {
    compiled = new RegExp(source, flags);
    EXPRESSIONS.set(source, compiled);
  }
  return compiled;
}

/** True when a candidate has before it what its kind wants to see there, or is written so that it needs nothing. */
export function isInContext(compiled: CompiledKind, value: string, before: () => string): boolean {
  const { near, apart, unless } = compiled.kind;
  if (unless !== undefined && expression(`(?:${unless})$`, 'i').test(before())) return false;
  if (near === undefined || (apart !== undefined && expression(apart, '').test(value))) return true;
  return isNear(compiled, before());
}

/** True when what the kind wants to see before the value stands at the end of `before`, or it wants nothing. */
export function isNear(compiled: CompiledKind, before: string): boolean {
  const { near, kind } = compiled;
  if (near === undefined) return true;
  const text = before.slice(Math.max(0, before.length - (kind.nearBytes ?? NEAR_BYTES)));
  // The letter of an escape is no part of the word behind it.
  return near.test(text.includes('\\') ? text.replace(/\\(?:[bfnrt]|u[0-9a-fA-F]{4})/g, '  ') : text);
}

/**
 * The hit of a value whose shape is right; undefined when its checksum has to be right and is not.
 * @param value latin1 text of bytes[start, end)
 * @param exact false when only the tolerant shape took it
 */
export function verdict(
  kind: Kind,
  value: string,
  start: number,
  end: number,
  exact: boolean,
): Hit | undefined {
  const valid = kind.validator !== undefined && VALIDATORS[kind.validator](value);
  if (kind.strict === true && !valid) return undefined;
  const proved = valid && kind.unproved !== true;
  const confidence = proved ? 'proved' : exact ? 'shaped' : looseConfidence(kind, value);
  const documented = isDocumentedExample(kind.id, value);
  const placeholder = !documented && isPlaceholder(kind.id, value, prefixOf(kind, value));
  const hit = { kind, start, end, confidence, documented, placeholder };
  const expires = kind.validator === 'jwt' ? jwtExpiry(value) : undefined;
  return expires === undefined ? hit : { ...hit, expires };
}

/** How many characters of a value are the literal that its kind begins with. */
function prefixOf(kind: Kind, value: string): number {
  let longest = 0;
  for (const anchor of kind.anchors)
    if (anchor.length > longest && value.startsWith(anchor)) longest = anchor.length;
  return longest;
}

/** Usual length of a value where a tolerant kind does not say. */
const USUAL = 32;

/** A value that is nearly as long as usual, or longer, and mixes letters and digits is no accident. */
function looseConfidence(kind: Kind, value: string): Confidence {
  if (kind.tolerant === undefined || value.length < 0.75 * (kind.usual ?? USUAL)) return 'likely';
  return /[0-9]/.test(value) && /[A-Za-z]/.test(value) ? 'shaped' : 'likely';
}

/** Where an expression matched: its first byte, and the value inside it. */
interface Place {
  readonly first: number;
  readonly start: number;
  readonly end: number;
}

function exec(shape: RegExp | undefined, window: string, at: number): Place | undefined {
  if (shape === undefined) return undefined;
  shape.lastIndex = at;
  const match = shape.exec(window);
  if (match === null) return undefined;
  const end = at + match[0].length;
  const secret = match.groups?.s;
  const first = at - (match.groups?.h?.length ?? 0);
  if (secret !== undefined) return { first, start: end - secret.length, end };
  return { first, start: first + (match.groups?.p?.length ?? 0), end };
}

/** False when the authority that begins at `at` ends without an `@`. */
function mayHoldUserinfo(bytes: Buffer, at: number, known: number, last: boolean): boolean {
  for (let i = at; i < known; i++) {
    const byte = bytes[i]!;
    if (byte === 0x40) return true;
    if (byte === 0x2f || byte === 0x3f || !isRunByte(byte)) return false;
    if (i - at > 320) return false;
  }
  return !last;
}

/** Looks at the beginning only: windows are long, and an anchor repeated many times must not be expensive. */
function mayBePem(bytes: Buffer, at: number, known: number, last: boolean): boolean {
  const probe = at + 96;
  if (known < probe && !last) return true;
  return VALIDATORS.base64Pem(bytes.toString('latin1', at, Math.min(known, probe)));
}

function matchBlock(
  kind: Kind,
  bytes: Buffer,
  at: number,
  known: number,
  last: boolean,
  memo: Memo,
): Hit | typeof OPEN | undefined {
  const block = blockEnd(bytes, at, known, last);
  if (block.open) return OPEN;
  if (block.end < 0) return undefined;
  const mentioned = block.complete
    ? !holdsKey(bytes.toString('latin1', at, block.end))
    : block.glued === true || isOnlyMentioned(bytes, at, block.end, known, last, memo);
  if (mentioned === undefined) return OPEN;
  const proved = block.complete && provesBlock(kind.id, bytes.toString('latin1', at, block.end));
  return {
    kind,
    start: at,
    end: block.end,
    confidence: proved ? 'proved' : mentioned ? 'weak' : 'shaped',
    documented: false,
    placeholder: mentioned,
  };
}

/** False for a block that shows the form alone: `-----BEGIN … XXXX … END …-----`. */
function holdsKey(block: string): boolean {
  const material = block.replace(/-----?[ A-Z0-9]+-----?|\\[nrt]|[^A-Za-z0-9+/]/g, '');
  return material.length >= 40 && new Set(material).size > 8;
}

/** Key material that source code puts into quotes begins this close to its header. */
const MATERIAL_REACH = 256;

/**
 * True when a BEGIN line stands alone: prose and source code talk about it. Key material behind it, in quotes or behind
 * other marks, makes it the beginning of a key. Undefined when more bytes decide.
 */
function isOnlyMentioned(
  bytes: Buffer,
  at: number,
  end: number,
  known: number,
  last: boolean,
  memo: Memo,
): boolean | undefined {
  if (end - at > 96) return false;
  const reach = Math.min(known, end + MATERIAL_REACH);
  // Who writes about keys writes the alphabet of base64 as well.
  if (memo.holdsMaterial(bytes, end, reach)) {
    if (!bytes.toString('latin1', end, reach).includes('ABCDEFGHIJKLM')) return false;
  }
  return last || known >= end + MATERIAL_REACH ? true : undefined;
}
