import * as net from 'node:net';
import * as tls from 'node:tls';
import { readHead } from './http-reader.ts';
import { type Leaf, testCa } from './pki.ts';
import { Reply } from './reply.ts';
import { OpenRequest, type SeenRequest } from './seen-request.ts';

/** Answers one request. The next request of the connection waits until it returns. */
export type Script = (request: SeenRequest, reply: Reply) => void | Promise<void>;

/** How an origin behaves. */
export interface OriginOptions {
  /** Without it every request is answered with 200 and `ok`. */
  readonly answer?: Script;
  /** Called when the head of a request has arrived and before its body; may answer early or send 100. */
  readonly onHead?: (request: SeenRequest, reply: Reply) => void;
  /** Names of the certificate, the first one without SNI. False for an origin in clear. */
  readonly hosts?: readonly string[] | false;
  /** Replaces the certificates made for {@link hosts}. */
  readonly leaf?: Leaf;
  readonly tls?: tls.TlsOptions;
}

/** A running origin on 127.0.0.1. */
export interface Origin extends AsyncDisposable {
  readonly port: number;
  readonly tls: boolean;
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** Every request whose head arrived, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** TCP connections that were accepted. */
  readonly connections: number;
  /** Every byte that was received, decrypted, one buffer for each connection. */
  readonly received: readonly Buffer[];
  /** Replaces the script. */
  answer: Script;
  /** Whether a text arrived anywhere: in the bytes as they came, without chunk framing, or after content codings. */
  saw(text: string | Buffer): boolean;
  /** Forgets what arrived; open connections stay. */
  forget(): void;
  /** Resolves with the n-th request (from 1) as soon as it is complete. */
  request(n: number): Promise<SeenRequest>;
  stop(): Promise<void>;
}

/** An HTTP/1.1 origin that keeps everything it receives. */
export async function startOrigin(options: OriginOptions = {}): Promise<Origin> {
  const hosts = options.hosts ?? ['origin.test'];
  const log = new OriginLog();
  let answer: Script = options.answer ?? ((_request, reply) => reply.send(200, {}, 'ok'));
  const serve = (socket: net.Socket): void => {
    void new Connection(socket, log, options.onHead, (request, reply) => answer(request, reply)).run();
  };
  const server =
    hosts === false
      ? net.createServer({ allowHalfOpen: true, noDelay: true }, serve)
      : tlsServer(hosts, options, serve);
  const sockets = new Set<net.Socket>();
  let connections = 0;
  server.on('connection', (socket: net.Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as net.AddressInfo;
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return {
    port,
    tls: hosts !== false,
    address: `127.0.0.1:${port}`,
    get requests() {
      return log.requests;
    },
    get connections() {
      return connections;
    },
    get received() {
      return log.streams.map((pieces) => Buffer.concat(pieces));
    },
    get answer() {
      return answer;
    },
    set answer(script) {
      answer = script;
    },
    saw: (text) => log.saw(text),
    forget: () => log.forget(),
    request: (n) => log.request(n),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function tlsServer(
  hosts: readonly string[],
  options: OriginOptions,
  serve: (socket: net.Socket) => void,
): tls.Server {
  const leafOf = (host: string): Leaf => options.leaf ?? testCa().leaf(host);
  const server = tls.createServer(
    {
      ...leafOf(hosts[0]!),
      allowHalfOpen: true,
      noDelay: true,
      SNICallback: (name, done) =>
        done(null, tls.createSecureContext(leafOf(hosts.includes(name) ? name : hosts[0]!))),
      ...options.tls,
    },
    serve,
  );
  server.on('tlsClientError', () => undefined);
  return server;
}

class OriginLog {
  streams: Buffer[][] = [];
  requests: OpenRequest[] = [];
  #waiting: { n: number; resolve: (request: SeenRequest) => void }[] = [];
  #connections = 0;

  open(): { readonly number: number; add(bytes: Buffer): void } {
    let pieces: Buffer[] = [];
    return {
      number: ++this.#connections,
      add: (bytes) => {
        if (!this.streams.includes(pieces)) {
          pieces = [];
          this.streams.push(pieces);
        }
        pieces.push(Buffer.from(bytes));
      },
    };
  }

  saw(text: string | Buffer): boolean {
    return (
      this.streams.some((pieces) => Buffer.concat(pieces).includes(text)) ||
      this.requests.some((request) => request.body.includes(text) || request.decoded().includes(text))
    );
  }

  forget(): void {
    this.streams = [];
    this.requests = [];
  }

  async request(n: number): Promise<SeenRequest> {
    const known = this.requests[n - 1];
    if (known?.complete) return known;
    return await new Promise((resolve) => {
      this.#waiting.push({ n, resolve });
    });
  }

  completed(request: OpenRequest): void {
    const n = this.requests.indexOf(request) + 1;
    for (const waiting of this.#waiting) if (waiting.n === n) waiting.resolve(request);
  }
}

/** Reads the requests of one connection, one after the other. */
class Connection {
  readonly #socket: net.Socket;
  readonly #log: OriginLog;
  readonly #onHead: OriginOptions['onHead'];
  readonly #answer: Script;
  #unread: Buffer = Buffer.alloc(0);
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(socket: net.Socket, log: OriginLog, onHead: OriginOptions['onHead'], answer: Script) {
    this.#socket = socket;
    this.#log = log;
    this.#onHead = onHead;
    this.#answer = answer;
  }

  async run(): Promise<void> {
    const stream = this.#log.open();
    const sni = this.#socket instanceof tls.TLSSocket ? this.#socket.servername || undefined : undefined;
    this.#socket.on('data', (bytes: Buffer) => {
      stream.add(bytes);
      this.#unread = Buffer.concat([this.#unread, bytes]);
      this.#wake?.();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake?.();
    };
    this.#socket.on('end', end);
    this.#socket.on('close', end);
    this.#socket.on('error', end);
    while (await this.#exchange(stream.number, sni));
    this.#socket.end();
  }

  async #exchange(connection: number, sni: string | undefined): Promise<boolean> {
    let head = readHead(this.#unread);
    while (head === undefined) {
      if (this.#ended) return false;
      await this.#more();
      head = readHead(this.#unread);
    }
    this.#unread = this.#unread.subarray(head.size);
    const request = new OpenRequest(head.start, head.fields, connection, sni);
    this.#log.requests.push(request);
    const reply = new Reply(this.#socket, request.method);
    this.#onHead?.(request, reply);
    for (;;) {
      const bytes = this.#unread;
      this.#unread = Buffer.alloc(0);
      this.#unread = Buffer.concat([request.collector.push(bytes), this.#unread]);
      if (request.complete) break;
      if (this.#ended) return false;
      await this.#more();
    }
    this.#log.completed(request);
    if (!reply.started) await this.#answer(request, reply);
    return !this.#socket.destroyed && !this.#socket.writableEnded;
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }
}
