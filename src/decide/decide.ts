import type { Decision, PolicyMatch } from '../flow/decision.ts';
import type { Facts } from '../flow/facts.ts';
import type { Reason } from '../flow/reason.ts';
import { Activation } from './activation.ts';
import type { Verdict } from './expression.ts';
import type { Policy } from './policy.ts';
import type { PolicySet } from './policy-set.ts';
import { appliesTo, PolicyRequest } from './request.ts';

const NO_MATCHES: readonly PolicyMatch[] = Object.freeze([]);

const ALLOWED: Decision = Object.freeze({
  verdict: 'allow',
  reason: undefined,
  policy: undefined,
  action: undefined,
  matched: NO_MATCHES,
});

const UNAVAILABLE: Decision = Object.freeze({
  verdict: 'deny',
  reason: 'policy-unavailable',
  policy: '_fail_closed_unloaded',
  action: 'block',
  matched: NO_MATCHES,
});

/**
 * Decides one request. Takes the policies and the facts; returns what to do; never throws. Policies are looked at in order:
 * `log`, `alert` and shadow ones are noted, the first enforcing one that matches decides, and those below it are not
 * looked at. The cost follows the number of policies that may match, which the index finds, not the size of the set.
 */
export function decide(set: PolicySet, facts: Facts): Decision {
  if (!set.loaded) return UNAVAILABLE;
  const request = new PolicyRequest(facts);
  return walk(set, request, set.index.candidates(request), true);
}

/** The same without the index and its shortcuts: every policy is evaluated by the library. For tests and comparison. */
export function decideUnindexed(set: PolicySet, facts: Facts): Decision {
  if (!set.loaded) return UNAVAILABLE;
  return walk(set, new PolicyRequest(facts), [...set.policies.keys()], false);
}

function walk(set: PolicySet, request: PolicyRequest, ids: readonly number[], trustIndex: boolean): Decision {
  let activation: Activation | undefined;
  const matched: PolicyMatch[] = [];
  for (const id of ids) {
    const policy = set.policies[id]!;
    if (!appliesTo(policy.appliesTo, request.name)) continue;
    let verdict: Verdict = 'match';
    // A policy that is nothing but its condition is a candidate only because it matches.
    if (!trustIndex || policy.expression.analysis.exact === undefined) {
      activation ??= new Activation(request);
      verdict = policy.expression.evaluate(activation);
    }
    if (verdict === 'no-match' || (verdict === 'error' && !policy.failsClosed)) continue;
    matched.push({ name: policy.name, action: policy.action, shadow: policy.shadow });
    if (verdict === 'error') return denial('policy-error', '_fail_closed', 'block', matched);
    if (policy.enforcing) return verdictOf(policy, matched);
  }
  if (set.defaultAction === 'block') return denial('policy', '_default_deny', 'block', matched);
  if (matched.length === 0) return ALLOWED;
  return { ...ALLOWED, matched };
}

function verdictOf(policy: Policy, matched: readonly PolicyMatch[]): Decision {
  switch (policy.action) {
    case 'allow':
      return { verdict: 'allow', reason: undefined, policy: policy.name, action: 'allow', matched };
    case 'throttle':
      return denial('policy-throttle', policy.name, policy.action, matched);
    case 'require_approval':
      return denial('policy-approval-required', policy.name, policy.action, matched);
    case 'steer':
      return denial('policy-steer-unenforceable', policy.name, policy.action, matched);
    default:
      return denial('policy', policy.name, policy.action, matched);
  }
}

function denial(
  reason: Reason,
  policy: string,
  action: Policy['action'],
  matched: readonly PolicyMatch[],
): Decision {
  return { verdict: 'deny', reason, policy, action, matched };
}
