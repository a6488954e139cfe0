import * as fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExchangeLine } from '../../src/record/line.ts';
import { readRecords } from '../../src/record/read.ts';
import { type DataPlaneOptions, dataPlaneFlags } from './data-plane.ts';
import { tempDir } from './temp-dir.ts';
import { type Finished, startProcess, WEIR } from './weir-process.ts';

/** How a gateway is started. */
export interface GatewayOptions extends DataPlaneOptions {
  /** Data directory; a fresh one without it. */
  readonly data?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running `weir proxy`. */
export interface TestGateway extends AsyncDisposable {
  readonly port: number;
  /** `127.0.0.1:PORT` */
  readonly listen: string;
  readonly pid: number;
  readonly data: string;
  /** The CA that its clients trust, PEM. */
  readonly ca: string;
  readonly caPath: string;
  readonly stdout: string;
  /** Its log. */
  readonly stderr: string;
  /** Resolves once its output matches. */
  says(pattern: RegExp): Promise<void>;
  /** The records, once there are at least so many. */
  records(atLeast?: number): Promise<ExchangeLine[]>;
  /** The record of an exchange, by `X-Weir-Request-Id`. */
  record(id: string | undefined): Promise<ExchangeLine>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended, whoever ended it. */
  readonly finished: Promise<Finished>;
  /** Drains and waits for the end. */
  stop(): Promise<Finished>;
}

/** What the ready line of `weir proxy` says. */
export interface ReadyLine {
  readonly event: string;
  readonly listen: string;
  readonly ca: string;
  readonly pid: number;
}

/** How long tests wait for something that must come before they call it missing. */
const PATIENCE_MS = 10_000;

/** Starts `weir proxy` on a free port, as users do, and waits until it accepts connections. */
export async function startGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const data = options.data ?? tempDir('data');
  const args = ['proxy', '--listen', '127.0.0.1:0', '--data', data, ...dataPlaneFlags(options)];
  const weir = startProcess(WEIR, args, { timeoutMs: 300_000, ...(options.env && { env: options.env }) });
  const ready = JSON.parse(await weir.firstLine) as ReadyLine;
  const stop = async (): Promise<Finished> => {
    weir.child.kill('SIGTERM');
    return await weir.finished;
  };
  return {
    port: Number(ready.listen.slice(ready.listen.lastIndexOf(':') + 1)),
    listen: ready.listen,
    pid: ready.pid,
    data,
    ca: fs.readFileSync(ready.ca, 'utf8'),
    caPath: ready.ca,
    get stdout() {
      return weir.stdout;
    },
    get stderr() {
      return weir.stderr;
    },
    says: weir.says,
    records: (atLeast = 0) => recordsOf(data, atLeast),
    record: (id) => recordWith(data, id),
    kill: (signal) => void weir.child.kill(signal),
    finished: weir.finished,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

/** Every record of a data directory, once there are at least so many. */
export async function recordsOf(data: string, atLeast = 0): Promise<ExchangeLine[]> {
  return await eventually(
    () => readAll(data),
    (records) => records.length >= atLeast,
    (records) => `${records.length} records of ${atLeast}:\n${JSON.stringify(records, null, 1)}`,
  );
}

async function recordWith(data: string, id: string | undefined): Promise<ExchangeLine> {
  const records = await eventually(
    () => readAll(data),
    (all) => all.some((record) => record.id === id),
    () => `no record has the id ${id}`,
  );
  return records.find((record) => record.id === id)!;
}

async function readAll(data: string): Promise<ExchangeLine[]> {
  const records: ExchangeLine[] = [];
  for await (const line of readRecords(data)) if (!('event' in line)) records.push(line);
  return records;
}

/** Asks until the answer will do; throws when it never does. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  enough: (answer: T) => boolean,
  complain: (answer: T) => string = (answer) => `still ${JSON.stringify(answer)}`,
): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (enough(answer)) return answer;
    if (performance.now() > until) throw new Error(complain(answer));
    await sleep(15);
  }
}
