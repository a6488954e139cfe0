/**
 * `weir/detect`: the detector alone, for programs that want to search bytes without a gateway. It is pure: it opens no
 * file and no socket, and it keeps nothing of what it is given.
 *
 * ```ts
 * const detector = createDetector({ packs: ['credentials', 'injection'] });
 * for (const finding of detector.scan(text)) console.log(finding.kind, finding.path, finding.start);
 * ```
 */
import type { Confidence } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import {
  type Action,
  type ActionRule,
  createDecide,
  type Direction,
  type InjectionLimits,
} from './action.ts';
import { createEngine } from './engine.ts';
import { createExaminer, type Examiner, isCovered, type Sighting } from './examine.ts';
import type { HomeRule } from './home.ts';
import type { Category, Severity } from './kind.ts';
import type { KnownValue } from './known-value.ts';
import { overwrite } from './mask.ts';
import { severityAt } from './match.ts';
import { namesWith } from './may-name.ts';
import { categoriesOf, DEFAULT_PACKS, PACKS, type Pack } from './packs.ts';
import { createPathFinder } from './path.ts';
import { cuesOf, Reader } from './reader.ts';
import { Stream, slices } from './stream.ts';
import { crossesStrings, wholeCharacters } from './string-values.ts';
import { Utf16Offsets } from './text/utf16-offsets.ts';
import { createTextDetectors } from './text-detectors.ts';
import { Windows } from './windows.ts';

export type { Action, ActionRule, Direction, InjectionLimits } from './action.ts';
export type { HomeRule } from './home.ts';
export type { Category, Severity } from './kind.ts';
export type { KnownValue } from './known-value.ts';
export type { Pack } from './packs.ts';

/** What is looked for, and what is done about it. */
export interface DetectorConfig {
  /** Default: `credentials`, `commands`, `injection`. `all` stands for every pack. */
  readonly packs?: readonly (Pack | 'all')[];
  /** Ids of kinds that are not looked for. */
  readonly disable?: readonly string[];
  /** 32 bytes that fingerprints are keyed with; zeroes when left out, which makes them comparable between programs. */
  readonly fingerprintKey?: Uint8Array;
  /** Values that are known to be secret; only keyed digests of them are kept. */
  readonly known?: readonly KnownValue[];
  /** Rules that come before the defaults; the first that fits decides. */
  readonly actions?: readonly ActionRule[];
  /** Further destinations of credentials. */
  readonly home?: readonly HomeRule[];
  readonly injection?: InjectionLimits;
  /** False finds only what stands there as it is. Default: true. */
  readonly disguises?: boolean;
}

/** Where the input stands. All of it is optional: less context only means fewer names in `path`. */
export interface ScanContext {
  /** `request`: on its way out (default). `answer`: on its way back to the agent. */
  readonly direction?: Direction;
  /** Value of Content-Type; without it the form is guessed. */
  readonly contentType?: string;
  /** What `path` begins with; default `body`. */
  readonly place?: string;
  /** Host it goes to or comes from, over TLS: a credential at home is no leak. */
  readonly host?: string;
}

/** One finding. It never holds the value. */
export interface Detection {
  readonly kind: string;
  readonly name: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** A value that only stands where a secret would; never blocked. */
  readonly placeholder: boolean;
  /** An example that the vendor's documentation shows: blocked on the way out, left alone in answers. */
  readonly documented: boolean;
  /** What the rules and the packs say about it. */
  readonly action: Action;
  /** Offset and length in the input: bytes for bytes, UTF-16 units for a string. A disguised value: the disguise. */
  readonly start: number;
  readonly length: number;
  /** Where, in the terms of the form: `body.messages[3].content[0].text`. */
  readonly path: string;
  /** Encodings that were undone, outermost first: `['base64', 'gzip']`. */
  readonly via: readonly string[];
  readonly fingerprint: string;
  /** For `prompt-injection` and `dangerous-command`: 0 to 1, and why. */
  readonly score?: number;
  readonly reasons?: readonly string[];
}

export interface DetectStream {
  /** Takes the next piece. @returns what is decided by now; offsets count from the start of the stream */
  push(chunk: Uint8Array): readonly Detection[];
  /** Nothing follows. */
  end(): readonly Detection[];
}

