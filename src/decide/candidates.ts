import { type Atom, type Condition, weight } from './condition.ts';
import { GramIndex } from './grams.ts';
import type { Policy } from './policy.ts';
import { type PolicyRequest, spanTokens, type TextVariable } from './request.ts';
import { Trie } from './trie.ts';

/** The atoms over one variable. */
interface VariableTable {
  readonly variable: TextVariable;
  readonly equals: Map<string, number[]>;
  readonly starts: Trie | undefined;
  readonly ends: Trie | undefined;
  readonly contains: GramIndex | undefined;
}

interface TableDraft {
  readonly equals: Map<string, number[]>;
  readonly starts: Map<string, number[]>;
  readonly ends: Map<string, number[]>;
  readonly contains: Map<string, number[]>;
}

/**
 * Finds, for one request, the policies that may match: those with an atom of their necessary condition fulfilled, those
 * whose `applies_to` fits, and those without any condition. Policies are numbered by their place in the order of
 * evaluation. Built once per set; the cost of a lookup follows the request, not the number of policies.
 */
export class PolicyIndex {
  /** Policies without a condition, in order. */
  readonly #always: readonly number[];
  readonly #tables: readonly VariableTable[];
  /** Policies without a condition that apply to a few span names only, by token. */
  readonly #tokens: ReadonlyMap<string, readonly number[]>;

  constructor(policies: readonly Policy[]) {
    const frequency = countAtoms(policies);
    const always: number[] = [];
    const tokens = new Map<string, number[]>();
    const drafts = new Map<TextVariable, TableDraft>();
    policies.forEach((policy, id) => {
      const condition = chooseCondition(policy, frequency);
      if (condition !== undefined) {
        for (const atom of condition) file(draftOf(drafts, atom.variable)[atom.test], atom.literal, id);
      } else if (policy.appliesTo.length > 0) {
        for (const token of policy.appliesTo) file(tokens, token, id);
      } else {
        always.push(id);
      }
    });
    this.#always = always;
    this.#tokens = tokens;
    this.#tables = [...drafts].map(([variable, draft]) => ({
      variable,
      equals: draft.equals,
      starts: trieOf(draft.starts, false),
      ends: trieOf(draft.ends, true),
      contains: draft.contains.size === 0 ? undefined : new GramIndex(draft.contains),
    }));
  }

  /** How many policies are evaluated for every request. */
  get unindexed(): number {
    return this.#always.length;
  }

  /** Numbers of the policies that may match, in order, none twice. */
  candidates(request: PolicyRequest): readonly number[] {
    const found: number[] = [];
    for (const table of this.#tables) {
      const text = request.text(table.variable);
      const equal = table.equals.get(text);
      if (equal !== undefined) push(equal, found);
      table.starts?.collect(text, found);
      table.ends?.collect(text, found);
      table.contains?.collect(text, found);
    }
    if (this.#tokens.size > 0) {
      for (const token of spanTokens(request.name)) push(this.#tokens.get(token) ?? NONE, found);
    }
    if (found.length === 0) return this.#always;
    push(this.#always, found);
    return sortedUnique(found);
  }
}

const NONE: readonly number[] = [];

/** Not `into.push(...ids)`: a list of many thousand arguments would overflow the stack. */
function push(ids: readonly number[], into: number[]): void {
  for (const id of ids) into.push(id);
}

function sortedUnique(ids: number[]): readonly number[] {
  if (ids.length === 1) return ids;
  ids.sort((a, b) => a - b);
  let kept = 1;
  for (let i = 1; i < ids.length; i++) if (ids[i] !== ids[i - 1]) ids[kept++] = ids[i]!;
  ids.length = kept;
  return ids;
}

function atomKey(atom: Atom): string {
  return `${atom.variable}\0${atom.test}\0${atom.literal}`;
}

/** How many policies could be filed under each atom. */
function countAtoms(policies: readonly Policy[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { expression } of policies) {
    for (const condition of expression.analysis.conditions) {
      for (const atom of condition) counts.set(atomKey(atom), (counts.get(atomKey(atom)) ?? 0) + 1);
    }
  }
  return counts;
}

/** The alternative that will be looked at least often: rare in traffic, and shared with few other policies. */
function chooseCondition(policy: Policy, frequency: ReadonlyMap<string, number>): Condition | undefined {
  const { exact, conditions } = policy.expression.analysis;
  if (exact !== undefined) return exact;
  let chosen: Condition | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const condition of conditions) {
    let shared = 1;
    for (const atom of condition) shared = Math.max(shared, frequency.get(atomKey(atom))!);
    const cost = weight(condition) * shared;
    if (cost < least) {
      least = cost;
      chosen = condition;
    }
  }
  return chosen;
}

function draftOf(drafts: Map<TextVariable, TableDraft>, variable: TextVariable): TableDraft {
  let draft = drafts.get(variable);
  if (draft === undefined) {
    draft = { equals: new Map(), starts: new Map(), ends: new Map(), contains: new Map() };
    drafts.set(variable, draft);
  }
  return draft;
}

function file(under: Map<string, number[]>, key: string, id: number): void {
  const ids = under.get(key);
  if (ids === undefined) under.set(key, [id]);
  else ids.push(id);
}

function trieOf(literals: ReadonlyMap<string, readonly number[]>, fromEnd: boolean): Trie | undefined {
  if (literals.size === 0) return undefined;
  const trie = new Trie(fromEnd);
  for (const [literal, ids] of literals) for (const id of ids) trie.add(literal, id);
  return trie;
}
