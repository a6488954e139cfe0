/**
 * Disguises in streams: what is at hand is examined together with the end of what came before, so that an encoded secret
 * is seen whole wherever the stream was cut, as long as it is no longer than what is kept.
 */
import type { Examiner, Sighting } from './examine.ts';
import { DECODE_LIMIT } from './text-kinds.ts';

/** Bytes of the past that every look begins with: a secret of some 6,000 bytes in base64 fits. */
export const CARRY = 8192;
/** At the end of what is known, so much of a word that may be an encoding is held back. */
const MAX_OPEN = 4096;
/** Shorter words than this hold no secret, whatever they are written in. */
const MIN_OPEN = 20;

const NOTHING = Buffer.alloc(0);

/** What one step brought. */
export interface Seen {
  /** Sightings that were not there before; `start` and `end` count from the beginning of the stream. */
  readonly sightings: readonly Sighting[];
  /** First byte of a word at the end that may go on as an encoded secret; the end of the stream when there is none. */
  readonly open: number;
}

const SPACES = new Uint8Array(256);
for (const byte of Buffer.from(' \t\r\n"\'<>{}[](),;|`')) SPACES[byte] = 1;

/** Follows one stream. Only what needs decoding or reading is reported; secrets that stand as they are belong to `Stream`. */
export class Windows {
  private readonly examiner: Examiner;
  private readonly contentType: string | undefined;
  private carry: Buffer = NOTHING;
  /** Offset of the first byte of `carry`. */
  private base = 0;
  /** True when it was reported that not everything was decoded. */
  private limited = false;
  /** What was reported and may be seen again. */
  private recent: { readonly key: string; readonly start: number; readonly end: number }[] = [];

  constructor(examiner: Examiner, contentType: string | undefined) {
    this.examiner = examiner;
    this.contentType = contentType;
  }

  /**
   * @param chunk the next bytes; none of it is kept by reference
   * @param last true when nothing follows, or what follows is judged alone
   */
  push(chunk: Buffer, last: boolean): Seen {
    const bytes = this.carry.length === 0 ? chunk : Buffer.concat([this.carry, chunk]);
    const { base } = this;
    const fresh: Sighting[] = [];
    const open = last ? bytes.length : openWord(bytes);
    const first = base === 0 && this.carry.length === 0;
    for (const one of this.examiner.examine(bytes, { whole: first, contentType: this.contentType })) {
      // It has no place, so what overlaps says nothing: a stream is told once.
      if (one.hit.kind.id === DECODE_LIMIT.id) {
        if (!this.limited) fresh.push({ ...one, start: base, end: base });
        this.limited = true;
        continue;
      }
      if (one.via.length === 0 && one.hit.score === undefined && one.hit.kind.category !== 'dump') continue;
      // It will be seen again, and more of it.
      if (one.end > open) continue;
      const start = base + one.start;
      const end = base + one.end;
      const key = `${one.hit.kind.id} ${Buffer.from(one.value).toString('latin1', 0, 64)}`;
      if (this.recent.some((old) => old.key === key && old.start < end && start < old.end)) continue;
      this.recent.push({ key, start, end });
      fresh.push({ ...one, start, end });
    }
    const kept = Math.min(bytes.length, CARRY);
    this.base = base + bytes.length - kept;
    this.carry = Buffer.from(bytes.subarray(bytes.length - kept));
    if (this.recent.length > 0) this.recent = this.recent.filter((old) => old.end > this.base);
    return { sightings: fresh, open: base + open };
  }
}

/** Where the last word begins when it may be an encoding that goes on; the length when it may not. */
function openWord(bytes: Uint8Array): number {
  const limit = Math.max(0, bytes.length - MAX_OPEN);
  let i = bytes.length;
  let escaped = false;
  while (i > limit && SPACES[bytes[i - 1]!] !== 1) {
    const byte = bytes[--i]!;
    if (byte === 0x25 || byte === 0x5c || byte === 0x26) escaped = true;
  }
  return escaped || bytes.length - i >= MIN_OPEN ? i : bytes.length;
}
