import type { LoadResult } from './load.ts';
import type { Streams } from './streams.ts';

/** One measured cell. */
export interface Row extends LoadResult {
  readonly peer: string;
  readonly scenario: string;
  readonly requestsPerSecond: number;
  /** User + system time of the proxy's processes for one request; undefined for the direct baseline. */
  readonly cpuUs: number | undefined;
  readonly peakMiB: number | undefined;
}

/** Everything of one run. */
export interface Results {
  readonly time: string;
  readonly machine: string;
  readonly node: string;
  readonly rows: readonly Row[];
  /** Resident memory of each peer before any load, MiB. */
  readonly idleMiB: Readonly<Record<string, number>>;
  readonly streams: Streams;
}
