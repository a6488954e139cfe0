/** The dumps of a text, as the engine asks for them: see `DUMPS`. */
import type { Kind } from '../kind.ts';
import type { Passage, TextDetector } from '../reader.ts';
import { dumpKind } from '../text-kinds.ts';
import { DUMP_CUES } from './anchors.ts';
import { DUMP_NAMES, type DumpKind } from './dump.ts';
import { findDumps } from './find-dumps.ts';

const KINDS = new Map<string, Kind>(Object.entries(DUMP_NAMES).map(([id, name]) => [id, dumpKind(id, name)]));

function kindOf(dump: DumpKind): Kind {
  return KINDS.get(dump)!;
}

/** Reads files and listings whose purpose is to hold secrets. */
export const DUMPS: TextDetector = {
  cues: DUMP_CUES,
  near: 1200,
  before: 4096,
  behind: 16_384,
  budget: 262_144,
  // What stands in strings of JSON is read in the bytes as they are: a second reading would find it twice.
  read: (text, { unescaped }) =>
    unescaped
      ? []
      : findDumps(text).map(
          ({ kind, start, end, confidence, placeholder }): Passage => ({
            kind: kindOf(kind),
            start,
            end,
            confidence,
            placeholder,
          }),
        ),
};
