import { type Finding, MAX_FINDINGS, NO_FINDINGS } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import type { Direction } from './action.ts';
import { isCovered, type Sighting } from './examine.ts';
import { describe, type Inspection, sightingOf } from './inspection.ts';
import { overwrite } from './mask.ts';
import { createPathFinder } from './path.ts';
import { type Step, Stream, slices } from './stream.ts';
import { Windows } from './windows.ts';

/** Never more than this is held back, in bytes. */
export const MAX_HOLD = 20_480;

/** What one push brought. */
export interface Scanned {
  /**
   * Bytes that may be sent now, with what is to be masked overwritten. The very chunk that was pushed when there was
   * nothing to mask and nothing to hold. Not to be sent when one of the findings says `block`.
   */
  readonly out: Buffer;
  readonly findings: readonly Finding[];
}

export interface StreamScan {
  /**
   * Takes the next piece of the body (content codings removed). The piece is never changed.
   * @param last true for the last piece, which may be empty; nothing may follow
   */
  push(chunk: Buffer, last: boolean): Scanned;
  /**
   * Lets go of everything that is held, judged as if the body ended here; the body may go on. For the end of an event
   * and for idle connections.
   */
  flush(): Scanned;
  /** Bytes that are held back now. */
  readonly held: number;
}

export interface StreamScanOptions {
  readonly direction: Direction;
  /** Place of the findings: `body`. */
  readonly place: string;
  /** Where the request goes, or where the answer comes from. */
  readonly target?: Target | undefined;
  /** Value of Content-Type. */
  readonly contentType?: string | undefined;
}

const EMPTY = Buffer.alloc(0);
const NOTHING: Scanned = Object.freeze({ out: EMPTY, findings: NO_FINDINGS });
/** A body up to this size that comes in one piece is examined as a whole. */
const WHOLE = 65_536;
/** Encodings of bytes as a whole: there is no place in them that could be overwritten. */
const PACKED = new Set(['gzip', 'zlib', 'deflate', 'br', 'zstd', 'zip', 'tar']);

/**
 * Scans a body that streams. Only what is still open waits; everything before it leaves at once, so when a finding is
 * reported the complete secret has not left. Masks never change a length.
 */
export function createStreamScan(inspection: Inspection, options: StreamScanOptions): StreamScan {
  return new BodyStream(inspection, options);
}

/** What has to be overwritten; offsets count from the beginning of the body. */
interface Mask {
  readonly start: number;
  readonly end: number;
  readonly finding: Finding;
}

class BodyStream implements StreamScan {
  private readonly inspection: Inspection;
  private readonly options: StreamScanOptions;
  /** Made when the body does not come in one piece. */
  private raw: Stream | undefined;
  private windows: Windows | undefined;
  /** Bytes that were not sent. */
  private waiting: Buffer = EMPTY;
  private sent = 0;
  private masks: Mask[] = [];
  private findings: Finding[] = [];
  private made = 0;
  /** The last finding of each action, which stands for all those after the first few hundred: they are only counted. */
  private readonly lastOf = new Map<Finding['action'], Finding>();

  constructor(inspection: Inspection, options: StreamScanOptions) {
    this.inspection = inspection;
    this.options = options;
  }

  push(chunk: Buffer, last: boolean): Scanned {
    if (this.raw === undefined) {
      if (chunk.length === 0 && !last) return NOTHING;
      if (last && chunk.length <= WHOLE) return this.whole(chunk);
    }
    const { raw } = this.streams();
    let left = chunk.length;
    let open = raw.position;
    for (const piece of slices(chunk)) {
      left -= piece.length;
      open = this.feed(piece, last && left === 0);
    }
    if (chunk.length === 0 && last) this.feed(EMPTY, true);
    const end = raw.position;
    const release = last ? end : Math.max(Math.min(raw.settled, open), end - MAX_HOLD);
    return this.take(chunk, Math.max(release, this.sent));
  }

