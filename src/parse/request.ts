import { type HeaderList, headerCount, headerValue } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import type { RequestHead } from './head.ts';
import { parseAuthority } from './host.ts';
import { type EncodedSlash, normalisePath, normaliseQuery } from './path.ts';

/** The destination that the connection already stands for: a CONNECT or SOCKS target. */
export interface TunnelTarget {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

const ABSOLUTE = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)(.*)$/;

/**
 * Works out where a request goes (RFC 9112 section 3): the absolute form on a proxy connection, the origin form inside a
 * tunnel. Every source that names the host must agree.
 * @param tunnel the destination of the tunnel; undefined on a plain proxy connection
 * @throws Refusal `framing` when the target or Host is not valid, `misdirected` when they disagree.
 */
export function requestTarget(
  head: RequestHead,
  tunnel: TunnelTarget | undefined,
  encodedSlash: EncodedSlash,
): Target {
  const raw = head.rawTarget;
  if (raw.includes('#')) throw new Refusal('framing', 'fragment');
  const host = hostField(head);
  if (raw.charCodeAt(0) === 47 || raw === '*') {
    if (tunnel === undefined) throw new Refusal('framing', 'absolute-form-expected');
    return originForm(head.method, raw, host, tunnel, encodedSlash);
  }
  return absoluteForm(raw, host, tunnel, encodedSlash);
}

/**
 * The target of a CONNECT (RFC 9110 section 9.3.6): `host:port`, nothing else.
 * @throws Refusal `framing`.
 */
export function connectTarget(head: RequestHead): { host: string; port: number } {
  if (!/:[0-9]{1,5}$/.test(head.rawTarget) || head.rawTarget.includes('@')) {
    throw new Refusal('framing', 'authority-form-expected');
  }
  const target = parseAuthority(head.rawTarget, 0);
  const host = hostField(head);
  if (host !== undefined && parseAuthority(host, target.port).host !== target.host) {
    throw new Refusal('misdirected', 'connect-target-and-host');
  }
  return target;
}

/** The Host field; RFC 9112 section 3.2 wants exactly one in HTTP/1.1. */
function hostField(head: RequestHead): string | undefined {
  const count = headerCount(head.headers, 'host');
  if (count > 1) throw new Refusal('framing', 'duplicate-host');
  if (count === 0 && head.minor === 1) throw new Refusal('framing', 'missing-host');
  return headerValue(head.headers, 'host');
}

function originForm(
  method: string,
  raw: string,
  host: string | undefined,
  tunnel: TunnelTarget,
  encodedSlash: EncodedSlash,
): Target {
  if (host === undefined) throw new Refusal('framing', 'missing-host');
  if (raw === '*' && method !== 'OPTIONS') throw new Refusal('framing', 'asterisk-form');
  const named = parseAuthority(host, tunnel.port);
  if (named.host !== tunnel.host) throw new Refusal('misdirected', 'tunnel-and-host');
  // A Host that leaves the port out means the default one, which a tunnel to another port contradicts only formally:
  // many clients do it, and the tunnel's port is the one that is judged and dialled.
  if (named.port !== tunnel.port) throw new Refusal('misdirected', 'tunnel-and-host-port');
  return { ...splitPath(raw, encodedSlash), scheme: tunnel.scheme, host: tunnel.host, port: tunnel.port };
}

function absoluteForm(
  raw: string,
  host: string | undefined,
  tunnel: TunnelTarget | undefined,
  encodedSlash: EncodedSlash,
): Target {
  const parts = ABSOLUTE.exec(raw);
  if (parts === null) throw new Refusal('framing', 'request-target');
  const scheme = parts[1]!.toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') throw new Refusal('framing', 'scheme');
  const authority = parts[2]!;
  if (authority.includes('@')) throw new Refusal('framing', 'userinfo');
  const defaultPort = scheme === 'https' ? 443 : 80;
  const named = parseAuthority(authority, defaultPort);
  if (host !== undefined) {
    const other = parseAuthority(host, defaultPort);
    if (other.host !== named.host || other.port !== named.port)
      throw new Refusal('misdirected', 'target-and-host');
  }
  if (
    tunnel !== undefined &&
    (tunnel.scheme !== scheme || tunnel.host !== named.host || tunnel.port !== named.port)
  ) {
    throw new Refusal('misdirected', 'tunnel-and-target');
  }
  const rest = parts[3]!;
  return { ...splitPath(rest.startsWith('/') ? rest : `/${rest}`, encodedSlash), scheme, ...named };
}

function splitPath(raw: string, encodedSlash: EncodedSlash): { path: string; query: string | undefined } {
  if (raw === '*') return { path: raw, query: undefined };
  const mark = raw.indexOf('?');
  if (mark < 0) return { path: normalisePath(raw, encodedSlash), query: undefined };
  return {
    path: normalisePath(raw.slice(0, mark), encodedSlash),
    query: normaliseQuery(raw.slice(mark + 1)),
  };
}

/** Connection-specific fields of a message that never travel on (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** Fields that a Connection option may not take away: they frame, route or authenticate the message. */
const PROTECTED = new Set([
  'host',
  'content-length',
  'authorization',
  'cookie',
  'content-type',
  'content-encoding',
]);

/**
 * Says of each field whether it stays on this connection.
 * @throws Refusal when a Connection option names a field that must travel (a way to strip a header on one side only).
 */
export function hopByHop(
  headers: HeaderList,
  reason: 'framing' | 'framing-answer',
): (lower: string) => boolean {
  let named: Set<string> | undefined;
  for (let i = 0; i < headers.lower.length; i++) {
    if (headers.lower[i] !== 'connection') continue;
    const value = headers.values[i]!;
    if (value === 'keep-alive' || value === 'close' || value === 'Keep-Alive') continue;
    for (const option of value.toLowerCase().split(',')) {
      const name = option.trim();
      if (name === '' || name === 'close' || name === 'keep-alive') continue;
      if (PROTECTED.has(name)) throw new Refusal(reason, 'connection-option');
      named ??= new Set();
      named.add(name);
    }
  }
  if (named === undefined) return isHopByHop;
  const set = named;
  return (lower) => HOP_BY_HOP.has(lower) || set.has(lower) || lower.startsWith('proxy-');
}

/**
 * The fields that policies judge: a Connection option takes a field away from the origin, so it counts for nothing here.
 * @param stays of {@link hopByHop}
 */
export function travellingFields(headers: HeaderList, stays: (lower: string) => boolean): HeaderList {
  if (stays === isHopByHop) return headers;
  const travels = headers.lower.map((lower) => !stays(lower));
  return {
    names: headers.names.filter((_, i) => travels[i]),
    lower: headers.lower.filter((_, i) => travels[i]),
    values: headers.values.filter((_, i) => travels[i]),
  };
}

function isHopByHop(lower: string): boolean {
  return HOP_BY_HOP.has(lower) || lower.startsWith('proxy-');
}

/** Whether the sender keeps the connection after this message (RFC 9112 section 9.3). */
export function keepsAlive(headers: HeaderList, minor: 0 | 1): boolean {
  let keep = minor === 1;
  for (let i = 0; i < headers.lower.length; i++) {
    if (headers.lower[i] !== 'connection' && headers.lower[i] !== 'proxy-connection') continue;
    const value = headers.values[i]!.toLowerCase();
    if (/(?:^|,)[ \t]*close[ \t]*(?:,|$)/.test(value)) return false;
    if (minor === 0 && value.includes('keep-alive')) keep = true;
  }
  return keep;
}
