/**
 * The inspect room finds secrets in bytes. It is pure: bytes in, findings out.
 *
 * - `createEngine` builds the tables once for the process; everything else takes the engine. It shows what stands in bytes
 *   as they are.
 * - `createExaminer` (examine.ts) adds what disguises hide, parts spell and texts say.
 * - Requests: `inspectHead` and `inspectBody` (request.ts) for what is held whole. Bodies that stream, both ways:
 *   `createStreamScan` (stream-scan.ts), which overwrites what is masked.
 * - `maskHeaderValue` and `maskText` (mask.ts) do the same for a field and for text in records.
 * - Kinds are data (kinds/), where they may go is data (home-table.ts), and what is done about a finding is decided in
 *   action.ts.
 */
import { gateOf } from './anchor-gate.ts';
import { matchNamed, NAMED_BEFORE } from './assignment.ts';
import { createLanes, type Lanes } from './candidates.ts';
import { Clues } from './clues.ts';
import { FINGERPRINT_KEY_BYTES, fingerprinter } from './fingerprint.ts';
import { type Category, type Kind, MAX_BEFORE } from './kind.ts';
import { ALL_KINDS } from './kinds/all.ts';
import {
  type KnownForm,
  type KnownMatcher,
  type KnownValue,
  knownForms,
  knownMatcher,
} from './known-value.ts';
import { type CompiledKind, compileKind, type Hit, matchAt, OPEN } from './match.ts';
import { Memo } from './memo.ts';
import { categoriesOf, DEFAULT_PACKS } from './packs.ts';
import { type Candidates, createPrefilter, expandAnchor } from './prefilter.ts';
import { createPrefixes, type Prefixes } from './prefixes.ts';
import { type Ranks, Resolver } from './resolve.ts';
import { TEXT_KINDS } from './text-kinds.ts';

export type { Hit } from './match.ts';

export const NO_HITS: readonly Hit[] = Object.freeze([]);

/** Clues that are kept for the next call. */
const POOL = 8;

/** What a pass over bytes has left undecided, for streams. */
export interface Pass {
  /** First anchor of a blocking kind that more bytes decide, and where its value may begin; `known` when none. */
  openBlocking: number;
  openReach: number;
  /** First anchor of a recorded kind that more bytes decide. */
  openRecorded: number;
}

/** Takes a hit and the offset of its anchor. */
export type Sink = (hit: Hit, anchorAt: number) => void;

export interface Engine {
  /**
   * Finds secrets in bytes[start, end), read as latin1.
   * @returns hits that do not overlap, in order; one shared empty array when there are none
   */
  scan(bytes: Uint8Array, start?: number, end?: number): readonly Hit[];
  /**
   * Like `scan` over all of `bytes`, and collects what may be a disguise.
   * @param clues cleared first
   * @param inWords whether values may begin in the middle of words (default: no)
   */
  examine(bytes: Uint8Array, clues: Clues, inWords?: boolean): readonly Hit[];
  /** Clues to work with, from a small pool; give them back. */
  borrowClues(): Clues;
  returnClues(clues: Clues): void;
  /** First 16 hex digits of HMAC-SHA256 of the value under the key of this installation. */
  fingerprint(value: Uint8Array): string;
  /**
   * For streams: judges every anchor in bytes[from, end), looking back as far as the start of `bytes`, and hands over
   * what is decided with the offset of its anchor.
   */
  pass(
    bytes: Buffer,
    from: number,
    end: number,
    last: boolean,
    sink: (hit: Hit, anchorAt: number) => void,
  ): Pass;
  /** Start of the longest end of bytes[from, end) that may be the beginning of an anchor; `end` when there is none. */
  anchorTail(bytes: Uint8Array, from: number, end: number): number;
  /** False for the id of a kind that is turned off. */
  looksFor(id: string): boolean;
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly ranks: Ranks;
  /** Bytes before an anchor that a verdict may depend on. */
  readonly lookBehind: number;
}

export interface EngineOptions {
  /** 32 bytes. */
  readonly fingerprintKey: Uint8Array;
  /** Ids of kinds that are not looked for. */
  readonly disable?: readonly string[];
  /** What is looked for; default: the categories of the default packs. */
  readonly categories?: ReadonlySet<Category>;
  /** Values that are known to be secret. */
  readonly known?: readonly KnownValue[];
  /** Literals that detectors of text want to hear of; see `Clues.cues`. */
  readonly cues?: readonly CueAnchors[];
}

/** Literals that say the same to one detector of text. */
export interface CueAnchors {
  /** One bit. */
  readonly group: number;
  /** Three bytes or more each. */
  readonly anchors: readonly string[];
}

/**
 * Builds an engine.
 * @throws RangeError when the key is not 32 bytes long, or `disable` names a kind that does not exist
 */
