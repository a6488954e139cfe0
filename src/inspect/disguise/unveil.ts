import type { Clues } from '../clues.ts';
import type { Engine, Hit } from '../engine.ts';
import { isBlocking } from '../match.ts';
import type { Reader } from '../reader.ts';
import { MARK_PACKED, magicsIn, Opened, unpack } from './containers.ts';
import { Budget } from './decompress.ts';
import { decodeGroups } from './groups.ts';
import { joinedLayer } from './joined.ts';
import { Layer, type Piece, SCALE } from './layer.ts';
import { rewrite } from './rewrite.ts';
import { decodeRuns } from './runs.ts';
import { decodeUtf16 } from './utf16.ts';

/** Encodings may be nested; deeper than this nobody reads them. */
export const MAX_DEPTH = 5;
/** Bytes that may be decoded for one input: a multiple of it, never less than the floor, never more than the ceiling. */
const GROWTH = 16;
const FLOOR = 1024 * 1024;
const CEILING = 64 * 1024 * 1024;

/** Compressed bytes without a mark of their own (brotli, raw deflate) are only tried so often: it costs as much as a search. */
const GUESSES = 4;
/** Compressed bytes behind something else are only opened so often: the beginnings of them occur by chance. */
const OPENINGS = 32;
const SHORTEST_PACKED = 24;
/** Lengths of hashes and keys, which are no compressed texts. */
const HASHES = new Set([28, 32, 48, 64]);

/** A hit in decoded bytes, with the range of the input it came from. */
export interface Unveiled {
  readonly hit: Hit;
  /** The value as it was decoded: for fingerprints. */
  readonly value: Buffer;
  /** Range of the input. */
  readonly start: number;
  readonly end: number;
  /** Encodings that were undone, outermost first. */
  readonly via: readonly string[];
}

/** Undoes disguises and searches what comes out, again and again. */
export class Unveiler {
  private readonly engine: Engine;
  private readonly input: Buffer;
  private readonly found: Unveiled[] = [];
  private readonly seen = new Set<string>();
  private readonly budget: Budget;
  private guesses = GUESSES;
  private openings = OPENINGS;
  private readonly opened = new Opened();
  private readonly reader: Reader | undefined;
  private readonly contentType: string | undefined;

  /** @param reader reads the text that comes out */
  constructor(engine: Engine, input: Buffer, reader?: Reader, contentType?: string) {
    this.engine = engine;
    this.input = input;
    this.reader = reader;
    this.contentType = contentType;
    this.budget = new Budget(Math.min(CEILING, Math.max(FLOOR, GROWTH * input.length)));
  }

  /**
   * @param clues of bytes[0, length) of the input, as `Engine.examine` gives them
   * @param whole the input is a whole body, not a window of one
   * @returns hits that the input itself does not show, by their place in it
   */
  run(clues: Clues, whole: boolean): readonly Unveiled[] {
    this.level(this.input, clues, [], whole);
    return this.found;
  }

  /** True when there was more to decode than may be. */
  get exhausted(): boolean {
    return this.budget.exceeded;
  }

  /** The same for a layer that was put together elsewhere. */
  runLayer(layer: Layer): readonly Unveiled[] {
    this.search(layer, [layer]);
    return this.found;
  }

  private level(bytes: Buffer, clues: Clues, above: readonly Layer[], whole: boolean): void {
    if (above.length >= MAX_DEPTH) return;
    const text = new Layer(this.budget.left);
    const binary = new Layer(this.budget.left);
    if (clues.marks > 0) {
      rewrite(bytes, bytes.length, clues, text, binary);
      decodeUtf16(bytes, bytes.length, clues, text);
    }
    if (clues.runs > 0) decodeRuns(bytes, clues, text, binary);
    if (clues.groups > 0) decodeGroups(bytes, bytes.length, clues, text);
    this.budget.spend(text.length + binary.length);
    this.openAll(bytes, clues, above.at(-1)?.pieces, whole, text);
    if (text.overflowed || binary.overflowed) this.budget.exceeded = true;
    if (binary.length > 0) this.searchBinary(binary, [...above, binary]);
    binary.release();
    if (text.length > 0) this.search(text, [...above, text]);
    text.release();
    if (clues.joined === 0 || this.budget.left <= 0) return;
    const joined = joinedLayer(clues.joinedText, clues.joined, this.budget.left);
    this.budget.spend(joined.length);
    this.search(joined, [...above, joined]);
    joined.release();
  }

  /** Opens pieces that are compressed, and what is compressed in them behind something else. */
  private openAll(
    bytes: Buffer,
    clues: Clues,
    pieces: readonly Piece[] | undefined,
    whole: boolean,
    layer: Layer,
  ): void {
    const { opened } = this;
    let mark = 0;
    for (const piece of pieces ?? [{ start: 0, end: bytes.length }]) {
      const begins = whole || pieces !== undefined;
      opened.clear();
      if (begins) this.unpackInto(layer, bytes, piece, pieces === undefined);
      for (; mark < clues.marks && clues.markAt[mark]! < piece.end; mark++) {
        const at = clues.markAt[mark]!;
        if (clues.markType[mark] === MARK_PACKED && (at > piece.start || !begins))
          this.open(layer, bytes, at, piece.end);
      }
    }
  }

