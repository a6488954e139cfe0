import type { Finding } from '../flow/finding.ts';
import { MAX_FINDINGS, NO_FINDINGS } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import { type Action, createDecide, type Decide, type Direction } from './action.ts';
import type { Engine, Hit } from './engine.ts';
import { createExaminer, type Examiner, type Sighting } from './examine.ts';
import { Reader } from './reader.ts';

/** How things are looked for, and what is done about them: made once from the config. */
export interface Inspection {
  readonly examiner: Examiner;
  readonly decide: Decide;
}

/** An inspection with the defaults, for an engine alone. */
export function plainInspection(engine: Engine, decide: Decide = createDecide()): Inspection {
  return { examiner: createExaminer(engine, new Reader([])), decide };
}

/** Where something was found. */
export interface Where {
  readonly place: string;
  /** Offset inside that place. */
  readonly offset: number;
}

/** Describes a sighting; the value does not become part of it. */
export function describe(
  engine: Engine,
  { hit, value, start, end, via }: Sighting,
  { place, offset }: Where,
  action: Action,
): Finding {
  const { kind } = hit;
  const finding: Finding = {
    kind: kind.id,
    name: kind.name,
    place,
    offset,
    length: end - start,
    fingerprint: engine.fingerprint(value),
    confidence: hit.confidence,
    action,
  };
  if (via.length === 0 && !hit.placeholder && hit.score === undefined) return finding;
  return {
    ...finding,
    ...(hit.placeholder ? { placeholder: true } : {}),
    ...(via.length > 0 ? { via } : {}),
    ...(hit.score === undefined ? {} : { score: hit.score, reasons: hit.reasons ?? [] }),
  };
}

/** A sighting of what stands there as it is. */
export function sightingOf(hit: Hit, bytes: Uint8Array): Sighting {
  return { hit, value: bytes.subarray(hit.start, hit.end), start: hit.start, end: hit.end, via: [] };
}

/** Collects findings of one part of a message, each value once for each place. */
export class FindingSet {
  private readonly seen = new Set<string>();
  private readonly list: Finding[] = [];
  private readonly inspection: Inspection;
  private readonly direction: Direction;
  private readonly target: Target | undefined;
  private blocked = false;

  constructor(inspection: Inspection, direction: Direction, target: Target | undefined) {
    this.inspection = inspection;
    this.direction = direction;
    this.target = target;
  }

  /**
   * @param maskable whether the bytes of the sighting can be overwritten where they stand
   * @returns the finding, or undefined when the same was already found and decided in the same place, or when there are
   *   enough findings already and this one would not change what happens
   */
  add(sighting: Sighting, where: Where, maskable = false): Finding | undefined {
    const { hit } = sighting;
    let action = this.inspection.decide(hit, this.direction, where.place, this.target);
    if (action === undefined) return undefined;
    // What cannot be overwritten must not leave.
    if (!maskable && (action === 'mask' || action === 'tokenise')) action = 'block';
    const full = this.list.length >= MAX_FINDINGS;
    let masks = action === 'mask' || action === 'tokenise';
    // What is masked is masked by its finding: without room for one the message does not pass.
    if (masks && full) {
      action = 'block';
      masks = false;
    }
    if (full && (action !== 'block' || this.blocked)) return undefined;
    const finding = describe(this.inspection.examiner.engine, sighting, where, action);
    const place = placeFamily(where.place);
    // A value that may stand in one place need not be one that may stand in another; each mask has its own range.
    const range = masks ? ` ${where.place} ${where.offset}` : '';
    const key = `${hit.kind.id} ${place} ${finding.fingerprint} ${action}${range}`;
    // An armoured block reads differently once its line ends are decoded, but it is the same block.
    const family = `${hit.kind.id} ${place} ${action}`;
    if (this.seen.has(key)) return undefined;
    if (!masks && sighting.via.length > 0 && hit.kind.span === 'block' && this.seen.has(family))
      return undefined;
    this.seen.add(key);
    this.seen.add(family);
    if (action === 'block') this.blocked = true;
    this.list.push(finding);
    return finding;
  }

  get findings(): readonly Finding[] {
    return this.list.length === 0 ? NO_FINDINGS : this.list;
  }
}

/** `body` for every place inside a body: a value that is there twice is one finding. */
function placeFamily(place: string): string {
  return /^body[.[]/.test(place) ? 'body' : place;
}
