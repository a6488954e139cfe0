import { readFileSync } from 'node:fs';
import { errorCode, openSigned, sign } from './signed.ts';

/** Ending of the sidecar beside every record file. */
export const HEAD_ENDING = '.head';

/** Length of a head: always the same, so that it is rewritten in place by one write, even on a full disk. */
const HEAD_BYTES = 512;

/** How far a record file has been written. Written after the data: it may lag behind them, never be ahead. */
export interface Head {
  readonly file: string;
  /** Sequence number of the first record of the file. */
  readonly first: number;
  /** Last record; `first - 1` while there is none. */
  readonly seq: number;
  readonly hash: string;
  /** True when the writer ended the file in good order. */
  readonly closed: boolean;
}

/** Bytes of a head as they stand in its file. */
export function encodeHead(key: Buffer, head: Head): Buffer {
  const { file, first, seq, hash, closed } = head;
  const { text } = sign(key, 'head', { file, first, seq, hash, closed });
  return Buffer.from(`${text.padEnd(HEAD_BYTES - 1)}\n`);
}

/** Reads the head beside a record file: undefined when there is none, `broken` when it is not as it was signed. */
export function readHead(key: Buffer, path: string): Head | 'broken' | undefined {
  let text: string;
  try {
    text = readFileSync(path + HEAD_ENDING, 'latin1');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const trimmed = text.trimEnd();
  if (text !== `${trimmed.padEnd(HEAD_BYTES - 1)}\n`) return 'broken';
  const head = openSigned(key, 'head', trimmed) as Head | undefined;
  return head !== undefined && path.endsWith(head.file) ? head : 'broken';
}
