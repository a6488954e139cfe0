/** Recognises files and listings whose purpose is to hold secrets: see `findDumps`. */
import { findAssignments, findEnvironmentObjects } from './assignments.ts';
import { findCookieJars } from './cookies.ts';
import { findCredentialFiles, findSections } from './credential-files.ts';
import { findDocuments } from './documents.ts';
import type { Dump, DumpHints } from './dump.ts';
import { findInserts } from './inserts.ts';
import { insideStrings, linesOf } from './lines.ts';
import { findLoginObjects } from './login-objects.ts';
import { findTables } from './tables.ts';

export { DUMP_NAMES, type Dump, type DumpHints, type DumpKind } from './dump.ts';

const NONE: readonly Dump[] = Object.freeze([]);
/** Strings inside strings that are read. */
const MAX_DEPTH = 3;
/** Surer ones win over others in the same place. */
const ORDER = ['proved', 'shaped', 'likely', 'weak'] as const;

/**
 * Finds dumps in a text, whether its line ends stand as they are or as `\n` inside a JSON string. The time is linear in
 * the length of the text.
 * @returns dumps in order of their places; they do not overlap
 */
export function findDumps(text: string | Buffer, hints: DumpHints = {}): readonly Dump[] {
  const source = typeof text === 'string' ? text : text.toString('latin1');
  const found = findIn(source, hints);
  let view = insideStrings(source);
  for (let depth = 0; view !== undefined && depth < MAX_DEPTH; depth++) {
    const { text: inside, at } = view;
    for (const one of findIn(inside, hints)) found.push({ ...one, start: at[one.start]!, end: at[one.end]! });
    const deeper = insideStrings(inside);
    view = deeper === undefined ? undefined : { text: deeper.text, at: deeper.at.map((unit) => at[unit]!) };
  }
  return found.length === 0 ? NONE : withoutOverlaps(found, source.length);
}

function findIn(text: string, hints: DumpHints): Dump[] {
  const lines = linesOf(text);
  return [
    ...findAssignments(lines, hints),
    ...findEnvironmentObjects(text),
    ...findSections(lines),
    ...findCredentialFiles(text),
    ...findDocuments(text),
    ...findTables(lines),
    ...findInserts(text),
    ...findLoginObjects(text),
    ...findCookieJars(text),
  ];
}

/** Of dumps that overlap, the surer and then the longer one. */
function withoutOverlaps(found: readonly Dump[], length: number): readonly Dump[] {
  if (found.length === 1) return found;
  const sorted = [...found].sort(
    (a, b) =>
      ORDER.indexOf(a.confidence) - ORDER.indexOf(b.confidence) || b.end - b.start - (a.end - a.start),
  );
  const kept: Dump[] = [];
  // One byte a unit: to compare each with all that were kept would take quadratic time.
  const taken = new Uint8Array(length);
  for (const one of sorted) {
    const place = taken.subarray(one.start, one.end);
    if (place.includes(1)) continue;
    place.fill(1);
    kept.push(one);
  }
  return kept.sort((a, b) => a.start - b.start);
}
