import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { Refusal } from '../flow/refusal.ts';
import type { Coding, DecodeLimits } from './coding.ts';

/** Small bodies may expand as they like. */
const RATIO_FLOOR = 1 << 20;

/**
 * Undoes content codings of a body that streams. Pieces go in and come out in order; nothing is kept but the window of
 * the coding itself.
 */
export class StreamDecoder {
  readonly #stages: readonly Stage[];
  readonly #ratio: number;
  #inBytes = 0;

  /** @param codings in the order in which they were applied, at least one */
  constructor(
    codings: readonly Coding[],
    limits: DecodeLimits,
    reason: 'undecodable' | 'undecodable-answer',
  ) {
    this.#ratio = limits.decodeRatio;
    this.#stages = codings.toReversed().map((coding) => new Stage(coding, limits, reason));
  }

  /**
   * Decodes one piece.
   * @returns what came out of it, perhaps nothing
   * @throws Refusal when the data is broken or expands beyond the ratio.
   */
  async push(piece: Buffer): Promise<Buffer> {
    this.#inBytes += piece.length;
    // Against what arrived, for every stage: a ratio per stage would multiply.
    const allowance = Math.max(RATIO_FLOOR, this.#inBytes * this.#ratio);
    let current = piece;
    for (const stage of this.#stages) {
      if (current.length > 0) current = await stage.push(current, allowance);
    }
    return current;
  }

  /**
   * Ends the body.
   * @returns the last bytes
   * @throws Refusal when the coded data is not complete.
   */
  async end(): Promise<Buffer> {
    let rest: Buffer = Buffer.alloc(0);
    for (const stage of this.#stages) {
      const allowance = Math.max(RATIO_FLOOR, this.#inBytes * this.#ratio);
      const moved = rest.length > 0 ? await stage.push(rest, allowance) : rest;
      rest = Buffer.concat([moved, await stage.end()]);
    }
    return rest;
  }

  /** Frees the decoders of a body that will not be read to its end. */
  destroy(): void {
    for (const stage of this.#stages) stage.destroy();
  }
}

class Stage {
  readonly #limits: DecodeLimits;
  readonly #reason: 'undecodable' | 'undecodable-answer';
  readonly #coding: Coding;
  #stream: Decoder | undefined;
  #out: Buffer[] = [];
  #allowance = 0;
  #pushBytes = 0;
  #outBytes = 0;
  #inBytes = 0;
  #failure: string | undefined;
  #ended = false;

  constructor(coding: Coding, limits: DecodeLimits, reason: 'undecodable' | 'undecodable-answer') {
    this.#coding = coding;
    this.#limits = limits;
    this.#reason = reason;
  }

  async push(piece: Buffer, allowance: number): Promise<Buffer> {
    if (this.#ended) throw new Refusal(this.#reason, 'trailing-bytes');
    const stream = this.#open(piece);
    this.#allowance = allowance;
    this.#pushBytes = 0;
    this.#inBytes += piece.length;
    await new Promise<void>((resolve) => {
      stream.once('error', resolve);
      stream.write(piece, () => {
        stream.removeListener('error', resolve);
        resolve();
      });
    });
    // Bytes behind the end of the coded data would leave without having been decoded.
    if (stream.bytesWritten !== this.#inBytes) this.#failure ??= 'trailing-bytes';
    return this.#take();
  }

  async end(): Promise<Buffer> {
    const stream = this.#stream;
    if (stream === undefined) return Buffer.alloc(0);
    if (!this.#ended) {
      await new Promise<void>((resolve) => {
        stream.once('error', () => resolve());
        stream.once('end', () => resolve());
        stream.end();
      });
    }
    return this.#take();
  }

  destroy(): void {
    this.#stream?.destroy();
  }

  #open(first: Buffer): Decoder {
    if (this.#stream !== undefined) return this.#stream;
    const stream = decoderFor(this.#coding, first);
    stream.on('data', (data: Buffer) => {
      this.#outBytes += data.length;
      this.#pushBytes += data.length;
      this.#out.push(data);
      // Checked as the bytes come out: one piece of a bomb is enough to fill the memory.
      if (this.#outBytes > this.#allowance || this.#pushBytes > this.#limits.decodeBytes) {
        this.#failure ??= 'expands-beyond-limit';
        stream.destroy(new Error('expands'));
      }
    });
    stream.on('error', () => {
      this.#failure ??= 'broken-coding';
    });
    stream.on('end', () => {
      this.#ended = true;
    });
    this.#stream = stream;
    return stream;
  }

  #take(): Buffer {
    if (this.#failure !== undefined) throw new Refusal(this.#reason, this.#failure);
    const out = this.#out.length === 1 ? this.#out[0]! : Buffer.concat(this.#out);
    this.#out = [];
    return out;
  }
}

/** `bytesWritten` counts what the coding took, not what was offered. */
type Decoder = Transform & { readonly bytesWritten: number };

function decoderFor(coding: Coding, first: Buffer): Decoder {
  if (coding === 'gzip') return zlib.createGunzip();
  if (coding === 'br') return zlib.createBrotliDecompress();
  if (coding === 'zstd') return zlib.createZstdDecompress();
  // The zlib wrapper starts with a method of 8 and a check sum over two bytes (RFC 1950 section 2.2).
  const wrapped = (first[0]! & 0x0f) === 8 && (first.length < 2 || ((first[0]! << 8) | first[1]!) % 31 === 0);
  return wrapped ? zlib.createInflate() : zlib.createInflateRaw();
}
