import { isUtf8 } from 'node:buffer';
import {
  BROTLI,
  type Budget,
  DEFLATE,
  decompress,
  GZIP,
  RAW,
  type Undone,
  ZLIB,
  ZSTD,
} from './decompress.ts';
import { mayBeBrotli, mayBeDeflate } from './unmarked.ts';

/** What came out of compressed bytes or an archive. */
export interface Content {
  readonly via: string;
  readonly bytes: Buffer;
}

const NOTHING: readonly Content[] = Object.freeze([]);
/** Entries of an archive that are looked into. */
const MAX_ENTRIES = 4096;
const ZIP_HEADER = 30;
const TEXT_PROBE = 512;

/** What of a piece was opened already, so that it is not opened again where something else is looked for. */
export class Opened {
  /** Before this everything was. */
  until = 0;
  /** Headers of the files in an archive. */
  readonly headers = new Set<number>();

  clear(): void {
    this.until = 0;
    this.headers.clear();
  }

  has(at: number): boolean {
    return at < this.until || this.headers.has(at);
  }
}

/**
 * Decompresses what says by its first bytes that it is compressed, and opens zip archives (tar needs no opening: its
 * files stand in it as they are).
 * @param bytes from `start` on to `end`
 * @param budget what may come out; what does is counted
 * @param guess also try formats without a mark of their own (raw deflate, Brotli): for whole bodies
 * @param opened takes what was opened
 */
export function unpack(
  all: Buffer,
  start: number,
  end: number,
  budget: Budget,
  guess: boolean,
  opened?: Opened,
): readonly Content[] {
  const bytes = all.subarray(start, end);
  if (bytes.length < 18) return NOTHING;
  const a = bytes[0]!;
  const b = bytes[1]!;
  const one = (via: string, undone: Undone | undefined): readonly Content[] => {
    if (undone === undefined || undone.bytes.length === 0) return NOTHING;
    if (opened !== undefined) opened.until = Math.max(opened.until, start + undone.taken);
    return [{ via, bytes: undone.bytes }];
  };
  if (a === 0x1f && b === 0x8b) {
    const whole = decompress(GZIP, bytes, budget);
    return one('gzip', whole ?? decompress(RAW, behindGzipHeader(bytes), budget));
  }
  if (a === 0x28 && b === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd)
    return one('zstd', decompress(ZSTD, bytes, budget));
  if ((a & 0x0f) === 8 && ((a << 8) | b) % 31 === 0 && a <= 0x78)
    return one('deflate', decompress(ZLIB, bytes, budget));
  if (a === 0x50 && b === 0x4b && bytes[2] === 3 && bytes[3] === 4) return zip(bytes, start, budget, opened);
  if (!guess || isText(bytes)) return NOTHING;
  for (const [via, format, mayBe] of UNMARKED) {
    const undone = mayBe(bytes) ? decompress(format, bytes, budget) : undefined;
    if (undone !== undefined && undone.bytes.length >= 16 && isText(undone.bytes)) return one(via, undone);
  }
  return NOTHING;
}

const UNMARKED = [
  ['deflate', DEFLATE, mayBeDeflate],
  ['br', BROTLI, mayBeBrotli],
] as const;

/** Type of the marks of what is compressed and stands behind something else, as wasm/disguises.ts has it. */
export const MARK_PACKED = 9;

/** The first places in order where something compressed may begin: gzip, zip, zstd. */
export function magicsIn(bytes: Buffer, most: number): readonly number[] {
  const places: number[] = [];
  for (const magic of MAGICS) {
    let at = bytes.indexOf(magic);
    for (let i = 0; i < most && at >= 0; i++) {
      places.push(at);
      at = bytes.indexOf(magic, at + magic.length);
    }
  }
  return places.sort((a, b) => a - b);
}

const MAGICS = ['1f8b08', '504b0304', '28b52ffd'].map((magic) => Buffer.from(magic, 'hex'));

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
function zip(bytes: Buffer, base: number, budget: Budget, opened: Opened | undefined): readonly Content[] {
  const contents: Content[] = [];
  let at = 0;
  for (let i = 0; budget.left > 0; i++) {
    if (at + ZIP_HEADER > bytes.length || bytes.readUInt32LE(at) !== 0x04034b50) break;
    if (i === MAX_ENTRIES) {
      budget.exceeded = true;
      break;
    }
    opened?.headers.add(base + at);
    const method = bytes.readUInt16LE(at + 8);
    const flags = bytes.readUInt16LE(at + 6);
    const encrypted = (flags & 1) !== 0;
    const streamed = (flags & 8) !== 0;
    const size = bytes.readUInt32LE(at + 18);
    const start = at + ZIP_HEADER + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const next = streamed ? bytes.indexOf('PK\x07\x08', start, 'latin1') : start + size;
    const end = next < 0 ? bytes.length : Math.min(next, bytes.length);
    if (method === 8 && !encrypted && start < end) {
      const file = decompress(DEFLATE, bytes.subarray(start, end), budget);
      if (file !== undefined) contents.push({ via: 'zip', bytes: file.bytes });
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
