import { createHash } from 'node:crypto';
import type { Action } from '../flow/decision.ts';
import { PolicyIndex } from './candidates.ts';
import { readPolicyFile } from './document.ts';
import { compileExpression, type Expression } from './expression.ts';
import type { Policy, PolicyDocument, PolicyEntry, PolicyProblem } from './policy.ts';
import type { PolicySet } from './policy-set.ts';
import { ExpressionError } from './syntax.ts';

export interface CompileOptions {
  /** Where the document came from, for people. */
  readonly source: string;
  /** The set in use: expressions that did not change are taken over from it, which makes a reload cheap. */
  readonly previous?: PolicySet | undefined;
}

export interface CompileResult {
  /** Undefined when there is an error: a set is put to work as a whole or not at all. */
  readonly set: PolicySet | undefined;
  readonly problems: readonly PolicyProblem[];
}

const ACTIONS: ReadonlySet<string> = new Set<Action>([
  'block',
  'log',
  'alert',
  'allow',
  'throttle',
  'require_approval',
  'steer',
]);

/** Actions that only deny here, with what they were meant to do. */
const DENIAL_ONLY: Readonly<Record<string, string>> = {
  throttle: 'throttle does not count calls yet: every match is denied',
  require_approval: 'require_approval does not ask anybody yet: every match is denied',
  steer: 'steer cannot replace a raw request: every match is denied',
};

/**
 * Compiles a document into a set. Takes what `readPolicyFile` or `readPolicyAnswer` read; returns the set and everything
 * there is to say about it. Never throws. About 0.2 ms for each expression that is not in `previous`.
 */
export function compilePolicies(document: PolicyDocument, options: CompileOptions): CompileResult {
  const problems: PolicyProblem[] = [...document.problems];
  const compiled = new Map<string, Expression>();
  for (const { expression } of options.previous?.policies ?? []) compiled.set(expression.text, expression);
  const drafts: { readonly entry: PolicyEntry; readonly policy: Policy }[] = [];
  for (const entry of document.entries) {
    const expression = expressionOf(entry, compiled, problems);
    if (expression === undefined || !entry.enabled) continue;
    warn(entry, expression, problems);
    drafts.push({ entry, policy: policyOf(entry, expression) });
  }
  drafts.sort((a, b) => b.entry.priority - a.entry.priority || compareText(a.policy.name, b.policy.name));
  warnOfOrder(drafts, document, problems);
  if (problems.some((problem) => problem.severity === 'error')) return { set: undefined, problems };
  const policies = drafts.map((draft) => draft.policy);
  const set: PolicySet = {
    version: versionOf(
      document.defaultAction,
      drafts.map((draft) => draft.entry),
    ),
    source: options.source,
    loaded: true,
    defaultAction: document.defaultAction,
    policies,
    index: new PolicyIndex(policies),
  };
  return { set, problems };
}

/** Everything there is to say about the text of a policy file. Takes YAML or JSON; never throws. */
export function checkPolicies(text: string, filename: string): readonly PolicyProblem[] {
  return compilePolicies(readPolicyFile(text), { source: filename }).problems;
}

/** A set without policies: what runs when none are configured. */
export function emptyPolicySet(source: string): PolicySet {
  return compilePolicies({ defaultAction: 'allow', entries: [], problems: [] }, { source }).set!;
}

/** The set that denies every request, for as long as no policies could be loaded. */
export function unloadedPolicySet(source: string): PolicySet {
  return { ...emptyPolicySet(source), version: 'unloaded', loaded: false, defaultAction: 'block' };
}

/** Compares by code unit, so that the order is the same everywhere. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function expressionOf(
  entry: PolicyEntry,
  compiled: Map<string, Expression>,
  problems: PolicyProblem[],
): Expression | undefined {
  const known = compiled.get(entry.expression);
  if (known !== undefined) return known;
  try {
    const expression = compileExpression(entry.expression);
    compiled.set(entry.expression, expression);
    return expression;
  } catch (error) {
    const message = error instanceof ExpressionError ? error.message : `cannot be compiled: ${String(error)}`;
    const line = entry.expressionLine;
    // A disabled policy is often one that somebody is still working on.
    problems.push({ policy: entry.name, line, severity: entry.enabled ? 'error' : 'warning', message });
    return undefined;
  }
}

function policyOf(entry: PolicyEntry, expression: Expression): Policy {
  // Only a receiver can name an unknown action; what it meant cannot be done, so the match is denied.
  const action = ACTIONS.has(entry.action) ? (entry.action as Action) : 'block';
  const enforcing = !entry.shadow && action !== 'log' && action !== 'alert';
  return {
    name: entry.name,
    action,
    shadow: entry.shadow,
    enforcing,
    failsClosed: enforcing && action !== 'allow',
    appliesTo: entry.appliesTo,
    expression,
  };
}

function warn(entry: PolicyEntry, expression: Expression, problems: PolicyProblem[]): void {
  const add = (message: string, line = entry.line): void => {
    problems.push({ policy: entry.name, line, severity: 'warning', message });
  };
  for (const warning of expression.warnings) add(warning, entry.expressionLine);
  const limited = DENIAL_ONLY[entry.action];
  if (limited !== undefined && !entry.shadow) add(limited);
  if (!ACTIONS.has(entry.action)) add(`unknown action \`${entry.action}\`, taken as block`);
  if (entry.name.startsWith('_')) add('names that begin with `_` are those of Weir itself');
}

/** Names used twice, and policies that an identical one above them always decides first. */
function warnOfOrder(
  drafts: readonly { readonly entry: PolicyEntry; readonly policy: Policy }[],
  document: PolicyDocument,
  problems: PolicyProblem[],
): void {
  const names = new Set<string>();
  for (const { name, line } of document.entries) {
    if (names.has(name)) {
      problems.push({ policy: name, line, severity: 'warning', message: 'the name is used more than once' });
    }
    names.add(name);
  }
  const decided = new Map<string, string>();
  for (const { entry, policy } of drafts) {
    const above = decided.get(entry.expression) ?? decided.get('true');
    if (above !== undefined) {
      const message = `never reached: \`${above}\` decides every request that this would match`;
      problems.push({ policy: entry.name, line: entry.line, severity: 'warning', message });
    }
    if (policy.enforcing && policy.appliesTo.length === 0 && above === undefined) {
      decided.set(entry.expression, entry.name);
    }
  }
}

function versionOf(defaultAction: string, entries: readonly PolicyEntry[]): string {
  const content = entries.map((entry) => [
    entry.name,
    entry.expression,
    entry.action,
    entry.actionConfig,
    entry.appliesTo,
    entry.priority,
    entry.shadow,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([defaultAction, content]))
    .digest('hex')
    .slice(0, 12);
}
