import type { Finding } from '../flow/finding.ts';
import { NO_FINDINGS } from '../flow/finding.ts';
import type { HeaderList } from '../flow/headers.ts';
import type { Target } from '../flow/target.ts';
import { createBodyScan } from '../inspect/body-scan.ts';
import { createEngine, type Engine, type Hit } from '../inspect/engine.ts';
import type { HomeRule } from '../inspect/home.ts';
import { maskHeaderValue, maskHost, maskText } from '../inspect/mask.ts';
import { createMasker, type Masker } from '../inspect/masker.ts';
import { inspectBody, inspectHead, inspectHostName } from '../inspect/request.ts';

/** Judges a request body piece by piece. */
export interface BodyScan {
  /**
   * Takes the next piece.
   * @returns the bytes that may leave, and what was found
   */
  push(piece: Buffer, last: boolean): { readonly out: Buffer; readonly findings: readonly Finding[] };
}

/** The inspect step as the line sees it: the engine with what the config says about it. */
export interface Inspector {
  /** A request head exactly as it will be sent. */
  inspectHead(head: Buffer, target: Target, headers: HeaderList): readonly Finding[];
  /** A host that is reached without a request that could be read. */
  inspectHost(target: Target): readonly Finding[];
  inspectBody(body: Buffer, contentType: string | undefined, target: Target): readonly Finding[];
  inspectTrailers(trailers: HeaderList, target: Target): readonly Finding[];
  createBodyScan(contentType: string | undefined, target: Target): BodyScan;
  /** Nothing at all in these bytes: the common case, decided in one pass. */
  isClean(bytes: Buffer, start: number, end: number): boolean;
  createMasker(target: Target): Masker;
  inspectAnswerHead(target: Target, headers: HeaderList): readonly Finding[];
  /** Fields of an answer with every secret in a value masked, same lengths; fields with one in the name left out. */
  maskHeaders(target: Target, headers: HeaderList): HeaderList;
  /** For records and logs. */
  maskText(text: string): string;
  /** A host name for records and logs. */
  maskHost(host: string): string;
}

/** The section `inspect` of the config. */
export interface InspectorOptions {
  readonly disable: readonly string[];
  readonly home: readonly HomeRule[];
  /** Fingerprints of values that are known to be no secret. */
  readonly exempt: readonly string[];
}

/**
 * @param fingerprintKey 32 bytes, of this installation alone
 * @throws RangeError when `disable` names an unknown kind
 */
export function createInspector(options: InspectorOptions, fingerprintKey: Uint8Array): Inspector {
  const all = createEngine({ fingerprintKey, disable: options.disable });
  const engine = options.exempt.length === 0 ? all : exempting(all, new Set(options.exempt));
  const { home } = options;
  return {
    inspectHead: (head, target, headers) => inspectHead(engine, head, target, headers, home),
    inspectHost: (target) => inspectHostName(engine, target, home),
    inspectBody: (body, contentType, target) => inspectBody(engine, body, contentType, target, home),
    inspectTrailers(trailers, target) {
      if (trailers.names.length === 0) return NO_FINDINGS;
      const inspect = (text: string, place: string): readonly Finding[] =>
        inspectBody(engine, Buffer.from(text, 'latin1'), undefined, target, home, place);
      const inNames = inspect(trailers.names.join('\n'), 'trailer');
      // A name that holds a secret is not named as the place of another one.
      if (inNames.length > 0) return inNames;
      return trailers.values.flatMap((value, i) => inspect(value, `trailer.${trailers.lower[i]}`));
    },
    createBodyScan: (contentType, target) => createBodyScan(engine, contentType, target, home),
    isClean: (bytes, start, end) => engine.scan(bytes, start, end).length === 0,
    createMasker: (target) => createMasker(engine, { place: 'body', target }),
    inspectAnswerHead: (target, headers) =>
      headers.values.flatMap((value, i) => {
        const inName = maskHeaderValue(engine, 'name', headers.names[i]!, target).findings;
        return inName.length > 0
          ? inName
          : maskHeaderValue(engine, headers.lower[i]!, value, target).findings;
      }),
    maskHeaders(target, headers) {
      // A name cannot be masked and stay a name: the field goes.
      const kept = [...headers.names.keys()].filter(
        (i) => maskHeaderValue(engine, 'name', headers.names[i]!, target).findings.length === 0,
      );
      return {
        names: kept.map((i) => headers.names[i]!),
        lower: kept.map((i) => headers.lower[i]!),
        values: kept.map((i) => maskHeaderValue(engine, headers.lower[i]!, headers.values[i]!, target).value),
      };
    },
    maskText: (text) => maskText(engine, text),
    maskHost: hostMasks(engine),
  };
}

/** A engine that does not see the values whose fingerprints are exempt. */
function exempting(engine: Engine, exempt: ReadonlySet<string>): Engine {
  const counts = (bytes: Uint8Array, hit: Hit): boolean =>
    !exempt.has(engine.fingerprint(bytes.subarray(hit.start, hit.end)));
  return {
    ...engine,
    scan: (bytes, start, end) => engine.scan(bytes, start, end).filter((hit) => counts(bytes, hit)),
    pass: (bytes, from, end, last, sink) =>
      engine.pass(bytes, from, end, last, (hit, anchorAt) => {
        if (counts(bytes, hit)) sink(hit, anchorAt);
      }),
  };
}

/** No kind fits into a shorter name. */
const SECRET_HOST = 16;
const HOST_CACHE = 1000;

/** Masks host names; the few that an agent talks to are looked at once. */
function hostMasks(engine: Engine): (host: string) => string {
  const known = new Map<string, string>();
  return (host) => {
    if (host.length < SECRET_HOST) return host;
    const before = known.get(host);
    if (before !== undefined) return before;
    if (known.size >= HOST_CACHE) known.clear();
    const masked = maskHost(engine, host);
    known.set(host, masked);
    return masked;
  };
}
