import { isUtf8 } from 'node:buffer';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { mayBeBrotli, mayBeDeflate } from './unmarked.ts';

/** What came out of compressed bytes or an archive. */
export interface Content {
  readonly via: string;
  readonly bytes: Buffer;
}

const NOTHING: readonly Content[] = Object.freeze([]);
/** Bytes that may still come out of what is decoded. */
export class Budget {
  left: number;
  /** True when there was more to decode than may be. */
  exceeded = false;

  /** @param left bytes */
  constructor(left: number) {
    this.left = left;
  }

  /**
   * Most bytes that one attempt may give. What gives more has cost as much and shows nothing, so none may take all: a
   * secret behind it is still found.
   */
  get share(): number {
    return Math.max(1, Math.floor(this.left / 2));
  }

  /** Counts what came out, or what an attempt cost that gave too much. */
  spend(bytes: number): void {
    this.left -= bytes;
    if (this.left <= 0) this.exceeded = true;
  }
}

/** Entries of an archive that are looked into. */
const MAX_ENTRIES = 256;
const ZIP_HEADER = 30;
const TEXT_PROBE = 512;

/**
 * Decompresses what says by its first bytes that it is compressed, and opens zip archives (tar needs no opening: its
 * files stand in it as they are).
 * @param budget what may come out; what does is counted
 * @param guess also try formats without a mark of their own (raw deflate, Brotli): for whole bodies
 */
export function unpack(bytes: Buffer, budget: Budget, guess: boolean): readonly Content[] {
  if (bytes.length < 18 || budget.left <= 0) return NOTHING;
  const a = bytes[0]!;
  const b = bytes[1]!;
  const c = bytes[2]!;
  const d = bytes[3]!;
  if (a === 0x1f && b === 0x8b) {
    return one(
      'gzip',
      attempt(gunzipSync, bytes, budget) ?? attempt(inflateRawSync, behindGzipHeader(bytes), budget),
    );
  }
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd)
    return one('zstd', attempt(zstdDecompressSync, bytes, budget));
  if ((a & 0x0f) === 8 && ((a << 8) | b) % 31 === 0 && a <= 0x78)
    return one('deflate', attempt(inflateSync, bytes, budget));
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return zip(bytes, budget);
  if (!guess || isText(bytes)) return NOTHING;
  const raw = mayBeDeflate(bytes) ? attempt(inflateRawSync, bytes, budget) : undefined;
  if (raw !== undefined && raw.length >= 16 && isText(raw)) return one('deflate', raw);
  const brotli = mayBeBrotli(bytes) ? attempt(brotliDecompressSync, bytes, budget) : undefined;
  return brotli !== undefined && brotli.length >= 16 && isText(brotli) ? one('br', brotli) : NOTHING;
}

function one(via: string, bytes: Buffer | undefined): readonly Content[] {
  return bytes === undefined || bytes.length === 0 ? NOTHING : [{ via, bytes }];
}

/** The compressed bytes of a gzip member (RFC 1952): what follows it may be anything. */
function behindGzipHeader(bytes: Buffer): Buffer {
  const flags = bytes[3]!;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + bytes.readUInt16LE(Math.min(at, bytes.length - 2));
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return bytes.subarray(0, 0);
    at = end + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  return bytes.subarray(at);
}

/** What comes out, as far as it comes out; undefined when it is not of this format. */
function attempt(
  decompress: (bytes: Buffer, options: { maxOutputLength: number }) => Buffer,
  bytes: Buffer,
  budget: Budget,
): Buffer | undefined {
  // A stack that nobody reads would cost more than the attempt.
  const { stackTraceLimit } = Error;
  const { share } = budget;
  Error.stackTraceLimit = 0;
  try {
    const content = decompress(bytes, { maxOutputLength: share });
    budget.spend(content.length);
    return content;
  } catch (error) {
    // Not of this format or broken, mostly: content codings are judged elsewhere, strictly.
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      budget.spend(share);
      budget.exceeded = true;
    }
    return undefined;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Mostly printable ASCII at its beginning, or UTF-8. */
function isText(bytes: Buffer): boolean {
  for (let cut = 0; cut < 4; cut++) if (isUtf8(bytes.subarray(0, TEXT_PROBE - cut))) return true;
  const probe = Math.min(bytes.length, TEXT_PROBE);
  let plain = 0;
  for (let i = 0; i < probe; i++) {
    const byte = bytes[i]!;
    if ((byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13)) plain++;
  }
  return plain >= probe * 0.9;
}

/** The files of a zip archive (APPNOTE 6.3.10), by their local headers; stored ones stand in the archive as they are. */
function zip(bytes: Buffer, budget: Budget): readonly Content[] {
  const contents: Content[] = [];
  let at = 0;
  for (let i = 0; i < MAX_ENTRIES && budget.left > 0; i++) {
    if (at + ZIP_HEADER > bytes.length || bytes.readUInt32LE(at) !== 0x04034b50) break;
    const method = bytes.readUInt16LE(at + 8);
    const streamed = (bytes.readUInt16LE(at + 6) & 8) !== 0;
    const size = bytes.readUInt32LE(at + 18);
    const start = at + ZIP_HEADER + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const next = streamed ? bytes.indexOf('PK\x07\x08', start, 'latin1') : start + size;
    const end = next < 0 ? bytes.length : Math.min(next, bytes.length);
    if (method === 8 && start < end) {
      const file = attempt(inflateRawSync, bytes.subarray(start, end), budget);
      if (file !== undefined) contents.push({ via: 'zip', bytes: file });
    }
    if (next < 0) break;
    at = streamed ? next + 16 : end;
    // A descriptor may stand without its signature; the next header is found in any case.
    if (at + 4 <= bytes.length && bytes.readUInt32LE(at) !== 0x04034b50) {
      const found = bytes.indexOf('PK\x03\x04', at, 'latin1');
      if (found < 0) break;
      at = found;
    }
  }
  return contents;
}
