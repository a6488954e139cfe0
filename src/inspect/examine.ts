/**
 * All that there is to find in bytes that are at hand: secrets as they stand, secrets behind encodings and in parts, and
 * texts that speak to the agent. Pure; what is done about a sighting is decided elsewhere.
 */
import type { Clues } from './clues.ts';
import { type Unveiled, Unveiler } from './disguise/unveil.ts';
import { type Engine, type Hit, NO_HITS } from './engine.ts';
import { isBlocking } from './match.ts';
import type { Reader } from './reader.ts';
import { DECODE_LIMIT } from './text-kinds.ts';

/** Something that was found, and what range of the bytes shows it. */
export interface Sighting {
  readonly hit: Hit;
  /** The value as it was decoded: for fingerprints. */
  readonly value: Uint8Array;
  /** Byte offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Encodings that were undone, outermost first. */
  readonly via: readonly string[];
}

/** What the bytes are. */
export interface Form {
  /** True for a whole body: only then it may be compressed as a whole. */
  readonly whole: boolean;
  readonly contentType?: string | undefined;
  /** False for what holds no text that anybody reads: the head of a request. */
  readonly texts?: boolean;
}

export interface Examiner {
  readonly engine: Engine;
  /** False when nothing is decoded and no text read: then it shows what the engine shows. */
  readonly disguises: boolean;
  /** @returns sightings in order of their start; one shared empty array when there are none */
  examine(bytes: Buffer, form: Form): readonly Sighting[];
}

export const NO_SIGHTINGS: readonly Sighting[] = Object.freeze([]);
const NO_UNVEILED: readonly Unveiled[] = Object.freeze([]);
const PLAIN: readonly string[] = Object.freeze([]);

/** Undoing disguises can be left out, for what is measured beside detectors that undo none. */
export function createExaminer(engine: Engine, reader: Reader, disguises = true): Examiner {
  return {
    engine,
    disguises,
    examine: (bytes, form) => {
      if (!disguises) {
        const hits = engine.scan(bytes);
        return hits.length === 0 ? NO_SIGHTINGS : hits.map((hit) => plainSighting(hit, bytes));
      }
      const clues = engine.borrowClues();
      try {
        return examine(engine, reader, bytes, form, clues);
      } finally {
        engine.returnClues(clues);
      }
    },
  };
}

function examine(
  engine: Engine,
  reader: Reader,
  bytes: Buffer,
  form: Form,
  clues: Clues,
): readonly Sighting[] {
  const hits = engine.examine(bytes, clues);
  if (form.texts === false) clues.cues = 0;
  const texts = clues.cues === 0 ? NO_HITS : reader.read(bytes, clues, form.contentType);
  const packed = form.whole && mayBePacked(bytes);
  const unveiler = clues.empty && !packed ? undefined : new Unveiler(engine, bytes, reader, form.contentType);
  const unveiled = unveiler?.run(clues, form.whole) ?? NO_UNVEILED;
  const exhausted = unveiler?.exhausted === true && engine.looksFor(DECODE_LIMIT.id);
  if (hits.length === 0 && texts.length === 0 && unveiled.length === 0 && !exhausted) return NO_SIGHTINGS;
  const shown = new Shown();
  for (const hit of hits) shown.add(plainSighting(hit, bytes));
  for (const hit of texts)
    if (!shown.some(hit, (other) => sameText(other, hit))) shown.add(plainSighting(hit, bytes));
  for (const one of unveiled) if (!shown.some(one, (other) => isCovered(one, other))) shown.add(one);
  const { sightings } = shown;
  if (exhausted) sightings.push(UNKNOWN_REST);
  return sightings.sort((a, b) => a.start - b.start);
}

/** Bytes of one drawer of `Shown`, and how many drawers one sighting lies in at most. */
const DRAWER = 1024;
const MOST_DRAWERS = 64;

/** What was found so far, by where it stands: hostile bytes hold thousands, and each is held against those beside it alone. */
class Shown {
  readonly sightings: Sighting[] = [];
  private readonly drawers = new Map<number, Sighting[]>();
  /** What is too long for drawers. */
  private readonly wide: Sighting[] = [];

  add(one: Sighting): void {
    this.sightings.push(one);
    const last = Math.floor(one.end / DRAWER);
    const first = Math.floor(one.start / DRAWER);
    if (last - first >= MOST_DRAWERS) this.wide.push(one);
    else
      for (let i = first; i <= last; i++) {
        const drawer = this.drawers.get(i);
        if (drawer === undefined) this.drawers.set(i, [one]);
        else drawer.push(one);
      }
  }

  /** True when the question holds for something that may overlap the range. */
  some(
    range: { readonly start: number; readonly end: number },
    holds: (other: Sighting) => boolean,
  ): boolean {
    if (this.wide.some(holds)) return true;
    const last = Math.floor(range.end / DRAWER);
    const first = Math.floor(range.start / DRAWER);
    if (last - first >= MOST_DRAWERS) return this.sightings.some(holds);
    for (let i = first; i <= last; i++) if (this.drawers.get(i)?.some(holds) === true) return true;
    return false;
  }
}

/** What was not decoded may hold anything; it has no place and no value. */
const UNKNOWN_REST: Sighting = Object.freeze({
  hit: {
    kind: DECODE_LIMIT,
    start: 0,
    end: 0,
    confidence: 'likely',
    documented: false,
    placeholder: false,
  } as const,
  value: new Uint8Array(0),
  start: 0,
  end: 0,
  via: PLAIN,
});

function plainSighting(hit: Hit, bytes: Buffer): Sighting {
  return { hit, value: bytes.subarray(hit.start, hit.end), start: hit.start, end: hit.end, via: PLAIN };
}

/** Text that was read as it stands and with its escapes undone is found twice. */
function sameText(other: Sighting, hit: Hit): boolean {
  return other.hit.kind.id === hit.kind.id && other.start < hit.end && hit.start < other.end;
}

/** True for what the bytes themselves show already: the same thing read in another way. */
export function isCovered(one: Sighting, other: Sighting): boolean {
  if (other.start >= one.end || one.start >= other.end) return false;
  const { kind } = one.hit;
  const inside = other.start <= one.start && one.end <= other.end;
  if (kind.id !== other.hit.kind.id) {
    return inside && isBlocking(other.hit) && !isContainer(other) && one.hit.score === undefined;
  }
  // A text that speaks is one, however it is spelled; a block reads differently when its line ends are undone; a value
  // that is whole needs no neighbour.
  return (
    inside ||
    one.hit.score !== undefined ||
    kind.category === 'known-value' ||
    kind.span === 'block' ||
    (one.via[0] === 'joined' && one.start === other.start)
  );
}

/** What is found around a value says less than the value: a rule that lets the one pass says nothing of the other. */
function isContainer({ hit }: Sighting): boolean {
  const { category } = hit.kind;
  return category === 'generic' || category === 'dump' || category === 'connection-string';
}

/** Compressed bytes do not begin like text. */
function mayBePacked(bytes: Uint8Array): boolean {
  for (let i = 0; i < Math.min(bytes.length, 64); i++) {
    const byte = bytes[i]!;
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return true;
    if (byte >= 0x7f) return true;
  }
  return false;
}
