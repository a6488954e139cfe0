import { isIP, isIPv4 } from 'node:net';
import type { Check } from './leaf.ts';

/** A host and a port out of one text. */
export interface HostPort {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A host pattern: an exact name, `*.example.com` (any depth below it, not the name itself), or `*`. */
export interface HostPattern {
  readonly host: string;
  /** Undefined: any port. */
  readonly port: number | undefined;
}

/** A range of addresses that may be dialled although it is special. */
export interface AllowedAddress {
  /** Base address of the range, as written, without brackets. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly prefix: number;
  /** Undefined: any port. */
  readonly port: number | undefined;
}

/** A fixed answer to a name: connections to `host:port` go to `address:targetPort`. */
export interface Resolution {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  readonly targetPort: number;
}

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`);

function portOf(text: string | undefined, lowest = 1): number | undefined {
  if (text === undefined || !/^\d{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= lowest && port <= 65535 ? port : undefined;
}

/** Splits `a:b`, `[v6]:b` and `[v6]` at the first separator outside brackets. */
function takeHost(text: string): { host: string; rest: string | undefined } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.%]+)\]|([^:[\]]+))(?::(.*))?$/.exec(text);
  if (match === null) return undefined;
  if (match[1] !== undefined && isIP(match[1]) !== 6) return undefined;
  return { host: (match[1] ?? match[2]!).toLowerCase(), rest: match[3] };
}

/** Parses `HOST:PORT` of a listener; port 0 picks a free one. */
export function parseListen(text: string): HostPort | undefined {
  const taken = takeHost(text);
  const port = portOf(taken?.rest, 0);
  if (taken === undefined || port === undefined) return undefined;
  return isIP(taken.host) !== 0 || NAME.test(taken.host) ? { host: taken.host, port } : undefined;
}

/** Parses a host pattern with an optional port: `example.com`, `*.example.com:8443`, `[::1]:22`, `*`. */
export function parseHostPattern(text: string): HostPattern | undefined {
  const taken =
    takeHost(text) ?? (isIP(text) === 6 ? { host: text.toLowerCase(), rest: undefined } : undefined);
  if (taken === undefined) return undefined;
  const port = portOf(taken.rest);
  if (taken.rest !== undefined && port === undefined) return undefined;
  const bare = taken.host.replace(/^\*\./, '').replace(/\.$/, '');
  const known = taken.host === '*' || isIP(bare) !== 0 || NAME.test(bare);
  return known ? { host: taken.host.replace(/\.$/, ''), port } : undefined;
}

/** True when `host` (and `port`) fit the pattern. Names are compared in lower case. */
export function matchesHost(pattern: HostPattern, host: string, port: number): boolean {
  if (pattern.port !== undefined && pattern.port !== port) return false;
  if (pattern.host === '*' || pattern.host === host) return true;
  return pattern.host.startsWith('*.') && host.endsWith(pattern.host.slice(1));
}

/** Parses `CIDR[:PORT]`: `10.0.0.0/8`, `127.0.0.1:8080`, `[::1]/128:443`, `::1/128`. No prefix means one address. */
export function parseAllowedAddress(text: string): AllowedAddress | undefined {
  const match =
    /^\[([0-9a-fA-F:.]+)\](?:\/(\d{1,3}))?(?::(\d+))?$/.exec(text) ??
    /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d{1,2}))?(?::(\d+))?$/.exec(text) ??
    /^([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(text);
  if (match === null) return undefined;
  const address = match[1]!;
  const family = isIP(address);
  if (family !== 4 && family !== 6) return undefined;
  const longest = family === 4 ? 32 : 128;
  const prefix = match[2] === undefined ? longest : Number(match[2]);
  const port = portOf(match[3]);
  if (prefix > longest || (match[3] !== undefined && port === undefined)) return undefined;
  return { address, family, prefix, port };
}

/** Parses `HOST:PORT:ADDR[:PORT]`, the form of curl's `--resolve` with an optional other port. */
export function parseResolve(text: string): Resolution | undefined {
  const taken = takeHost(text);
  const match = /^(\d+):(.+)$/.exec(taken?.rest ?? '');
  if (taken === undefined || match === null) return undefined;
  const port = portOf(match[1]);
  const whole = isIP(match[2]!) === 6 ? { host: match[2]!, rest: undefined } : takeHost(match[2]!);
  if (port === undefined || whole === undefined || isIP(whole.host) === 0) return undefined;
  const targetPort = whole.rest === undefined ? port : portOf(whole.rest);
  const known = isIP(taken.host) !== 0 || NAME.test(taken.host);
  return targetPort === undefined || !known
    ? undefined
    : { host: taken.host, port, address: whole.host, targetPort };
}

/** Turns a parser into a check with one sentence. */
export function parses(parse: (text: string) => unknown, wrong: string): Check {
  return (text) => (parse(text) === undefined ? wrong : undefined);
}

/** Check of `allowAddresses`: well formed, and not so wide that it switches the protection off. */
export const allowedAddressCheck: Check = (text) => {
  const range = parseAllowedAddress(text);
  if (range === undefined)
    return 'not CIDR[:PORT], for example 10.1.0.0/16, 127.0.0.1/32:8080 or [::1]/128:443';
  const narrowest = range.family === 4 ? 8 : 7;
  if (range.prefix < narrowest) {
    return `refused: /${range.prefix} would switch off the protection of private addresses; /${narrowest} is the widest range`;
  }
  if (isIPv4(range.address) && range.address.startsWith('169.254.') && range.prefix < 32) {
    return 'refused: 169.254.0.0/16 holds the metadata services that hand out cloud credentials; list single addresses';
  }
  return undefined;
};
