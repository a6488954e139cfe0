import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeRecord } from '../flow/record.ts';
import { Blocks } from './blocks.ts';
import { RECORDS } from './files.ts';
import type { Anchor } from './ledger.ts';
import { GENESIS } from './line.ts';
import { openSegment, type Segment, type SegmentPlace } from './segment.ts';
import { errorCode, obtainKey } from './signed.ts';

/** A disk that failed is not asked more often than this. */
const RETRY_MS = 250;
const TRIES_AT_CLOSE = 3;

/** Trouble with the records, for the log. */
export interface RecordProblem {
  /** `failing`: the first failure; `recovered`: written again; `lost`: these records are in no file. */
  readonly kind: 'failing' | 'recovered' | 'lost';
  readonly message: string;
  /** JSON texts of the lost records: the log is the last place where they can be kept. */
  readonly records: readonly string[];
}

/** How records are written; the names are those of the section `record` of the config. */
export interface RecordSinkOptions {
  /** The data directory; it must exist. */
  readonly dir: string;
  readonly flushMs: number;
  readonly rotateBytes: number;
  readonly keepFiles: number;
  readonly onFailure: 'deny' | 'spill';
  readonly queueBytes: number;
  readonly onProblem?: (problem: RecordProblem) => void;
}

/** Takes one record per exchange and keeps it. */
export interface RecordSink {
  /** Queues a record; cheap, never throws, never waits. */
  write(record: ExchangeRecord): void;
  /** False while decisions cannot be recorded: the line then denies with the reason `record`. Always true for `spill`. */
  healthy(): boolean;
  /** Resolves when everything queued so far is in the file, or has failed once. */
  flush(): Promise<void>;
  /** Writes what is left and marks the clean end of the file. */
  close(): Promise<void>;
  /** Calls a listener, which must not throw, for every record as it is queued; returns the way to stop. */
  subscribe(listener: (record: ExchangeRecord) => void): () => void;
  /** Records that are in no file. */
  lost(): number;
}

interface State {
  readonly options: RecordSinkOptions;
  readonly place: SegmentPlace;
  /** JSON texts that came before the first file was open: what they follow is not known yet. */
  early: string[];
  earlyBytes: number;
  blocks: Blocks | undefined;
  segment: Segment | undefined;
  seq: number;
  last: Anchor | undefined;
  failing: boolean;
  closed: boolean;
  lost: number;
  /** Lost records that no line speaks of yet. */
  untold: number;
}

