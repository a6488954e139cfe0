/** Name and value, as received. */
export type Field = readonly [name: string, value: string];

/** A message head, read leniently: what tests send and see may be wrong on purpose. */
export interface MessageHead {
  /** First line without its line end. */
  readonly start: string;
  readonly fields: readonly Field[];
  /** Bytes of the head with the empty line. */
  readonly size: number;
}

/** How the end of a body is known. */
export type BodyEnd =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' | 'close' };

const HEAD_END = Buffer.from('\r\n\r\n');

/** Reads a head from the front of the bytes; undefined while it is not whole. */
export function readHead(bytes: Buffer): MessageHead | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const [start = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  return { start, fields: fieldsOf(lines), size: end + 4 };
}

function fieldsOf(lines: readonly string[]): Field[] {
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}

/** The first value of a field, or undefined. */
export function fieldOf(fields: readonly Field[], name: string): string | undefined {
  const lower = name.toLowerCase();
  return fields.find(([known]) => known.toLowerCase() === lower)?.[1];
}

/** Collects one body out of bytes that arrive piece by piece. */
export class BodyCollector {
  readonly #end: BodyEnd;
  #rest: Buffer = Buffer.alloc(0);
  #pieces: Buffer[] = [];
  #size = 0;
  #inTrailers = false;
  done: boolean;
  trailers: readonly Field[] = [];

  constructor(end: BodyEnd) {
    this.#end = end;
    this.done = end.kind === 'length' && end.length === 0;
  }

  /** What has arrived of the body, without its framing. */
  get body(): Buffer {
    if (this.#pieces.length > 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0] ?? Buffer.alloc(0);
  }

  /** Takes bytes; returns those behind the end of the body. */
  push(bytes: Buffer): Buffer {
    if (this.done) return bytes;
    if (this.#end.kind === 'close') {
      this.#add(bytes);
      return Buffer.alloc(0);
    }
    if (this.#end.kind === 'length') {
      const missing = this.#end.length - this.#size;
      this.#add(bytes.subarray(0, missing));
      this.done = this.#size >= this.#end.length;
      return bytes.subarray(missing);
    }
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (!this.done && this.#chunk());
    if (!this.done) return Buffer.alloc(0);
    const after = this.#rest;
    this.#rest = Buffer.alloc(0);
    return after;
  }

  /** The sender closed: the end of a close-delimited body. */
  close(): void {
    if (this.#end.kind === 'close') this.done = true;
  }

  #add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#size += bytes.length;
  }

  /** Reads one chunk or the trailer section; false while it is not whole. */
  #chunk(): boolean {
    if (this.#inTrailers) return this.#readTrailers();
    const line = this.#rest.indexOf('\r\n');
    if (line < 0) return false;
    const size = Number.parseInt(this.#rest.toString('latin1', 0, line), 16);
    if (Number.isNaN(size)) throw new Error(`not a chunk size: ${this.#rest.toString('latin1', 0, line)}`);
    if (size === 0) {
      this.#rest = this.#rest.subarray(line + 2);
      this.#inTrailers = true;
      return true;
    }
    if (this.#rest.length < line + 2 + size + 2) return false;
    this.#add(this.#rest.subarray(line + 2, line + 2 + size));
    this.#rest = this.#rest.subarray(line + 2 + size + 2);
    return true;
  }

  #readTrailers(): boolean {
    if (this.#rest.length >= 2 && this.#rest[0] === 13 && this.#rest[1] === 10) {
      this.#rest = this.#rest.subarray(2);
      this.done = true;
      return false;
    }
    const head = readHead(Buffer.concat([Buffer.from('\r\n'), this.#rest]));
    if (head === undefined) return false;
    this.trailers = head.fields;
    this.#rest = this.#rest.subarray(head.size - 2);
    this.done = true;
    return false;
  }
}
