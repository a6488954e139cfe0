import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { type HeaderList, headerListValues } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';

/** Content codings that can be undone for inspection (RFC 9110 section 8.4.1, RFC 7932, RFC 8878). */
export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** Limits of decoding. */
export interface DecodeLimits {
  /** Most codings on top of each other. */
  readonly maxCodings: number;
  /** Most bytes that may come out. */
  readonly decodeBytes: number;
  /** Most bytes out for one byte in; applies above {@link RATIO_FLOOR}. */
  readonly decodeRatio: number;
}

/** Small bodies may expand as they like: a megabyte of spaces is not a bomb. */
const RATIO_FLOOR = 1 << 20;
/** Above this the decoder runs on another thread, so that one body cannot hold up every other connection. */
const SYNC_BYTES = 64 * 1024;

const CODINGS: Readonly<Record<string, Coding>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
};

/** Whether Weir can undo this coding; used to narrow Accept-Encoding. */
export function isKnownCoding(name: string): boolean {
  return name === 'identity' || Object.hasOwn(CODINGS, name);
}

/**
 * The codings of a message in the order in which they were applied.
 * @throws Refusal `reason` for an unknown coding or more than `maxCodings`.
 */
export function contentCodings(
  headers: HeaderList,
  limits: DecodeLimits,
  reason: 'undecodable' | 'undecodable-answer',
): readonly Coding[] {
  if (!headers.lower.includes('content-encoding')) return [];
  const codings: Coding[] = [];
  for (const member of headerListValues(headers, 'content-encoding')) {
    const name = member.toLowerCase();
    if (name === 'identity') continue;
    const coding = Object.hasOwn(CODINGS, name) ? CODINGS[name] : undefined;
    if (coding === undefined) throw new Refusal(reason, 'unknown-coding');
    codings.push(coding);
  }
  if (codings.length > limits.maxCodings) throw new Refusal(reason, 'too-many-codings');
  return codings;
}

type WholeDecoder = (input: Buffer, options: object) => unknown;

const SYNC: Readonly<Record<Coding, WholeDecoder>> = {
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
  zstd: zlib.zstdDecompressSync,
};
const ASYNC: Readonly<Record<Coding, (input: Buffer, options: object) => Promise<unknown>>> = {
  gzip: promisify(zlib.gunzip),
  deflate: promisify(zlib.inflate),
  br: promisify(zlib.brotliDecompress),
  zstd: promisify(zlib.zstdDecompress),
};

/**
 * Undoes every coding of a whole body.
 * @throws Refusal `reason` when the input is broken, incomplete, followed by anything else, or expands beyond a limit.
 */
export async function decodeBody(
  body: Buffer,
  codings: readonly Coding[],
  limits: DecodeLimits,
  reason: 'undecodable' | 'undecodable-answer',
): Promise<Buffer> {
  let current = body;
  for (const coding of codings.toReversed()) current = await decodeOne(current, coding, limits, reason);
  return current;
}

async function decodeOne(
  input: Buffer,
  coding: Coding,
  limits: DecodeLimits,
  reason: 'undecodable' | 'undecodable-answer',
): Promise<Buffer> {
  const maxOutputLength = outputLimit(input.length, limits);
  const decode = input.length <= SYNC_BYTES ? SYNC : ASYNC;
  try {
    return decodedWhole(await decode[coding](input, { maxOutputLength, info: true }), input.length);
  } catch (error) {
    if (coding !== 'deflate' || isTooLarge(error)) throw new Refusal(reason, failureOf(error));
  }
  // Many senders of "deflate" leave out the zlib wrapper; every client accepts both, so both are read.
  try {
    return decodedWhole(zlib.inflateRawSync(input, { maxOutputLength, info: true }), input.length);
  } catch (error) {
    throw new Refusal(reason, failureOf(error));
  }
}

function outputLimit(inputBytes: number, limits: DecodeLimits): number {
  return Math.min(limits.decodeBytes, Math.max(RATIO_FLOOR, inputBytes * limits.decodeRatio));
}

/** Bytes behind the end of the coded data would leave without having been decoded. */
function decodedWhole(result: unknown, inputBytes: number): Buffer {
  const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
  if (engine.bytesWritten !== inputBytes) throw new Error('trailing-bytes');
  return buffer;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function failureOf(error: unknown): string {
  if (isTooLarge(error)) return 'expands-beyond-limit';
  return error instanceof Error && error.message === 'trailing-bytes' ? 'trailing-bytes' : 'broken-coding';
}

const compress: Readonly<Record<Coding, (input: Buffer) => Promise<Buffer>>> = {
  gzip: promisify<Buffer, Buffer>(zlib.gzip),
  deflate: promisify<Buffer, Buffer>(zlib.deflate),
  br: promisify<Buffer, Buffer>((input, done) =>
    zlib.brotliCompress(input, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }, done),
  ),
  zstd: promisify<Buffer, Buffer>(zlib.zstdCompress),
};

/** Applies the codings again, after masking. */
export async function encodeBody(body: Buffer, codings: readonly Coding[]): Promise<Buffer> {
  let current = body;
  for (const coding of codings) current = await compress[coding](current);
  return current;
}
