/** What is done with the TLS of a host. */
export type HostMode = 'inspect' | 'tunnel' | 'refuse';

/** The part of the config that says so. */
export interface HostModes {
  readonly hosts: readonly {
    readonly host: string;
    readonly port?: number | undefined;
    readonly mode: HostMode;
  }[];
  readonly defaultMode: HostMode;
}

/** The mode of a host: the first rule that fits, else the default. */
export function hostMode(modes: HostModes, host: string, port: number): HostMode {
  for (const rule of modes.hosts) {
    if ((rule.port === undefined || rule.port === port) && matchesPattern(rule.host.toLowerCase(), host))
      return rule.mode;
  }
  return modes.defaultMode;
}

/**
 * Whether a list of `host[:port]` patterns names this destination.
 * @param patterns `example.com`, `*.example.com:443`, `[::1]:22`
 */
export function matchesHost(patterns: readonly string[], host: string, port: number): boolean {
  return patterns.some((pattern) => {
    const parts = /^(\[[^\]]+\]|[^:]+)(?::([0-9]+))?$/.exec(pattern.toLowerCase());
    if (parts === null) return pattern.toLowerCase() === host;
    if (parts[2] !== undefined && Number(parts[2]) !== port) return false;
    return matchesPattern(parts[1]!.replace(/^\[|\]$/g, ''), host);
  });
}

/** `*` fits every host, `*.x` every name below `x` but not `x` itself. */
function matchesPattern(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : pattern === host;
}
