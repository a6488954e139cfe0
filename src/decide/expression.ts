import { isCelError, plan } from '@bufbuild/cel';
import { Activation } from './activation.ts';
import { type Analysis, analyse } from './condition.ts';
import { ENVIRONMENT } from './environment.ts';
import { ATTRIBUTES, type PolicyRequest } from './request.ts';
import { readExpression, type Syntax } from './syntax.ts';

/** What one evaluation says. */
export type Verdict = 'match' | 'no-match' | 'error';

/** A compiled expression. Stateless: the same text gives the same object content, so sets can share it. */
export interface Expression {
  readonly text: string;
  readonly analysis: Analysis;
  /** Advice for its author. */
  readonly warnings: readonly string[];
  /** Evaluates with the library. Never throws. */
  readonly evaluate: (activation: Activation) => Verdict;
}

/**
 * Compiles one expression. Takes its text; returns it ready for evaluation; throws ExpressionError when it cannot be used.
 * Costs about 0.2 ms; limits: EXPRESSION_LIMITS.
 */
export function compileExpression(text: string): Expression {
  const syntax = readExpression(text);
  const run = plan(ENVIRONMENT, syntax.root);
  const analysis = analyse(syntax.root);
  const { attributeIds } = syntax;
  return {
    text,
    analysis,
    warnings: warningsOf(syntax, analysis),
    evaluate: (activation) => {
      const value = run(activation);
      if (typeof value === 'boolean') return value ? 'match' : 'no-match';
      return isCelError(value) && isOnlyAbsence(value, attributeIds) ? 'no-match' : 'error';
    },
  };
}

/** Evaluates one expression against one request; for single uses, the index shares the activation. */
export function evaluateOnce(expression: Expression, request: PolicyRequest): Verdict {
  return expression.evaluate(new Activation(request));
}

/**
 * True when nothing but missing attributes went wrong. The library merges the errors of `&&` and `||` into the first one,
 * with the others as its cause; every one of them must be an absence, or the policy is in error. (Of merges inside merges
 * it keeps only the first, so a second mistake that deep behind an absent attribute counts as no match.)
 */
function isOnlyAbsence(error: unknown, attributeIds: ReadonlySet<bigint>): boolean {
  if (!isCelError(error) || error.exprId === undefined || !attributeIds.has(error.exprId)) return false;
  if (!error.message.startsWith('field not found')) return false;
  const { cause } = error;
  return Array.isArray(cause)
    ? cause.every((other) => isOnlyAbsence(other, attributeIds))
    : cause === undefined;
}

function warningsOf(syntax: Syntax, analysis: Analysis): string[] {
  const warnings: string[] = [];
  for (const name of syntax.attributes) {
    if (ATTRIBUTES.has(name)) continue;
    warnings.push(
      `attrs["${name}"] never exists for a raw request (known: ${[...ATTRIBUTES.keys()].join(', ')})`,
    );
  }
  for (const lookup of syntax.lookups) {
    if (syntax.tested.has(lookup)) continue;
    warnings.push(
      `${lookup} is an error when it is absent, and errors deny; test it with \`has(${lookup})\` first`,
    );
  }
  if (syntax.variables.size === 0) warnings.push('the expression is constant');
  else if (analysis.never) warnings.push('the expression can never match a raw request');
  return warnings;
}
