import * as net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as tls from 'node:tls';
import { BodyCollector, type BodyEnd, type Field, fieldOf, readHead } from './http-reader.ts';

/** An answer as a client read it. */
export interface Answer {
  readonly status: number;
  readonly fields: readonly Field[];
  /** Without chunk framing, still coded. */
  readonly body: Buffer;
  readonly trailers: readonly Field[];
  /** Status codes of the interim answers before it. */
  readonly interim: readonly number[];
  /** False when the connection ended before the body did. */
  readonly complete: boolean;
  header(name: string): string | undefined;
  text(): string;
}

/** How one answer is read. */
export interface ReadOptions {
  /** Answers to HEAD have no body, nor has the 200 to CONNECT. */
  readonly method?: string;
  readonly timeoutMs?: number;
}

const PATIENCE_MS = 10_000;

/** A client that sends exactly the bytes it is told to. */
export class RawClient {
  socket: net.Socket;
  #unread: Buffer = Buffer.alloc(0);
  #all: Buffer[] = [];
  #ended = false;
  /** More than one reader may wait. */
  readonly #waiting = new Set<() => void>();
  /** Code of the error that the connection ended with. */
  errorCode: string | undefined;

  constructor(socket: net.Socket) {
    this.socket = socket;
    this.#listen();
  }

  /** Connects to a port of 127.0.0.1. */
  static async connect(port: number): Promise<RawClient> {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawClient(socket);
  }

  /** Everything that arrived since the start (since the handshake, inside TLS). */
  get received(): Buffer {
    return Buffer.concat(this.#all);
  }

  /** The other side has ended or cut the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends pieces, each in a packet of its own where the network lets it; text is latin1. */
  async send(...pieces: readonly (string | Uint8Array)[]): Promise<void> {
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) await sleep(1);
      if (this.socket.destroyed) return;
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
      await new Promise<void>((resolve) => {
        this.socket.write(bytes, () => resolve());
      });
    }
  }

  /** Ends our direction. */
  half(): void {
    this.socket.end();
  }

  close(): void {
    this.socket.destroy();
  }

  /** Goes away for good: unlike an end, a reset cannot be taken for a client that still reads. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  /** Reads one answer; a connection that ends before one began is an error. */
  async answer(options: ReadOptions = {}): Promise<Answer> {
    const until = performance.now() + (options.timeoutMs ?? PATIENCE_MS);
    const interim: number[] = [];
    for (;;) {
      let head = readHead(this.#unread);
      while (head === undefined) {
        if (this.#ended) throw new Error(`closed instead of an answer: ${this.#describe()}`);
        await this.#more(until);
        head = readHead(this.#unread);
      }
      this.#unread = this.#unread.subarray(head.size);
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head.start)?.[1] ?? 0);
      if (status >= 100 && status < 200) {
        interim.push(status);
        continue;
      }
      const body = new BodyCollector(bodyEnd(status, head.fields, options.method ?? 'GET'));
      await this.#body(body, until);
      const { fields } = head;
      return {
        status,
        fields,
        body: body.body,
        trailers: body.trailers,
        interim,
        complete: body.done,
        header: (name) => fieldOf(fields, name),
        text: () => body.body.toString('utf8'),
      };
    }
  }

  /** Waits for raw bytes until the text stands in what arrived. */
  async until(text: string, timeoutMs = PATIENCE_MS): Promise<string> {
    const until = performance.now() + timeoutMs;
    while (!this.received.includes(text)) {
      if (this.#ended) throw new Error(`closed before ${JSON.stringify(text)}: ${this.#describe()}`);
      await this.#more(until);
    }
    return this.received.toString('latin1');
  }

  /** Takes exactly so many bytes off what arrives. */
  async take(count: number): Promise<Buffer> {
    const until = performance.now() + PATIENCE_MS;
    while (this.#unread.length < count) {
      if (this.#ended) throw new Error(`closed before ${count} bytes: ${this.#describe()}`);
      await this.#more(until);
    }
    const taken = this.#unread.subarray(0, count);
    this.#unread = this.#unread.subarray(count);
    return taken;
  }

  /** Waits for the end of the connection and returns all that arrived. */
  async end(timeoutMs = PATIENCE_MS): Promise<Buffer> {
    const until = performance.now() + timeoutMs;
    while (!this.#ended) await this.#more(until);
    return this.received;
  }

  /** Starts TLS on this connection. */
  async startTls(options: tls.ConnectionOptions): Promise<void> {
    this.socket.removeAllListeners();
    const inner = tls.connect({ socket: this.socket, ...options });
    await new Promise<void>((resolve, reject) => {
      inner.once('secureConnect', resolve);
      inner.once('error', reject);
      inner.once('close', () => reject(new Error('closed during the TLS handshake')));
    });
    inner.removeAllListeners('error');
    inner.removeAllListeners('close');
    this.socket = inner;
    this.#all = [];
    this.#unread = Buffer.alloc(0);
    this.#listen();
  }

  async #body(body: BodyCollector, until: number): Promise<void> {
    for (;;) {
      const bytes = this.#unread;
      this.#unread = Buffer.alloc(0);
      this.#unread = body.push(bytes);
      if (body.done) return;
      if (this.#ended) return body.close();
      await this.#more(until);
    }
  }

  #listen(): void {
    this.socket.on('data', (bytes: Buffer) => {
      this.#all.push(bytes);
      this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
      this.#wake();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    this.socket.on('end', end);
    this.socket.on('close', end);
    this.socket.on('error', (error: NodeJS.ErrnoException) => {
      this.errorCode = error.code ?? error.message;
      end();
    });
  }

  async #more(until: number): Promise<void> {
    const left = until - performance.now();
    if (left <= 0) throw new Error(`nothing came in time: ${this.#describe()}`);
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      timer = setTimeout(resolve, left);
    });
    clearTimeout(timer);
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #describe(): string {
    const text = this.received.subarray(0, 500).toString('latin1');
    return `${JSON.stringify(text)}${this.errorCode === undefined ? '' : ` (${this.errorCode})`}`;
  }
}

function bodyEnd(status: number, fields: readonly Field[], method: string): BodyEnd {
  const opened = method === 'CONNECT' && status < 300;
  if (opened || method === 'HEAD' || status === 204 || status === 304) return { kind: 'length', length: 0 };
  if (/chunked/i.test(fieldOf(fields, 'transfer-encoding') ?? '')) return { kind: 'chunked' };
  const length = fieldOf(fields, 'content-length');
  return length === undefined ? { kind: 'close' } : { kind: 'length', length: Number(length) };
}

/** Sends one request in clear through the proxy port, on a connection of its own. */
export async function askOnce(
  port: number,
  bytes: string | Uint8Array,
  options: ReadOptions = {},
): Promise<Answer> {
  const client = await RawClient.connect(port);
  try {
    await client.send(bytes);
    return await client.answer(options);
  } finally {
    client.close();
  }
}
