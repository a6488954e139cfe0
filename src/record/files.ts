import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './signed.ts';

/** Name of the directory of records in the data directory. */
export const RECORDS = 'records';

/** Ending of a record file. */
export const RECORD_ENDING = '.jsonl';

/** Name of a record file: names sort by the time at which the file was begun. */
export function recordFileName(now: Date, pid: number, count: number): string {
  const stamp = now.toISOString().replace(/[-:.]/g, '');
  return `${stamp}-${pid}-${String(count).padStart(4, '0')}${RECORD_ENDING}`;
}

/** Names of the record files, oldest first. */
export async function recordFiles(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith(RECORD_ENDING)).sort();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** One line of a file. */
export interface FileLine {
  /** Without the line feed. */
  readonly bytes: Buffer;
  /** Offset of the byte after it (and its line feed). */
  readonly end: number;
  /** False for a last line without its line feed. */
  readonly complete: boolean;
}

/** Reads lines from an offset to the end that the file has when it gets there. Memory is bounded by a line. */
export async function* readLines(dir: string, name: string, from = 0): AsyncGenerator<FileLine> {
  const file = await open(join(dir, name), 'r');
  try {
    const chunk = Buffer.allocUnsafe(256 * 1024);
    let rest: Buffer = Buffer.alloc(0);
    let at = from;
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at + rest.length);
      if (bytesRead === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      let start = 0;
      for (let feed = bytes.indexOf(10, rest.length); feed >= 0; feed = bytes.indexOf(10, start)) {
        at += feed + 1 - start;
        yield { bytes: bytes.subarray(start, feed), end: at, complete: true };
        start = feed + 1;
      }
      rest = bytes.subarray(start);
    }
    if (rest.length > 0) yield { bytes: rest, end: at + rest.length, complete: false };
  } finally {
    await file.close();
  }
}
