import * as net from 'node:net';
import { RawClient } from '../harness/raw-client.ts';

/** What a SOCKS5 server said to a CONNECT, and the connection. */
export interface SocksTunnel {
  readonly client: RawClient;
  /** RFC 1928 section 6; 0 is success. */
  readonly reply: number;
}

/** Asks for a connection: IPv4 and IPv6 literals go as addresses, everything else as a name, unchecked. */
export async function socksConnect(proxyPort: number, host: string, port: number): Promise<SocksTunnel> {
  const client = await RawClient.connect(proxyPort);
  await client.send(Buffer.from([5, 1, 0]));
  await client.take(2);
  const request = Buffer.concat([
    Buffer.from([5, 1, 0]),
    addressOf(host),
    Buffer.from([port >> 8, port & 255]),
  ]);
  await client.send(request);
  const answer = await client.take(10);
  const reply = answer[1]!;
  if (reply !== 0) client.close();
  return { client, reply };
}

function addressOf(host: string): Buffer {
  if (net.isIPv4(host)) return Buffer.from([1, ...host.split('.').map(Number)]);
  if (net.isIPv6(host)) return Buffer.concat([Buffer.from([4]), ipv6Bytes(host)]);
  const name = Buffer.from(host, 'latin1');
  return Buffer.concat([Buffer.from([3, name.length]), name]);
}

function ipv6Bytes(host: string): Buffer {
  // The URL parser writes IPv4 tails as groups.
  const plain = new URL(`http://[${host}]/`).hostname.slice(1, -1);
  const [before = '', after] = plain.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const head = groups(before);
  const tail = groups(after ?? '');
  const zeros = after === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  return Buffer.from([...head, ...zeros, ...tail].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
