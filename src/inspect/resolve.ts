import type { Confidence } from '../flow/finding.ts';
import { type Hit, isBlocking } from './match.ts';

const SURE: Readonly<Record<Confidence, number>> = { proved: 3, shaped: 2, likely: 1, weak: 0 };

/** A recorded hit may begin this many bytes before what its stream counts as settled: its head may hold blanks. */
const RECORDED_SLACK = 32;

/** Ranks of kinds by id; see `compareHits`. */
export type Ranks = ReadonlyMap<string, number>;

/**
 * Order in which hits are accepted: earlier first; at the same place what names a vendor before what only has a name, then
 * the longer, the surer, the one listed first.
 */
export function compareHits(a: Hit, b: Hit, ranks: Ranks): number {
  if (a.start !== b.start) return a.start - b.start;
  const generic = Number(isNameless(a)) - Number(isNameless(b));
  if (generic !== 0) return generic;
  if (a.end !== b.end) return b.end - a.end;
  if (a.confidence !== b.confidence) return SURE[b.confidence] - SURE[a.confidence];
  return (ranks.get(a.kind.id) ?? 0) - (ranks.get(b.kind.id) ?? 0);
}

/** True for what says nothing of whose secret it is. */
function isNameless({ kind }: Hit): boolean {
  return kind.category === 'generic' || kind.category === 'known-value';
}

/**
 * Turns overlapping hits into hits that do not overlap, in one pass from left to right, so that a stream can use it on
 * whatever is complete. A blocking hit that begins inside another keeps only what lies behind it (its bytes must not
 * escape a mask); a recorded one never takes bytes from a blocking one.
 */
export class Resolver {
  private readonly ranks: Ranks;
  private blocking: Hit[] = [];
  private recorded: Hit[] = [];
  /** Accepted blocking hits that a pending recorded one may still overlap. */
  private accepted: Hit[] = [];
  private blockedTo = 0;
  private recordedTo = 0;

  constructor(ranks: Ranks) {
    this.ranks = ranks;
  }

  /** The same state again, to go on from here in another way. */
  fork(): Resolver {
    const copy = new Resolver(this.ranks);
    copy.blocking = [...this.blocking];
    copy.recorded = [...this.recorded];
    copy.accepted = [...this.accepted];
    copy.blockedTo = this.blockedTo;
    copy.recordedTo = this.recordedTo;
    return copy;
  }

  add(hit: Hit): void {
    (isBlocking(hit) ? this.blocking : this.recorded).push(hit);
  }

  /**
   * Accepts what no later hit can change.
   * @param blockingFrom no blocking hit that is still to be added begins before this offset
   * @param recordedFrom the same for recorded hits
   * @returns accepted hits in order of their start
   */
  settle(blockingFrom: number, recordedFrom: number): Hit[] {
    if (this.blocking.length === 0 && this.recorded.length === 0) return [];
    const out: Hit[] = [];
    this.blocking.sort((a, b) => compareHits(a, b, this.ranks));
    const later: Hit[] = [];
    for (const hit of this.blocking) {
      if (hit.start >= blockingFrom) later.push(hit);
      else if (hit.end > this.blockedTo) {
        const kept = hit.start >= this.blockedTo ? hit : { ...hit, start: this.blockedTo };
        this.blockedTo = hit.end;
        this.accepted.push(kept);
        out.push(kept);
      }
    }
    this.blocking = later;
    this.settleRecorded(Math.min(blockingFrom, recordedFrom), out);
    return out.sort((a, b) => a.start - b.start);
  }

  /** One past the last byte of the blocking hits that were accepted. */
  get reached(): number {
    return this.blockedTo;
  }

  private settleRecorded(settled: number, out: Hit[]): void {
    this.recorded.sort((a, b) => compareHits(a, b, this.ranks));
    let done = 0;
    let next = 0;
    for (const hit of this.recorded) {
      // In order: one that has to wait makes the ones behind it wait too, or the outcome would depend on the chunking.
      if (hit.end > settled - RECORDED_SLACK) break;
      done++;
      while (next < this.accepted.length && this.accepted[next]!.end <= hit.start) next++;
      const taken = next < this.accepted.length && this.accepted[next]!.start < hit.end;
      if (taken || hit.start < this.recordedTo) continue;
      this.recordedTo = hit.end;
      out.push(hit);
    }
    if (done > 0) this.recorded = this.recorded.slice(done);
    if (this.recorded.length === 0)
      this.accepted = this.accepted.filter((hit) => hit.end > settled - RECORDED_SLACK);
  }
}
