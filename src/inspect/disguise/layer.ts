/** How offsets of decoded bytes lead back to where they came from. */
export const SCALE = {
  /** One byte from an escape. */
  unit: 0,
  /** Three bytes from four characters. */
  base64: 1,
  /** One byte from two characters. */
  hex: 2,
  /** Five bytes from eight characters. */
  base32: 3,
  /** All of it from all of it: compression. */
  whole: 4,
  /** One byte from three characters: hex in groups. */
  triple: 5,
  /** Copied as it was. */
  raw: 6,
  /** One byte from four characters: `\x67`. */
  quadruple: 7,
  /** One byte from six characters: `\u0067`. */
  sextuple: 8,
} as const;

export type Scale = (typeof SCALE)[keyof typeof SCALE];

/** Stands between pieces, before a line end: without it two of them would look like lines of one text. */
const BETWEEN = 0x01;
const EMPTY: Buffer = Buffer.alloc(0);

const RATIOS: readonly (readonly [number, number])[] = [
  [1, 1],
  [3, 4],
  [1, 2],
  [5, 8],
  [1, 1],
  [1, 3],
  [1, 1],
  [1, 4],
  [1, 6],
];

/** One decoded stretch: its range in the layer, and the encodings that were undone for it. */
export interface Piece {
  readonly start: number;
  end: number;
  readonly via: readonly string[];
  /** What `start` came from was at least this long: for `whole`. */
  readonly sourceEnd: number;
}

/**
 * Bytes that were decoded from other bytes, piece by piece with a line end between them, and the way back.
 */
export class Layer {
  bytes: Buffer;
  length = 0;
  readonly pieces: Piece[] = [];
  private readonly limit: number;
  /** Segments of the way back, in order of `out`. */
  private readonly out: number[] = [];
  private readonly source: number[] = [];
  private readonly scale: Scale[] = [];
  private sourceEnds: number[] = [];

  /** True when it was put together from strings that stand side by side. */
  readonly joined: boolean;

  /** @param limit most bytes of the layer */
  constructor(limit: number, joined = false) {
    this.limit = limit;
    this.joined = joined;
    this.bytes = EMPTY;
  }

  /** True when there is room for so many bytes more. */
  fits(count: number): boolean {
    return this.length + count + 2 <= this.limit;
  }

  /** Makes room; call before writing to `bytes`. */
  reserve(count: number): void {
    const needed = this.length + count + 2;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  begin(via: readonly string[], sourceEnd: number): Piece {
    const piece: Piece = { start: this.length, end: this.length, via, sourceEnd };
    this.pieces.push(piece);
    return piece;
  }

  /** From here on bytes come from `source`; `sourceEnd` is where the stretch ends there. */
  from(source: number, scale: Scale, sourceEnd: number): void {
    const last = this.out.length - 1;
    if (last >= 0 && this.out[last] === this.length) {
      this.source[last] = source;
      this.scale[last] = scale;
      this.sourceEnds[last] = sourceEnd;
      return;
    }
    this.out.push(this.length);
    this.source.push(source);
    this.scale.push(scale);
    this.sourceEnds.push(sourceEnd);
  }

  /** One byte that was written as an escape of `size` characters; neighbours of the same size share a segment. */
  unit(byte: number, source: number, size: number): void {
    const scale =
      size === 3 ? SCALE.triple : size === 4 ? SCALE.quadruple : size === 6 ? SCALE.sextuple : SCALE.unit;
    const last = this.out.length - 1;
    const goesOn =
      last >= 0 &&
      scale !== SCALE.unit &&
      this.scale[last] === scale &&
      this.source[last]! + (this.length - this.out[last]!) * size === source;
    if (goesOn) this.sourceEnds[last] = source + size;
    else this.from(source, scale, source + size);
    this.bytes[this.length++] = byte;
  }

  /** Ends a piece; a line end and a byte that no text holds separate it from the next one. An empty one is taken back. */
  finish(piece: Piece): void {
    if (this.length === piece.start) {
      this.pieces.pop();
      return;
    }
    piece.end = this.length;
    this.reserve(2);
    // In this order: a sign of equality before a line end would be a soft break.
    this.bytes[this.length++] = BETWEEN;
    this.bytes[this.length++] = 0x0a;
  }

  /** Takes a piece back, for what turned out to be of no interest. */
  drop(piece: Piece): void {
    this.length = piece.start;
    this.pieces.pop();
    while (this.out.length > 0 && this.out.at(-1)! >= this.length) {
      this.out.pop();
      this.source.pop();
      this.scale.pop();
      this.sourceEnds.pop();
    }
  }

  get view(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  /** The piece that holds an offset. */
  pieceAt(offset: number): Piece {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pieces[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    return this.pieces[low]!;
  }

  /** Where bytes[start, end) came from. */
  sourceOf(start: number, end: number): { readonly start: number; readonly end: number } {
    return { start: this.back(start, false), end: this.back(Math.max(start, end - 1), true) };
  }

  /** True when bytes[start, end) are a copy: nothing was undone there. */
  untouched(start: number, end: number): boolean {
    const segment = this.segmentAt(start);
    return this.scale[segment] === SCALE.raw && segment === this.segmentAt(end - 1);
  }

  /** True when a part of what was copied begins at `offset`. */
  beginsPart(offset: number): boolean {
    return this.out[this.segmentAt(offset)] === offset;
  }

  private segmentAt(offset: number): number {
    let low = 0;
    let high = this.out.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.out[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private back(offset: number, last: boolean): number {
    const segment = this.segmentAt(offset);
    const source = this.source[segment]!;
    const end = this.sourceEnds[segment]!;
    const scale = this.scale[segment]!;
    if (scale === SCALE.whole || scale === SCALE.unit) return last ? end : source;
    const [bytes, characters] = RATIOS[scale]!;
    const units = offset - this.out[segment]!;
    const place = last
      ? Math.ceil(((units + 1) * characters) / bytes)
      : Math.floor((units * characters) / bytes);
    return Math.min(end, source + place);
  }
}
