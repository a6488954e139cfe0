/** What wakes a detector of text: which of the places that the engine noted make it read, and how much around them. */
import type { Clues } from './clues.ts';

/** Literals that say the same to a detector of text. */
export interface Cues {
  /** Three bytes or more each. */
  readonly anchors: readonly string[];
  /** What makes one of them wake the detector: `alone` nothing, `again` another of its cues close to it. */
  readonly wakes: 'alone' | 'again';
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
  /** Number of its first group, the bits of all of its groups, and of those that wake alone. */
  private readonly first: number;
  private readonly mask: number;
  private readonly alone: number;

  /** @param first number of the detector's first group among those of all detectors */
  constructor(attention: Attention, first: number) {
    this.attention = attention;
    this.first = first;
    const bits = (wanted: (wakes: string) => boolean): number =>
      attention.cues.reduce((sum, { wakes }, i) => (wanted(wakes) ? sum | (1 << (first + i)) : sum), 0);
    this.mask = bits(() => true);
    this.alone = bits((wakes) => wakes === 'alone');
  }

  /**
   * @param clues with cues in order of their places in `bytes`
   * @returns stretches in order, joined where they touch; one shared empty array when there are none
   */
  windows(clues: Clues, bytes: Uint8Array): readonly Window[] {
    let windows: Window[] | undefined;
    const { length } = bytes;
    let before = NEVER;
    for (let c = 0; c < clues.cues; c++) {
      const at = clues.cueAt[c]!;
      const groups = this.confirmed(clues.cueGroups[c]! & this.mask, bytes, at);
      if (groups === 0) continue;
      const from = this.wokenFrom(at, groups, before);
      before = at;
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

  /** Where what wakes at a cue begins: at the one before when that is close, or `NEVER`. */
  private wokenFrom(at: number, groups: number, before: number): number {
    const { near = 0 } = this.attention;
    if (before >= at - near && before < at) return before;
    return (groups & this.alone) === 0 ? NEVER : at;
  }
}
