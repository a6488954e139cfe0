import * as net from 'node:net';
import type * as tls from 'node:tls';
import { type Answer, RawClient } from './raw-client.ts';

/** How a tunnel is opened. */
export interface TunnelOptions {
  /** `user:password` for Basic proxy authentication. */
  readonly credentials?: string;
  /** Name in the ClientHello; the host without it, false for none. */
  readonly sni?: string | false;
  readonly alpn?: readonly string[];
  /** False leaves the tunnel in clear. */
  readonly tls?: boolean;
  /** Checked against the gateway's certificate unless false. */
  readonly verify?: boolean;
}

/** A gateway as a client needs to know it. */
export interface ProxyAt {
  readonly port: number;
  readonly ca: string;
}

/**
 * Opens a tunnel by CONNECT and starts TLS in it.
 * @param target `host` or `host:port`
 * @throws TunnelRefused when the answer to CONNECT is not 200
 */
export async function connectTunnel(
  gateway: ProxyAt,
  target: string,
  options: TunnelOptions = {},
): Promise<RawClient> {
  const client = await RawClient.connect(gateway.port);
  const authority = /:\d+$/.test(target) ? target : `${target}:443`;
  const host = authority.slice(0, authority.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  const login =
    options.credentials === undefined
      ? ''
      : `Proxy-Authorization: Basic ${Buffer.from(options.credentials).toString('base64')}\r\n`;
  await client.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${login}\r\n`);
  const answer = await client.answer({ method: 'CONNECT' });
  if (answer.status !== 200) {
    client.close();
    throw new TunnelRefused(answer);
  }
  if (options.tls !== false) await client.startTls(tlsOptions(gateway, host, options));
  return client;
}

/** What a client says in TLS through the gateway. */
export function tlsOptions(
  gateway: ProxyAt,
  host: string,
  options: TunnelOptions = {},
): tls.ConnectionOptions {
  const name = options.sni ?? (net.isIP(host) === 0 ? host : false);
  return {
    ca: gateway.ca,
    host,
    ...(name === false ? {} : { servername: name }),
    ...(options.alpn === undefined ? {} : { ALPNProtocols: [...options.alpn] }),
    ...(options.verify === false ? { rejectUnauthorized: false } : {}),
  };
}

/** The gateway answered CONNECT with something else than 200. */
export class TunnelRefused extends Error {
  override readonly name = 'TunnelRefused';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`CONNECT was answered with ${answer.status}`);
    this.answer = answer;
  }
}
