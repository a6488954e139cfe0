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
import { createEngine, type Hit } from './engine.ts';
import type { Category, Severity } from './kind.ts';
import { DEFAULT_PACKS, type Pack } from './packs.ts';

/** What is looked for, and what is left alone. */
export interface DetectorConfig {
  /** Default: `credentials`, `commands`, `injection`. */
  readonly packs?: readonly Pack[];
  /** Ids of kinds that are not looked for. */
  readonly disable?: readonly string[];
  /** 32 bytes that fingerprints are keyed with; zeroes when left out, which makes them comparable between programs. */
  readonly fingerprintKey?: Uint8Array;
}

/** Where the input stands. All of it is optional: less context only means fewer names in `path`. */
export interface ScanContext {
  /** `request`: on its way out (default). `answer`: on its way back to the agent. */
  readonly direction?: 'request' | 'answer';
  /** Value of Content-Type; without it the form is guessed. */
  readonly contentType?: string;
  /** What `path` begins with; default `body`. */
  readonly place?: string;
}

/** One finding. It never holds the value. */
export interface Detection {
  readonly kind: string;
  readonly name: string;
  readonly category: Category | 'known-value' | 'prompt-injection' | 'command' | 'dump';
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** A value that only stands where a secret would; never blocked. */
  readonly placeholder: boolean;
  /** An example that the vendor's documentation shows: blocked on the way out, left alone in answers. */
  readonly documented: boolean;
  /** What the defaults (or the packs) say about it. */
  readonly action: 'block' | 'mask' | 'allow' | 'record';
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
  /** Takes the next piece. @returns what is decided by now, in order; offsets count from the start of the stream */
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
  createStream(context?: ScanContext): DetectStream;
  /** Overwrites what would be masked in an answer; lengths stay. */
  redact<T extends string | Uint8Array>(input: T, context?: ScanContext): Redacted<T>;
}

/**
 * Builds a detector; its tables are made once, so keep it.
 * @throws RangeError when `disable` names a kind that does not exist, or the key is not 32 bytes long
 */
export function createDetector(config: DetectorConfig = {}): Detector {
  const packs = config.packs ?? DEFAULT_PACKS;
  const engine = createEngine({
    fingerprintKey: config.fingerprintKey ?? new Uint8Array(32),
    disable: config.disable ?? [],
  });
  void packs;
  const detectionOf = (bytes: Uint8Array, hit: Hit, place: string): Detection => ({
    kind: hit.kind.id,
    name: hit.kind.name,
    category: hit.kind.category ?? 'credential',
    severity: hit.kind.severity,
    confidence: hit.confidence,
    placeholder: false,
    documented: hit.documented,
    action: hit.kind.action,
    start: hit.start,
    length: hit.end - hit.start,
    path: place,
    via: [],
    fingerprint: engine.fingerprint(bytes.subarray(hit.start, hit.end)),
  });
  const scan = (input: string | Uint8Array, context: ScanContext = {}): readonly Detection[] => {
    const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : input;
    return engine.scan(bytes).map((hit) => detectionOf(bytes, hit, context.place ?? 'body'));
  };
  return {
    scan,
    createStream: (context) => {
      const parts: Uint8Array[] = [];
      return {
        push: (chunk) => {
          parts.push(chunk);
          return [];
        },
        end: () => scan(Buffer.concat(parts), context),
      };
    },
    redact: (input) => ({ output: input, findings: scan(input) }),
  };
}
