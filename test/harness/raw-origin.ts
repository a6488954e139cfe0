import * as net from 'node:net';

/** A TCP listener that only logs, or speaks as told. */
export interface RawOrigin extends AsyncDisposable {
  readonly port: number;
  readonly address: string;
  /** Bytes of each connection. */
  readonly received: readonly Buffer[];
  readonly connections: number;
  saw(text: string | Buffer): boolean;
  stop(): Promise<void>;
}

/**
 * Starts a plain TCP listener on 127.0.0.1 that keeps every byte.
 * @param speak called for each connection, for what the listener says or how it hangs up
 */
export async function startRawOrigin(speak?: (socket: net.Socket) => void): Promise<RawOrigin> {
  const streams: Buffer[][] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    const pieces: Buffer[] = [];
    streams.push(pieces);
    sockets.add(socket);
    socket.on('data', (bytes: Buffer) => pieces.push(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    speak?.(socket);
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
    address: `127.0.0.1:${port}`,
    get received() {
      return streams.map((pieces) => Buffer.concat(pieces));
    },
    get connections() {
      return streams.length;
    },
    saw: (text) => streams.some((pieces) => Buffer.concat(pieces).includes(text)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
