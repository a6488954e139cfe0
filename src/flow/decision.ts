import type { Reason } from './reason.ts';

/** What a policy asks for. `throttle`, `require_approval` and `steer` deny until they are built. */
export type Action = 'block' | 'log' | 'alert' | 'allow' | 'throttle' | 'require_approval' | 'steer';

/** One policy whose expression matched. */
export interface PolicyMatch {
  readonly name: string;
  readonly action: Action;
  /** True when it matched in shadow: recorded, never enforced. */
  readonly shadow: boolean;
}

/** The outcome of the decide step. */
export interface Decision {
  readonly verdict: 'allow' | 'deny';
  /** Set when denied. */
  readonly reason: Reason | undefined;
  /** Name of the policy that decided; `_default_deny`, `_fail_closed`, `_fail_closed_unloaded` as the seed calls them. */
  readonly policy: string | undefined;
  /** Action of that policy. */
  readonly action: Action | undefined;
  /** Everything that matched, highest priority first, shadow and passive ones included. */
  readonly matched: readonly PolicyMatch[];
}
