import type { Finding } from '../flow/finding.ts';
import { NO_FINDINGS } from '../flow/finding.ts';
import type { HeaderList } from '../flow/headers.ts';
import type { Target } from '../flow/target.ts';
import { type ActionRule, createDecide, type InjectionLimits } from '../inspect/action.ts';
import { createEngine, type Engine, type Hit } from '../inspect/engine.ts';
import { createExaminer, type Examiner, type Sighting } from '../inspect/examine.ts';
import type { HomeRule } from '../inspect/home.ts';
import { createHostBudget } from '../inspect/host-budget.ts';
import { FindingSet, type Inspection } from '../inspect/inspection.ts';
import type { KnownValue } from '../inspect/known-value.ts';
import { maskHeaderValue, maskHost, maskText } from '../inspect/mask.ts';
import { categoriesOf, type Pack } from '../inspect/packs.ts';
import { type Carried, createPartMemory } from '../inspect/part-memory.ts';
import { cuesOf, Reader } from '../inspect/reader.ts';
import { inspectBody, inspectHead, inspectHostName, maskHead } from '../inspect/request.ts';
import { createStreamScan, type StreamScan } from '../inspect/stream-scan.ts';
import { createTextDetectors } from '../inspect/text-detectors.ts';

/** The inspect step as the line sees it: the engine with what the config says about it. */
export interface Inspector {
  /** A request head exactly as it will be sent. */
  inspectHead(head: Buffer, target: Target, headers: HeaderList): readonly Finding[];
  /** Overwrites what the rules mask in a head that was inspected. */
  maskHead(head: Buffer, target: Target): void;
  /** A host that is reached without a request that could be read. */
  inspectHost(target: Target): readonly Finding[];
  inspectBody(body: Buffer, contentType: string | undefined, target: Target): readonly Finding[];
  /** A body as it is sent, before its content coding is undone. */
  inspectCoded(body: Buffer, target: Target): readonly Finding[];
  inspectTrailers(trailers: HeaderList, target: Target): readonly Finding[];
  /** What only shows together with earlier requests of the agent. */
  inspectSequence(carried: Carried): readonly Finding[];
  /** Follows a request body that is too long to be held. */
  createRequestScan(contentType: string | undefined, target: Target): StreamScan;
  /** From which score on an answer is marked. */
  readonly injectionMedium: number;
  /** Nothing at all in these bytes: the common case, decided in one pass. */
  isClean(bytes: Buffer, start: number, end: number): boolean;
  /** Follows the body of an answer. */
  createAnswerScan(contentType: string | undefined, target: Target): StreamScan;
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
  readonly packs: readonly Pack[];
  readonly disable: readonly string[];
  readonly home: readonly HomeRule[];
  /** Fingerprints of values that are known to be no secret. */
  readonly exempt: readonly string[];
  /** Exemptions first, then other rules. */
  readonly rules: readonly ActionRule[];
  readonly injection: InjectionLimits;
  readonly known: readonly KnownValue[];
  /** How long values are remembered, to find secrets that are sent in parts. */
  readonly memorySeconds: number;
  /** Bytes of random-looking names below one registered domain in ten minutes. */
  readonly hostNameBytes: number;
}

/** Stands for a host name that said too much together with those before it. */
const HOST_NAME_VOLUME: Sighting = {
  hit: {
    kind: {
      id: 'host-name-volume',
      name: 'Too many random-looking host names below one domain',
      vendor: 'DNS',
      severity: 'high',
      action: 'block',
      anchors: [],
      shape: '',
      minLength: 0,
      maxLength: 0,
    },
    start: 0,
    end: 0,
    confidence: 'likely',
    documented: false,
    placeholder: false,
  },
  value: new Uint8Array(0),
  start: 0,
  end: 0,
  via: [],
};

/**
 * @param fingerprintKey 32 bytes, of this installation alone
 * @throws RangeError when `disable` names an unknown kind, or a known value is too short or too long
 */
