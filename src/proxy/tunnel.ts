import { TLSSocket } from 'node:tls';
import { sniff } from '../accept/sniff.ts';
import { headerValue } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import type { RequestHead } from '../parse/head.ts';
import { connectTarget } from '../parse/request.ts';
import { Wire } from '../wire/wire.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway, HostMode, Lane, Opening, Serve } from './gateway.ts';
import { peekClientHello } from './hello.ts';
import { relayOpaque } from './opaque.ts';

/** How long a listed destination's client may stay silent before its protocol is taken to be one where servers speak first. */
const SERVER_FIRST_MS = 300;

/**
 * CONNECT (RFC 9110 section 9.3.6). Nothing is resolved or dialled yet: that waits for the requests inside.
 * @returns false: the connection belongs to the tunnel until its end
 */
export async function openConnectTunnel(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  head: RequestHead,
  serve: Serve,
): Promise<boolean> {
  if (lane.tunnel !== undefined) throw new Refusal('framing', 'connect-inside-a-tunnel');
  const agent = gateway.identifier.fromBasic(
    headerValue(head.headers, 'proxy-authorization'),
    lane.peerAddress,
  );
  const { host, port } = connectTarget(head);
  const accept = (): unknown =>
    lane.wire.write(`HTTP/1.1 200 Connection established\r\nX-Weir-Request-Id: ${exchange.id}\r\n\r\n`);
  const opening = { host, port, agent, nameFromSni: false, accept };
  await openTunnel(gateway, { ...lane, mode: 'connect' }, exchange, opening, serve);
  return false;
}

/**
 * Opens a tunnel and serves what is inside until it ends.
 * @throws Refusal when the destination or what the tunnel carries is refused.
 */
export async function openTunnel(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  opening: Opening,
  serve: Serve,
): Promise<void> {
  exchange.agent = opening.agent;
  exchange.method ??= 'CONNECT';
  exchange.target = { scheme: 'https', host: opening.host, port: opening.port, path: '', query: undefined };
  if (!gateway.records.healthy()) throw new Refusal('record');
  const mode = gateway.hostMode(opening.host, opening.port);
  if (mode === 'refuse') throw new Refusal('destination-refused');
  gateway.resolver.refuseLiteral(opening.host, opening.port);
  if (mode === 'tunnel') return await relayOpaque(gateway, lane, exchange, opening, 'tls');
  opening.accept();
  const opaque = gateway.isOpaque(opening.host, opening.port);
  const protocol = await sniffTunnel(gateway, lane, opaque);
  if (protocol === 'tls') return await interceptTls(gateway, lane, exchange, opening, mode, serve);
  if (protocol === 'http') {
    exchange.unrecorded = true;
    const { host, port } = opening;
    return await serve(gateway, { ...lane, agent: opening.agent, tunnel: { scheme: 'http', host, port } });
  }
  if (opaque) return await relayOpaque(gateway, lane, exchange, { ...opening, accept: () => {} }, 'any');
  if (protocol === 'silent') {
    exchange.unrecorded = true;
    lane.wire.destroy();
    return;
  }
  // An HTTP answer would be noise to whatever speaks here: the connection is cut, the record says why.
  exchange.answerStarted = true;
  throw new Refusal('protocol');
}

async function sniffTunnel(
  gateway: Gateway,
  lane: Lane,
  opaque: boolean,
): Promise<'tls' | 'http' | 'unknown' | 'silent'> {
  const { wire } = lane;
  const patience =
    gateway.deadlines.now + (opaque ? SERVER_FIRST_MS : gateway.config.accept.handshakeTimeoutMs);
  for (;;) {
    const protocol = sniff(wire.unread);
    if (protocol === 'tls' || protocol === 'http') return protocol;
    if (protocol !== 'incomplete') return 'unknown';
    if (await wire.more(gateway.deadlines.left(patience))) continue;
    const timedOut = wire.timedOut;
    wire.timedOut = false;
    return opaque && timedOut ? 'unknown' : wire.unread.length === 0 ? 'silent' : 'unknown';
  }
}

/** Terminates the client's TLS with a leaf for the host, and serves the requests inside. */
async function interceptTls(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  opening: Opening,
  mode: HostMode,
  serve: Serve,
): Promise<void> {
  exchange.answerStarted = true;
  const hello = await peekClientHello(gateway, lane.wire);
  const named = hello.sni !== undefined && opening.nameFromSni ? hello.sni : opening.host;
  if (named !== opening.host && gateway.hostMode(named, opening.port) !== mode) {
    throw new Refusal('destination-refused');
  }
  const context = gateway.leaves.get(hello.sni ?? named, Date.now());
  const inner = new TLSSocket(lane.wire.release(), {
    isServer: true,
    secureContext: context,
    ALPNProtocols: ['http/1.1'],
  });
  const wire = new Wire(inner, gateway.deadlines, gateway.config.accept.pipelineBytes);
  if (!(await handshake(gateway, inner, wire))) {
    exchange.outcome = 'aborted';
    exchange.reason = 'protocol';
    exchange.detail = `client-handshake: ${wire.errorCode ?? (wire.timedOut ? 'timeout' : 'closed')}`;
    wire.destroy();
    return;
  }
  exchange.unrecorded = true;
  await serve(gateway, {
    ...lane,
    wire,
    agent: opening.agent,
    tunnel: { scheme: 'https', host: named, port: opening.port },
    tls: { sni: hello.sni, version: inner.getProtocol() ?? undefined },
    misdirected: hello.sni !== undefined && hello.sni !== named,
  });
}

/** Waits until the handshake is over; false when it failed. */
async function handshake(gateway: Gateway, socket: TLSSocket, wire: Wire): Promise<boolean> {
  const done = Promise.withResolvers<boolean>();
  socket.once('secure', () => done.resolve(true));
  socket.once('_tlsError', (error: NodeJS.ErrnoException) => {
    wire.errorCode = error.code ?? 'tls';
    done.resolve(false);
  });
  wire.onClose = () => done.resolve(false);
  wire.onExpire = () => done.resolve(false);
  wire.arm(gateway.config.accept.handshakeTimeoutMs);
  const secure = await done.promise;
  wire.deadline = 0;
  wire.onClose = undefined;
  wire.onExpire = undefined;
  return secure;
}
