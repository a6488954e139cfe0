import type { Action } from '../flow/decision.ts';
import type { Expression } from './expression.ts';

/** What happens to a request that no enforcing policy decides. */
export type DefaultAction = 'allow' | 'block';

/** Something to say about a policy document. A document with an error is never put to work. */
export interface PolicyProblem {
  /** Name of the policy; undefined when the problem is about the document. */
  readonly policy: string | undefined;
  /** Line in the file, from 1; undefined when the document did not come from a file. */
  readonly line: number | undefined;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** One policy as it was written, checked for shape only. */
export interface PolicyEntry {
  readonly name: string;
  readonly expression: string;
  /** As written; a receiver may send an action that Weir does not know. */
  readonly action: string;
  readonly actionConfig: Readonly<Record<string, unknown>>;
  readonly appliesTo: readonly string[];
  readonly enabled: boolean;
  readonly priority: number;
  readonly shadow: boolean;
  readonly line: number | undefined;
  /** Line of the expression. */
  readonly expressionLine: number | undefined;
}

/** A policy document as it was written, checked for shape only. */
export interface PolicyDocument {
  readonly defaultAction: DefaultAction;
  readonly entries: readonly PolicyEntry[];
  /** What was wrong with the shape. */
  readonly problems: readonly PolicyProblem[];
}

/** One policy, ready to be evaluated. */
export interface Policy {
  readonly name: string;
  readonly action: Action;
  readonly shadow: boolean;
  /** True when it can end the request: not in shadow and not `log` or `alert`. */
  readonly enforcing: boolean;
  /** True when an evaluation error denies: enforcing, and not `allow`. */
  readonly failsClosed: boolean;
  /** Tokens on the span name; empty: every request. */
  readonly appliesTo: readonly string[];
  readonly expression: Expression;
}