export function createInspector(options: InspectorOptions, fingerprintKey: Uint8Array): Inspector {
  const { packs, disable, home, rules, injection, known } = options;
  const detectors = createTextDetectors(packs, disable);
  const all = createEngine({
    fingerprintKey,
    disable,
    categories: categoriesOf(packs),
    known,
    cues: cuesOf(detectors),
  });
  const engine = options.exempt.length === 0 ? all : exempting(all, new Set(options.exempt));
  const inspection: Inspection = {
    examiner: createExaminer(engine, new Reader(detectors)),
    decide: createDecide({ rules, home, injection, strict: packs.includes('strict') }),
  };
  const memory = createPartMemory(inspection, options.memorySeconds, Date.now);
  const budget = createHostBudget(options.hostNameBytes, Date.now);
  return {
    inspectHead: (head, target, headers) => inspectHead(inspection, head, target, headers),
    maskHead: (head, target) => maskHead(inspection, head, target),
    inspectHost: (target) => inspectHostName(inspection, target),
    inspectBody: (body, contentType, target) => inspectBody(inspection, body, contentType, target),
    inspectCoded: (body, target) =>
      inspectBody(inspection, body, 'application/octet-stream', target, 'body', false),
    inspectTrailers(trailers, target) {
      if (trailers.names.length === 0) return NO_FINDINGS;
      const inspect = (text: string, place: string): readonly Finding[] =>
        inspectBody(inspection, Buffer.from(text, 'latin1'), 'text/plain', target, place);
      const inNames = inspect(trailers.names.join('\n'), 'trailer');
      // A name that holds a secret is not named as the place of another one.
      if (inNames.length > 0) return inNames;
      return trailers.values.flatMap((value, i) => inspect(value, `trailer.${trailers.lower[i]}`));
    },
    inspectSequence(carried) {
      const { agent, target } = carried;
      const found = new FindingSet(inspection, 'request', target);
      // It is spent in any case, so that turning it off changes nothing else.
      if (!budget.spend(agent, target.host) && engine.looksFor(HOST_NAME_VOLUME.hit.kind.id))
        found.add(HOST_NAME_VOLUME, { place: 'host', offset: 0 });
      for (const { sighting, part } of memory.inspect(carried)) {
        found.add(
          { ...sighting, via: ['joined', ...sighting.via.slice(1)] },
          { place: part.place, offset: 0 },
        );
      }
      return found.findings;
    },
    createRequestScan: (contentType, target) =>
      createStreamScan(inspection, { direction: 'request', place: 'body', target, contentType }),
    isClean: (bytes, start, end) =>
      inspection.examiner.examine(bytes.subarray(start, end), { whole: false }).length === 0,
    createAnswerScan: (contentType, target) =>
      createStreamScan(inspection, { direction: 'answer', place: 'body', target, contentType }),
    inspectAnswerHead: (target, headers) =>
      headers.values.flatMap((value, i) => {
        const inName = maskHeaderValue(inspection, 'name', headers.names[i]!, target).findings;
        return inName.length > 0
          ? inName
          : maskHeaderValue(inspection, headers.lower[i]!, value, target).findings;
      }),
    maskHeaders(target, headers) {
      // A name cannot be masked and stay a name: the field goes.
      const kept = [...headers.names.keys()].filter(
        (i) => maskHeaderValue(inspection, 'name', headers.names[i]!, target).findings.length === 0,
      );
      return {
        names: kept.map((i) => headers.names[i]!),
        lower: kept.map((i) => headers.lower[i]!),
        values: kept.map(
          (i) => maskHeaderValue(inspection, headers.lower[i]!, headers.values[i]!, target).value,
        ),
      };
    },
    injectionMedium: injection.medium,
    maskText: (text) => maskText(inspection.examiner, text),
    maskHost: hostMasks(inspection.examiner),
  };
}

/** A engine that does not see the values whose fingerprints are exempt. */
function exempting(engine: Engine, exempt: ReadonlySet<string>): Engine {
  const counts = (bytes: Uint8Array, hit: Hit): boolean =>
    !exempt.has(engine.fingerprint(bytes.subarray(hit.start, hit.end)));
  return {
    ...engine,
    scan: (bytes, start, end) => engine.scan(bytes, start, end).filter((hit) => counts(bytes, hit)),
    examine: (bytes, clues, inWords) =>
      engine.examine(bytes, clues, inWords).filter((hit) => counts(bytes, hit)),
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
function hostMasks(examiner: Examiner): (host: string) => string {
  const known = new Map<string, string>();
  return (host) => {
    if (host.length < SECRET_HOST) return host;
    const before = known.get(host);
    if (before !== undefined) return before;
    if (known.size >= HOST_CACHE) known.clear();
    const masked = maskHost(examiner, host);
    known.set(host, masked);
    return masked;
  };
}
