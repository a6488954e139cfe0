import { randomBytes } from 'node:crypto';
import * as net from 'node:net';
import type { Config } from '../config/schema.ts';
import { matchesHost, parseAllowedAddress, parseHostPattern, parseResolve } from '../config/values.ts';
import type { PolicySource } from '../decide/source/state.ts';
import { type Authority, openAuthority } from '../decrypt/authority.ts';
import { LeafCache } from '../decrypt/leaf-cache.ts';
import { AddressAllowList } from '../forward/allow-list.ts';
import { Dialer } from '../forward/dial.ts';
import { Pool } from '../forward/pool.ts';
import { type Destination, Resolver } from '../forward/resolve.ts';
import { createIdentifier } from '../identify/identify.ts';
import { denialResponse } from '../respond/deny.ts';
import { Deadlines } from '../wire/deadlines.ts';
import { serveConnection } from './connection.ts';
import type { Gateway, Logger, RecordSink } from './gateway.ts';
import type { Inspector } from './inspector.ts';

/** How long exchanges that were cut may take to write their records. */
const CUT_MS = 1000;

/** The parts that reach outside of the process, made by the caller. */
export interface ProxyParts {
  readonly config: Config;
  readonly listen: { readonly host: string; readonly port: number };
  /** Name -> password. */
  readonly users: ReadonlyMap<string, string>;
  /** Whether clients without credentials are refused. */
  readonly required: boolean;
  readonly inspector: Inspector;
  readonly policies: Pick<PolicySource, 'current'>;
  readonly records: RecordSink;
  readonly log: Logger;
}

/** A running proxy. */
export interface RunningProxy {
  /** `host:port` as bound. */
  readonly listen: string;
  readonly port: number;
  readonly authority: Authority;
  /** Client connections that are open. */
  connections(): number;
  /** Lets the self-check reach an origin of its own; see {@link Resolver.trust}. */
  trust(host: string, port: number, to: Destination): () => void;
  /**
   * Stops accepting, lets running exchanges finish within the drain limit, then closes what is left.
   * @returns how many connections had to be cut
   */
  close(): Promise<number>;
}

/**
 * Opens the CA, puts the line together and listens.
 * @throws AuthorityError, RangeError for addresses in the config, or the error of listen.
 */
export async function createProxy(parts: ProxyParts): Promise<RunningProxy> {
  const { config } = parts;
  const authority = openAuthority(config.data, Date.now());
  const gateway = createGateway(parts, authority);
  let connections = 0;
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    if (connections >= config.accept.connections) return turnAway(gateway, socket);
    connections++;
    socket.once('close', () => {
      connections--;
    });
    void serveConnection(gateway, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.listen.port, parts.listen.host, resolve);
  });
  // A connection that could not be accepted (no descriptors left) is no reason to end the others.
  server.on('error', (error: NodeJS.ErrnoException) => gateway.log.error('accept', { error: error.code }));
  const { address, port, family } = server.address() as net.AddressInfo;
  return {
    listen: family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`,
    port,
    authority,
    connections: () => connections,
    trust: (host, onPort, to) => gateway.resolver.trust(host, onPort, to),
    close: () => closeProxy(gateway, server),
  };
}

function createGateway(parts: ProxyParts, authority: Authority): Gateway {
  const { config } = parts;
  const { forward, decrypt } = config;
  const deadlines = new Deadlines();
  const allowed = new AddressAllowList(parsed(forward.allowAddresses, parseAllowedAddress));
  const resolver = new Resolver(parsed(forward.resolve, parseResolve), allowed, forward.dnsTimeoutMs);
  const dialer = new Dialer(forward.upstreamCa, decrypt.minVersion, forward.connectTimeoutMs, deadlines);
  return {
    config,
    deadlines,
    identifier: createIdentifier(parts.users, parts.required),
    leaves: new LeafCache(authority, decrypt),
    inspector: parts.inspector,
    policies: parts.policies,
    resolver,
    dialer,
    pool: new Pool(resolver, dialer, forward),
    records: parts.records,
    log: parts.log,
    lanes: new Set(),
    hostMode: hostModes(config),
    isOpaque: anyOf(config.accept.opaque),
    draining: false,
    nextRequestId: requestIds(),
  };
}

/** Texts that the schema has accepted already. */
function parsed<T>(texts: readonly string[], parse: (text: string) => T | undefined): T[] {
  return texts.flatMap((text) => {
    const value = parse(text);
    return value === undefined ? [] : [value];
  });
}

function anyOf(patterns: readonly string[]): (host: string, port: number) => boolean {
  const list = parsed(patterns, parseHostPattern);
  return (host, port) => list.some((pattern) => matchesHost(pattern, host, port));
}

/** The first rule that fits, else the default. */
function hostModes(config: Config): Gateway['hostMode'] {
  const rules = config.decrypt.hosts.map((rule) => ({
    fits: anyOf([rule.host]),
    port: rule.port,
    mode: rule.mode,
  }));
  return (host, port) => {
    const rule = rules.find(
      ({ fits, port: only }) => (only === undefined || only === port) && fits(host, port),
    );
    return rule?.mode ?? config.decrypt.defaultMode;
  };
}

/** Unique over processes by a random start, cheap by counting. */
function requestIds(): () => string {
  const prefix = randomBytes(6).toString('hex');
  let count = 0;
  return () => `${prefix}-${(++count).toString(36).padStart(6, '0')}`;
}

/** One connection too many: it is told so and closed, without costing more than that. */
function turnAway(gateway: Gateway, socket: net.Socket): void {
  socket.on('error', () => socket.destroy());
  const requestId = gateway.nextRequestId();
  gateway.log.warn('connection refused: too many', { limit: gateway.config.accept.connections });
  socket.end(
    denialResponse({
      reason: 'limit-connections',
      detail: undefined,
      requestId,
      decision: undefined,
      findings: [],
      strathon: false,
      withBody: true,
    }),
  );
  // Not a limit of silence: one that goes on talking would stay for ever, and is counted nowhere.
  const timer = setTimeout(() => socket.destroy(), 1000);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
}

async function closeProxy(gateway: Gateway, server: net.Server): Promise<number> {
  gateway.draining = true;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const until = performance.now() + gateway.config.accept.drainTimeoutMs;
  closeIdle(gateway);
  while (gateway.lanes.size > 0 && performance.now() < until) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    closeIdle(gateway);
  }
  const cut = gateway.lanes.size;
  for (const lane of gateway.lanes) lane.wire.destroy();
  gateway.pool.close();
  await closed;
  // An exchange that was cut writes its record when its sockets are gone; only a dial under way can take longer.
  const patience = performance.now() + CUT_MS;
  while (gateway.lanes.size > 0 && performance.now() < patience) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
  gateway.deadlines.close();
  return cut;
}

function closeIdle(gateway: Gateway): void {
  for (const lane of gateway.lanes) if (!lane.busy) lane.wire.destroy();
}
