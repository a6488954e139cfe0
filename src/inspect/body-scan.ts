import { type Finding, NO_FINDINGS } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import type { Decoder, Unit } from './decode.ts';
import type { Engine } from './engine.ts';
import type { HomeRule } from './home.ts';
import { decoderFor, FindingSet } from './request.ts';
import { type Step, Stream, slices } from './stream.ts';

/** Never more than this is held back, in bytes. */
export const MAX_HOLD = 20_480;

/** What one push brought. */
export interface Scanned {
  /** Bytes that may leave now: what was held and may go, then as much of the chunk. Untouched. */
  readonly out: Buffer;
  readonly findings: readonly Finding[];
}

export interface BodyScan {
  /**
   * Takes the next piece of a request body (content codings removed).
   * @param last true for the last piece, which may be empty
   */
  push(chunk: Buffer, last: boolean): Scanned;
  /** Bytes that are held back now. */
  readonly held: number;
}

const EMPTY = Buffer.alloc(0);
/** How often the decoded lane notes which raw byte a decoded one came from. */
const MARK_EVERY = 64;

/**
 * Scans a request body that is too long to be held whole. Only a candidate that is still open waits; everything before
 * it leaves at once, so when a finding is reported the complete secret has not left. One round of escapes is undone
 * (percent in forms, JSON elsewhere); nested ones are only seen in bodies that are held whole. A value that both forms
 * hold is reported once, with the offset in the form that was decided first.
 */
export function createBodyScan(
  engine: Engine,
  contentType: string | undefined,
  target: Target,
  home: readonly HomeRule[] = [],
): BodyScan {
  const found = new FindingSet(engine, target, home);
  const decoder = decoderFor(contentType);
  const raw = new Stream(engine);
  let lane: DecodedLane | undefined;
  let waiting: Buffer = EMPTY;
  let released = 0;
  let fresh: Finding[] = [];

  function report(step: Step, joined: Buffer, base: number): void {
    for (const hit of step.hits) {
      const value = joined.subarray(hit.start - base, hit.end - base);
      const finding = found.add(hit, value, { place: 'body', offset: hit.start }, false);
      if (finding !== undefined) fresh.push(finding);
    }
  }

  function feed(piece: Buffer, last: boolean): number {
    const at = raw.position;
    if (decoder !== undefined && lane === undefined && decoder.first(piece) >= 0) {
      lane = new DecodedLane(raw.fork(), decoder);
    }
    raw.push(piece, last, (step, joined, base) => {
      report(step, joined, base);
    });
    const release = raw.settled;
    if (lane === undefined) return release;
    const decodedRelease = lane.push(piece, last, (step, joined, base) => report(step, joined, base));
    return Math.max(Math.min(release, decodedRelease), at + piece.length - MAX_HOLD);
  }

  return {
    push(chunk, last) {
      let release = released;
      let left = chunk.length;
      for (const piece of slices(chunk)) {
        left -= piece.length;
        release = feed(piece, last && left === 0);
      }
      if (chunk.length === 0 && last) release = feed(EMPTY, true);
      if (last) release = raw.position;
      const all = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      const count = Math.max(0, release - released);
      released += count;
      waiting = count === all.length ? EMPTY : Buffer.from(all.subarray(count));
      const findings = fresh.length === 0 ? NO_FINDINGS : fresh;
      fresh = [];
      return { out: count === all.length ? all : all.subarray(0, count), findings };
    },
    get held() {
      return waiting.length;
    },
  };
}

/** A second stream over the same body with its escapes undone. It begins where the first escape is seen. */
class DecodedLane {
  private readonly stream: Stream;
  private readonly decoder: Decoder;
  private readonly unit: Unit = { size: 0, value: 0 };
  /** Raw bytes of a unit that is not complete. */
  private rest: Buffer = EMPTY;
  private rawAt: number;
  /** Pairs of offsets, decoded and raw, in order. */
  private marks: { decoded: number; raw: number }[] = [];

  /** @param stream in the state in which the raw stream was when the two began to differ */
  constructor(stream: Stream, decoder: Decoder) {
    this.decoder = decoder;
    this.stream = stream;
    this.rawAt = stream.position;
    this.marks.push({ decoded: stream.settled, raw: stream.settled });
  }

  /** @returns the raw offset before which bytes may leave */
  push(chunk: Buffer, last: boolean, visit: (step: Step, joined: Buffer, base: number) => void): number {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const base = this.rawAt - this.rest.length;
    const out = Buffer.allocUnsafe(bytes.length);
    const decodedBase = this.stream.position;
    let to = 0;
    let at = 0;
    let marked = 0;
    while (at < bytes.length) {
      this.decoder.unit(bytes, at, bytes.length, this.unit);
      if (this.unit.size === 0 && !last) break;
      if (to >= marked) {
        this.marks.push({ decoded: decodedBase + to, raw: base + at });
        marked = to + MARK_EVERY;
      }
      out[to++] = this.unit.size === 0 ? bytes[at]! : this.unit.value;
      at += Math.max(1, this.unit.size);
    }
    this.rest = Buffer.from(bytes.subarray(at));
    this.rawAt += chunk.length;
    this.stream.push(out.subarray(0, to), last, visit);
    return this.rawOf(this.stream.settled);
  }

  private rawOf(decoded: number): number {
    if (decoded >= this.stream.position) {
      // Nothing waits: the next piece begins with a mark of its own, and those of a whole body would fill the memory.
      this.marks = [];
      return this.rawAt - this.rest.length;
    }
    let i = 0;
    while (i + 1 < this.marks.length && this.marks[i + 1]!.decoded <= decoded) i++;
    this.marks.splice(0, i);
    return this.marks[0]!.raw;
  }
}
