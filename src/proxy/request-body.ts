import type { Finding } from '../flow/finding.ts';
import { type HeaderList, headerValue, NO_HEADERS } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import type { Scanned, StreamScan } from '../inspect/stream-scan.ts';
import { BodyReader } from '../parse/body.ts';
import { contentCodings, decodeBody } from '../parse/coding.ts';
import { StreamDecoder } from '../parse/decoder.ts';
import type { Framing } from '../parse/framing.ts';
import type { RequestHead } from '../parse/head.ts';
import type { Wire } from '../wire/wire.ts';
import type { Gateway, Lane } from './gateway.ts';

const EMPTY: Buffer = Buffer.alloc(0);

/** The beginning of a request body, held until it is judged; nearly always the whole body. */
export interface HeldBody {
  /** Replaced when something in it is masked; the length stays. */
  bytes: Buffer;
  /** False when the body is larger than the hold: the rest is read and judged piece by piece. */
  readonly complete: boolean;
  readonly trailers: HeaderList;
  readonly framing: Framing;
  readonly reader: BodyReader;
}

/** A request without a body. */
export const NO_BODY: HeldBody = {
  bytes: EMPTY,
  complete: true,
  trailers: NO_HEADERS,
  framing: { kind: 'none' },
  reader: new BodyReader({ kind: 'none' }, { chunkExtensionBytes: 0, headerBytes: 0 }, 'request'),
};

/**
 * Reads a request body until its end or the hold limit.
 * @throws Refusal `framing` when it is broken or ends early, `timeout` when it stalls.
 */
export async function holdBody(
  gateway: Gateway,
  lane: Lane,
  head: RequestHead,
  framing: Framing,
): Promise<HeldBody> {
  const reader = new BodyReader(framing, gateway.config.accept, 'request');
  const { wire } = lane;
  if (wire.unread.length === 0 && expectsContinue(head)) wire.write('HTTP/1.1 100 Continue\r\n\r\n');
  const limit = gateway.config.inspect.requestHoldBytes;
  const pieces: Buffer[] = [];
  let size = 0;
  while (!reader.done && size <= limit) {
    const data = await readPiece(gateway, wire, reader);
    if (data.length > 0) pieces.push(data);
    size += data.length;
  }
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  return { bytes, complete: reader.done, trailers: reader.trailers, framing, reader };
}

/** The next run of body data; empty when only framing bytes came. */
async function readPiece(gateway: Gateway, wire: Wire, reader: BodyReader): Promise<Buffer> {
  if (wire.unread.length === 0 && !(await wire.more(gateway.config.accept.bodyIdleTimeoutMs))) {
    if (wire.timedOut) throw new Refusal('timeout', 'body');
    reader.end();
    return EMPTY;
  }
  const { used, data } = reader.read(wire.unread);
  wire.consume(used);
  return data;
}

function expectsContinue(head: RequestHead): boolean {
  return head.minor === 1 && headerValue(head.headers, 'expect')?.toLowerCase() === '100-continue';
}

/**
 * Findings of a body that is held whole: the bytes as they will be sent, and what they decode to.
 * @throws Refusal `undecodable`.
 */
export async function inspectHeldBody(
  gateway: Gateway,
  headers: HeaderList,
  body: HeldBody,
  target: Target,
): Promise<readonly Finding[]> {
  if (body.bytes.length === 0) return [];
  const type = headerValue(headers, 'content-type');
  const codings = contentCodings(headers, codingLimits(gateway), 'undecodable');
  if (codings.length === 0) return gateway.inspector.inspectBody(body.bytes, type, target);
  // What is masked inside of a coding would need to be coded anew, and the body might grow.
  const raw = gateway.inspector.inspectCoded(body.bytes, target).map(unmaskable);
  if (!body.complete) return raw;
  const decoded = await decodeBody(body.bytes, codings, codingLimits(gateway), 'undecodable');
  const inside = gateway.inspector.inspectBody(decoded, type, target).map(unmaskable);
  // A coding that stores instead of compressing shows the same twice.
  const seen = new Set(inside.map((finding) => finding.fingerprint));
  return [...raw.filter((finding) => !seen.has(finding.fingerprint)), ...inside];
}

/** True for what is overwritten. */
export function isMasked(finding: Finding): boolean {
  return finding.action === 'mask' || finding.action === 'tokenise';
}

