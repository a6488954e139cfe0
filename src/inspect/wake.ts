/** What wakes a detector of text: which of the places that the engine noted make it read, and how much around them. */
import type { Clues } from './clues.ts';

/** Literals that say the same to a detector of text. */
export interface Cues {
  /** Three bytes or more each. */
  readonly anchors: readonly string[];
  /**
   * What makes one of them wake the detector: `alone` nothing, `again` a second one of these or one of other cues close
   * to it, `together` one of other cues close to it (default).
   */
  readonly wakes?: 'alone' | 'again' | 'together';
  /** A closer look at a cue, in constant time; one that fails it says nothing. What is cut off by an end passes. */
  readonly confirm?: (bytes: Uint8Array, at: number) => boolean;
}

/** What wakes a detector. */
export interface Attention {
  /** What it listens for; all detectors together at most 31 of them. */
  readonly cues: readonly Cues[];
  /** Bytes between two cues that still stand close to each other (default: none wakes but alone). */
  readonly near?: number;
  /** How far around what woke it it wants to read, in bytes. */
  readonly before: number;
  readonly behind: number;
}

/** A stretch that is read. */
export interface Window {
  start: number;
  end: number;
}

const NO_WINDOWS: readonly Window[] = Object.freeze([]);
const NEVER = Number.NEGATIVE_INFINITY;

export class Wake {
  private readonly attention: Attention;
  /** Number of its first group, the bits of all of its groups, and of those that wake alone or when seen again. */
  private readonly first: number;
  private readonly mask: number;
  private readonly alone: number;
  private readonly again: number;
  /** Where each group was seen last. */
  private readonly seen: Float64Array;

  /** @param first number of the detector's first group among those of all detectors */
  constructor(attention: Attention, first: number) {
    this.attention = attention;
    this.first = first;
    const bits = (wanted: (wakes: string) => boolean): number =>
      attention.cues.reduce(
        (sum, { wakes = 'together' }, i) => (wanted(wakes) ? sum | (1 << (first + i)) : sum),
        0,
      );
    this.mask = bits(() => true);
    this.alone = bits((wakes) => wakes === 'alone');
    this.again = bits((wakes) => wakes === 'again');
    this.seen = new Float64Array(attention.cues.length);
  }

  /**
   * @param clues with cues in order of their places in `bytes`
   * @returns stretches in order, joined where they touch; one shared empty array when there are none
   */
  windows(clues: Clues, bytes: Uint8Array): readonly Window[] {
    let windows: Window[] | undefined;
    const { length } = bytes;
    this.seen.fill(NEVER);
    for (let c = 0; c < clues.cues; c++) {
      const at = clues.cueAt[c]!;
      const groups = this.confirmed(clues.cueGroups[c]! & this.mask, bytes, at);
      if (groups === 0) continue;
      const from = this.wokenFrom(at, groups);
      if (from === NEVER) continue;
      const start = Math.max(0, from - this.attention.before);
      const end = Math.min(length, at + this.attention.behind);
      const last = windows?.at(-1);
      if (windows === undefined) windows = [{ start, end }];
      else if (last !== undefined && start <= last.end) last.end = end;
      else windows.push({ start, end });
    }
    return windows ?? NO_WINDOWS;
  }

  private confirmed(groups: number, bytes: Uint8Array, at: number): number {
    let left = groups;
    for (let i = 0; left >= 1 << (this.first + i); i++) {
      const bit = 1 << (this.first + i);
      if ((left & bit) !== 0 && this.attention.cues[i]!.confirm?.(bytes, at) === false) left &= ~bit;
    }
    return left;
  }

  /** Notes a cue; where the cues begin that wake together with it, or `NEVER`. */
  private wokenFrom(at: number, groups: number): number {
    const { near = 0 } = this.attention;
    let from = (groups & this.alone) === 0 ? NEVER : at;
    for (let i = 0; i < this.seen.length; i++) {
      const bit = 1 << (this.first + i);
      const before = this.seen[i]!;
      // A literal that says two things at once does not wake by itself.
      const other = (groups & bit) === 0 || (groups & this.again) !== 0;
      if (other && before >= at - near && before < at)
        from = from === NEVER ? before : Math.min(from, before);
    }
    for (let i = 0; i < this.seen.length; i++)
      if ((groups & (1 << (this.first + i))) !== 0) this.seen[i] = at;
    return from;
  }
}
