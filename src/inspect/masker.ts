import { type Finding, MAX_FINDINGS, NO_FINDINGS } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import type { Engine } from './engine.ts';
import { answerAction, answerFinding, maskInPlace } from './mask.ts';
import { type Step, Stream, slices } from './stream.ts';

/** What one push brought. */
export interface Masked {
  /** Bytes that may be sent now. The very chunk that was pushed when there was nothing to mask and nothing to hold. */
  readonly out: Buffer;
  readonly findings: readonly Finding[];
}

export interface Masker {
  /**
   * Takes the next piece of the body (content codings removed). The piece is never changed.
   * @param last true for the last piece, which may be empty; nothing may follow
   */
  push(chunk: Buffer, last: boolean): Masked;
  /**
   * Lets go of everything that is held, judged as if the body ended here; the body may go on. For the end of an event
   * and for idle connections. A newline closes every candidate but an armoured block, so there is seldom anything left.
   */
  flush(): Masked;
  /** Bytes that are held back now. */
  readonly held: number;
}

export interface MaskerOptions {
  /** Place of the findings: `body`. */
  readonly place: string;
  /** Where the answer comes from: token endpoints may hand out their own tokens. */
  readonly target?: Target;
}

const EMPTY = Buffer.alloc(0);

/** Streams an answer through and overwrites secrets in place: the length never changes. */
export function createMasker(engine: Engine, options: MaskerOptions): Masker {
  const stream = new Stream(engine);
  /** Offset of the next byte to be sent. */
  let sent = 0;
  let findings: Finding[] = [];
  let made = 0;
  /** The last finding of each action, which stands for all those after the first few hundred: they are only counted. */
  const lastOf = new Map<Finding['action'], Finding>();
  let parts: Buffer[] = [];
  let chunk: Buffer = EMPTY;
  let chunkAt = 0;

  function visit(step: Step, joined: Buffer, base: number): void {
    const from = sent;
    sent = step.release;
    let part: Buffer | undefined;
    for (const hit of step.hits) {
      const action = answerAction(hit, options.target);
      if (action === undefined) continue;
      const value = joined.subarray(hit.start - base, hit.end - base);
      let finding = made < MAX_FINDINGS ? undefined : lastOf.get(action);
      if (finding === undefined) {
        made++;
        finding = answerFinding(engine, hit, value, options.place, hit.start, action);
        lastOf.set(action, finding);
      }
      findings.push(finding);
      if (action !== 'mask') continue;
      part ??= Buffer.from(joined.subarray(from - base, sent - base));
      maskInPlace(part, hit.start - from, hit.end - from, hit.kind.id);
    }
    if (sent === from) return;
    if (part !== undefined) parts.push(part);
    else if (from === chunkAt && sent === chunkAt + chunk.length) parts.push(chunk);
    else if (from >= chunkAt) parts.push(chunk.subarray(from - chunkAt, sent - chunkAt));
    else parts.push(Buffer.from(joined.subarray(from - base, sent - base)));
  }

  function take(): Masked {
    const out = parts.length === 0 ? EMPTY : parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    const result: Masked = { out, findings: findings.length === 0 ? NO_FINDINGS : findings };
    parts = [];
    findings = [];
    chunk = EMPTY;
    return result;
  }

  function feed(piece: Buffer, last: boolean): void {
    chunk = piece;
    chunkAt = stream.position;
    stream.push(piece, last, visit);
  }

  return {
    push(whole, last) {
      let left = whole.length;
      for (const piece of slices(whole)) {
        left -= piece.length;
        feed(piece.length === whole.length ? whole : piece, last && left === 0);
      }
      if (whole.length === 0 && last) feed(EMPTY, true);
      return take();
    },
    flush() {
      stream.flush(visit);
      return take();
    },
    get held() {
      return stream.position - sent;
    },
  };
}