function unmaskable(finding: Finding): Finding {
  return isMasked(finding) ? { ...finding, action: 'block' } : finding;
}

/** Limits of content codings as the config has them. */
export function codingLimits(gateway: Gateway): {
  maxCodings: number;
  decodeBytes: number;
  decodeRatio: number;
} {
  const { parse, inspect } = gateway.config;
  return { maxCodings: parse.maxCodings, decodeBytes: inspect.decodeBytes, decodeRatio: inspect.decodeRatio };
}

/** The same for what came out of a coding while it streams. */
function unmasked({ out, findings }: Scanned): Scanned {
  return findings.some(isMasked) ? { out, findings: findings.map(unmaskable) } : { out, findings };
}

interface Group {
  readonly pieces: Buffer[];
  /** Decoded bytes from the start of the body to the end of this group. */
  readonly decodedTo: number;
}

/** A coding whose blocks are larger than this is not read; those of zstd have at most 128 KiB. */
const MAX_SILENT = 512 * 1024;

/**
 * Judges a body that is too large to be held. What it lets go was judged; coded pieces are let go only after later ones
 * have been decoded and judged too, so that the last bytes of a secret are always still here when it is found.
 */
export class StreamedBody {
  readonly #scan: StreamScan;
  readonly #decoder: StreamDecoder | undefined;
  /** Coded pieces that have not left, in groups that each brought the decoded body further. */
  readonly #groups: Group[] = [];
  #decodedBytes = 0;
  #judgedBytes = 0;
  #silentBytes = 0;

  /** @throws Refusal `undecodable` for a coding that is not known. */
  constructor(gateway: Gateway, headers: HeaderList, target: Target) {
    const limits = codingLimits(gateway);
    const codings = contentCodings(headers, limits, 'undecodable');
    this.#scan = gateway.inspector.createRequestScan(headerValue(headers, 'content-type'), target);
    this.#decoder = codings.length > 0 ? new StreamDecoder(codings, limits, 'undecodable') : undefined;
  }

  /**
   * Takes the next piece of the body.
   * @returns the bytes that may leave now, and what was found
   */
  async push(piece: Buffer, last: boolean): Promise<{ out: Buffer; findings: readonly Finding[] }> {
    if (this.#decoder === undefined) {
      return this.#scan.push(piece, last);
    }
    const decoded = await this.#decoder.push(piece);
    const { out, findings } = unmasked(this.#scan.push(decoded, false));
    this.#judgedBytes += out.length;
    this.#hold(piece, decoded.length);
    if (!last) return { out: this.#judged(), findings };
    const rest = unmasked(this.#scan.push(await this.#decoder.end(), true));
    const held = this.#groups.splice(0).flatMap((group) => group.pieces);
    return { out: Buffer.concat(held), findings: [...findings, ...rest.findings] };
  }

  /** A piece out of which nothing came (half a block, half a symbol) goes with the one before. */
  #hold(piece: Buffer, decoded: number): void {
    const group = this.#groups.at(-1);
    this.#decodedBytes += decoded;
    this.#silentBytes = decoded > 0 ? 0 : this.#silentBytes + piece.length;
    if (this.#silentBytes > MAX_SILENT) throw new Refusal('undecodable', 'nothing-decoded');
    if (decoded === 0 && group !== undefined) group.pieces.push(piece);
    else this.#groups.push({ pieces: [piece], decodedTo: this.#decodedBytes });
  }

  /** Takes the groups that may leave: the one behind them has been decoded and judged to its end. */
  #judged(): Buffer {
    const free: Buffer[] = [];
    while (this.#groups.length > 1 && this.#groups[1]!.decodedTo <= this.#judgedBytes) {
      free.push(...this.#groups.shift()!.pieces);
    }
    return free.length === 1 ? free[0]! : Buffer.concat(free);
  }

  destroy(): void {
    this.#decoder?.destroy();
  }
}

/** Reads the rest of a body that was not held whole, piece by piece; the last call returns `last: true`. */
export async function nextPiece(
  gateway: Gateway,
  lane: Lane,
  reader: BodyReader,
): Promise<{ data: Buffer; last: boolean }> {
  const data = reader.done ? EMPTY : await readPiece(gateway, lane.wire, reader);
  return { data, last: reader.done };
}
