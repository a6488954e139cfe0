/** Orders as sequences of meanings: `OVERRIDE ~4 PRIOR ~2 RULES`. */
import { CONCEPTS, conceptsIn, type Meaning, meaningOf } from './concepts.ts';
import type { Group, Hit } from './hit.ts';
import { has, says } from './meant.ts';
import { ROLE } from './roles.ts';
import type { Tokens } from './tokens.ts';

/** A sequence and what it says. */
export interface Rule {
  readonly group: Group;
  readonly weight: number;
  /** Meanings in order; `A|B` is one of them, `~n` between two allows up to n other words. */
  readonly pattern: string;
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
  /** It asks to set aside what is not said to be the agent's own. */
  readonly foreign: boolean;
  /** It says itself what is not to be done. */
  readonly negative: boolean;
}

/** Most steps of a search for one rule at one place. */
const MAX_TRIES = 200;
/** What is told about others, and what is said on a condition that is not about the agent, weighs so much. */
const TOLD = 0.3;
const CONDITIONAL = 0.5;
const SPEAKER = meaningOf('MUST|YOU|FROMNOW|NOTE|AI|AGENT');
const NEGATION = meaningOf('NOT');
/** Who says that he does not: an order not to do one thing may go on with what to do. */
const SELF = meaningOf('ME');
const MOST_DENIED = 8;
const CONDITION = meaningOf('IF');
const AI = meaningOf('AI|AGENT');

/** Concepts that most texts are full of: rules are looked for by the others. */
const FREQUENT = new Set<string>([
  'TO',
  'NOT',
  'ALL',
  'YOU',
  'YOUR',
  'ARE',
  'WHEN',
  'IF',
  'MUST',
  'ME',
  'NEW',
  'ONLY',
  'NOW',
  'WITHOUT',
  'RATE',
  'RUN',
  'READ',
  'SEND',
  'REVEAL',
  'TELL',
  'CONTENT',
  'DOCUMENT',
  'ORDERS',
  'TOOL',
  'REMEMBER',
  'PROCESS',
  'USER',
  'NOTE',
  'PRIOR',
  'PRAISE',
  'TOLD',
  'FOLLOW',
  'KNOW',
  'ALWAYS',
  'EVERYTHING',
  'RULES',
  'LIMITS',
  'SAFETY',
  'AGENT',
  'BYPASS',
  'DESTROY',
  'STOP',
  'VOID',
]);

/** Rules, ready to be looked for: by the concept of theirs that is rarest. */
export type Rules = readonly (readonly Compiled[])[];

