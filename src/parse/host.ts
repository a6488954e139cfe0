import { Refusal } from '../flow/refusal.ts';

/** A host and port after normalisation; see {@link parseAuthority}. */
export interface HostPort {
  /** Lower case, no trailing dot, IPv6 without brackets, every spelling of an IPv4 address as dotted decimal. */
  readonly host: string;
  readonly port: number;
}

const REG_NAME = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/;
const IP_LITERAL = /^\[[0-9a-f:.]+\]$/i;
const NUMERIC_LAST_LABEL = /(?:^|\.)(?:0x[0-9a-f]*|[0-9]+)$/;
const CACHE_LIMIT = 2048;
const cache = new Map<string, HostPort>();

/**
 * Parses `host[:port]` (RFC 3986 section 3.2 without userinfo) strictly.
 *
 * IPv4 in decimal, octal, hexadecimal or short spelling becomes dotted decimal, as every resolver would read it, so that
 * no spelling can hide an address from the address check. Internationalised names must arrive in their ASCII form.
 * @throws Refusal `framing` for everything else: userinfo, empty or over-long labels, NUL, percent-encoding, bad ports.
 */
export function parseAuthority(text: string, defaultPort: number): HostPort {
  const key = `${text} ${defaultPort}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const parsed = Object.freeze(parse(text, defaultPort));
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(key, parsed);
  return parsed;
}

function parse(text: string, defaultPort: number): HostPort {
  const bracket = text.startsWith('[') ? text.indexOf(']') : 0;
  if (bracket < 0) throw new Refusal('framing', 'invalid-host');
  const colon = text.indexOf(':', bracket);
  const host = colon < 0 ? text : text.slice(0, colon);
  const port = colon < 0 ? defaultPort : parsePort(text.slice(colon + 1));
  return { host: normaliseHost(host), port };
}

function parsePort(text: string): number {
  if (!/^[0-9]{1,5}$/.test(text)) throw new Refusal('framing', 'invalid-port');
  const port = Number(text);
  if (port < 1 || port > 65535) throw new Refusal('framing', 'invalid-port');
  return port;
}

/**
 * The canonical form of a host alone (brackets around IPv6).
 * @throws Refusal `framing` when it is not a host.
 */
export function normaliseHost(text: string): string {
  if (text.startsWith('[')) {
    // Checked before the URL parser sees it: a slash or an @ would make something else of the rest.
    if (!IP_LITERAL.test(text)) throw new Refusal('framing', 'invalid-host');
    return canonicalAddress(text).slice(1, -1);
  }
  let host = text.toLowerCase();
  if (host.endsWith('.')) host = host.slice(0, -1);
  if (host.length > 253 || !REG_NAME.test(host)) throw new Refusal('framing', 'invalid-host');
  if (NUMERIC_LAST_LABEL.test(host)) return canonicalAddress(host);
  for (const label of host.split('.')) if (label.length > 63) throw new Refusal('framing', 'invalid-host');
  return host;
}

/** The WHATWG host parser reads addresses in all their spellings exactly as clients do. */
function canonicalAddress(host: string): string {
  const url = URL.parse(`http://${host}/`);
  if (url === null) throw new Refusal('framing', 'invalid-host');
  return url.hostname;
}