/** Opens the record of a data directory. Throws when it cannot be written at all. */
export function createRecordSink(options: RecordSinkOptions): RecordSink {
  const state = begin(options);
  const listeners = new Set<(record: ExchangeRecord) => void>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const run = (): Promise<void> => {
    running ??= drain(state).finally(() => {
      running = undefined;
      if (waiting(state) && !state.closed) schedule();
    });
    return running;
  };
  const schedule = (): void => {
    if (timer !== undefined) return;
    const wait = state.failing ? Math.max(options.flushMs, RETRY_MS) : options.flushMs;
    timer = setTimeout(() => {
      timer = undefined;
      void run();
    }, wait);
    if (state.failing) timer.unref(); // a disk that stays full must not keep the process alive
  };
  const flush = async (): Promise<void> => {
    if (running !== undefined) await running; // a run that began earlier may have missed the newest records
    if (waiting(state) || state.untold > 0) await run();
  };
  return {
    write: (record) => {
      const body = JSON.stringify(record);
      if (state.closed || queuedBytes(state) + body.length > options.queueBytes) {
        lose(state, [body], state.closed ? 'the record is closed' : 'the queue is full');
      } else {
        take(state, body);
        if (timer === undefined && running === undefined) schedule();
      }
      for (const listener of listeners) listener(record);
    },
    healthy: () =>
      options.onFailure === 'spill' || !(state.failing || queuedBytes(state) >= options.queueBytes),
    flush,
    close: async () => {
      if (state.closed) return;
      clearTimeout(timer);
      await flush();
      for (let tries = 1; tries < TRIES_AT_CLOSE && waiting(state); tries++) await flush();
      state.closed = true;
      if (waiting(state)) lose(state, takeAll(state), 'the record was closed while it could not be written');
      await finish(state);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lost: () => state.lost,
  };
}

function begin(options: RecordSinkOptions): State {
  const dir = join(options.dir, RECORDS);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  accessSync(dir, constants.W_OK);
  return {
    options,
    place: { dir, key: obtainKey(options.dir), keepFiles: options.keepFiles },
    early: [],
    earlyBytes: 0,
    blocks: undefined,
    segment: undefined,
    seq: 0,
    last: undefined,
    failing: false,
    closed: false,
    lost: 0,
    untold: 0,
  };
}

/** Whether records wait to be written. */
function waiting(state: State): boolean {
  return state.early.length > 0 || state.blocks?.empty === false;
}

function queuedBytes(state: State): number {
  return state.earlyBytes + (state.blocks?.bytes ?? 0);
}

/** Seals a record, or keeps it until it is known what it follows. */
function take(state: State, body: string): void {
  if (state.blocks === undefined) {
    state.early.push(body);
    state.earlyBytes += body.length;
    return;
  }
  tellLosses(state, state.blocks);
  state.blocks.add(body);
}

/** Losses get a line of their own in the chain, before the record that comes after them. */
function tellLosses(state: State, blocks: Blocks): void {
  if (state.untold === 0) return;
  blocks.add(JSON.stringify({ time: new Date().toISOString(), event: 'lost', lost: state.untold }));
  state.untold = 0;
}

/** Writes what waits, a block at a time, until nothing does or a write fails. */
async function drain(state: State): Promise<void> {
  try {
    while (waiting(state) || state.untold > 0) {
      const segment = await current(state);
      state.segment = segment;
      state.blocks ??= new Blocks(state.seq, segment.hash);
      const { blocks } = state;
      for (const body of state.early) {
        tellLosses(state, blocks);
        blocks.add(body);
      }
      state.early = [];
      state.earlyBytes = 0;
      tellLosses(state, blocks);
      await writeBlock(state, segment, blocks);
      recovered(state);
    }
  } catch (error) {
    failed(state, error);
  }
}

/** The file to write to: a new one at first, when the old one is full, and when somebody deleted it. */
async function current(state: State): Promise<Segment> {
  const { segment, options } = state;
  if (segment === undefined) return await openSegment(place(state), state.seq + 1, state.last);
  const deleted = segment.deleted();
  if (!deleted && segment.bytes < options.rotateBytes) return segment;
  if (deleted) {
    report(state, 'failing', `${segment.name} was deleted while it was written; a new file is begun`, []);
    state.failing = true;
  }
  const next = await openSegment(place(state), state.seq + 1, state.last);
  await segment.close(!deleted).catch(() => undefined); // its data are written; only the mark of a clean end is missing
  return next;
}

function place(state: State): SegmentPlace {
  mkdirSync(state.place.dir, { recursive: true, mode: 0o700 }); // the whole directory may have been deleted
  return state.place;
}

async function writeBlock(state: State, segment: Segment, blocks: Blocks): Promise<void> {
  const block = blocks.take();
  if (block === undefined) return;
  try {
    await segment.append(block.buffer.subarray(0, block.used), block.seq, block.hash);
  } catch (error) {
    blocks.putBack(block);
    throw error;
  }
  blocks.written(block);
  state.seq = block.seq;
  state.last = { file: segment.name, seq: block.seq, hash: block.hash };
}

function report(
  state: State,
  kind: RecordProblem['kind'],
  message: string,
  records: readonly string[],
): void {
  state.options.onProblem?.({ kind, message, records });
}

function recovered(state: State): void {
  if (!state.failing) return;
  state.failing = false;
  report(state, 'recovered', `records are written again; ${state.lost} lost since the start`, []);
}

function failed(state: State, error: unknown): void {
  const why = errorCode(error) ?? String(error);
  if (!state.failing) report(state, 'failing', `records cannot be written: ${why}`, []);
  state.failing = true;
  if (state.options.onFailure === 'spill') lose(state, takeAll(state), why);
}

function takeAll(state: State): string[] {
  const sealed = state.blocks?.drop(state.seq, state.last?.hash ?? state.segment?.hash ?? GENESIS) ?? [];
  const bodies = [...sealed, ...state.early];
  state.early = [];
  state.earlyBytes = 0;
  return bodies;
}

function lose(state: State, bodies: readonly string[], why: string): void {
  state.lost += bodies.length;
  state.untold += bodies.length;
  if (bodies.length > 0) report(state, 'lost', `${bodies.length} records are in no file: ${why}`, bodies);
}

async function finish(state: State): Promise<void> {
  try {
    await state.segment?.close(true);
  } catch (error) {
    report(state, 'failing', `the record could not be closed: ${errorCode(error) ?? String(error)}`, []);
  }
}