export interface Redacted<T> {
  readonly output: T;
  readonly findings: readonly Detection[];
}

export interface Detector {
  scan(input: string | Uint8Array, context?: ScanContext): readonly Detection[];
  /**
   * Follows a stream. Up to 64 KiB the findings are those of `scan`; beyond, secrets in clear are found wherever they
   * stand, and disguised ones as long as the disguise is no longer than 8 KiB. They are the same for any way of cutting.
   */
  createStream(context?: ScanContext): DetectStream;
  /** Overwrites what would be stopped: lengths in bytes stay. */
  redact<T extends string | Uint8Array>(input: T, context?: ScanContext): Redacted<T>;
}

const NONE: readonly Detection[] = Object.freeze([]);
/** Streams are examined in blocks of this size, wherever they were cut. */
const BLOCK = 65_536;

/**
 * Builds a detector; its tables are made once, so keep it.
 * @throws RangeError when `packs` or `disable` names what does not exist, the key is not 32 bytes long, or a known value is
 *   too short or too long
 */
export function createDetector(config: DetectorConfig = {}): Detector {
  return new PublicDetector(config);
}

/** @throws RangeError for a name that is none: who misspells one would be told that nothing was found */
function packsOf(names: readonly (Pack | 'all')[]): readonly Pack[] {
  for (const name of names) {
    if (name !== 'all' && !PACKS.includes(name)) throw new RangeError(`no pack is called ${name}`);
  }
  return names.includes('all') ? PACKS : PACKS.filter((pack) => names.includes(pack));
}

class PublicDetector implements Detector {
  private readonly examiner: Examiner;
  private readonly decide: ReturnType<typeof createDecide>;

  constructor(config: DetectorConfig) {
    const packs = packsOf(config.packs ?? DEFAULT_PACKS);
    const detectors = config.disguises === false ? [] : createTextDetectors(packs, config.disable);
    const engine = createEngine({
      fingerprintKey: config.fingerprintKey ?? new Uint8Array(32),
      disable: config.disable ?? [],
      categories: categoriesOf(packs),
      known: config.known ?? [],
      cues: cuesOf(detectors),
    });
    this.examiner = createExaminer(engine, new Reader(detectors), config.disguises !== false);
    this.decide = createDecide({
      rules: config.actions ?? [],
      home: config.home ?? [],
      strict: packs.includes('strict'),
      ...(config.injection === undefined ? {} : { injection: config.injection }),
    });
  }

  scan(input: string | Uint8Array, context: ScanContext = {}): readonly Detection[] {
    const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : bufferOf(input);
    const sightings = this.examiner.examine(bytes, { whole: true, contentType: context.contentType });
    if (sightings.length === 0) return NONE;
    const found = this.detections(sightings, bytes, 0, context);
    return typeof input === 'string' && bytes.length !== input.length ? inUnits(found, bytes) : found;
  }

  createStream(context: ScanContext = {}): DetectStream {
    return new BlockStream(this, this.examiner, context);
  }

  redact<T extends string | Uint8Array>(input: T, context: ScanContext = {}): Redacted<T> {
    const text = typeof input === 'string';
    const bytes = text ? Buffer.from(input, 'utf8') : Buffer.from(input as Uint8Array);
    const findings = this.scan(input, context);
    const inBytes = text ? this.scan(bytes, context) : findings;
    for (const one of inBytes) {
      const { action, start, length } = one;
      if (action === 'allow' || action === 'record' || one.placeholder) continue;
      const range = wholeCharacters(bytes, start, start + length);
      const crossing = crossesStrings(bytes, range.start, range.end) || undefined;
      overwrite(bytes, range.start, range.end, { ...one, place: one.path }, crossing);
    }
    return { output: (text ? bytes.toString('utf8') : bytes) as T, findings };
  }

