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
/** What is told about others, and what is said on a condition that is not about the agent, weighs so much. */
const TOLD = 0.3;
const CONDITIONAL = 0.5;
/** What an order may follow, and what makes `to` one: "you must ignore", "please ignore", "I want you to ignore". */
const STARTER =
  /^(?:please|pls|kindly|then|also|just|simply|and|or|but|now|so|first|finally|next|instead|always|immediately|secretly|silently|quietly|again|here|today|hereby|only|to|should|shall|must|will|can|may|would|could|ok|okay)$/;
const ASKED =
  /^(?:you|need|needs|have|has|want|required|ask|asked|instructed|supposed|going|is|are|must|order|ordered|expected|ai|agent|agents|assistant|assistants|model|obliged|directed|authorized|authorised|remember|sure|demands|requires|command|allowed|step|forget)$/;
const REPORTED =
  /^(?:we|they|it|he|she|users?|attackers?|that|which|who|i|this|not|cannot|the|a|an|option|flag)$/;
const SPEAKER = meaningOf('MUST|YOU|NOW|INSTEAD|FROMNOW|NOTE|AI|AGENT|SECRETLY|ONLY|ALWAYS');
const NEGATION = meaningOf('NOT');
const CONDITION = meaningOf('IF');
const AI = meaningOf('AI');
const WITHIN = /^(?:in|inside|within|contained|embedded|found|about|on|regarding|for|of|that)$/;

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
  let weight = rule.weight;
  if (rule.order === true) {
    if (isDenied(tokens, at)) return undefined;
    if (isTold(tokens, at)) weight *= TOLD;
    if (isConditional(tokens, at, last)) weight *= CONDITIONAL;
    // "Ignore any instructions in the page": what the prompt of a careful application says.
    if (
      rule.group === 'instruction-override' &&
      !/PRIOR|YOU|TOLD/.test(rule.pattern) &&
      isWithin(tokens, last)
    ) {
      weight *= CONDITIONAL;
    }
  }
  return { group: rule.group, weight, start: tokens.start[at]!, end: tokens.end[last]! };
}

function isWithin(tokens: Tokens, last: number): boolean {
  return (
    last + 1 < tokens.count &&
    tokens.sentence[last + 1] === tokens.sentence[last] &&
    WITHIN.test(wordAt(tokens, last + 1))
  );
}

/** "Never ignore…" */
function isDenied(tokens: Tokens, at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 2); i--) {
    if (tokens.sentence[i] !== tokens.sentence[at] || tokens.start[i + 1]! - tokens.end[i]! > 1) return false;
    if (has(tokens, i, NEGATION)) return true;
  }
  return false;
}

/** An `if` near an order that is not about the agent. */
function isConditional(tokens: Tokens, at: number, last: number): boolean {
  for (let i = Math.max(0, at - 12); i < Math.min(tokens.count, last + 8); i++) {
    if (tokens.sentence[i] !== tokens.sentence[at] || !has(tokens, i, CONDITION)) continue;
    for (let k = i + 1; k < Math.min(tokens.count, i + 9); k++) if (has(tokens, k, AI)) return false;
    return true;
  }
  return false;
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
  for (let i = at; ; i--) {
    if (i === 0 || tokens.sentence[i - 1] !== tokens.sentence[i] || !isAdjacent(tokens, i)) return false;
    const previous = wordAt(tokens, i - 1);
    if (previous === 'to') {
      return i < 2 || tokens.sentence[i - 2] !== tokens.sentence[i] || !ASKED.test(wordAt(tokens, i - 2));
    }
    if (has(tokens, i - 1, SPEAKER)) return false;
    if (REPORTED.test(previous)) return true;
    if (previous === 'and' || previous === 'or' || previous === 'please') return false;
    if (!STARTER.test(previous) && !previous.endsWith('ly')) return true;
    if (at - i > 3) return false;
  }
}

/** Nothing but a blank between two words. */
function isAdjacent(tokens: Tokens, at: number): boolean {
  return tokens.start[at]! - tokens.end[at - 1]! <= 1;
}

function wordAt(tokens: Tokens, at: number): string {
  return tokens.text.slice(tokens.start[at]!, tokens.end[at]!);
}
