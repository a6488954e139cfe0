import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RECORDS, readLines, recordFiles } from './files.ts';
import { parseLine, type RecordLine } from './line.ts';
import { errorCode } from './signed.ts';

const POLL_MS = 150;

/** Which records to read. */
export interface ReadOptions {
  /** Goes on with records that are written later, until the signal. */
  readonly follow?: boolean;
  /** Only what did not simply pass: blocked exchanges, faults, and notes of lost records. */
  readonly blockedOnly?: boolean;
  readonly signal?: AbortSignal;
}

/** Reads the records of a data directory, merged by time over all files. Lines that are no record are skipped. */
export async function* readRecords(dataDir: string, options: ReadOptions = {}): AsyncGenerator<RecordLine> {
  const dir = join(dataDir, RECORDS);
  const wanted = (line: RecordLine) =>
    options.blockedOnly !== true || 'event' in line || line.outcome === 'blocked' || line.outcome === 'fault';
  const offsets = new Map<string, number>();
  for (;;) {
    let any = false;
    for await (const line of merged(dir, offsets)) {
      if (options.signal?.aborted) return;
      any = true;
      if (wanted(line)) yield line;
    }
    if (options.follow !== true || options.signal?.aborted) return;
    if (!any)
      await sleep(POLL_MS, undefined, options.signal ? { signal: options.signal } : {}).catch(
        () => undefined,
      );
  }
}

interface Source {
  readonly lines: AsyncGenerator<RecordLine>;
  next: RecordLine;
}

/** Everything behind the offsets, the oldest first; moves the offsets. */
async function* merged(dir: string, offsets: Map<string, number>): AsyncGenerator<RecordLine> {
  const sources: Source[] = [];
  for (const name of await recordFiles(dir)) {
    const lines = linesOf(dir, name, offsets);
    const { value, done } = await lines.next();
    if (!done) sources.push({ lines, next: value });
  }
  while (sources.length > 0) {
    let least = 0;
    for (let i = 1; i < sources.length; i++) if (sources[i]!.next.time < sources[least]!.next.time) least = i;
    const source = sources[least]!;
    yield source.next;
    const { value, done } = await source.lines.next();
    if (done) sources.splice(least, 1);
    else source.next = value;
  }
}

async function* linesOf(dir: string, name: string, offsets: Map<string, number>): AsyncGenerator<RecordLine> {
  try {
    for await (const { bytes, end, complete } of readLines(dir, name, offsets.get(name) ?? 0)) {
      if (!complete) return; // still being written
      offsets.set(name, end);
      const line = parseLine(bytes);
      if (line !== undefined) yield line;
    }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error; // pruned meanwhile
  }
}
