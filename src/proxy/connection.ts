import type { Socket } from 'node:net';
import { sniff } from '../accept/sniff.ts';
import {
  MALFORMED,
  METHOD_NONE,
  METHOD_PASSWORD,
  METHOD_REFUSED,
  NEED_MORE,
  REPLY,
  readGreeting,
  readPassword,
  readRequest,
  socksReply,
} from '../accept/socks5.ts';
import type { Agent } from '../flow/agent.ts';
import { Refusal } from '../flow/refusal.ts';
import { isIPv6Host } from '../flow/target.ts';
import { parseAuthority } from '../parse/host.ts';
import { Wire } from '../wire/wire.ts';
import { Exchange } from './exchange.ts';
import type { Gateway, Lane } from './gateway.ts';
import { serve } from './line.ts';
import { linger, refuse } from './refuse.ts';
import { openTunnel } from './tunnel.ts';

/** Serves one client connection from its first byte to its end. Never throws. */
export async function serveConnection(gateway: Gateway, socket: Socket): Promise<void> {
  const peerAddress = (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
  const lane: Lane = {
    wire: new Wire(socket, gateway.deadlines, gateway.config.accept.pipelineBytes),
    mode: 'forward',
    peer: isIPv6Host(peerAddress)
      ? `[${peerAddress}]:${socket.remotePort}`
      : `${peerAddress}:${socket.remotePort}`,
    peerAddress,
    tunnel: undefined,
    agent: undefined,
    tls: undefined,
    misdirected: false,
    busy: false,
  };
  gateway.lanes.add(lane);
  try {
    await dispatch(gateway, lane);
  } catch (error) {
    gateway.log.error('fault', { error: error instanceof Error ? (error.stack ?? error.name) : 'unknown' });
    lane.wire.destroy();
  } finally {
    gateway.lanes.delete(lane);
  }
}

async function dispatch(gateway: Gateway, lane: Lane): Promise<void> {
  const { wire } = lane;
  const patience = gateway.deadlines.now + gateway.config.accept.handshakeTimeoutMs;
  for (;;) {
    const protocol = sniff(wire.unread);
    if (protocol === 'http') return await serve(gateway, lane);
    // A connection that has said nothing yet holds up no drain.
    lane.busy = wire.unread.length > 0;
    if (protocol === 'socks5') return await serveSocks(gateway, { ...lane, mode: 'socks5' });
    if (protocol !== 'incomplete')
      return await refuseConnection(gateway, lane, new Refusal('protocol', protocol));
    if (await wire.more(gateway.deadlines.left(patience))) continue;
    if (wire.unread.length > 0)
      return await refuseConnection(gateway, lane, new Refusal('timeout', 'first-bytes'));
    return wire.destroy();
  }
}

/** Refuses a connection before there was any request, and records it. */
async function refuseConnection(gateway: Gateway, lane: Lane, refusal: Refusal): Promise<void> {
  const exchange = new Exchange(gateway.nextRequestId(), lane);
  refuse(gateway, lane, exchange, refusal);
  gateway.records.write(exchange.toRecord(gateway.inspector.maskHost));
  if (!lane.wire.closed) await linger(lane.wire);
}

async function serveSocks(gateway: Gateway, lane: Lane): Promise<void> {
  const exchange = new Exchange(gateway.nextRequestId(), lane);
  try {
    const agent = await greet(gateway, lane);
    const request = await read(gateway, lane.wire, readRequest);
    if (request.command !== 1) {
      lane.wire.write(socksReply(REPLY.commandNotSupported));
      throw new Refusal('protocol', 'socks-command');
    }
    const { host, port } = parseAuthority(`${request.host}:${request.port}`, 0);
    const byAddress = request.host.startsWith('[') || /^[0-9.]+$/.test(request.host);
    const accept = (): unknown => lane.wire.write(socksReply(REPLY.succeeded));
    await openTunnel(gateway, lane, exchange, { host, port, agent, nameFromSni: byAddress, accept }, serve);
  } catch (error) {
    // A SOCKS client cannot read an HTTP answer: it gets the reply code, the record has the reason.
    if (!exchange.answerStarted) lane.wire.write(socksReply(REPLY.notAllowed));
    exchange.answerStarted = true;
    if (!lane.wire.closed) lane.wire.end();
    refuse(gateway, lane, exchange, error);
  } finally {
    if (!exchange.unrecorded) gateway.records.write(exchange.toRecord(gateway.inspector.maskHost));
  }
}

/** Method negotiation and, where wanted, user and password. */
async function greet(gateway: Gateway, lane: Lane): Promise<Agent> {
  const { wire } = lane;
  const { identifier } = gateway;
  const greeting = await read(gateway, wire, readGreeting);
  const withPassword = greeting.methods.includes(METHOD_PASSWORD);
  if (withPassword && (identifier.required || !greeting.methods.includes(METHOD_NONE))) {
    wire.write(Buffer.from([5, METHOD_PASSWORD]));
    const { user, password } = await read(gateway, wire, readPassword);
    try {
      const agent = identifier.fromSocks(user, password, lane.peerAddress);
      wire.write(Buffer.from([1, 0]));
      return agent;
    } catch (error) {
      wire.write(Buffer.from([1, 1]));
      throw error;
    }
  }
  if (!greeting.methods.includes(METHOD_NONE) || identifier.required) {
    wire.write(Buffer.from([5, METHOD_REFUSED]));
    throw new Refusal('proxy-auth', 'missing-credentials');
  }
  wire.write(Buffer.from([5, METHOD_NONE]));
  return identifier.fromSocks(undefined, undefined, lane.peerAddress);
}

/** Waits for one whole SOCKS message and takes it. */
async function read<T extends { readonly size: number }>(
  gateway: Gateway,
  wire: Wire,
  parse: (bytes: Buffer) => T | typeof NEED_MORE | typeof MALFORMED,
): Promise<T> {
  const patience = gateway.deadlines.now + gateway.config.accept.handshakeTimeoutMs;
  for (;;) {
    const message = parse(wire.unread);
    if (message === MALFORMED) throw new Refusal('protocol', 'socks');
    if (message !== NEED_MORE) {
      wire.consume((message as T).size);
      return message as T;
    }
    if (!(await wire.more(gateway.deadlines.left(patience)))) throw new Refusal('timeout', 'socks');
  }
}
