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
const SMALLEST = 4096;

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

/** What a layer is written to. It is used again and again, so that decoding what is clean leaves nothing behind. */
class Store {
  bytes: Buffer = EMPTY;
  /** Segments of the way back, in order of `out`: where each begins in the layer, where it comes from, and how. */
  out = new Int32Array(64);
  source = new Int32Array(64);
  sourceEnds = new Int32Array(64);
  scale = new Uint8Array(64);

  growSegments(): void {
    this.out = larger(this.out);
    this.source = larger(this.source);
    this.sourceEnds = larger(this.sourceEnds);
    const scale = new Uint8Array(2 * this.scale.length);
    scale.set(this.scale);
    this.scale = scale;
  }
}

function larger(array: Int32Array): Int32Array<ArrayBuffer> {
  const result = new Int32Array(2 * array.length);
  result.set(array);
  return result;
}

/** Stores that nobody uses; larger ones are not kept. */
const SPARE: Store[] = [];
const MOST_SPARE = 12;
const LARGEST_SPARE = 262_144;

/**
 * Bytes that were decoded from other bytes, piece by piece with a line end between them, and the way back.
 */
export class Layer {
  length = 0;
  readonly pieces: Piece[] = [];
  private readonly limit: number;
  private store: Store;
  private segments = 0;

  /** True when it was put together from strings that stand side by side. */
  readonly joined: boolean;

  /** @param limit most bytes of the layer */
  constructor(limit: number, joined = false) {
    this.limit = limit;
    this.joined = joined;
    this.store = SPARE.pop() ?? new Store();
  }

  /** What was decoded, and room. */
  get bytes(): Buffer {
    return this.store.bytes;
  }

  /** Lets go of the bytes: nothing of the layer, and no view of it, may be used from here on. */
  release(): void {
    const { store } = this;
    if (SPARE.length < MOST_SPARE && store.bytes.length <= LARGEST_SPARE && store.out.length <= LARGEST_SPARE)
      SPARE.push(store);
    this.store = NO_STORE;
    this.length = 0;
    this.segments = 0;
    this.pieces.length = 0;
  }

  /** True when there was no room for something. */
  overflowed = false;

  /** True when there is room for so many bytes more. */
  fits(count: number): boolean {
    const room = this.length + count + 2 <= this.limit;
    if (!room) this.overflowed = true;
    return room;
  }

  /** Makes room; call before writing to `bytes`. */
  reserve(count: number): void {
    const needed = this.length + count + 2;
    const { bytes } = this.store;
    if (needed <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * bytes.length, SMALLEST));
    bytes.copy(larger, 0, 0, this.length);
    this.store.bytes = larger;
  }

  begin(via: readonly string[], sourceEnd: number): Piece {
    const piece: Piece = { start: this.length, end: this.length, via, sourceEnd };
    this.pieces.push(piece);
    return piece;
  }

  /** From here on bytes come from `source`; `sourceEnd` is where the stretch ends there. */
  from(source: number, scale: Scale, sourceEnd: number): void {
    const { store } = this;
    const again = this.segments > 0 && store.out[this.segments - 1] === this.length;
    if (!again && this.segments === store.out.length) store.growSegments();
    const segment = again ? this.segments - 1 : this.segments++;
    store.out[segment] = this.length;
    store.source[segment] = source;
    store.scale[segment] = scale;
    store.sourceEnds[segment] = sourceEnd;
  }

  /** One byte that was written as an escape of `size` characters; neighbours of the same size share a segment. */
  unit(byte: number, source: number, size: number): void {
    const scale =
      size === 3 ? SCALE.triple : size === 4 ? SCALE.quadruple : size === 6 ? SCALE.sextuple : SCALE.unit;
    const { store } = this;
    const last = this.segments - 1;
    const goesOn =
      last >= 0 &&
      scale !== SCALE.unit &&
      store.scale[last] === scale &&
      store.source[last]! + (this.length - store.out[last]!) * size === source;
    if (goesOn) store.sourceEnds[last] = source + size;
    else this.from(source, scale, source + size);
    store.bytes[this.length++] = byte;
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
    while (this.segments > 0 && this.store.out[this.segments - 1]! >= this.length) this.segments--;
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
    return this.store.scale[segment] === SCALE.raw && segment === this.segmentAt(end - 1);
  }

  /** True when a part of what was copied begins at `offset`. */
  beginsPart(offset: number): boolean {
    return this.store.out[this.segmentAt(offset)] === offset;
  }

  private segmentAt(offset: number): number {
    let low = 0;
    let high = this.segments - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.store.out[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private back(offset: number, last: boolean): number {
    const segment = this.segmentAt(offset);
    const { store } = this;
    const source = store.source[segment]!;
    const end = store.sourceEnds[segment]!;
    const scale = store.scale[segment]! as Scale;
    if (scale === SCALE.whole || scale === SCALE.unit) return last ? end : source;
    const [bytes, characters] = RATIOS[scale]!;
    const units = offset - store.out[segment]!;
    const place = last
      ? Math.ceil(((units + 1) * characters) / bytes)
      : Math.floor((units * characters) / bytes);
    return Math.min(end, source + place);
  }
}

/** What a layer has that was let go of. */
const NO_STORE = new Store();
