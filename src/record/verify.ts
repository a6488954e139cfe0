import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RECORDS, recordFiles } from './files.ts';
import { type Head, readHead } from './head.ts';
import { LEDGER, type LedgerLine, type OpenEvent, parseLedger } from './ledger.ts';
import { GENESIS } from './line.ts';
import { errorCode, KEY_FILE, readKey } from './signed.ts';
import { type Expectation, type RecordFault, verifyFile } from './verify-file.ts';

/** What `weir records verify` says. */
export interface VerifyReport {
  /** True when there is no fault. */
  readonly ok: boolean;
  readonly files: number;
  readonly records: number;
  readonly faults: readonly RecordFault[];
  /** Worth knowing, and no tampering: tails of crashes, files deleted by `record.keepFiles`. */
  readonly notes: readonly string[];
}

/** Checks every record of a data directory. Safe while other processes write. */
export async function verifyRecords(dataDir: string): Promise<VerifyReport> {
  const dir = join(dataDir, RECORDS);
  const names = await recordFiles(dir);
  const key = readKey(dataDir);
  if (key === undefined) return await withoutKey(dir, names);
  const ledger = await readLedger(key, dir);
  const faults: RecordFault[] = [];
  const notes: string[] = [];
  if (ledger === undefined && names.length > 0) {
    faults.push({
      kind: 'ledger',
      file: LEDGER,
      message: 'the ledger is missing, which lists all record files',
    });
  }
  if (!existsSync(dir)) {
    faults.push({
      kind: 'removed',
      file: RECORDS,
      message: 'the directory of records is missing, although their key is there',
    });
  }
  faults.push(...ledgerFaults(ledger ?? []));
  const facts = factsOf(ledger ?? []);
  const pruned = [...facts.pruned].filter((name) => !names.includes(name)).length;
  if (pruned > 0) notes.push(`${pruned} older files were deleted by record.keepFiles`);
  faults.push(...(await removedFiles(key, dir, names, facts)));
  let records = 0;
  for (const name of names) {
    const report = await verifyNamed(key, dir, name, facts, ledger !== undefined);
    if (report === 'gone') continue;
    records += report.records;
    faults.push(...report.faults);
    notes.push(...report.notes);
  }
  return { ok: faults.length === 0, files: names.length, records, faults, notes };
}

interface LedgerFacts {
  readonly opened: ReadonlyMap<string, OpenEvent>;
  readonly pruned: ReadonlySet<string>;
  /** By file: records that later files are tied to. */
  readonly ties: ReadonlyMap<string, { seq: number; hash: string; by: string }[]>;
}

function factsOf(ledger: readonly LedgerLine[]): LedgerFacts {
  const opened = new Map<string, OpenEvent>();
  const pruned = new Set<string>();
  const ties = new Map<string, { seq: number; hash: string; by: string }[]>();
  for (const { event } of ledger) {
    if (event?.event === 'prune') pruned.add(event.file);
    if (event?.event !== 'open') continue;
    opened.set(event.file, event);
    if (event.after === null) continue;
    const { file, seq, hash } = event.after;
    ties.set(file, [...(ties.get(file) ?? []), { seq, hash, by: event.file }]);
  }
  return { opened, pruned, ties };
}

