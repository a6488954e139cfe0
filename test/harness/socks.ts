import { RawClient } from './raw-client.ts';
import { type ProxyAt, type TunnelOptions, tlsOptions } from './tunnel.ts';

/** How a SOCKS5 tunnel is opened. */
export interface SocksOptions extends TunnelOptions {
  /** Methods offered; no authentication, and password when there are credentials, without it. */
  readonly methods?: readonly number[];
}

/** The gateway said no in SOCKS5. */
export class SocksRefused extends Error {
  override readonly name = 'SocksRefused';
  /** The step and its code: method 0xff, password status, or reply code. */
  readonly step: 'method' | 'password' | 'request';
  readonly code: number;

  constructor(step: 'method' | 'password' | 'request', code: number) {
    super(`refused at ${step} with ${code}`);
    this.step = step;
    this.code = code;
  }
}

/**
 * Opens a SOCKS5 tunnel (RFC 1928, RFC 1929) to a host by name, and starts TLS in it unless told not to.
 * @param target `host:port`
 */
export async function socksTunnel(
  gateway: ProxyAt,
  target: string,
  options: SocksOptions = {},
): Promise<RawClient> {
  const client = await RawClient.connect(gateway.port);
  const refused = (step: 'method' | 'password' | 'request', code: number): SocksRefused => {
    client.close();
    return new SocksRefused(step, code);
  };
  const { credentials } = options;
  const methods = options.methods ?? (credentials === undefined ? [0] : [0, 2]);
  await client.send(Buffer.from([5, methods.length, ...methods]));
  const [, method = 0xff] = await client.take(2);
  if (method === 0xff) throw refused('method', method);
  if (method === 2) {
    const [user = '', password = ''] = (credentials ?? '').split(':');
    const text = (part: string): Buffer => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)]);
    await client.send(Buffer.concat([Buffer.from([1]), text(user), text(password)]));
    const [, status = 1] = await client.take(2);
    if (status !== 0) throw refused('password', status);
  }
  const colon = target.lastIndexOf(':');
  const host = target.slice(0, colon);
  const port = Number(target.slice(colon + 1));
  const head = Buffer.from([5, 1, 0, 3, host.length]);
  await client.send(Buffer.concat([head, Buffer.from(host), Buffer.from([port >> 8, port & 0xff])]));
  const reply = await client.take(10);
  if (reply[1] !== 0) throw refused('request', reply[1]!);
  if (options.tls !== false) await client.startTls(tlsOptions(gateway, host, options));
  return client;
}
