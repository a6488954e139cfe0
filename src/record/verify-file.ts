import { readLines } from './files.ts';
import type { Head } from './head.ts';
import { type CheckedLine, checkLine, parseLine } from './line.ts';

/** What can be wrong. */
export type FaultKind =
  | 'edited'
  | 'removed'
  | 'reordered'
  | 'inserted'
  | 'truncated'
  | 'head'
  | 'ledger'
  | 'key';

/** One proof of tampering (or of damage, which looks the same). */
export interface RecordFault {
  readonly kind: FaultKind;
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly seq?: number;
  /** Request id, where the line still has one. */
  readonly id?: string;
  readonly message: string;
}

/** What the heads and the ledger say about a file. */
export interface Expectation {
  readonly head: Head | undefined;
  /** Number and hash that a record must have, because something signed says so. */
  readonly anchors: readonly { readonly seq: number; readonly hash: string; readonly by: string }[];
  /** First number; undefined when nothing signed says it. */
  readonly first: number | undefined;
  /** `prev` of the first record; undefined when nothing signed says it. */
  readonly prev: string | undefined;
}

/** Result for one file. */
export interface FileReport {
  readonly records: number;
  readonly faults: readonly RecordFault[];
  readonly notes: readonly string[];
}

interface Entry {
  readonly line: number;
  /** Undefined: the bytes do not match the hash, or are no record. */
  readonly checked: CheckedLine | undefined;
  /** What an unsound line claims to be. */
  readonly claims: { readonly seq: number | undefined; readonly id: string | undefined };
}

/** Checks one file against itself and against what is signed about it. */
export async function verifyFile(dir: string, name: string, expect: Expectation): Promise<FileReport> {
  const entries: Entry[] = [];
  let torn: { bytes: number; line: number } | undefined;
  for await (const { bytes, complete } of readLines(dir, name)) {
    const line = entries.length + 1;
    if (complete) entries.push(entryOf(bytes, line));
    else torn = { bytes: bytes.length, line };
  }
  const bySeq = new Map<number, CheckedLine>();
  for (const { checked } of entries) if (checked && !bySeq.has(checked.seq)) bySeq.set(checked.seq, checked);
  const first = expect.first ?? entries.find((entry) => entry.checked)?.checked?.seq ?? 1;
  const walked = walk(name, entries, bySeq, first, expect);
  const faults = [...walked.faults, ...anchorFaults(name, bySeq, walked, expect)];
  const notes: string[] = [];
  if (torn !== undefined) {
    if (expect.head !== undefined && !expect.head.closed && expect.head.seq < walked.next) {
      notes.push(`${name}: line ${torn.line} is cut after ${torn.bytes} bytes: the tail of a crash`);
    } else if (!faults.some((fault) => fault.kind === 'truncated')) {
      const message = 'the line is cut, although everything up to it had been written';
      faults.push({ kind: 'truncated', file: name, line: torn.line, seq: walked.next, message });
    }
  }
  return { records: bySeq.size, faults, notes };
}

function entryOf(bytes: Buffer, line: number): Entry {
  const checked = checkLine(bytes);
  if (checked !== undefined) return { line, checked, claims: { seq: checked.seq, id: checked.id } };
  const parsed = parseLine(bytes);
  const id = parsed !== undefined && 'id' in parsed && typeof parsed.id === 'string' ? parsed.id : undefined;
  return { line, checked: undefined, claims: { seq: parsed?.seq, id } };
}

interface Walked {
  readonly faults: RecordFault[];
  /** Number that the record after the last one would have. */
  readonly next: number;
  /** Numbers that are already reported, so that the head does not report them again. */
  readonly reported: ReadonlySet<number>;
}

function walk(
  name: string,
  entries: readonly Entry[],
  bySeq: ReadonlyMap<number, CheckedLine>,
  first: number,
  expect: Expectation,
): Walked {
  const faults: RecordFault[] = [];
  const reported = new Set<number>();
  const seen = new Set<number>();
  let next = first;
  const fault = (kind: FaultKind, entry: Entry, seq: number | undefined, message: string) => {
    if (seq !== undefined) reported.add(seq);
    const { id } = entry.claims;
    faults.push({
      kind,
      file: name,
      line: entry.line,
      ...(seq === undefined ? {} : { seq }),
      ...(id === undefined ? {} : { id }),
      message,
    });
  };
  for (const entry of entries) {
    const { checked } = entry;
    if (checked === undefined) {
      // The record that belongs here stands elsewhere: then this line is one too many.
      const extra = bySeq.has(next) || (expect.head?.closed === true && next > expect.head.seq);
      if (extra) fault('inserted', entry, undefined, 'this line is no record of the chain');
      else fault('edited', entry, next++, 'the line does not match its own hash');
      continue;
    }
    const { seq } = checked;
    if (seen.has(seq)) fault('inserted', entry, seq, `record ${seq} stands here a second time`);
    else if (seq < first) fault('inserted', entry, seq, `record ${seq} belongs to another file`);
    else if (seq < next) fault('reordered', entry, seq, `record ${seq} stands behind record ${next - 1}`);
    else {
      const gone = range(next, seq - 1).filter((missing) => !bySeq.has(missing));
      if (gone.length > 0) fault('removed', entry, gone[0], `${nameRange(gone)} missing before this line`);
      else if (seq > next) fault('reordered', entry, seq, `record ${seq} stands before record ${next}`);
      for (const missing of gone) reported.add(missing);
      next = seq + 1;
    }
    seen.add(seq);
    const before = seq === first ? expect.prev : bySeq.get(seq - 1)?.hash;
    if (before !== undefined && before !== checked.prev) {
      fault(
        'edited',
        entry,
        seq,
        `its prev is not the hash of record ${seq - 1}: one of the two was replaced`,
      );
    }
  }
  return { faults, next, reported };
}

/** Numbers from `from` to `to`; bounded, because a forged number may be anything. */
function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(to - from + 1, 100_000)) }, (_, i) => from + i);
}

function nameRange(numbers: readonly number[]): string {
  const [first, last] = [numbers[0], numbers.at(-1)];
  return first === last ? `record ${first} is` : `records ${first} to ${last} are`;
}

/** Holds the file against what is signed: here a whole chain that was computed anew, or cut at its end, is found. */
function anchorFaults(
  file: string,
  bySeq: ReadonlyMap<number, CheckedLine>,
  walked: Walked,
  expect: Expectation,
): RecordFault[] {
  const faults: RecordFault[] = [];
  const { head } = expect;
  if (head !== undefined) {
    const gone = range(walked.next, head.seq).filter((seq) => !walked.reported.has(seq));
    if (gone.length > 0) {
      faults.push({
        kind: 'truncated',
        file,
        seq: gone[0]!,
        message: `${nameRange(gone)} missing at the end of the file`,
      });
    }
    if (head.closed && walked.next - 1 > head.seq) {
      const message = `the writer ended with record ${head.seq}; what follows was added later`;
      faults.push({ kind: 'inserted', file, seq: head.seq + 1, message });
    }
  }
  for (const { seq, hash, by } of expect.anchors) {
    const there = bySeq.get(seq);
    if (
      there === undefined
        ? seq < walked.next || walked.reported.has(seq) || seq === head?.seq
        : there.hash === hash
    )
      continue;
    const message =
      there === undefined
        ? `record ${seq} is missing, although ${by} names it`
        : `record ${seq} does not have the hash that ${by} signed: the chain was computed anew`;
    faults.push({ kind: there === undefined ? 'truncated' : 'edited', file, seq, message });
  }
  return faults;
}
