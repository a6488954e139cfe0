import { createDetector, type Detector } from '../../src/inspect/detect.ts';
import { ALL_KINDS } from '../../src/inspect/kinds/all.ts';
import { PACKS } from '../../src/inspect/packs.ts';
import { CHUNK, type Corpus } from './corpus.ts';
import { ENGINES, type EngineRow } from './results.ts';
import { shapesOf } from './shapes.ts';
import { median, timeOf } from './timing.ts';
import type { Vectorscan, VectorscanRun } from './vectorscan.ts';

/** The loop is too slow for all of it. */
const LOOP_BYTES = 2 << 20;
const RAW = { contentType: 'application/octet-stream' } as const;

/** An engine: one pass over the corpus. */
interface Runner {
  readonly engine: string;
  /** Bytes of one pass. */
  readonly bytes: number;
  /** @returns how many hits there were */
  readonly pass: () => number;
  readonly note?: string;
}

/** Runs every engine once a round, one after the other, so that a drift of the machine meets them all. */
export function measureEngines(
  corpus: Corpus,
  vectorscan: Vectorscan,
  rounds: number,
): { rows: EngineRow[]; vectorscan: VectorscanRun | undefined } {
  const runners = runnersOf(corpus);
  const rates = new Map<string, number[]>();
  const found = new Map<string, number>();
  const peers: VectorscanRun[] = [];
  for (const { pass } of runners) pass(); // the first pass is the compiler's
  for (let round = 0; round < rounds; round++) {
    for (const { engine, bytes, pass } of runners) {
      let hits = 0;
      const ms = timeOf(() => {
        hits = pass();
      });
      rates.set(engine, [...(rates.get(engine) ?? []), bytes / 1e3 / ms]);
      found.set(engine, hits);
    }
    if ('run' in vectorscan) peers.push(vectorscan.run(2));
  }
  const rows = runners.map(({ engine, note }): EngineRow => {
    const own = rates.get(engine)!;
    const hits = engine === ENGINES.copy ? undefined : found.get(engine);
    return { engine, rate: median(own), rounds: own, found: hits, ...(note === undefined ? {} : { note }) };
  });
  const peer = peers[0];
  rows.push(peer === undefined ? absent(vectorscan) : peerRow(peers, peer));
  return { rows, vectorscan: peer };
}

function peerRow(peers: readonly VectorscanRun[], peer: VectorscanRun): EngineRow {
  // The first pass of a process warms the caches of its tables.
  const rounds = peers.map((run) => run.rates.at(-1)!);
  const note = `${peer.expressions} shapes; ${peer.rejected.length} rejected`;
  return { engine: ENGINES.vectorscan, rate: median(rounds), rounds, found: peer.matches, note };
}

function absent(vectorscan: Vectorscan): EngineRow {
  const why = 'missing' in vectorscan ? vectorscan.missing : 'no round';
  return {
    engine: ENGINES.vectorscan,
    rate: undefined,
    rounds: [],
    found: undefined,
    note: `not measured: ${why}`,
  };
}

function runnersOf(corpus: Corpus): readonly Runner[] {
  const bytes = corpus.bytes.length;
  const target = Buffer.alloc(CHUNK);
  // The switch that searches only what stands there as it is; without it, the same as shipped.
  const raw = { disguises: false };
  const credentials = createDetector({ ...raw, packs: ['credentials'] });
  const every = createDetector({ ...raw, packs: PACKS });
  const shipped = createDetector();
  return [
    {
      engine: ENGINES.copy,
      bytes,
      pass: () => corpus.chunks.reduce((sum, chunk) => sum + chunk.copy(target), 0),
    },
    { engine: ENGINES.credentials, bytes, pass: () => scanAll(credentials, corpus, RAW) },
    { engine: ENGINES.all, bytes, pass: () => scanAll(every, corpus, RAW) },
    { engine: ENGINES.shipped, bytes, pass: () => scanAll(shipped, corpus, {}) },
    { engine: ENGINES.stream, bytes, pass: () => streamAll(shipped, corpus) },
    loopRunner(corpus),
  ];
}

function scanAll(detector: Detector, corpus: Corpus, context: { contentType?: string }): number {
  let hits = 0;
  for (const chunk of corpus.chunks) hits += detector.scan(chunk, context).length;
  return hits;
}

function streamAll(detector: Detector, corpus: Corpus): number {
  const stream = detector.createStream();
  let hits = 0;
  for (const chunk of corpus.chunks) hits += stream.push(chunk).length;
  return hits + stream.end().length;
}

/** What a straightforward detector does: every expression over every chunk. */
function loopRunner(corpus: Corpus): Runner {
  const expressions = ALL_KINDS.flatMap(shapesOf).map((shape) => new RegExp(shape, 'g'));
  // A part of each third.
  const every = Math.ceil(corpus.bytes.length / LOOP_BYTES);
  const chunks = corpus.chunks.filter((_, i) => i % every === 0).map((chunk) => chunk.toString('latin1'));
  return {
    engine: ENGINES.loop,
    bytes: chunks.length * CHUNK,
    note: `${expressions.length} expressions; on ${((chunks.length * CHUNK) / 2 ** 20).toFixed(0)} MiB of the corpus`,
    pass: () => {
      let hits = 0;
      for (const chunk of chunks) for (const each of expressions) hits += countOf(each, chunk);
      return hits;
    },
  };
}

function countOf(expression: RegExp, text: string): number {
  expression.lastIndex = 0;
  let hits = 0;
  while (expression.test(text)) {
    hits++;
    if (expression.lastIndex === 0) break;
  }
  return hits;
}
