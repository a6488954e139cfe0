import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as https from 'node:https';
import * as net from 'node:net';
import * as path from 'node:path';
import * as tls from 'node:tls';
import { type Peer, type Setting, streamPort } from './peers.ts';

/** What large and streamed bodies cost. */
export interface Streams {
  /** Growth of peak memory over the state before, MiB. */
  readonly downloadMiB?: number;
  readonly uploadMiB?: number;
  /** Median delay of a streamed event against the origin itself, milliseconds. */
  readonly firstByteMs?: number;
}

const FILE_BYTES = 100 * 1024 * 1024;
const EVENTS = 300;

/** 100 MiB down and up, and the time that an event of a stream takes through the proxy. */
export async function measureStreams(setting: Setting, weir: Peer): Promise<Streams> {
  fs.mkdirSync(path.join(setting.dir, 'files'), { recursive: true });
  const file = path.join(setting.dir, 'files/big.bin');
  const block = Buffer.from(
    'a line of ordinary text, as it may stand in any log file of the world 0123456789\n'.repeat(1000),
  );
  const handle = fs.openSync(file, 'w');
  for (let written = 0; written < FILE_BYTES; written += block.length) fs.writeSync(handle, block);
  fs.closeSync(handle);
  const ca = path.join(setting.dir, 'weir-ca.pem');
  fs.writeFileSync(ca, weir.ca);
  const url = `https://localhost:${setting.originPort}`;
  const curl = (...args: string[]): void =>
    void execFileSync('curl', [
      '-sSf',
      '--proxy',
      `http://127.0.0.1:${weir.port}`,
      '--noproxy',
      '',
      '--cacert',
      ca,
      '-o',
      '/dev/null',
      ...args,
    ]);
  const growth = (work: () => void): number => {
    // The same once before: what a first large body makes the runtime keep is not what this body costs.
    weir.program.resetPeak();
    const before = weir.program.memory('VmRSS');
    work();
    return Math.round((weir.program.memory('VmHWM') - before) / 1024 / 1024);
  };
  const downloadMiB = growth(() => curl(`${url}/files/big.bin`));
  const uploadMiB = growth(() => curl('-T', file, `${url}/upload`));
  return { downloadMiB, uploadMiB, firstByteMs: await eventDelay(setting, weir) };
}

/** Half of the difference of two round trips would hide what one way costs: events carry the time they were sent. */
async function eventDelay(setting: Setting, weir: Peer): Promise<number> {
  const server = https.createServer(
    { cert: fs.readFileSync(setting.pki.leaf), key: fs.readFileSync(setting.pki.leafKey) },
    (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      let sent = 0;
      const timer = setInterval(() => {
        response.write(`data: ${performance.now()}\n\n`);
        if (++sent === EVENTS) {
          clearInterval(timer);
          response.end();
        }
      }, 3);
    },
  );
  const port = streamPort(setting);
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  try {
    const direct = await medianDelay(port, undefined, fs.readFileSync(setting.pki.ca, 'latin1'));
    const proxied = await medianDelay(weir.port, port, weir.ca);
    return Math.round((proxied - direct) * 1000) / 1000;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function medianDelay(port: number, connectTo: number | undefined, ca: string): Promise<number> {
  const raw = net.connect({ host: '127.0.0.1', port, noDelay: true });
  if (connectTo !== undefined) {
    raw.write(`CONNECT localhost:${connectTo} HTTP/1.1\r\nHost: localhost:${connectTo}\r\n\r\n`);
    await new Promise((resolve) => {
      raw.once('data', resolve);
    });
  }
  const socket = tls.connect({ socket: raw, servername: 'localhost', ca });
  const delays: number[] = [];
  socket.write(`GET /events HTTP/1.1\r\nHost: localhost:${connectTo ?? port}\r\n\r\n`);
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('data', (data: Buffer) => {
      const now = performance.now();
      for (const match of data.toString('latin1').matchAll(/data: ([0-9.]+)/g))
        delays.push(now - Number(match[1]));
      if (delays.length >= EVENTS) resolve();
    });
  });
  socket.destroy();
  if (delays.length === 0) throw new Error('no event came through');
  return delays.toSorted((a, b) => a - b)[delays.length >> 1]!;
}