  flush(): Scanned {
    if (this.raw === undefined) return NOTHING;
    const { raw, windows } = this.streams();
    const reported: Sighting[] = [];
    raw.flush((step, joined, base) => reported.push(...this.report(step, joined, base)));
    for (const one of windows.push(EMPTY, true).sightings) {
      if (!reported.some((other) => isCovered(one, other))) this.note(one);
    }
    return this.take(EMPTY, raw.position);
  }

  get held(): number {
    return this.raw === undefined ? 0 : this.raw.position - this.sent;
  }

  private streams(): { readonly raw: Stream; readonly windows: Windows } {
    const { examiner } = this.inspection;
    this.raw ??= new Stream(examiner.engine);
    this.windows ??= new Windows(examiner, this.options.contentType);
    return { raw: this.raw, windows: this.windows };
  }

  /** A body that comes in one piece is read once. */
  private whole(body: Buffer): Scanned {
    const { contentType } = this.options;
    const sightings = this.inspection.examiner.examine(body, { whole: true, contentType });
    if (sightings.length === 0) return { out: body, findings: NO_FINDINGS };
    // In the order in which a body in pieces shows them: what is masked last stays readable where two overlap.
    const { engine } = this.inspection.examiner;
    const mayName = (name: string): boolean => engine.scan(Buffer.from(name, 'utf8')).length === 0;
    const paths = createPathFinder(body, contentType, mayName);
    for (const one of sightings) if (one.via.length === 0) this.note(one, paths.pathAt(one.start));
    for (const one of sightings) if (one.via.length > 0) this.note(one, paths.pathAt(one.start));
    return this.take(body, body.length);
  }

  /** @returns where an encoding begins that may go on */
  private feed(piece: Buffer, last: boolean): number {
    const { raw, windows } = this.streams();
    const reported: Sighting[] = [];
    raw.push(piece, last, (step, joined, base) => {
      reported.push(...this.report(step, joined, base));
    });
    const { sightings, open } = windows.push(piece, last);
    for (const one of sightings) if (!reported.some((other) => isCovered(one, other))) this.note(one);
    return open;
  }

  private report(step: Step, joined: Buffer, base: number): readonly Sighting[] {
    return step.hits.map((hit) => {
      const local = { ...hit, start: hit.start - base, end: hit.end - base };
      const one = { ...sightingOf(local, joined), start: hit.start, end: hit.end };
      this.note(one);
      return one;
    });
  }

  /** @param path where it stands inside of the body, when that is known */
  private note(one: Sighting, path = ''): void {
    const { direction, target } = this.options;
    const place = `${this.options.place}${path}`;
    let action = this.inspection.decide(one.hit, direction, place, target);
    if (action === undefined) return;
    // Nobody who downloads an archive wants it broken; what leaves in one is stopped.
    if (action === 'mask' && direction === 'answer' && one.via.some((name) => PACKED.has(name)))
      action = 'record';
    let finding = this.made < MAX_FINDINGS ? undefined : this.lastOf.get(action);
    if (finding === undefined) {
      this.made++;
      const where = { place, offset: one.start };
      finding = describe(this.inspection.examiner.engine, one, where, action);
      this.lastOf.set(action, finding);
    }
    this.findings.push(finding);
    if (action === 'mask' || action === 'tokenise')
      this.masks.push({ start: one.start, end: one.end, finding });
  }

  private take(chunk: Buffer, release: number): Scanned {
    const { waiting } = this;
    const all = waiting.length === 0 ? chunk : chunk.length === 0 ? waiting : Buffer.concat([waiting, chunk]);
    const from = this.sent;
    const count = release - from;
    let out = count === all.length ? all : all.subarray(0, count);
    if (this.masks.length > 0) {
      const due = this.masks.filter((mask) => mask.start < release && mask.end > from);
      if (due.length > 0) {
        out = Buffer.from(out);
        for (const { start, end, finding } of due) overwrite(out, start - from, end - from, finding);
      }
      this.masks = this.masks.filter((mask) => mask.end > release);
    }
    this.waiting = count === all.length ? EMPTY : Buffer.from(all.subarray(count));
    this.sent = release;
    const findings = this.findings.length === 0 ? NO_FINDINGS : this.findings;
    if (findings.length > 0) this.findings = [];
    return { out, findings };
  }
}
