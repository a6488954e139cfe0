import { fstatSync, writeSync } from 'node:fs';
import { type FileHandle, open, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { recordFileName, recordFiles } from './files.ts';
import { encodeHead, HEAD_ENDING, type Head, readHead } from './head.ts';
import { type Anchor, appendLedger, type LedgerEvent, locked } from './ledger.ts';
import { GENESIS } from './line.ts';
import { errorCode } from './signed.ts';

/** A file without a clean end is taken for abandoned, and may be pruned, when nobody has written it for so long. */
const ABANDONED_MS = 3_600_000;

/** What all segments of one writer share. */
export interface SegmentPlace {
  /** The directory of record files. */
  readonly dir: string;
  readonly key: Buffer;
  readonly keepFiles: number;
}

/** One record file that is being written, with its head. */
export interface Segment {
  readonly name: string;
  /** `prev` of the next record. */
  readonly hash: string;
  /** Bytes that count: whatever lies behind them is the remains of a failed write. */
  readonly bytes: number;
  /** Appends lines; on failure the file is cut back and nothing counts. */
  append(lines: Buffer, seq: number, hash: string): Promise<void>;
  /** True when somebody deleted the file under us: writes would succeed and be lost. */
  deleted(): boolean;
  /** Marks a clean end, if asked, and closes the files. */
  close(clean: boolean): Promise<void>;
}

/** Begins a new file. `after` ties it to the writer's own last record; undefined: to the newest other file. */
export async function openSegment(place: SegmentPlace, first: number, after?: Anchor): Promise<Segment> {
  return await locked(place.dir, async () => {
    const names = await recordFiles(place.dir);
    const anchor = after ?? newestAnchor(place, names);
    const { name, data } = await createData(place.dir);
    const hash = anchor?.hash ?? GENESIS;
    const head: Head = { file: name, first, seq: first - 1, hash, closed: false };
    let sidecar: FileHandle | undefined;
    try {
      sidecar = await open(join(place.dir, name + HEAD_ENDING), 'wx', 0o600);
      writeAt(sidecar, encodeHead(place.key, head), 0);
      const time = new Date().toISOString();
      const opened: LedgerEvent = { event: 'open', time, file: name, first, after: anchor ?? null };
      const pruned = await prunable(place, names, name);
      await appendLedger(place.key, place.dir, [opened, ...pruned]);
      // The note comes before the deed: a crash in between leaves a file too many, never one too few.
      for (const { file } of pruned) await remove(place.dir, file);
    } catch (error) {
      await Promise.allSettled([data.close(), sidecar?.close()]);
      await remove(place.dir, name).catch(() => undefined); // the error that counts is the first one
      throw error;
    }
    return segmentOf(place.key, head, data, sidecar);
  });
}

async function createData(dir: string): Promise<{ name: string; data: FileHandle }> {
  for (let count = 1; ; count++) {
    const name = recordFileName(new Date(), process.pid, count);
    try {
      return { name, data: await open(join(dir, name), 'wx', 0o600) };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error; // another container may have the same process id
    }
  }
}

/** Last record that the newest sound file is sure of. */
function newestAnchor(place: SegmentPlace, names: readonly string[]): Anchor | undefined {
  for (const file of names.toReversed()) {
    const head = readHead(place.key, join(place.dir, file));
    if (typeof head === 'object' && head.seq >= head.first) return { file, seq: head.seq, hash: head.hash };
  }
  return undefined;
}

/** The oldest files beyond the limit. A file whose head is broken stays: it is evidence. */
async function prunable(place: SegmentPlace, names: readonly string[], own: string): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  let surplus = names.length + 1 - place.keepFiles;
  for (const file of names) {
    if (surplus <= 0) break;
    const head = readHead(place.key, join(place.dir, file));
    if (file === own || typeof head !== 'object') continue;
    const { mtimeMs } = await stat(join(place.dir, file));
    if (!head.closed && Date.now() - mtimeMs < ABANDONED_MS) continue;
    events.push({ event: 'prune', time: new Date().toISOString(), file, seq: head.seq, hash: head.hash });
    surplus--;
  }
  return events;
}

async function remove(dir: string, file: string): Promise<void> {
  for (const name of [file, file + HEAD_ENDING]) {
    await unlink(join(dir, name)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
  }
}

/**
 * Writes all of it: one call may write less when the disk is nearly full. On this thread: a write goes into the page
 * cache, which takes less time than handing it to another thread and hearing back.
 */
function writeAt(file: FileHandle, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file.fd, bytes, done, bytes.length - done, position + done);
  }
}

function segmentOf(key: Buffer, begun: Head, data: FileHandle, sidecar: FileHandle): Segment {
  let head = begun;
  let bytes = 0;
  let ragged = false;
  const cut = async () => {
    if (ragged) await data.truncate(bytes);
    ragged = false;
  };
  return {
    name: begun.file,
    get hash() {
      return head.hash;
    },
    get bytes() {
      return bytes;
    },
    append: async (block, seq, hash) => {
      await cut();
      const next = { ...head, seq, hash };
      ragged = true;
      try {
        writeAt(data, block, bytes);
        writeAt(sidecar, encodeHead(key, next), 0);
      } catch (error) {
        await cut().catch(() => undefined); // tried again before the next write
        throw error;
      }
      ragged = false;
      bytes += block.length;
      head = next;
    },
    deleted: () => fstatSync(data.fd).nlink === 0,
    close: async (clean) => {
      try {
        await cut();
        if (clean) writeAt(sidecar, encodeHead(key, { ...head, closed: true }), 0);
      } finally {
        await Promise.allSettled([data.close(), sidecar.close()]);
      }
    },
  };
}
