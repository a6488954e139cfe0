import type { Joined } from './prefilter.ts';

/** Of more places than these at least the last ones are kept: what is read of a long text is its end. */
export const MAX_CUES = 4096;

/** Places that may be a disguise, collected over one stretch of bytes. Reused between calls: clean bytes allocate nothing. */
export class Clues {
  /** Escapes and the like: offsets and types (`MARK`), in order. */
  marks = 0;
  markAt = new Int32Array(256);
  markType = new Uint8Array(256);
  /** Runs of base64 characters that look like an encoding, in order. */
  runs = 0;
  runStart = new Int32Array(64);
  runEnd = new Int32Array(64);
  /** What each may be (`RUN`). */
  runKind = new Uint8Array(64);
  /** Places where pairs of hex digits with something between them begin. */
  groups = 0;
  groupAt = new Int32Array(16);
  /** Strings that may be parts of one token: the first `joined` of these. */
  joined = 0;
  readonly joinedText: Joined[] = [];
  /** Anchors of detectors that read text, in order: places, and the groups that each belongs to, a bit each. */
  cues = 0;
  readonly cueAt = new Int32Array(2 * MAX_CUES);
  readonly cueGroups = new Int32Array(2 * MAX_CUES);

  clear(): void {
    this.marks = 0;
    this.runs = 0;
    this.groups = 0;
    this.joined = 0;
    this.cues = 0;
  }

  get empty(): boolean {
    return this.marks === 0 && this.runs === 0 && this.groups === 0 && this.joined === 0;
  }

  addMark(at: number, type: number): void {
    if (this.marks === this.markAt.length) {
      this.markAt = grown(this.markAt);
      const types = new Uint8Array(2 * this.markType.length);
      types.set(this.markType);
      this.markType = types;
    }
    this.markAt[this.marks] = at;
    this.markType[this.marks++] = type;
  }

  /** Adds a run; one that begins where the last one ended belongs to it. */
  addRun(start: number, end: number, kind: number): void {
    const last = this.runs - 1;
    if (last >= 0 && this.runEnd[last] === start) {
      this.runEnd[last] = end;
      // Phases count from where the run begins.
      const shift = (start - this.runStart[last]!) & 3;
      this.runKind[last]! |= (kind & ~15) | (((kind << shift) | ((kind & 15) >> (4 - shift))) & 15);
      return;
    }
    if (this.runs === this.runStart.length) {
      this.runStart = grown(this.runStart);
      this.runEnd = grown(this.runEnd);
      const kinds = new Uint8Array(this.runStart.length);
      kinds.set(this.runKind);
      this.runKind = kinds;
    }
    this.runStart[this.runs] = start;
    this.runKind[this.runs] = kind;
    this.runEnd[this.runs++] = end;
  }

  /** Notes an anchor of a detector that reads text. */
  addCue(at: number, groups: number): void {
    if (this.cues === this.cueAt.length) {
      this.cueAt.copyWithin(0, MAX_CUES);
      this.cueGroups.copyWithin(0, MAX_CUES);
      this.cues = MAX_CUES;
    }
    this.cueAt[this.cues] = at;
    this.cueGroups[this.cues++] = groups;
  }

  /** Keeps a copy. */
  addJoined({ bytes, length, pieces, at, source }: Joined): void {
    let kept = this.joinedText[this.joined];
    if (kept === undefined || kept.bytes.length < length || kept.at.length < pieces) {
      kept = {
        bytes: new Uint8Array(2 * length),
        length,
        pieces,
        at: new Int32Array(2 * pieces),
        source: new Int32Array(2 * pieces),
      };
      this.joinedText[this.joined] = kept;
    }
    this.joined++;
    for (let i = 0; i < length; i++) kept.bytes[i] = bytes[i]!;
    for (let i = 0; i < pieces; i++) {
      kept.at[i] = at[i]!;
      kept.source[i] = source[i]!;
    }
    kept.length = length;
    kept.pieces = pieces;
  }

  addGroup(at: number): void {
    if (this.groups === this.groupAt.length) this.groupAt = grown(this.groupAt);
    this.groupAt[this.groups++] = at;
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