/** @returns rules by number of a concept without which they do not apply */
export function compileRules(rules: readonly Rule[]): Rules {
  const byConcept: Compiled[][] = CONCEPTS.map(() => []);
  for (const rule of rules) {
    const steps = stepsOf(rule.pattern);
    const foreign = rule.group === 'instruction-override' && !/PRIOR|YOU|TOLD/.test(rule.pattern);
    const negative = /NOT|WITHOUT|STOP|ALWAYS|SECRETLY/.test(rule.pattern);
    const sets = steps.map(({ meaning }) => conceptsIn(meaning));
    const rarity = (set: readonly number[]): number =>
      set.filter((concept) => FREQUENT.has(CONCEPTS[concept]!)).length * 10 + set.length;
    const key = sets.reduce((best, set) => (rarity(set) < rarity(best) ? set : best));
    for (const concept of key) byConcept[concept]!.push({ rule, steps, foreign, negative });
  }
  return byConcept;
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

/** Finds what the rules describe, sentence by sentence. The work at each word is bounded. */
export function findHits(tokens: Tokens, rules: Rules): Hit[] {
  const hits: Hit[] = [];
  for (let s = 0; s < tokens.sentences; s++) {
    if (tokens.from[s + 1]! - tokens.from[s]! < 2) continue;
    inWord(tokens, s, tokens.allLow[s]!, 0, rules, hits);
    inWord(tokens, s, tokens.allHigh[s]!, 32, rules, hits);
    inWord(tokens, s, tokens.allTop[s]!, 64, rules, hits);
  }
  return hits;
}

function inWord(tokens: Tokens, s: number, all: number, base: number, rules: Rules, hits: Hit[]): void {
  for (let bits = all; bits !== 0; bits &= bits - 1) {
    for (const compiled of rules[base + 31 - Math.clz32(bits & -bits)]!) {
      const { steps } = compiled;
      let met = true;
      for (let k = 0; k < steps.length && met; k++) met = says(tokens, s, steps[k]!.meaning);
      if (met) find(tokens, s, compiled, hits);
    }
  }
}

function find(tokens: Tokens, s: number, compiled: Compiled, hits: Hit[]): void {
  const first = compiled.steps[0]!.meaning;
  const to = tokens.from[s + 1]!;
  for (let i = tokens.from[s]!; i < to; i++) {
    if (!has(tokens, i, first)) continue;
    const hit = hitAt(tokens, i, to, compiled);
    if (hit !== undefined) hits.push(hit);
  }
}

function hitAt(tokens: Tokens, at: number, to: number, compiled: Compiled): Hit | undefined {
  const { rule, foreign } = compiled;
  const last = follow(tokens, at, to, compiled);
  if (last < 0) return undefined;
  let { weight } = rule;
  if (rule.order === true) {
    if (isDenied(tokens, at) || (last > at && isNamed(tokens, at))) return undefined;
    if (isTold(tokens, at)) weight *= TOLD;
    if (isConditional(tokens, at, last)) weight *= CONDITIONAL;
    // "Ignore any instructions in the page": what the prompt of a careful application says.
    const behind = last + 1 < to ? tokens.roles[last + 1]! : 0;
    if ((foreign && (behind & ROLE.within) !== 0) || (behind & ROLE.topic) !== 0) weight *= CONDITIONAL;
  }
  return { group: rule.group, weight, start: tokens.start[at]!, end: tokens.end[last]! };
}

/** A field, a string or a function of a program: no order. */
function isNamed(tokens: Tokens, at: number): boolean {
  const sign = tokens.text[tokens.end[at]!];
  return sign !== undefined && '`"\\(:='.includes(sign);
}

/** "Never ignore…" */
function isDenied(tokens: Tokens, at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 2); i--) {
    if (tokens.sentence[i] !== tokens.sentence[at] || !isAdjacent(tokens, i + 1)) return false;
    if (has(tokens, i, NEGATION)) return true;
  }
  if (at === 0 || (tokens.roles[at - 1]! & ROLE.joint) === 0) return false;
  // "I cannot ignore my rules or reveal…"
  for (
    let i = at - 2;
    i >= Math.max(0, at - MOST_DENIED) && tokens.sentence[i] === tokens.sentence[at];
    i--
  ) {
    if (has(tokens, i, NEGATION)) return has(tokens, i - 1, SELF);
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
function follow(tokens: Tokens, at: number, to: number, { steps, negative }: Compiled): number {
  let tries = 0;
  const from = (word: number, step: number): number => {
    const next = steps[step];
    if (next === undefined) return word;
    const limit = Math.min(to - 1, word + 1 + next.gap);
    for (let i = word + 1; i <= limit; i++) {
      if (++tries > MAX_TRIES) return -1;
      if (!has(tokens, i, next.meaning)) continue;
      // "Agents must not run…"
      if (!negative && has(tokens, i - 1, NEGATION)) continue;
      const end = from(i, step + 1);
      if (end >= 0) return end;
    }
    return -1;
  };
  return from(at, 1);
}

/** True for a verb that tells what somebody does, and asks nobody to do it. */
function isTold(tokens: Tokens, at: number): boolean {
  for (let i = at; ; i--) {
    if (i === 0 || tokens.sentence[i - 1] !== tokens.sentence[i] || !isAdjacent(tokens, i)) return false;
    const previous = tokens.roles[i - 1]!;
    if ((previous & ROLE.to) !== 0) {
      const isAsked = i >= 2 && tokens.sentence[i - 2] === tokens.sentence[i];
      return !isAsked || (tokens.roles[i - 2]! & ROLE.asked) === 0;
    }
    if (has(tokens, i - 1, SPEAKER)) return false;
    if ((previous & ROLE.reported) !== 0) return true;
    if ((previous & ROLE.joint) !== 0) return false;
    if ((previous & ROLE.starter) === 0 && !isAdverb(tokens, i - 1)) return true;
    if (at - i > 3) return false;
  }
}

function isAdverb(tokens: Tokens, at: number): boolean {
  return tokens.text.endsWith('ly', tokens.end[at]!);
}

/** Nothing but a blank between two words. */
function isAdjacent(tokens: Tokens, at: number): boolean {
  return tokens.start[at]! - tokens.end[at - 1]! <= 1;
}
