import type * as net from 'node:net';

/** Fields of an answer; a list where a name comes twice. */
export type ReplyFields = Readonly<Record<string, string | number | readonly string[]>>;

/** Writes the answer of an origin, well-formed or not. */
export class Reply {
  readonly socket: net.Socket;
  readonly #method: string;
  started = false;

  constructor(socket: net.Socket, method: string) {
    this.socket = socket;
    this.#method = method;
  }

  /** A whole answer with Content-Length (unless the fields frame it); HEAD gets no body. */
  send(status: number, fields: ReplyFields = {}, body: string | Uint8Array = ''): void {
    const bytes = Buffer.from(body);
    const names = Object.keys(fields).map((name) => name.toLowerCase());
    const framed = names.includes('content-length') || names.includes('transfer-encoding');
    const bodiless = status === 204 || status === 304;
    const length = framed || bodiless ? {} : { 'Content-Length': bytes.length };
    const head = headText(status, { ...fields, ...length });
    this.raw(Buffer.concat([Buffer.from(head, 'latin1'), this.#method === 'HEAD' ? Buffer.alloc(0) : bytes]));
  }

  /** The head alone; the body follows with {@link chunk} or {@link raw}. */
  head(status: number, fields: ReplyFields = {}): void {
    this.raw(headText(status, fields));
  }

  /** One chunk of a chunked body. */
  chunk(data: string | Uint8Array): void {
    const bytes = Buffer.from(data);
    this.raw(Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]));
  }

  /** The last chunk, with trailer fields. */
  lastChunk(trailers: ReplyFields = {}): void {
    this.raw(`0\r\n${fieldLines(trailers)}\r\n`);
  }

  /** A whole chunked answer: each piece one chunk. */
  chunked(
    status: number,
    fields: ReplyFields,
    pieces: readonly (string | Uint8Array)[],
    trailers: ReplyFields = {},
  ): void {
    this.head(status, { ...fields, 'Transfer-Encoding': 'chunked' });
    for (const piece of pieces) this.chunk(piece);
    this.lastChunk(trailers);
  }

  /** Bytes exactly as they are; text is latin1. */
  raw(bytes: string | Uint8Array): void {
    this.started = true;
    if (typeof bytes === 'string') this.socket.write(bytes, 'latin1');
    else this.socket.write(bytes);
  }

  /** Ends our direction: the end of a close-delimited body. */
  end(): void {
    this.started = true;
    this.socket.end();
  }

  /** Cuts the connection. */
  cut(): void {
    this.started = true;
    this.socket.destroy();
  }
}

function headText(status: number, fields: ReplyFields): string {
  return `HTTP/1.1 ${status} Status\r\n${fieldLines(fields)}\r\n`;
}

function fieldLines(fields: ReplyFields): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${each}\r\n`))
    .join('');
}