export function createEngine(options: EngineOptions): Engine {
  if (options.fingerprintKey.length !== FINGERPRINT_KEY_BYTES) {
    throw new RangeError(`the fingerprint key must be ${FINGERPRINT_KEY_BYTES} bytes`);
  }
  const key = Uint8Array.from(options.fingerprintKey);
  const pool: Clues[] = [];
  const kinds = selectKinds(options.disable ?? [], options.categories ?? DEFAULT_CATEGORIES);
  const search = new Search(
    kinds,
    knownForms(options.disable?.includes('known-value') === true ? [] : (options.known ?? []), key),
    knownMatcher(key),
    options.cues ?? [],
  );
  return {
    scan: (bytes, start = 0, end = bytes.length) => search.scan(bytes, start, end),
    examine: (bytes, clues, inWords = false) => search.examine(bytes, clues, inWords),
    borrowClues: () => pool.pop() ?? new Clues(),
    returnClues: (clues) => {
      if (pool.length < POOL) pool.push(clues);
    },
    fingerprint: fingerprinter(key),
    pass: (bytes, from, end, last, sink) => search.pass(bytes, from, end, last, sink),
    anchorTail: (bytes, from, end) => search.prefixes.tail(bytes, from, end),
    looksFor: (id) => options.disable?.includes(id) !== true,
    kinds: search.kinds,
    ranks: search.ranks,
    lookBehind: search.lookBehind,
  };
}

const DEFAULT_CATEGORIES = categoriesOf(DEFAULT_PACKS);

/** Ids of findings that no kind of the table brings: values that are known, and names of hosts that say too much. */
const OTHER_IDS: ReadonlySet<string> = new Set(['known-value', 'host-name-volume']);

function selectKinds(disable: readonly string[], categories: ReadonlySet<Category>): readonly Kind[] {
  const ids = new Set(ALL_KINDS.map((kind) => kind.id));
  for (const id of disable) {
    if (!ids.has(id) && !TEXT_KINDS.includes(id) && !OTHER_IDS.has(id))
      throw new RangeError(`no kind is called ${id}`);
  }
  return ALL_KINDS.filter(
    (kind) => categories.has(kind.category ?? 'credential') && !disable.includes(kind.id),
  );
}

/** The kinds that know an anchor: as part of their values, or as part of the name before them. */
interface AnchorKinds {
  readonly length: number;
  readonly kinds: CompiledKind[];
  readonly named: CompiledKind[];
  readonly known: KnownForm[];
  cues: number;
}

class Search {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly ranks: Ranks;
  readonly lookBehind: number;
  readonly prefixes: Prefixes;
  private readonly prefilter: ReturnType<typeof createPrefilter>;
  private readonly anchors: readonly AnchorKinds[];
  private readonly lanes: Lanes | undefined;

  private readonly matchKnown: KnownMatcher;
  private readonly memo = new Memo();

  constructor(
    kinds: readonly Kind[],
    known: readonly KnownForm[],
    matchKnown: KnownMatcher,
    cues: readonly CueAnchors[],
  ) {
    this.matchKnown = matchKnown;
    this.kinds = new Map(kinds.map((kind) => [kind.id, kind]));
    this.ranks = new Map(kinds.map((kind, rank) => [kind.id, rank]));
    const compiled = kinds.map((kind, rank) => compileKind(kind, rank));
    const lists = new Map<string, AnchorKinds>();
    const listOf = (text: string): AnchorKinds => {
      const known = lists.get(text);
      if (known !== undefined) return known;
      const list: AnchorKinds = { length: text.length, kinds: [], named: [], known: [], cues: 0 };
      lists.set(text, list);
      return list;
    };
    for (const one of compiled) {
      const { kind } = one;
      for (const anchor of new Set(kind.anchors.flatMap(expandAnchor))) listOf(anchor).kinds.push(one);
      for (const anchor of kind.named?.anchors ?? []) listOf(anchor).named.push(one);
    }
    for (const form of known) listOf(form.anchor).known.push(form);
    for (const { group, anchors } of cues) for (const anchor of anchors) listOf(anchor).cues |= group;
    this.anchors = [...lists.values()];
    this.prefilter = createPrefilter(
      [...lists].map(([text, list]) => ({
        text,
        // What stands behind a name can be anything.
        gate:
          list.known.length > 0 || list.cues > 0 || (list.named.length > 0 && list.kinds.length > 0)
            ? {}
            : list.named.length > 0
              ? { named: true }
              : gateOf(
                  text,
                  list.kinds.map((one) => one.kind),
                ),
      })),
    );
    this.lanes = createLanes(compiled, this.prefilter);
    this.lookBehind = Math.max(
      MAX_BEFORE,
      NAMED_BEFORE,
      this.lanes?.lookBehind ?? 0,
      ...compiled.map((one) => one.lookBehind),
    );
    // What only wakes a detector of texts holds no stream up.
    const values = [...lists].filter(
      ([, list]) => list.kinds.length + list.named.length + list.known.length > 0,
    );
    this.prefixes = createPrefixes(values.map(([text]) => text));
  }