  private open(layer: Layer, bytes: Buffer, start: number, end: number): void {
    if (this.opened.has(start)) return;
    if (this.openings === 0) this.budget.exceeded = true;
    else {
      this.openings--;
      this.unpackInto(layer, bytes, { start, end }, false);
    }
  }

  /** Opens what is compressed. */
  private unpackInto(
    layer: Layer,
    bytes: Buffer,
    range: { readonly start: number; readonly end: number },
    guess: boolean,
  ): void {
    const { start, end } = range;
    for (const { via, bytes: content } of unpack(bytes, start, end, this.budget, guess, this.opened)) {
      layer.reserve(content.length);
      const piece = layer.begin([via], end);
      layer.from(start, SCALE.whole, end);
      layer.length += content.copy(layer.bytes, layer.length);
      layer.finish(piece);
    }
  }

  /** Bytes that are no text are searched as they are, and opened when they are compressed. */
  private searchBinary(layer: Layer, layers: readonly Layer[]): void {
    const bytes = layer.view;
    // Text of other scripts, and of two bytes a letter, is read like any text.
    if (layer.pieces.some(({ start, end }) => isText(bytes, start, end))) this.search(layer, layers);
    else for (const hit of this.engine.scan(bytes)) this.add(hit, layer, layers);
    if (layers.length >= MAX_DEPTH) return;
    const unpacked = new Layer(this.budget.left);
    const places = magicsIn(bytes, layer.pieces.length + this.openings + 1);
    let place = 0;
    for (const piece of layer.pieces) {
      const length = piece.end - piece.start;
      const guess = this.guesses > 0 && length >= SHORTEST_PACKED && !HASHES.has(length);
      if (guess) this.guesses--;
      this.opened.clear();
      this.unpackInto(unpacked, bytes, piece, guess);
      for (; place < places.length && places[place]! < piece.end; place++)
        if (places[place]! > piece.start) this.open(unpacked, bytes, places[place]!, piece.end);
    }
    if (unpacked.length > 0) this.search(unpacked, [...layers, unpacked]);
    unpacked.release();
  }

  private search(layer: Layer, layers: readonly Layer[]): void {
    const bytes = layer.view;
    const clues = this.engine.borrowClues();
    try {
      for (const hit of this.engine.examine(bytes, clues, layer.joined)) this.add(hit, layer, layers);
      if (clues.cues > 0 && this.reader !== undefined) {
        for (const hit of this.reader.read(bytes, clues, this.contentType)) this.add(hit, layer, layers);
      }
      this.level(bytes, clues, layers, false);
    } finally {
      this.engine.returnClues(clues);
    }
  }

  private add(hit: Hit, layer: Layer, layers: readonly Layer[]): void {
    // Neighbours make a long word now and then; a secret in parts begins with its first part.
    if (layer.joined) {
      if (layer.untouched(hit.start, hit.end) || !layer.beginsPart(hit.start)) return;
      if (hit.kind.category === 'generic') return;
      // Programs list the parts of addresses one after the other.
      if (hit.kind.category === 'connection-string') return;
    }
    let { start, end } = hit;
    const via: string[] = [];
    for (let i = layers.length - 1; i >= 0; i--) {
      const under = layers[i]!;
      // What stands in one of the strings alone is found without joining them.
      if (under.joined && under.untouched(start, end)) return;
      via.unshift(...under.pieceAt(start).via);
      ({ start, end } = under.sourceOf(start, end));
    }
    const value = Buffer.from(layer.bytes.subarray(hit.start, hit.end));
    const key = `${hit.kind.id} ${value.toString('latin1', 0, 64)} ${start >> 4}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (!isBlocking(hit) && this.found.length > 1000) return;
    this.found.push({ hit, value, start, end, via });
  }
}

/** Bytes that tell whether there is text. */
const PROBE = 256;

/** True for UTF-8 with letters beyond ASCII, and for UTF-16 of ASCII. */
function isText(bytes: Buffer, start: number, end: number): boolean {
  const stop = Math.min(end, start + PROBE);
  let zeroes = 0;
  let valid = true;
  // Bytes that are due to complete a character; what the end of the probe cuts in two is fine.
  let due = 0;
  for (let i = start; i < stop; i++) {
    const byte = bytes[i]!;
    if (byte === 0) zeroes++;
    if (due > 0) {
      if (byte >> 6 !== 2) valid = false;
      due--;
    } else if (byte >= 0x80) {
      if (byte < 0xc2 || byte >= 0xf5) valid = false;
      due = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    }
    // Nothing that compresses well, or not at all, has so few of them.
    if (!valid && zeroes === 0 && i - start >= 16) return false;
  }
  return valid || Math.abs(zeroes - (stop - start) / 2) <= 2;
}
