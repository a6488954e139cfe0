import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeRecord } from '../flow/record.ts';
import { createRecordSink, type RecordSink, type RecordSinkOptions } from './sink.ts';

/** A record as the line would write it. */
export function recordOf(id: string, more: Partial<ExchangeRecord> = {}): ExchangeRecord {
  return {
    id,
    time: new Date().toISOString(),
    outcome: 'allowed',
    mode: 'connect',
    agent: 'alice',
    agent_how: 'basic',
    client: '127.0.0.1:50000',
    scheme: 'https',
    host: 'api.example.com',
    port: 443,
    method: 'GET',
    path: '/v1/ünïcode?q=\u2028',
    status: 200,
    inspected: true,
    total_ms: 1.5,
    ...more,
  };
}

/** A data directory of its own, deleted at the end. */
export function dataDir(): { dir: string; [Symbol.dispose](): void } {
  const dir = mkdtempSync(join(tmpdir(), 'weir-record-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A sink with small defaults. */
export function sinkIn(dir: string, more: Partial<RecordSinkOptions> = {}): RecordSink {
  const usual = {
    flushMs: 5,
    rotateBytes: 1_000_000,
    keepFiles: 50,
    onFailure: 'deny',
    queueBytes: 1_000_000,
  } as const;
  return createRecordSink({ dir, ...usual, ...more });
}

/** Writes records `a1..aN` and closes. */
export async function filled(
  dir: string,
  prefix: string,
  count: number,
  more: Partial<RecordSinkOptions> = {},
) {
  const sink = sinkIn(dir, more);
  for (let i = 1; i <= count; i++) {
    sink.write(recordOf(`${prefix}${i}`));
    if (i % 3 === 0) await sink.flush();
  }
  await sink.close();
}

/** Names of the record files, oldest first. */
export function filesIn(dir: string): string[] {
  return readdirSync(join(dir, 'records'))
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
}

/** Every line of every file, parsed. */
export function linesIn(dir: string): { id?: string; seq: number; event?: string; lost?: number }[] {
  return filesIn(dir).flatMap((name) =>
    readFileSync(join(dir, 'records', name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  );
}
