/** Where a finding stands, counted from 1. Columns count UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Bytes that are looked at in one go. */
const STEP = 1 << 20;
const NEWLINE = 10;

/** Turns offsets into positions for bytes that can be read again; cheap when the offsets ascend. */
export class Positions {
  private readonly read: (from: number, to: number) => Uint8Array;
  private at = 0;
  private line = 1;
  private lineStart = 0;

  /** @param read the bytes from one offset to another, or fewer where they end; good until the next call */
  constructor(read: (from: number, to: number) => Uint8Array) {
    this.read = read;
  }

  of(offset: number): Position {
    if (offset < this.at) {
      this.at = 0;
      this.line = 1;
      this.lineStart = 0;
    }
    while (this.at < offset) {
      const bytes = this.read(this.at, Math.min(offset, this.at + STEP));
      if (bytes.length === 0) break;
      for (let i = bytes.indexOf(NEWLINE); i >= 0; i = bytes.indexOf(NEWLINE, i + 1)) {
        this.line++;
        this.lineStart = this.at + i + 1;
      }
      this.at += bytes.length;
    }
    return { line: this.line, column: 1 + this.units(offset) };
  }

  /** UTF-16 units from the start of the line to the offset. */
  private units(offset: number): number {
    let units = 0;
    const decoder = new TextDecoder();
    for (let from = this.lineStart; from < offset; ) {
      const bytes = this.read(from, Math.min(offset, from + STEP));
      if (bytes.length === 0) break;
      from += bytes.length;
      units += decoder.decode(bytes, { stream: from < offset }).length;
    }
    return units;
  }
}

/** Pieces that are kept behind the newest one: findings of a stream come late. */
const KEPT = 4;

/**
 * The same for bytes that pass once. A finding comes soon after its bytes; one that comes later than that has no
 * position, only its offset.
 */
export class PassingPositions {
  private pieces: { readonly start: number; readonly line: number; readonly bytes: Uint8Array }[] = [];
  private length = 0;
  private line = 1;

  push(bytes: Uint8Array): void {
    this.pieces.push({ start: this.length, line: this.line, bytes });
    if (this.pieces.length > KEPT) this.pieces.shift();
    this.length += bytes.length;
    for (let i = bytes.indexOf(NEWLINE); i >= 0; i = bytes.indexOf(NEWLINE, i + 1)) this.line++;
  }

  of(offset: number): Position | undefined {
    const first = this.pieces[0];
    if (first === undefined || offset < first.start) return undefined;
    const bytes = Buffer.concat(this.pieces.map((piece) => piece.bytes));
    const before = new Positions((from, to) => bytes.subarray(from, to)).of(offset - first.start);
    const line = first.line + before.line - 1;
    // The line may have begun before what is kept: then its column is not known.
    if (before.line === 1 && first.start > 0) return undefined;
    return { line, column: before.column };
  }
}
