/** Orders as sequences of meanings: `OVERRIDE ~4 PRIOR ~2 RULES`. */
import { type Meaning, meaningOf } from './concepts.ts';
import type { Group, Hit } from './hit.ts';
import type { Tokens } from './tokens.ts';

/** A sequence and what it says. */
export interface Rule {
  readonly group: Group;
  readonly weight: number;
  /** Meanings in order; `A|B` is one of them, `~n` between two allows up to n other words. */
  readonly pattern: string;
  /** Meanings that take the weight away when they stand shortly before the first word. */
  readonly unlessBefore?: string;
  /** Meanings that take it away when they stand inside or shortly behind. */
  readonly unlessBehind?: string;
  /** The first word is an order: what is told of others ("it ignores", "to ignore") weighs less. */
  readonly order?: boolean;
}

interface Step {
  readonly meaning: Meaning;
  /** Most words between the step before and this one. */
  readonly gap: number;
}

interface Compiled {
  readonly rule: Rule;
  readonly steps: readonly Step[];
  readonly before: Meaning | undefined;
  readonly behind: Meaning | undefined;
}

/** How far around a sequence its exceptions are looked for, in words. */
const NEAR_BEFORE = 3;
const NEAR_BEHIND = 2;
/** Most steps of a search for one rule at one place. */
const MAX_TRIES = 200;
/** What is told about others weighs so much. */
const TOLD = 0.45;
/** `a|b` followed by an order: "you must ignore", "please ignore", "I want you to ignore". */
const TELLER =
  /^(?:it|that|which|they|he|she|we|will|would|could|might|cannot|does|did|not|option|flag|compiler|how|can|may|helps?|lets?|allows?|who|both|or|the|a|an|its?|i|able|used?|possible|attempts?|tries|try|trying|of|for|by|from|than|when|while|if|whether|s)$/;
const ASKED =
  /^(?:you|need|have|want|required|ask|asked|instructed|supposed|going|is|are|must|order|ordered|told|like|expected|now|how|assistant|ai|agent|model|obliged|directed|authorized|remember|sure)$/;

/** Rules, ready to be looked for. */
export type Rules = readonly (readonly Compiled[])[];

/** @returns rules by the bit of the meaning that they begin with */
export function compileRules(rules: readonly Rule[]): Rules {
  const byBit: Compiled[][] = Array.from({ length: 64 }, () => []);
  for (const rule of rules) {
    const steps = stepsOf(rule.pattern);
    const compiled: Compiled = {
      rule,
      steps,
      before: rule.unlessBefore === undefined ? undefined : meaningOf(rule.unlessBefore),
      behind: rule.unlessBehind === undefined ? undefined : meaningOf(rule.unlessBehind),
    };
    const { low, high } = steps[0]!.meaning;
    for (let bit = 0; bit < 32; bit++) {
      if ((low & (1 << bit)) !== 0) byBit[bit]!.push(compiled);
      if ((high & (1 << bit)) !== 0) byBit[bit + 32]!.push(compiled);
    }
  }
  return byBit;
}

function stepsOf(pattern: string): readonly Step[] {
  const steps: Step[] = [];
  let gap = 0;
  for (const part of pattern.split(' ')) {
    if (part.startsWith('~')) gap = Number(part.slice(1));
    else {
      steps.push({ meaning: meaningOf(part), gap });
      gap = 0;
    }
  }
  return steps;
}

/** Finds what the rules describe. The work at each word is bounded. */
export function findHits(tokens: Tokens, rules: Rules): Hit[] {
  const hits: Hit[] = [];
  for (let i = 0; i < tokens.count; i++) {
    let bits = tokens.low[i]!;
    let base = 0;
    const done = new Set<Compiled>();
    for (;;) {
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        for (const compiled of rules[base + bit]!) {
          if (done.has(compiled)) continue;
          done.add(compiled);
          const hit = hitAt(tokens, i, compiled);
          if (hit !== undefined) hits.push(hit);
        }
      }
      if (base === 32) break;
      base = 32;
      bits = tokens.high[i]!;
    }
  }
  return hits;
}

function hitAt(tokens: Tokens, at: number, { rule, steps, before, behind }: Compiled): Hit | undefined {
  const last = follow(tokens, at, steps);
  if (last < 0) return undefined;
  if (before !== undefined && someNear(tokens, before, Math.max(0, at - NEAR_BEFORE), at, at))
    return undefined;
  if (behind !== undefined && someNear(tokens, behind, at + 1, last + 1 + NEAR_BEHIND, at)) return undefined;
  const told = rule.order === true && isTold(tokens, at) ? TOLD : 1;
  return { group: rule.group, weight: rule.weight * told, start: tokens.start[at]!, end: tokens.end[last]! };
}

/** The word on which a sequence that begins at `at` ends soonest; -1 when there is none. */
function follow(tokens: Tokens, at: number, steps: readonly Step[]): number {
  const sentence = tokens.sentence[at]!;
  let tries = 0;
  const from = (word: number, step: number): number => {
    const next = steps[step];
    if (next === undefined) return word;
    const limit = Math.min(tokens.count - 1, word + 1 + next.gap);
    for (let i = word + 1; i <= limit && tokens.sentence[i] === sentence; i++) {
      if (++tries > MAX_TRIES) return -1;
      if (!has(tokens, i, next.meaning)) continue;
      const end = from(i, step + 1);
      if (end >= 0) return end;
    }
    return -1;
  };
  return from(at, 1);
}

export function has(tokens: Tokens, at: number, meaning: Meaning): boolean {
  return (tokens.low[at]! & meaning.low) !== 0 || (tokens.high[at]! & meaning.high) !== 0;
}

function someNear(tokens: Tokens, meaning: Meaning, from: number, to: number, at: number): boolean {
  for (let i = from; i < Math.min(to, tokens.count); i++) {
    if (tokens.sentence[i] === tokens.sentence[at] && has(tokens, i, meaning)) return true;
  }
  return false;
}

/** True for a verb that tells what somebody does, and asks nobody to do it. */
function isTold(tokens: Tokens, at: number): boolean {
  if (at === 0 || tokens.sentence[at - 1] !== tokens.sentence[at]) return false;
  const previous = wordAt(tokens, at - 1);
  if (previous === 'to') return at < 2 || !ASKED.test(wordAt(tokens, at - 2));
  if (previous === 'not' || previous === "don't") return true;
  return TELLER.test(previous) && isAdjacent(tokens, at);
}

/** Nothing but a blank between two words. */
function isAdjacent(tokens: Tokens, at: number): boolean {
  return tokens.start[at]! - tokens.end[at - 1]! <= 1;
}

function wordAt(tokens: Tokens, at: number): string {
  return tokens.text.slice(tokens.start[at]!, tokens.end[at]!);
}
