import type { Confidence } from '../flow/finding.ts';
import { blockEnd } from './armour.ts';
import { beginsToken, isRunByte, lineEnd, runEnd } from './boundary.ts';
import { type Kind, NEAR_BYTES } from './kind.ts';
import { isDocumentedExample, isPlaceholder } from './placeholder.ts';
import { VALIDATORS } from './validators.ts';

/** One secret in the bytes that were looked at. */
export interface Hit {
  readonly kind: Kind;
  /** Byte offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
  /** A value that the vendor's documentation shows: stopped in requests, left alone in answers. */
  readonly documented: boolean;
}

/** A kind made ready: its expressions compiled once. */
export interface CompiledKind {
  readonly kind: Kind;
  /** Place in the table: earlier wins a tie. */
  readonly rank: number;
  readonly shape: RegExp | undefined;
  readonly tolerant: RegExp | undefined;
  readonly near: RegExp | undefined;
  /** Bytes before the anchor that the expressions may look at. */
  readonly lookBehind: number;
}

/** Escapes before a token are up to six bytes long. */
const BOUNDARY_BYTES = 8;

/** The answer when bytes that are not there yet decide whether a candidate is a hit. */
export const OPEN = Symbol('open');

export function compileKind(kind: Kind, rank: number): CompiledKind {
  const head = kind.head === undefined ? '' : `(?<=(?<h>${kind.head}))`;
  const block = kind.span === 'block';
  const nearBytes = kind.near === undefined ? 0 : (kind.nearBytes ?? NEAR_BYTES);
  return {
    kind,
    rank,
    shape: block ? undefined : new RegExp(head + kind.shape, 'y'),
    tolerant: kind.tolerant === undefined ? undefined : new RegExp(head + kind.tolerant, 'y'),
    near: kind.near === undefined ? undefined : new RegExp(kind.near, 'i'),
    lookBehind: (kind.before ?? 0) + nearBytes + BOUNDARY_BYTES,
  };
}

/**
 * Judges one place where an anchor of the kind stands. The verdict depends only on a bounded window around it, which
 * ends where the token, the line or the block ends, so it is the same however the bytes arrive.
 * @param from first byte that may be looked at
 * @param at first byte of the anchor
 * @param known one past the last byte that is known
 * @param last true when nothing follows `known`
 * @returns the hit, `OPEN` when more bytes decide, or undefined
 */
export function matchAt(
  compiled: CompiledKind,
  bytes: Buffer,
  from: number,
  at: number,
  known: number,
  last: boolean,
): Hit | typeof OPEN | undefined {
  const { kind } = compiled;
  if (kind.head === undefined && !beginsToken(bytes, from, at, kind.left)) return undefined;
  if (kind.span === 'block') return matchBlock(kind, bytes, at, known, last);
  if (kind.userinfo === true && !mayHoldUserinfo(bytes, at + 3, known, last)) return undefined;
  if (kind.validator === 'base64Pem' && !mayBePem(bytes, at, known, last)) return undefined;
  const cap = at + kind.maxLength + 1;
  const limit = Math.min(known, cap);
  const stop = kind.span === 'line' ? lineEnd(bytes, at, limit) : runEnd(bytes, at, limit, kind.run);
  if (stop === known && known < cap && !last) return OPEN;
  if (stop - at < kind.minLength) return undefined;
  const windowStart = Math.max(from, at - compiled.lookBehind);
  const window = bytes.toString('latin1', windowStart, Math.min(stop + 1, limit));
  return matchWindow(compiled, window, windowStart, at - windowStart);
}

function matchWindow(compiled: CompiledKind, window: string, base: number, at: number): Hit | undefined {
  const { kind } = compiled;
  const exact = exec(compiled.shape, window, at);
  const match = exact ?? exec(compiled.tolerant, window, at);
  if (match === undefined) return undefined;
  const { start, end } = match;
  if (kind.head !== undefined && !beginsToken(Buffer.from(window, 'latin1'), 0, match.first, kind.left))
    return undefined;
  if (compiled.near !== undefined) {
    const context = window.slice(Math.max(0, start - (kind.nearBytes ?? NEAR_BYTES)), start);
    if (!compiled.near.test(context)) return undefined;
  }
  const value = window.slice(start, end);
  const proved = kind.validator !== undefined && VALIDATORS[kind.validator](value);
  if (kind.strict === true && !proved) return undefined;
  if (isPlaceholder(kind.id, value)) return undefined;
  const confidence = proved ? 'proved' : exact === undefined ? 'likely' : 'shaped';
  const documented = isDocumentedExample(kind.id, value);
  return { kind, start: base + start, end: base + end, confidence, documented };
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
): Hit | typeof OPEN | undefined {
  const block = blockEnd(bytes, at, known, last);
  if (block.open) return OPEN;
  if (block.end < 0) return undefined;
  return {
    kind,
    start: at,
    end: block.end,
    confidence: block.complete ? 'proved' : 'shaped',
    documented: false,
  };
}
