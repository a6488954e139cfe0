import { type HeaderList, NO_HEADERS } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import { type ChunkedLimits, ChunkedReader } from './chunked.ts';
import type { Framing } from './framing.ts';

const EMPTY: Buffer = Buffer.alloc(0);

/** Cuts one body out of a stream of bytes, by its framing. It keeps no data. */
export class BodyReader {
  readonly #framing: Framing;
  readonly #side: 'request' | 'answer';
  readonly #chunked: ChunkedReader | undefined;
  #remaining: number;
  #done: boolean;

  constructor(framing: Framing, limits: ChunkedLimits, side: 'request' | 'answer') {
    this.#framing = framing;
    this.#side = side;
    this.#chunked = framing.kind === 'chunked' ? new ChunkedReader(limits, side) : undefined;
    this.#remaining = framing.kind === 'length' ? framing.length : 0;
    this.#done = framing.kind === 'none';
  }

  /** Whether the last byte of the body was read. */
  get done(): boolean {
    return this.#done;
  }

  /** Trailer fields of a chunked body that is {@link done}. */
  get trailers(): HeaderList {
    return this.#chunked?.trailers ?? NO_HEADERS;
  }

  /**
   * Reads what belongs to the body from the front of `bytes`.
   * @returns how many bytes were used, and the data in them (a view where possible)
   * @throws Refusal for a broken chunked coding.
   */
  read(bytes: Buffer): { used: number; data: Buffer } {
    if (this.#done) return { used: 0, data: EMPTY };
    if (this.#chunked !== undefined) return this.#readChunked(this.#chunked, bytes);
    if (this.#framing.kind === 'close') return { used: bytes.length, data: bytes };
    const used = Math.min(bytes.length, this.#remaining);
    this.#remaining -= used;
    this.#done = this.#remaining === 0;
    return { used, data: used === bytes.length ? bytes : bytes.subarray(0, used) };
  }

  /**
   * The sender ended the connection: the end of a close-delimited body, an incomplete message otherwise.
   * @throws Refusal when the body is not complete.
   */
  end(): void {
    if (this.#framing.kind === 'close') this.#done = true;
    if (!this.#done)
      throw new Refusal(this.#side === 'request' ? 'framing' : 'upstream-closed', 'incomplete-body');
  }

  #readChunked(reader: ChunkedReader, bytes: Buffer): { used: number; data: Buffer } {
    const runs: Buffer[] = [];
    const used = reader.push(bytes, 0, (run) => runs.push(run));
    this.#done = reader.done;
    return { used, data: runs.length === 1 ? runs[0]! : runs.length === 0 ? EMPTY : Buffer.concat(runs) };
  }
}
