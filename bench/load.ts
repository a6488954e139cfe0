import * as net from 'node:net';
import * as tls from 'node:tls';

/** One way to put load on a proxy, or on the origin directly. */
export interface Load {
  readonly port: number;
  /** Whether a CONNECT comes first. */
  readonly connect: boolean;
  /** Host and port of the origin; also the server name. */
  readonly origin: { readonly host: string; readonly port: number };
  readonly ca: string;
  readonly concurrency: number;
  /** 0 makes it a GET. */
  readonly bodyBytes: number;
  /** A new connection, CONNECT and handshake for every request. */
  readonly newConnections: boolean;
}

/** What a load saw between `start` and `stop`. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Runs a load: warms up, calls `begin`, measures, calls `end`, and stops. */
export async function runLoad(
  load: Load,
  warmMs: number,
  measureMs: number,
  begin: () => void,
  end: () => void,
): Promise<LoadResult> {
  const context = tls.createSecureContext({ ca: load.ca });
  const state = { stop: false, latencies: [] as number[], failure: undefined as unknown };
  const workers = Array.from({ length: load.concurrency }, () =>
    worker(load, context, state).catch((error) => {
      state.failure = error;
    }),
  );
  await pause(warmMs);
  state.latencies = [];
  const started = performance.now();
  begin();
  await pause(measureMs);
  end();
  const seconds = (performance.now() - started) / 1000;
  const latencies = state.latencies.toSorted((a, b) => a - b);
  state.stop = true;
  await Promise.race([Promise.all(workers), pause(3000)]);
  if (latencies.length === 0) throw new Error(`no request went through: ${String(state.failure)}`);
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!;
  return { requests: latencies.length, seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

async function worker(
  load: Load,
  context: tls.SecureContext,
  state: { stop: boolean; latencies: number[] },
): Promise<void> {
  const request = requestBytes(load);
  let kept: tls.TLSSocket | undefined;
  while (!state.stop) {
    const started = performance.now();
    const socket = kept ?? (await open(load, context));
    await exchange(socket, request);
    state.latencies.push(performance.now() - started);
    if (load.newConnections) socket.destroy();
    else kept = socket;
  }
  kept?.destroy();
}

function requestBytes(load: Load): Buffer {
  const { host, port } = load.origin;
  const fields = [`Host: ${host}:${port}`, 'User-Agent: bench/1', 'Accept: */*', 'Accept-Encoding: gzip'];
  if (load.bodyBytes === 0) return Buffer.from(`GET /item HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`);
  fields.push('Content-Type: application/json', `Content-Length: ${load.bodyBytes}`);
  return Buffer.concat([
    Buffer.from(`POST /item HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`),
    jsonBody(load.bodyBytes),
  ]);
}

/** Chat-like JSON of exactly this size. */
function jsonBody(bytes: number): Buffer {
  const words = 'the quick brown fox asks a model about rivers, weirs and locks at 52.37 degrees north; ';
  const text = words.repeat(Math.ceil(bytes / words.length));
  const shell = '{"messages":[{"role":"user","content":""}]}';
  return Buffer.from(`{"messages":[{"role":"user","content":"${text.slice(0, bytes - shell.length)}"}]}`);
}

async function open(load: Load, context: tls.SecureContext): Promise<tls.TLSSocket> {
  const raw = net.connect({ port: load.port, host: '127.0.0.1', noDelay: true });
  await once(raw, 'connect');
  if (load.connect) {
    raw.write(
      `CONNECT ${load.origin.host}:${load.origin.port} HTTP/1.1\r\nHost: ${load.origin.host}:${load.origin.port}\r\n\r\n`,
    );
    const answer = await new Promise<Buffer>((resolve, reject) => {
      raw.once('data', resolve);
      raw.once('close', () => reject(new Error('closed at CONNECT')));
    });
    if (!answer.subarray(0, 12).toString('latin1').endsWith('200'))
      throw new Error(answer.toString('latin1', 0, 200));
  }
  const secure = tls.connect({ socket: raw, servername: load.origin.host, secureContext: context });
  await once(secure, 'secureConnect');
  return secure;
}

function once(socket: net.Socket, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
}

/** Writes one request and waits for the whole answer, which has a Content-Length. */
function exchange(socket: tls.TLSSocket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = 0;
    let needed = -1;
    const onClose = (): void => reject(new Error('closed in an exchange'));
    const onData = (data: Buffer): void => {
      received += data.length;
      if (needed < 0) {
        const end = data.indexOf('\r\n\r\n');
        const head = data.toString('latin1', 0, end < 0 ? data.length : end);
        const length = /content-length: ([0-9]+)/i.exec(head);
        if (!head.startsWith('HTTP/1.1 200') || length === null) {
          reject(new Error(head));
          return;
        }
        needed = end + 4 + Number(length[1]);
      }
      if (received < needed) return;
      socket.removeListener('data', onData);
      socket.removeListener('close', onClose);
      resolve();
    };
    socket.on('data', onData);
    socket.once('close', onClose);
    socket.write(request);
  });
}