async function readLedger(key: Buffer, dir: string): Promise<LedgerLine[] | undefined> {
  try {
    return parseLedger(key, await readFile(join(dir, LEDGER), 'latin1'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The ledger's own chain: each line names the line before it. */
function ledgerFaults(lines: readonly LedgerLine[]): RecordFault[] {
  const faults: RecordFault[] = [];
  const fault = (line: number, message: string) =>
    faults.push({ kind: 'ledger', file: LEDGER, line, message });
  const known = new Set([GENESIS]);
  const all = new Set(lines.map((line) => line.mac));
  for (const { line, event, mac, prev, complete } of lines) {
    if (event === undefined) {
      // A crash can only cut the last line; the next writer removes the rest of it.
      if (complete) fault(line, 'the line is not as it was signed');
      continue;
    }
    if (!complete) fault(line, 'the line feed at the end is missing');
    if (known.has(mac)) fault(line, 'the line stands here a second time');
    else if (!known.has(prev))
      fault(line, all.has(prev) ? 'the lines were reordered' : 'the line before it was removed or edited');
    known.add(mac);
  }
  return faults;
}

async function removedFiles(
  key: Buffer,
  dir: string,
  names: readonly string[],
  facts: LedgerFacts,
): Promise<RecordFault[]> {
  const missing = [...facts.opened.keys()].filter(
    (name) => !names.includes(name) && !facts.pruned.has(name) && !existsSync(join(dir, name)),
  );
  if (missing.length === 0) return [];
  // A writer may have pruned it while we read.
  const again = factsOf((await readLedger(key, dir)) ?? []);
  return missing
    .filter((name) => !again.pruned.has(name))
    .map((file) => ({
      kind: 'removed',
      file,
      message: 'the whole file is missing, and no note says that it was pruned',
    }));
}

/** A head can be read in the middle of its rewriting: only one that stays broken is. */
async function steadyHead(key: Buffer, path: string): Promise<Head | 'broken' | undefined> {
  let head = readHead(key, path);
  for (let tries = 0; head === 'broken' && tries < 3; tries++) {
    await sleep(20);
    head = readHead(key, path);
  }
  return head;
}

async function verifyNamed(key: Buffer, dir: string, name: string, facts: LedgerFacts, hasLedger: boolean) {
  // The head comes first: data that are written meanwhile only put it behind, which is allowed.
  const head = await steadyHead(key, join(dir, name));
  const opened = facts.opened.get(name);
  const faults: RecordFault[] = [];
  if (head === undefined)
    faults.push({ kind: 'head', file: name, message: 'the head of the file is missing' });
  if (head === 'broken')
    faults.push({ kind: 'head', file: name, message: 'the head of the file is not as it was signed' });
  const sound = typeof head === 'object' ? head : undefined;
  const expect: Expectation = {
    head: sound,
    anchors: [
      ...(sound !== undefined && sound.seq >= sound.first
        ? [{ seq: sound.seq, hash: sound.hash, by: 'the head' }]
        : []),
      ...(facts.ties.get(name) ?? []),
    ],
    first: opened?.first ?? sound?.first,
    prev: opened === undefined ? undefined : (opened.after?.hash ?? GENESIS),
  };
  let report: Awaited<ReturnType<typeof verifyFile>>;
  try {
    report = await verifyFile(dir, name, expect);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'gone'; // pruned while we read; if not, the next run names it
    throw error;
  }
  // A crash between the making of a file and its line in the ledger leaves an empty file.
  const begun = report.records === 0 && sound !== undefined && sound.seq < sound.first;
  if (hasLedger && opened === undefined && !begun) {
    const again = factsOf((await readLedger(key, dir)) ?? []);
    if (!again.opened.has(name))
      faults.push({ kind: 'inserted', file: name, message: 'the ledger does not list this file' });
  }
  return { records: report.records, faults: [...faults, ...report.faults], notes: report.notes };
}

/** Without the key only the chain inside each file can be checked, and its absence is a fault of its own. */
async function withoutKey(dir: string, names: readonly string[]): Promise<VerifyReport> {
  const faults: RecordFault[] = [];
  let records = 0;
  for (const name of names) {
    const expect = { head: undefined, anchors: [], first: undefined, prev: undefined };
    const report = await verifyFile(dir, name, expect);
    records += report.records;
    faults.push(...report.faults);
  }
  if (names.length > 0) {
    const message = `${KEY_FILE} is missing: heads and ledger cannot be checked, so a cut end would not be seen`;
    faults.push({ kind: 'key', file: KEY_FILE, message });
  }
  return { ok: faults.length === 0, files: names.length, records, faults, notes: [] };
}
