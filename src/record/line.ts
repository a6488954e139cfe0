import { createHash, hash } from 'node:crypto';
import type { ExchangeRecord } from '../flow/record.ts';

/** Hash before the very first record. */
export const GENESIS = '0'.repeat(64);

/** `,"hash":"<64 hex digits>"}` closes every line. */
const TAIL = 75;

/** What the chain adds to a record. */
export interface ChainFields {
  /** Counted from 1 by each writing process, across its files. */
  readonly seq: number;
  /** Hash of the line before. */
  readonly prev: string;
  /** SHA-256 of this line without this field. */
  readonly hash: string;
}

/** A line about an exchange. */
export type ExchangeLine = ExchangeRecord & ChainFields;

/** A line that says how many records could not be written before it. */
export interface LossLine extends ChainFields {
  readonly time: string;
  readonly event: 'lost';
  readonly lost: number;
}

/** Any line of a record file. */
export type RecordLine = ExchangeLine | LossLine;

/** Text and hash of one sealed line. */
export interface Sealed {
  /** With its line feed. */
  readonly text: string;
  readonly hash: string;
}

/** Puts a record (the text of its JSON object) into the chain. */
export function sealLine(body: string, seq: number, prev: string): Sealed {
  const open = `{"seq":${seq},${body.slice(1, -1)},"prev":"${prev}"`;
  const digest = hash('sha256', `${open}}`, 'hex');
  return { text: `${open},"hash":"${digest}"}\n`, hash: digest };
}

/** What can be read from the bytes of a line (without its line feed) when its hash is right. */
export interface CheckedLine {
  readonly seq: number;
  readonly id: string | undefined;
  readonly prev: string;
  readonly hash: string;
}

/** Checks a line against its own hash; undefined when it does not match or is no record line at all. */
export function checkLine(bytes: Buffer): CheckedLine | undefined {
  const fields = parseLine(bytes);
  if (fields === undefined || bytes.length <= TAIL) return undefined;
  const open = bytes.subarray(0, -TAIL);
  const tail = bytes.subarray(-TAIL).toString('latin1');
  if (tail !== `,"hash":"${fields.hash}"}`) return undefined;
  if (createHash('sha256').update(open).update('}').digest('hex') !== fields.hash) return undefined;
  const id = 'id' in fields ? fields.id : undefined;
  return { seq: fields.seq, id, prev: fields.prev, hash: fields.hash };
}

/** Parses a line without judging it; undefined when it is no record line. */
export function parseLine(bytes: Buffer): RecordLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { seq, prev, hash: digest } = value as Partial<ChainFields>;
  const sound = Number.isSafeInteger(seq) && typeof prev === 'string' && typeof digest === 'string';
  return sound ? (value as RecordLine) : undefined;
}
