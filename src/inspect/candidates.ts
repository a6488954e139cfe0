/**
 * Where kinds without a literal are looked for: each class of bytes has a lane that finds its runs in one linear pass and
 * hands the few that may be a value to the kinds. A verdict depends on a bounded window, and what touches the end of the
 * known bytes is open, so the findings are the same for any way of cutting a stream.
 */
import { accountLane } from './candidates/account.ts';
import { addressLane } from './candidates/address.ts';
import { hexGroupsLane } from './candidates/hex-groups.ts';
import type { Found, Lane, Piece, StretchLane } from './candidates/lane.ts';
import { numberLane } from './candidates/number.ts';
import { LONG_WORD, longWordLane, wordLane } from './candidates/word.ts';
import { WORDS_BEFORE, wordsLane } from './candidates/words.ts';
import type { CandidateClass } from './kind.ts';
import type { CompiledKind } from './match.ts';
import type { Prefilter } from './prefilter.ts';

const LANES: Readonly<
  Record<Exclude<CandidateClass, 'word' | 'words'>, (kinds: readonly CompiledKind[]) => Lane>
> = {
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
 * @param prefilter says where phrases and long words may be
 * @returns undefined when none of them has one
 */
export function createLanes(
  kinds: readonly CompiledKind[],
  prefilter: Pick<Prefilter, 'stretches' | 'knowWords'>,
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
  const lanes: Lane[] = [];
  const stretchLanes: StretchLane[] = [];
  for (const [name, list] of byClass) {
    if (name === 'words') stretchLanes.push(wordsLane(list, prefilter));
    else if (name === 'word') {
      const long = list.filter(({ kind }) => kind.minLength >= LONG_WORD);
      const short = list.filter(({ kind }) => kind.minLength < LONG_WORD);
      if (long.length > 0) stretchLanes.push(longWordLane(long));
      if (short.length > 0) lanes.push(wordLane(short));
    } else lanes.push(LANES[name](list));
  }
  return {
    search: (piece, found) => {
      for (const lane of lanes) lane(piece, found);
      if (stretchLanes.length === 0) return;
      for (const lane of stretchLanes) lane.begin(piece);
      for (let at = piece.from; at < piece.end; ) {
        const stretches = prefilter.stretches(piece.bytes, at, piece.end);
        for (const lane of stretchLanes) lane.search(stretches, piece, found);
        at = stretches.resume;
      }
    },
    lookBehind: Math.max(96, byClass.has('words') ? WORDS_BEFORE : 0),
  };
}
