import { leftSet, runSet } from './boundary.ts';
import type { Kind } from './kind.ts';
import type { Gate } from './prefilter.ts';
import { type Body, bodyAfter, readShape, type Shape, unite } from './shape-prefix.ts';

const SHAPES = new WeakMap<Kind, readonly Shape[]>();

/**
 * What all matches of some kinds at one anchor have in common, so that the prefilter may refuse everything else. It never
 * refuses what the judgement in match.ts would accept.
 * @param anchor latin1 literal
 * @param kinds the kinds that have it
 */
export function gateOf(anchor: string, kinds: readonly Kind[]): Gate {
  const [first] = kinds;
  if (first === undefined) return {};
  const left = first.left ?? 'word';
  const sameLeft = kinds.every((kind) => kind.head === undefined && (kind.left ?? 'word') === left);
  const set = sameLeft ? leftSet(left) : undefined;
  const body = bodyOf(anchor, kinds);
  const tokens = kinds.every((kind) => kind.span === undefined || kind.span === 'token');
  const min = Math.min(...kinds.map((kind) => kind.minLength));
  return {
    ...(set === undefined ? {} : { left: set }),
    ...(body.min === 0 ? {} : { body }),
    ...(tokens && min > anchor.length + body.min ? { run: { min, bytes: runSet(undefined) } } : {}),
    ...(kinds.every((kind) => kind.userinfo === true) ? { userinfo: true } : {}),
  };
}

function bodyOf(anchor: string, kinds: readonly Kind[]): Pick<Body, 'min' | 'bytes'> {
  const bytes = new Uint32Array(8);
  let min = Number.POSITIVE_INFINITY;
  for (const kind of kinds) {
    if (kind.span === 'block') return { min: 0, bytes };
    let shapes = SHAPES.get(kind);
    if (shapes === undefined) {
      shapes = [kind.shape, kind.tolerant].filter((source) => source !== undefined).map(readShape);
      SHAPES.set(kind, shapes);
    }
    for (const shape of shapes) {
      const body = bodyAfter(shape, anchor);
      if (body.impossible) continue;
      min = Math.min(min, body.min);
      unite(bytes, body.bytes);
    }
  }
  return { min: Number.isFinite(min) ? min : 0, bytes };
}