  scan(bytes: Uint8Array, start: number, end: number): readonly Hit[] {
    return this.whole(bytes, start, end, undefined);
  }

  examine(bytes: Uint8Array, clues: Clues, inWords: boolean): readonly Hit[] {
    clues.clear();
    for (let at = 0; at < bytes.length; ) {
      const survey = this.prefilter.survey(bytes, at, bytes.length);
      for (let i = 0; i < survey.runs; i++)
        clues.addRun(survey.runStart[i]!, survey.runEnd[i]!, survey.runKind[i]!);
      for (let i = 0; i < survey.groups; i++) clues.addGroup(survey.groupAt[i]!);
      if (survey.joined !== undefined) clues.addJoined(survey.joined);
      at = survey.resume;
    }
    return this.whole(bytes, 0, bytes.length, clues, inWords);
  }

  private whole(
    bytes: Uint8Array,
    start: number,
    end: number,
    clues: Clues | undefined,
    inWords = false,
  ): readonly Hit[] {
    const first = this.prefilter.find(bytes, start, end, start, true, clues !== undefined, inWords);
    if (this.lanes === undefined && first.count === 0 && first.marks === 0 && first.resume === end)
      return NO_HITS;
    this.resolver = undefined;
    this.judge(first, bufferOf(bytes), start, start, end, true, this.resolve, clues, inWords);
    const resolver = this.resolver as Resolver | undefined;
    this.resolver = undefined;
    return resolver?.settle(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY) ?? NO_HITS;
  }

  /** What the search at hand hands over; these functions are kept, as a new one for each call would be left behind. */
  private resolver: Resolver | undefined;
  private readonly resolve = (hit: Hit): void => {
    this.resolver ??= new Resolver(this.ranks);
    this.resolver.add(hit);
  };
  private current: Pass = { openBlocking: 0, openReach: 0, openRecorded: 0 };
  private sink: Sink = this.resolve;
  private readonly take = (compiled: CompiledKind, hit: Hit | typeof OPEN, at: number): void => {
    const pass = this.current;
    if (hit !== OPEN) this.sink(hit, at);
    else if (compiled.kind.action === 'block') {
      pass.openBlocking = Math.min(pass.openBlocking, at);
      pass.openReach = Math.min(pass.openReach, at - (compiled.kind.before ?? 0));
    } else pass.openRecorded = Math.min(pass.openRecorded, at);
  };

  pass(bytes: Buffer, from: number, end: number, last: boolean, sink: Sink): Pass {
    return this.judge(this.prefilter.find(bytes, from, end, from, last), bytes, 0, from, end, last, sink);
  }

  /** Judges the candidates at hand, then those of the rest. */
  private judge(
    first: Candidates,
    bytes: Buffer,
    start: number,
    from: number,
    end: number,
    last: boolean,
    sink: Sink,
    clues?: Clues,
    inWords = false,
  ): Pass {
    this.memo.clear(inWords);
    const pass: Pass = { openBlocking: end, openReach: end, openRecorded: end };
    this.current = pass;
    this.sink = sink;
    this.lanes?.search({ bytes, start, from, end, last }, this.take);
    for (
      let found = first;
      ;
      found = this.prefilter.find(bytes, from, end, found.resume, last, clues !== undefined, inWords)
    ) {
      if (clues !== undefined) {
        for (let m = 0; m < found.marks; m++) clues.addMark(found.markAt[m]!, found.markType[m]!);
      }
      for (let c = 0; c < found.count; c++) {
        const at = found.position[c]!;
        const { kinds, named, known, cues, length } = this.anchors[found.anchor[c]!]!;
        if (cues !== 0) clues?.addCue(at, cues);
        for (const form of known) {
          const hit = this.matchKnown(form, bytes, at, end, last);
          if (hit === OPEN) {
            pass.openBlocking = Math.min(pass.openBlocking, at);
            pass.openReach = Math.min(pass.openReach, at);
          } else if (hit !== undefined) sink(hit, at);
        }
        for (const compiled of kinds) {
          const hit = matchAt(compiled, bytes, start, at, end, last, this.memo);
          if (hit !== undefined) this.take(compiled, hit, at);
        }
        if (named.length === 0) continue;
        matchNamed(named, bytes, start, at, length, end, last, this.memo, this.take);
      }
      if (found.resume >= end) return pass;
    }
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
