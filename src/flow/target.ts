/** Where a request goes, parsed once; the same value is judged, dialled and sent. */
export interface Target {
  readonly scheme: 'http' | 'https';
  /** Lower case, no trailing dot, an IPv6 literal without brackets, an IPv4 literal in dotted decimal. */
  readonly host: string;
  /** 1..65535 */
  readonly port: number;
  /** Normalised absolute path, or `*` for OPTIONS. */
  readonly path: string;
  /** Everything after the first `?` as received; undefined when there was no `?`. */
  readonly query: string | undefined;
}

/** True for a host that is an IPv6 literal (the only kind of host with a colon). */
export function isIPv6Host(host: string): boolean {
  return host.includes(':');
}

/** `host:port` for pools, caches and logs; brackets around IPv6. */
export function originKey(host: string, port: number): string {
  return isIPv6Host(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The authority as it is written in `Host` and URLs: the default port of the scheme is left out. */
export function authority(target: Pick<Target, 'scheme' | 'host' | 'port'>): string {
  const host = isIPv6Host(target.host) ? `[${target.host}]` : target.host;
  return target.port === (target.scheme === 'https' ? 443 : 80) ? host : `${host}:${target.port}`;
}

/** The whole URL, as policies see it. */
export function targetUrl(target: Target): string {
  const path = target.path === '*' ? '' : target.path;
  const query = target.query === undefined ? '' : `?${target.query}`;
  return `${target.scheme}://${authority(target)}${path}${query}`;
}
