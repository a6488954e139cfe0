/** Speed of one engine over the corpus. */
export interface EngineRow {
  readonly engine: string;
  /** MB/s (10^6 bytes), median of the rounds; undefined when it could not be measured. */
  readonly rate: number | undefined;
  readonly rounds: readonly number[];
  /** Hits in the corpus; undefined when they are not counted. */
  readonly found: number | undefined;
  readonly note?: string;
}

/** Microseconds of one scan of a body. */
export interface LatencyRow {
  readonly body: string;
  readonly medianUs: number;
  readonly p99Us: number;
}

/** What one hostile input costs. */
export interface WorstRow {
  readonly input: string;
  /** Nanoseconds for each byte of 1 MiB. */
  readonly nsPerByte: number;
  /** The same, relative to the corpus. */
  readonly timesClean: number;
  /** Cost of 2 MiB relative to 1 MiB: 2 when it is linear. */
  readonly doubling: number;
}

/** Something that has to hold. */
export interface Bar {
  readonly name: string;
  readonly value: number | undefined;
  readonly unit: string;
  readonly limit: number;
  readonly sense: 'at least' | 'at most';
}

/** Everything of one run. */
export interface DetectResults {
  readonly time: string;
  readonly machine: string;
  readonly node: string;
  readonly corpusBytes: number;
  readonly planted: number;
  readonly engines: readonly EngineRow[];
  readonly vectorscan: { readonly version: string; readonly rejected: readonly string[] } | undefined;
  readonly latencies: readonly LatencyRow[];
  /** Cost of a body full of base64, with what disguises it undone, relative to the same body searched raw. */
  readonly base64Times: number;
  /** Bytes of the heap that one clean chunk takes, by part of the corpus. */
  readonly allocated: Readonly<Record<string, number>>;
  /** Milliseconds from nothing to a detector, in a fresh process. */
  readonly startMs: { readonly first: number; readonly cached: number };
  readonly worst: readonly WorstRow[];
  /** Findings in text that holds no secret. */
  readonly benign: { readonly bytes: number; readonly blocked: number; readonly recorded: number };
}

/** True when the bar is met, false when not, undefined when there is nothing to compare. */
export function isMet({ value, limit, sense }: Bar): boolean | undefined {
  if (value === undefined) return undefined;
  return sense === 'at least' ? value >= limit : value <= limit;
}

/** The bars of the detector. */
export function barsOf(results: DetectResults): readonly Bar[] {
  const rate = (engine: string): number | undefined =>
    results.engines.find((row) => row.engine === engine)?.rate;
  const ratio = (peer: string): number | undefined => {
    const [own, other] = [rate(ENGINES.credentials), rate(peer)];
    return own === undefined || other === undefined ? undefined : own / other;
  };
  const [small, large] = results.latencies;
  return [
    bar('speed beside Vectorscan', ratio(ENGINES.vectorscan), 'x', 'at least', 0.4),
    bar('speed beside one RegExp after the other', ratio(ENGINES.loop), 'x', 'at least', 250),
    bar('request body of 4 KiB, median', small?.medianUs, 'us', 'at most', 10),
    bar('request body of 16 KiB, median', large?.medianUs, 'us', 'at most', 20),
    bar('body full of base64 beside raw', results.base64Times, 'x', 'at most', 4),
    bar('heap for a clean chunk', Math.max(...Object.values(results.allocated)), 'bytes', 'at most', 0),
    bar('start, median', results.startMs.cached, 'ms', 'at most', 60),
    bar(
      'worst input beside clean',
      Math.max(...results.worst.map((row) => row.timesClean)),
      'x',
      'at most',
      20,
    ),
    bar(
      'cost of twice the input, worst',
      Math.max(...results.worst.map((row) => row.doubling)),
      'x',
      'at most',
      2.5,
    ),
    bar('benign texts blocked', results.benign.blocked, '', 'at most', 0),
  ];
}

/** Names of the engines that bars speak of. */
export const ENGINES = {
  credentials: 'Weir, credentials',
  all: 'Weir, every pack',
  shipped: 'Weir, as shipped',
  stream: 'Weir, as shipped, one stream',
  loop: 'one RegExp after the other',
  vectorscan: 'Vectorscan (C)',
  copy: 'copy of the bytes',
} as const;

function bar(name: string, value: number | undefined, unit: string, sense: Bar['sense'], limit: number): Bar {
  return { name, value, unit, sense, limit };
}
