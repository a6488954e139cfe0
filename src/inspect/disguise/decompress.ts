import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

/** What is broken at its end costs as much as what is not. */
const MOST_FAILURES = 256;

/** So often, and so much, may be unpacked when nothing is left: what hides a secret behind bombs is small itself. */
const RESERVED_TRIES = 64;
const RESERVED = 32_768;

/** Bytes that may still come out of what is decoded. */
export class Budget {
  left: number;
  /** True when there was more to decode than may be. */
  exceeded = false;

  /** Attempts that gave nothing: what they cost is not known, so there may be so many. */
  private failures = 0;
  private reserved = RESERVED_TRIES;

  /** @param left bytes */
  constructor(left: number) {
    this.left = left;
  }

  /**
   * Most bytes that one attempt may give. What gives more has cost as much and shows nothing, so none may take all: a
   * secret behind it is still found.
   */
  get share(): number {
    return Math.max(RESERVED, Math.floor(this.left / 2));
  }

  /** Counts an attempt that gave nothing. */
  fail(): void {
    this.failures++;
  }

  /** False when nothing more may be tried; then there was more to decode than may be. */
  mayTry(): boolean {
    if (this.left <= 0) this.exceeded = true;
    const may = this.failures < MOST_FAILURES && (this.left > 0 || this.reserved-- > 0);
    if (!may) this.exceeded = true;
    return may;
  }

  /** Counts what came out, or what an attempt cost that gave too much. */
  spend(bytes: number): void {
    this.left -= bytes;
    if (this.left <= 0) this.exceeded = true;
  }
}

interface Options {
  readonly maxOutputLength: number;
  readonly info: boolean;
  readonly finishFlush?: number;
}

/** What undoes a format, and how it is told to give what it has when the end is missing. */
export interface Format {
  readonly undo: (bytes: Buffer, options: Options) => Buffer;
  readonly flush: number;
  /** True where the end may be missing in any case. */
  readonly lenient?: boolean;
}

export const GZIP: Format = { undo: gunzipSync, flush: constants.Z_SYNC_FLUSH };
export const ZLIB: Format = { undo: inflateSync, flush: constants.Z_SYNC_FLUSH };
export const DEFLATE: Format = { undo: inflateRawSync, flush: constants.Z_SYNC_FLUSH };
/** What follows a header that says so: what can be read of it is. */
export const RAW: Format = { ...DEFLATE, lenient: true };
export const BROTLI: Format = { undo: brotliDecompressSync, flush: constants.BROTLI_OPERATION_FLUSH };
export const ZSTD: Format = { undo: zstdDecompressSync, flush: constants.ZSTD_e_flush };

/** What came out, and of how many bytes. */
export interface Undone {
  readonly bytes: Buffer;
  readonly taken: number;
}

/** Of what gives too much its beginning is read: so often a length is tried, from the shortest that may be worth it. */
const TRIES = 8;
const SHORTEST = 128;
/** Nothing that deflate packs becomes longer by more. */
const MOST_RATIO = 1032;
/** A length grows by this at most: how a text begins says little of the rest. */
const STEP = 8;

/** What comes out, or as much of its beginning as may; undefined when it is not of this format. */
export function decompress(format: Format, bytes: Buffer, budget: Budget): Undone | undefined {
  if (!budget.mayTry()) return undefined;
  const { share } = budget;
  const all = attempt(format, bytes, share, format.lenient === true);
  if (all !== TOO_MUCH) {
    if (all === undefined) budget.fail();
    else budget.spend(all.bytes.length);
    return all;
  }
  budget.spend(share);
  budget.exceeded = true;
  return beginning(format, bytes, budget);
}

/** The beginning of what gives too much: all of it is not to pass unread because of its size. */
function beginning(format: Format, bytes: Buffer, budget: Budget): Undone | undefined {
  const limit = Math.floor(budget.left / 4);
  let best: Undone | undefined;
  let size = Math.min(bytes.length, Math.max(SHORTEST, Math.floor(limit / MOST_RATIO)));
  for (let i = 0; i < TRIES && limit > 0 && budget.left > 0; i++) {
    const part = attempt(format, bytes.subarray(0, size), limit, true);
    if (part === undefined) break;
    if (part === TOO_MUCH) {
      budget.spend(limit);
      const known: number = best?.taken ?? 0;
      size = (known + size) >> 1;
      if (size <= known) break;
      continue;
    }
    budget.spend(part.bytes.length);
    best = { bytes: part.bytes, taken: size };
    if (part.bytes.length >= limit / 4 || size === bytes.length) break;
    const fitting = part.bytes.length === 0 ? Infinity : (limit * 0.75 * size) / part.bytes.length;
    const next = Math.floor(Math.min(bytes.length, STEP * size, fitting));
    if (next <= size) break;
    size = next;
  }
  return best;
}

const TOO_MUCH = Symbol('too much');

function attempt(
  { undo, flush }: Format,
  bytes: Buffer,
  maxOutputLength: number,
  lenient: boolean,
): Undone | typeof TOO_MUCH | undefined {
  // A stack that nobody reads would cost more than the attempt.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const options = { maxOutputLength, info: true, ...(lenient ? { finishFlush: flush } : {}) };
    // With `info` these functions tell what they took as well; their types do not say so.
    const { buffer, engine } = undo(bytes, options) as unknown as Told;
    return { bytes: buffer, taken: engine.bytesWritten };
  } catch (error) {
    // Not of this format or broken, mostly: content codings are judged elsewhere, strictly.
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? TOO_MUCH : undefined;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

interface Told {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}
