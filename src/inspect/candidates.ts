/**
 * Where kinds without a literal are looked for: each class of bytes has a lane that finds its runs in one linear pass and
 * hands the few that may be a value to the kinds. A verdict depends on a bounded window, and what touches the end of the
 * known bytes is open, so the findings are the same for any way of cutting a stream.
 */
import { accountLane } from './candidates/account.ts';
import { addressLane } from './candidates/address.ts';
import { hexGroupsLane } from './candidates/hex-groups.ts';
import type { Found, Lane, Piece } from './candidates/lane.ts';
import { numberLane } from './candidates/number.ts';
import { wordLane } from './candidates/word.ts';
import { WORDS_BEFORE, wordsLane } from './candidates/words.ts';
import type { CandidateClass } from './kind.ts';
import type { CompiledKind } from './match.ts';
import type { Prefilter } from './prefilter.ts';

const LANES: Readonly<Record<Exclude<CandidateClass, 'words'>, (kinds: readonly CompiledKind[]) => Lane>> = {
  word: wordLane,
  number: numberLane,
  account: accountLane,
  address: addressLane,
  'hex-groups': hexGroupsLane,
};

/** The lanes that some kinds need. */
export interface Lanes {
  /** Judges every candidate that begins in piece.bytes[from, end). */
  search(piece: Piece, found: Found): void;
  /** Bytes before a candidate that its verdict may depend on. */
  readonly lookBehind: number;
}

/**
 * Builds the lanes of the kinds that have a candidate class.
 * @param prefilter says where phrases may be
 * @returns undefined when none of them has one
 */
export function createLanes(
  kinds: readonly CompiledKind[],
  prefilter: Pick<Prefilter, 'phrases'>,
): Lanes | undefined {
  const byClass = new Map<CandidateClass, CompiledKind[]>();
  for (const compiled of kinds) {
    const { candidate } = compiled.kind;
    if (candidate === undefined) continue;
    const list = byClass.get(candidate);
    if (list === undefined) byClass.set(candidate, [compiled]);
    else list.push(compiled);
  }
  if (byClass.size === 0) return undefined;
  const lanes = [...byClass].map(([name, list]) =>
    name === 'words' ? wordsLane(list, prefilter) : LANES[name](list),
  );
  return {
    search: (piece, found) => {
      for (const lane of lanes) lane(piece, found);
    },
    lookBehind: Math.max(96, byClass.has('words') ? WORDS_BEFORE : 0),
  };
}
