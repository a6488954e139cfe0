import { type HeaderList, NO_HEADERS } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import { parseFields } from './head.ts';

/** Limits of a chunked body; all in bytes. */
export interface ChunkedLimits {
  /** Extensions of all chunks together. */
  readonly chunkExtensionBytes: number;
  /** The trailer section. */
  readonly headerBytes: number;
}

const SIZE_LINE = /^([0-9A-Fa-f]{1,12})(?:[\t ]*;[\t\x20-\x7e\x80-\xff]*)?$/;

type State = 'size' | 'data' | 'data-end' | 'trailers' | 'done';

/**
 * Reads a chunked body (RFC 9112 section 7.1) from pieces cut anywhere. It keeps only the current line; data goes to the
 * caller as views of the piece it was given.
 */
export class ChunkedReader {
  readonly #limits: ChunkedLimits;
  readonly #side: 'request' | 'answer';
  #state: State = 'size';
  #remaining = 0;
  #line = '';
  #extensionBytes = 0;
  /** The trailer fields, once {@link done}. */
  trailers: HeaderList = NO_HEADERS;

  constructor(limits: ChunkedLimits, side: 'request' | 'answer') {
    this.#limits = limits;
    this.#side = side;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  /**
   * Reads from `piece[start..]` and hands every run of data to `onData`.
   * @returns the index of the first byte that was not read: less than the length only when the body is done
   * @throws Refusal for bad sizes, over-long extensions, lines that do not end in CRLF, bad trailers.
   */
  push(piece: Buffer, start: number, onData: (data: Buffer) => void): number {
    let at = start;
    while (at < piece.length && this.#state !== 'done') {
      at = this.#state === 'data' ? this.#readData(piece, at, onData) : this.#readLine(piece, at);
    }
    return at;
  }

  #readData(piece: Buffer, at: number, onData: (data: Buffer) => void): number {
    const end = Math.min(piece.length, at + this.#remaining);
    onData(piece.subarray(at, end));
    this.#remaining -= end - at;
    if (this.#remaining === 0) this.#state = 'data-end';
    return end;
  }

  #readLine(piece: Buffer, at: number): number {
    const limit =
      this.#state === 'trailers' ? this.#limits.headerBytes : this.#limits.chunkExtensionBytes + 14;
    const lf = piece.indexOf(10, at);
    const end = lf < 0 ? piece.length : lf + 1;
    if (this.#line.length + end - at > limit) this.#refuse('chunk-line-bytes');
    this.#line += piece.toString('latin1', at, end);
    if (lf >= 0) this.#takeLine();
    return end;
  }

  #takeLine(): void {
    const line = this.#line;
    if (!line.endsWith('\r\n') || line.indexOf('\r') < (this.#state === 'trailers' ? 0 : line.length - 2)) {
      this.#refuse('chunk-line-end');
    }
    if (this.#state === 'size') this.#takeSize(line.slice(0, -2));
    else if (this.#state === 'data-end') this.#takeDataEnd(line);
    else this.#takeTrailerLine(line);
  }

  #takeSize(line: string): void {
    const size = SIZE_LINE.exec(line);
    if (size === null) this.#refuse('chunk-size');
    this.#extensionBytes += line.length - size[1]!.length;
    if (this.#extensionBytes > this.#limits.chunkExtensionBytes) this.#refuse('chunk-extension-bytes');
    this.#remaining = Number.parseInt(size[1]!, 16);
    this.#line = '';
    this.#state = this.#remaining === 0 ? 'trailers' : 'data';
  }

  #takeDataEnd(line: string): void {
    if (line !== '\r\n') this.#refuse('chunk-data-end');
    this.#line = '';
    this.#state = 'size';
  }

  /** Trailer lines are collected until the empty one, then parsed together by the rules of a field section. */
  #takeTrailerLine(section: string): void {
    if (section !== '\r\n' && !section.endsWith('\r\n\r\n')) return;
    this.trailers = section === '\r\n' ? NO_HEADERS : parseFields(section, 0, this.#side);
    for (const name of this.trailers.lower) if (FORBIDDEN_TRAILERS.has(name)) this.#refuse('trailer-field');
    this.#line = '';
    this.#state = 'done';
  }

  #refuse(detail: string): never {
    throw new Refusal(this.#side === 'request' ? 'framing' : 'framing-answer', detail);
  }
}

/** RFC 9110 section 6.5.1: fields that frame, route or authenticate a message may not come after it. */
const FORBIDDEN_TRAILERS = new Set([
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
