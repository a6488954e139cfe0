import { randomBytes } from 'node:crypto';
import * as http from 'node:http';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { RunningProxy } from '../proxy/create-proxy.ts';

/** One thing that was tried through the listener itself. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen instead. */
  readonly detail: string;
}

/** What one request through the proxy brought back. */
interface Seen {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

const TIMEOUT_MS = 5000;

/**
 * Proves that the gateway does its work, by using it as an agent would: a secret on its way out, over TLS and in clear,
 * must be stopped; a secret in an answer must arrive masked; an ordinary request must pass.
 */
export async function selfCheck(proxy: RunningProxy, credentials?: string): Promise<Check[]> {
  const secret = canary();
  let leaked = false;
  const origin = http.createServer((request, response) => {
    if (request.url?.includes(secret) === true || request.headers['x-canary'] === secret) leaked = true;
    response.setHeader('Content-Type', 'text/plain');
    response.end(request.url === '/answer' ? `token=${secret}` : 'hello');
  });
  await new Promise<void>((resolve) => {
    origin.listen(0, '127.0.0.1', resolve);
  });
  const host = `check-${randomBytes(8).toString('hex')}.invalid`;
  const { port } = origin.address() as net.AddressInfo;
  const distrust = proxy.trust(host, 80, { address: '127.0.0.1', port });
  try {
    const blocked = await ask(proxy, credentials, host, '/', [`X-Canary: ${secret}`]);
    const blockedTls = await ask(proxy, credentials, host, `/?q=${secret}`, [], true);
    const masked = await ask(proxy, credentials, host, '/answer');
    const allowed = await ask(proxy, credentials, host, '/');
    const stopped = (seen: Seen): boolean =>
      seen.status === 403 && /x-weir-block-reason: credential-leak/i.test(seen.head);
    return [
      check('a secret in a request is blocked', stopped(blocked) && stopped(blockedTls) && !leaked, blocked),
      check(
        'a secret in an answer is masked',
        masked.status === 200 && !masked.body.includes(secret) && masked.body.startsWith('token=['),
        masked,
      ),
      check('an ordinary request passes', allowed.status === 200 && allowed.body === 'hello', allowed),
    ];
  } finally {
    distrust();
    origin.close();
    origin.closeAllConnections();
  }
}

/** Shaped like a token, worth nothing, new at every check. */
function canary(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789';
  return `ghp_${[...randomBytes(36)].map((byte) => letters[byte % letters.length]).join('')}`;
}

function check(name: string, ok: boolean, seen: Seen): Check {
  const reason = /x-weir-block-reason: (.*)/i.exec(seen.head)?.[1]?.trim();
  const policy = /"policy":"([^"]*)"/.exec(seen.body)?.[1];
  const why = policy === undefined ? reason : `${reason}: ${policy}`;
  return { name, ok, detail: `status ${seen.status}${why === undefined ? '' : ` (${why})`}` };
}

async function ask(
  proxy: RunningProxy,
  credentials: string | undefined,
  host: string,
  path: string,
  fields: readonly string[] = [],
  overTls = false,
): Promise<Seen> {
  const authorisation =
    credentials === undefined
      ? []
      : [`Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}`];
  let socket: net.Socket = net.connect(
    proxy.port,
    proxy.listen.slice(0, proxy.listen.lastIndexOf(':')).replace(/^\[|\]$/g, ''),
  );
  if (overTls) {
    const opened = await send(
      socket,
      [`CONNECT ${host}:443 HTTP/1.1`, `Host: ${host}:443`, ...authorisation],
      true,
    );
    if (opened.status !== 200) return opened;
    socket = tls.connect({ socket, servername: host, ca: proxy.authority.certificatePem });
    return await send(
      socket,
      [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...fields],
      false,
    );
  }
  const lines = [
    `GET http://${host}${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    ...authorisation,
    ...fields,
  ];
  return await send(socket, lines, false);
}

/** Sends a head; reads the whole answer, or only its head. */
function send(socket: net.Socket, lines: readonly string[], headOnly: boolean): Promise<Seen> {
  return new Promise((resolve) => {
    let text = '';
    const finish = (): void => {
      clearTimeout(timer);
      socket.removeAllListeners('data');
      if (!headOnly) socket.destroy();
      const end = text.indexOf('\r\n\r\n');
      const status = Number(/^HTTP\/1\.[01] ([0-9]{3})/.exec(text)?.[1] ?? 0);
      resolve({ status, head: text.slice(0, Math.max(0, end)), body: end < 0 ? '' : text.slice(end + 4) });
    };
    const timer = setTimeout(finish, TIMEOUT_MS);
    socket.on('error', finish);
    socket.once('close', finish);
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      if (headOnly && text.includes('\r\n\r\n')) finish();
    });
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}
