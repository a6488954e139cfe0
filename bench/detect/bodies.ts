import * as v8 from 'node:v8';
import { createDetector } from '../../src/inspect/detect.ts';
import { DEFAULT_PACKS } from '../../src/inspect/packs.ts';
import { CHUNK, type Corpus, chatBody } from './corpus.ts';
import { Prose } from './prose.ts';
import type { LatencyRow } from './results.ts';
import { bestTimeOf, quantile } from './timing.ts';

const JSON_BODY = { contentType: 'application/json' } as const;
const CHUNKS = 10_000;

/** How long one body of a request takes, again and again. */
export function measureLatencies(runs: number): LatencyRow[] {
  const detector = createDetector();
  return [4096, 16_384].map((size) => {
    const parts = new Prose(size);
    // Several of them: a single one would make the branches of the code easy to foresee.
    const bodies = Array.from({ length: 32 }, () => exactly(parts, size));
    for (let i = 0; i < 2000; i++) detector.scan(bodies[i % 32]!, JSON_BODY);
    const times = new Array<number>(runs);
    for (let i = 0; i < runs; i++) {
      const started = performance.now();
      detector.scan(bodies[i % 32]!, JSON_BODY);
      times[i] = (performance.now() - started) * 1000;
    }
    return { body: `${size / 1024} KiB`, medianUs: quantile(times, 0.5), p99Us: quantile(times, 0.99) };
  });
}

/** A chat body of exactly so many bytes. */
function exactly(parts: Prose, size: number): Buffer {
  const text = chatBody(parts, size * 2).slice(0, size - 5);
  return Buffer.from(`${text.replace(/\\?["\\]?[^"\\]{0,3}$/, '').padEnd(size - 4, 'x')}"}]}`);
}

/** A picture in a body: with what disguises a value undone, relative to the bytes as they are. */
export function measureBase64(): number {
  const parts = new Prose(3);
  const body = Buffer.from(
    JSON.stringify({ messages: [{ content: parts.words(50), image: parts.base64(750_000) }] }),
  );
  const raw = { packs: DEFAULT_PACKS, disguises: false };
  const [plain, full] = [createDetector(raw), createDetector()].map((detector) =>
    bestTimeOf(30, () => detector.scan(body, JSON_BODY)),
  ) as [number, number];
  return full / plain;
}

/**
 * Bytes that one clean chunk takes from the heap, by part of the corpus.
 * @returns zeroes where nothing is left behind for the collector
 */
export function measureAllocation(corpus: Corpus): Record<string, number> {
  const detector = createDetector();
  const allocated: Record<string, number> = {};
  for (const [part, from] of Object.entries(corpus.parts)) {
    const chunk = cleanChunk(corpus, from, (bytes) => detector.scan(bytes).length === 0);
    const idle = allocatedBy(() => undefined);
    for (let i = 0; i < 2000; i++) detector.scan(chunk);
    const used = allocatedBy(() => detector.scan(chunk));
    allocated[part] = Math.max(0, Math.round((used - idle) / CHUNKS));
  }
  return allocated;
}

/** The first chunk of a part in which nothing is found. */
function cleanChunk(corpus: Corpus, from: number, isClean: (bytes: Buffer) => boolean): Buffer {
  for (let at = from; at + CHUNK < corpus.bytes.length; at += CHUNK) {
    const chunk = corpus.bytes.subarray(at, at + CHUNK);
    if (isClean(chunk)) return chunk;
  }
  throw new Error('every chunk holds something');
}

function allocatedBy(run: () => unknown): number {
  globalThis.gc?.();
  const before = allocatedBytes();
  for (let i = 0; i < CHUNKS; i++) run();
  return allocatedBytes() - before;
}

/** All that was ever taken from the heap: collections in between do not hide any of it. */
function allocatedBytes(): number {
  const statistics = v8.getHeapStatistics() as v8.HeapInfo & { total_allocated_bytes?: number };
  return statistics.total_allocated_bytes ?? statistics.used_heap_size;
}