  /**
   * @param sightings with offsets that count from `base` bytes before `bytes`
   * @param bytes what `path` is taken from
   */
  detections(
    sightings: readonly Sighting[],
    bytes: Buffer,
    base: number,
    context: ScanContext,
  ): readonly Detection[] {
    const { direction = 'request', place = 'body', host, contentType } = context;
    const { engine } = this.examiner;
    const paths = createPathFinder(bytes, contentType, namesWith(this.examiner));
    const target = host === undefined ? undefined : targetOf(host);
    const list: Detection[] = [];
    for (const { hit, value, start, end, via } of sightings) {
      const path = `${place}${paths.pathAt(start - base, value)}`;
      const action = this.decide(hit, direction, path, target) ?? 'allow';
      list.push({
        kind: hit.kind.id,
        name: hit.kind.name,
        category: hit.kind.category ?? 'credential',
        severity: severityAt(hit, Date.now()),
        confidence: hit.confidence,
        placeholder: hit.placeholder,
        documented: hit.documented,
        action,
        start,
        length: end - start,
        path,
        via,
        fingerprint: engine.fingerprint(value),
        ...(hit.score === undefined ? {} : { score: hit.score, reasons: hit.reasons ?? [] }),
      });
    }
    return list;
  }
}

/** Examines a stream block by block, so that the findings do not depend on how it was cut. */
class BlockStream implements DetectStream {
  private readonly owner: PublicDetector;
  private readonly examiner: Examiner;
  private readonly context: ScanContext;
  /** Bytes that do not fill a block yet. */
  private readonly block = Buffer.allocUnsafe(BLOCK);
  private filled = 0;
  private taken = 0;
  private ended = false;
  /** Made when the first block is full: what is shorter is examined whole. */
  private raw: Stream | undefined;
  private windows: Windows | undefined;

  constructor(owner: PublicDetector, examiner: Examiner, context: ScanContext) {
    this.owner = owner;
    this.examiner = examiner;
    this.context = context;
  }

  push(chunk: Uint8Array): readonly Detection[] {
    if (this.ended) throw new Error('the stream has ended');
    const bytes = bufferOf(chunk);
    let found: readonly Detection[] = NONE;
    for (let at = 0; at < bytes.length; ) {
      if (this.filled === BLOCK) found = joined(found, this.examineBlock(false));
      const count = bytes.copy(this.block, this.filled, at);
      this.filled += count;
      at += count;
    }
    return found;
  }

  end(): readonly Detection[] {
    if (this.ended) return NONE;
    this.ended = true;
    if (this.raw === undefined) return this.owner.scan(this.block.subarray(0, this.filled), this.context);
    return this.examineBlock(true);
  }

  private examineBlock(last: boolean): readonly Detection[] {
    const bytes = this.block.subarray(0, this.filled);
    this.raw ??= new Stream(this.examiner.engine);
    if (this.examiner.disguises) this.windows ??= new Windows(this.examiner, this.context.contentType);
    const sightings: Sighting[] = [];
    let count = 0;
    for (const slice of slices(bytes)) {
      count += slice.length;
      this.raw.push(slice, last && count === bytes.length, ({ hits }, joinedBytes, base) => {
        for (const hit of hits) {
          const value = Buffer.from(joinedBytes.subarray(hit.start - base, hit.end - base));
          sightings.push({ hit, value, start: hit.start, end: hit.end, via: [] });
        }
      });
    }
    for (const one of this.windows?.push(bytes, last).sightings ?? []) {
      if (!sightings.some((other) => isCovered(one, other))) sightings.push(one);
    }
    const base = this.taken;
    this.taken += this.filled;
    this.filled = 0;
    if (sightings.length === 0) return NONE;
    sightings.sort((a, b) => a.start - b.start);
    return this.owner.detections(sightings, NO_PATHS, base, this.context);
  }
}

/** What lies in the middle of a long stream has a place, but no path. */
const NO_PATHS = Buffer.alloc(0);

function joined(before: readonly Detection[], found: readonly Detection[]): readonly Detection[] {
  return before.length === 0 ? found : found.length === 0 ? before : [...before, ...found];
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function targetOf(host: string): Target {
  return { scheme: 'https', host: host.toLowerCase(), port: 443, path: '/', query: undefined };
}

/** Offsets in UTF-16 units, for texts that are not ASCII. */
function inUnits(found: readonly Detection[], bytes: Buffer): readonly Detection[] {
  const offsets = new Utf16Offsets(bytes);
  return found.map((one) => {
    const start = offsets.at(one.start);
    return { ...one, start, length: offsets.at(one.start + one.length) - start };
  });
}
