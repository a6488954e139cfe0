import { isMaterial, runStart } from './boundary.ts';
import type { Engine, Hit } from './engine.ts';
import { MAX_BEFORE } from './kind.ts';
import { Resolver } from './resolve.ts';

/** What one step of a stream brought. Offsets count from the start of the stream. */
export interface Step {
  /** Hits that are final, in order. */
  readonly hits: readonly Hit[];
  /** Every byte before this offset may leave: none of it belongs to a hit that is still to be reported. */
  readonly release: number;
}

const NOTHING = Buffer.alloc(0);
/** Long pieces are taken in slices, so that joining them to what was kept stays cheap. */
const SLICE = 65_536;
/** A candidate of this many bytes is long. */
const LONG = 512;
/** Where pieces are joined: pushes are synchronous, so one place serves every stream. */
const scratch = Buffer.alloc(2 * SLICE);

/**
 * Scans a stream piece by piece. Verdicts depend only on bounded windows around anchors, and a candidate waits until its
 * window is complete, so the hits are the same for any way of cutting the stream. What has to wait is held back: never
 * more than the longest kind, and at the end of a line only an armoured block.
 */
export class Stream {
  private readonly engine: Engine;
  private readonly resolver: Resolver;
  /** Bytes from `keptAt` to the end of what was pushed: look-behind, and what is not decided yet. */
  private kept: Buffer = NOTHING;
  private keptAt = 0;
  private length = 0;
  /** Bytes that were taken since the last look. */
  private deferred = 0;
  private released = 0;
  /** Anchors before these offsets have been judged. */
  private blockingFrom = 0;
  private recordedFrom = 0;

  constructor(engine: Engine, resolver = new Resolver(engine.ranks)) {
    this.engine = engine;
    this.resolver = resolver;
  }

  /** A second stream in the same state, for what follows in another form. */
  fork(): Stream {
    const copy = new Stream(this.engine, this.resolver.fork());
    copy.kept = this.kept;
    copy.keptAt = this.keptAt;
    copy.length = this.length;
    copy.deferred = this.deferred;
    copy.released = this.released;
    copy.blockingFrom = this.blockingFrom;
    copy.recordedFrom = this.recordedFrom;
    return copy;
  }

  /** Where the next byte to be pushed stands. */
  get position(): number {
    return this.length;
  }

  /** Every byte before this offset has been let go of. */
  get settled(): number {
    return this.released;
  }

  /**
   * Takes the next piece, of at most `SLICE` bytes for best speed.
   * @param visit called before the bytes are let go of, with the joined bytes and the offset of the first of them; the
   *   joined bytes are only good during the call
   */
  push(chunk: Buffer, last: boolean, visit: (step: Step, joined: Buffer, base: number) => void): void {
    const base = this.keptAt;
    const from = Math.min(this.blockingFrom, this.recordedFrom);
    const joined = this.join(chunk);
    this.length += chunk.length;
    if (!last && this.mayWait(chunk, from)) {
      this.deferred += chunk.length;
      this.kept = Buffer.from(joined);
      return;
    }
    this.deferred = 0;
    const decided: { hit: Hit; at: number }[] = [];
    const pass = this.engine.pass(joined, from - base, joined.length, last, (hit, at) =>
      decided.push({ hit, at }),
    );
    const tail = last ? joined.length : this.engine.anchorTail(joined, from - base, joined.length);
    const oldBlocking = this.blockingFrom - base;
    const oldRecorded = this.recordedFrom - base;
    const blocking = Math.max(oldBlocking, Math.min(pass.openBlocking, tail));
    const recorded = Math.max(oldRecorded, Math.min(pass.openRecorded, tail));
    for (const { hit, at } of decided) {
      const block = hit.kind.action === 'block';
      if (at < (block ? oldBlocking : oldRecorded) || at >= (block ? blocking : recorded)) continue;
      this.resolver.add({ ...hit, start: hit.start + base, end: hit.end + base });
    }
    this.blockingFrom = base + blocking;
    this.recordedFrom = base + recorded;
    const reach = Math.max(0, Math.min(pass.openReach, runStart(joined, 0, tail, MAX_BEFORE)));
    const settled = last ? this.length : base + reach;
    const hits = last
      ? this.resolver.settle(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
      : this.resolver.settle(settled, Math.min(settled, this.recordedFrom));
    this.released = Math.max(this.released, settled, Math.min(this.length, this.resolver.reached));
    visit({ hits, release: this.released }, joined, base);
    this.keep(joined, base);
    this.trim(Math.min(this.released, this.blockingFrom, this.recordedFrom));
  }

  /**
   * Decides everything that is still open as if nothing followed, and goes on. For places where bytes must not wait:
   * the end of an event, an idle connection.
   */
  flush(visit: (step: Step, joined: Buffer, base: number) => void): void {
    this.push(NOTHING, true, visit);
    this.blockingFrom = this.length;
    this.recordedFrom = this.length;
  }

  /** A long candidate that only grows is not judged again for every few bytes. */
  private mayWait(chunk: Buffer, from: number): boolean {
    const open = this.length - from;
    if (open < LONG || chunk.length > open / 8 || this.deferred > open / 8) return false;
    for (let i = 0; i < chunk.length; i++) if (!isMaterial(chunk[i]!)) return false;
    return true;
  }

  private join(chunk: Buffer): Buffer {
    const { kept } = this;
    if (kept.length === 0) return chunk;
    if (kept.length + chunk.length > scratch.length) return Buffer.concat([kept, chunk]);
    kept.copy(scratch);
    chunk.copy(scratch, kept.length);
    return scratch.subarray(0, kept.length + chunk.length);
  }

  private keep(bytes: Buffer, at: number): void {
    this.kept = bytes;
    this.keptAt = at;
  }

  /** Lets go of what no window can reach any more; what stays is copied, so no large piece is pinned. */
  private trim(needed: number): void {
    const cut = Math.min(Math.max(0, needed - this.engine.lookBehind - this.keptAt), this.kept.length);
    this.kept = Buffer.from(this.kept.subarray(cut));
    this.keptAt += cut;
  }
}

/** Cuts a piece into slices of a size that is cheap to join. */
export function* slices(chunk: Buffer): Generator<Buffer> {
  for (let at = 0; at < chunk.length; at += SLICE) yield chunk.subarray(at, at + SLICE);
}
