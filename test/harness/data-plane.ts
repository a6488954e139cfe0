import { testCa } from './pki.ts';
import { tempFile } from './temp-dir.ts';

/** Something that listens on loopback under other names. */
export interface Listening {
  readonly port: number;
  readonly tls?: boolean;
}

/** Settings that `weir proxy`, `weir up` and `weir run` share. */
export interface DataPlaneOptions {
  /** `host` or `host:port` -> where it really is; without a port 443 for TLS and 80 for others. */
  readonly origins?: Readonly<Record<string, Listening>>;
  /** Further `--allow-address`; the origins are allowed already. */
  readonly allowAddresses?: readonly string[];
  /** Further `--resolve`. */
  readonly resolve?: readonly string[];
  /** CA files; without it that of the test process. */
  readonly upstreamCa?: readonly string[];
  /** A policy document, or the name of a file, or the URL of a receiver. */
  readonly policies?: object | string;
  /** The config file as an object. */
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly flags?: readonly string[];
}

/** The command line flags of these settings. Records are flushed at once unless the config says otherwise. */
export function dataPlaneFlags(options: DataPlaneOptions): string[] {
  const origins = Object.entries(options.origins ?? {}).map(([name, { port, tls = true }]) => ({
    name: /:\d+$/.test(name) ? name : `${name}:${tls ? 443 : 80}`,
    address: `127.0.0.1:${port}`,
  }));
  const config = { ...options.config, record: { flushMs: 1, ...options.config?.record } };
  const { policies } = options;
  const source = typeof policies === 'object' ? policyFile(policies) : policies;
  return [
    ...['--config', tempFile('weir.json', JSON.stringify(config, null, 2))],
    ...origins.flatMap(({ name, address }) => ['--resolve', `${name}:${address}`]),
    ...new Set(origins.map(({ address }) => `--allow-address=${address}`)),
    ...(options.resolve ?? []).flatMap((text) => ['--resolve', text]),
    ...(options.allowAddresses ?? []).flatMap((text) => ['--allow-address', text]),
    ...(options.upstreamCa ?? [testCa().path]).flatMap((file) => ['--upstream-ca', file]),
    ...(source === undefined ? [] : ['--policies', source]),
    ...(options.flags ?? []),
  ];
}

/** Writes a policy document into a file of its own. */
export function policyFile(document: object): string {
  return tempFile('policies.json', JSON.stringify(document, null, 2));
}
