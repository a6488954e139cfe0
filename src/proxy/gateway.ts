import type { Config } from '../config/schema.ts';
import type { PolicySource } from '../decide/source/state.ts';
import type { LeafCache } from '../decrypt/leaf-cache.ts';
import type { Agent } from '../flow/agent.ts';
import type { ExchangeRecord } from '../flow/record.ts';
import type { Dialer } from '../forward/dial.ts';
import type { Pool } from '../forward/pool.ts';
import type { Resolver } from '../forward/resolve.ts';
import type { Identifier } from '../identify/identify.ts';
import type { Deadlines } from '../wire/deadlines.ts';
import type { Wire } from '../wire/wire.ts';
import type { Inspector } from './inspector.ts';

/** Where records go. */
export interface RecordSink {
  write(record: ExchangeRecord): void;
  /** False while nothing may be forwarded, because it could not be recorded. */
  healthy(): boolean;
}

/** What the gateway says about itself; never about the content of traffic. */
export interface Logger {
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** All parts of one running gateway, put together once at the start. */
export interface Gateway {
  readonly config: Config;
  readonly deadlines: Deadlines;
  readonly identifier: Identifier;
  readonly leaves: LeafCache;
  readonly inspector: Inspector;
  readonly policies: Pick<PolicySource, 'current'>;
  readonly resolver: Resolver;
  readonly pool: Pool;
  readonly dialer: Dialer;
  readonly records: RecordSink;
  readonly log: Logger;
  /** Everything that is open on the client side. */
  readonly lanes: Set<Lane>;
  readonly hostMode: (host: string, port: number) => HostMode;
  /** Whether a tunnel to this destination may carry neither TLS nor HTTP. */
  readonly isOpaque: (host: string, port: number) => boolean;
  /** No new exchange begins on a connection that stays open. */
  draining: boolean;
  nextRequestId(): string;
}

/** What is done with the TLS of a host. */
export type HostMode = 'inspect' | 'tunnel' | 'refuse';

/** How the traffic came in. */
export type Mode = 'forward' | 'connect' | 'socks5';

/** One stream of requests from one client: a connection, or what was found inside a tunnel. */
export interface Lane {
  readonly wire: Wire;
  readonly mode: Mode;
  /** Peer address and port. */
  readonly peer: string;
  readonly peerAddress: string;
  /** Where the tunnel goes; undefined on a plain proxy connection. */
  readonly tunnel:
    | { readonly scheme: 'http' | 'https'; readonly host: string; readonly port: number }
    | undefined;
  /** Known for the whole tunnel. */
  readonly agent: Agent | undefined;
  readonly tls: { readonly sni: string | undefined; readonly version: string | undefined } | undefined;
  /** Set when the tunnel and its SNI disagree: every request in it is refused. */
  readonly misdirected: boolean;
  /** An exchange is under way. */
  busy: boolean;
}

/** A tunnel that a client asked for, before it is answered. */
export interface Opening {
  readonly host: string;
  readonly port: number;
  readonly agent: Agent;
  /** The client gave an address because it resolved the name itself; the name may come with the SNI. */
  readonly nameFromSni: boolean;
  /** Tells the client that the tunnel is open. */
  readonly accept: () => unknown;
}

/** Serves the requests of a lane until it ends. */
export type Serve = (gateway: Gateway, lane: Lane) => Promise<void>;
