import { type FileHandle, mkdir, open, rename, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GENESIS } from './line.ts';
import { errorCode, openSigned, sign } from './signed.ts';

/** Name of the list of all record files there ever were. */
export const LEDGER = 'ledger';

const LOCK = 'ledger.lock';
const STALE_MS = 5000;

/** Where a file is tied to: a record of another file. */
export interface Anchor {
  readonly file: string;
  readonly seq: number;
  readonly hash: string;
}

/** A record file was begun. */
export interface OpenEvent {
  readonly event: 'open';
  readonly time: string;
  readonly file: string;
  readonly first: number;
  /** What the `prev` of its first record is; null: nothing, it is the genesis. */
  readonly after: Anchor | null;
}

/** A record file was deleted because of `record.keepFiles`. */
export interface PruneEvent {
  readonly event: 'prune';
  readonly time: string;
  readonly file: string;
  readonly seq: number;
  readonly hash: string;
}

export type LedgerEvent = OpenEvent | PruneEvent;

/** One line of the ledger as it was read. */
export interface LedgerLine {
  readonly line: number;
  /** Undefined: not as it was signed. */
  readonly event: LedgerEvent | undefined;
  readonly mac: string;
  /** MAC of the line before it when it was written. */
  readonly prev: string;
  /** False for a last line without its line feed. */
  readonly complete: boolean;
}

/** Parses the text of a ledger. */
export function parseLedger(key: Buffer, text: string): LedgerLine[] {
  const parts = text.split('\n');
  const complete = parts.pop() === '';
  const rest = text.slice(text.lastIndexOf('\n') + 1);
  const texts = complete ? parts : [...parts, rest];
  return texts.map((line, i) => {
    const event = openSigned(key, 'ledger', line) as (LedgerEvent & { prev: string }) | undefined;
    const mac = /"mac":"([0-9a-f]{64})"\}$/.exec(line)?.[1] ?? '';
    return { line: i + 1, event, mac, prev: event?.prev ?? '', complete: complete || i < texts.length - 1 };
  });
}

/** Appends events, chained to the last line. Call it under `locked`. */
export async function appendLedger(key: Buffer, dir: string, events: readonly LedgerEvent[]): Promise<void> {
  const file = await open(join(dir, LEDGER), 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const { mac, end } = await lastLine(file, size);
    // A fragment that a crash left says nothing: it goes, or it would garble the next line.
    if (end < size) await file.truncate(end);
    let prev = mac;
    let text = '';
    for (const event of events) {
      const signed = sign(key, 'ledger', { ...event, prev });
      prev = signed.mac;
      text += `${signed.text}\n`;
    }
    try {
      await file.appendFile(text);
    } catch (error) {
      await file.truncate(end).catch(() => undefined); // the error that counts is the first one
      throw error;
    }
  } finally {
    await file.close();
  }
}

async function lastLine(file: FileHandle, size: number): Promise<{ mac: string; end: number }> {
  const length = Math.min(size, 4096);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const text = buffer.toString('latin1');
  const feed = text.lastIndexOf('\n');
  const end = feed < 0 ? 0 : size - length + feed + 1;
  return { mac: /"mac":"([0-9a-f]{64})"\}\n$/.exec(text.slice(0, feed + 1))?.[1] ?? GENESIS, end };
}

/** Runs an action while no other process changes the set of files. */
export async function locked<T>(dir: string, action: () => Promise<T>): Promise<T> {
  const lock = join(dir, LOCK);
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      await breakStale(lock);
      await sleep(5 + Math.random() * 10);
    }
  }
  try {
    return await action();
  } finally {
    await rmdir(lock).catch(() => undefined); // somebody took it for stale: nothing is left to release
  }
}

/** Removes the lock of a process that died while it held it. */
async function breakStale(lock: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(lock);
    if (Date.now() - mtimeMs < STALE_MS) return;
    const aside = `${lock}.${process.pid}`;
    await rename(lock, aside);
    await rmdir(aside);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
