import type { PolicyIndex } from './candidates.ts';
import type { DefaultAction, Policy } from './policy.ts';

/** Policies in order of evaluation, with the index over them. Immutable; replaced as a whole. */
export interface PolicySet {
  /** 12 hex digits of the SHA-256 over the content that matters. */
  readonly version: string;
  /** Where it came from, for people. */
  readonly source: string;
  /** False while nothing could be loaded: every request is denied. */
  readonly loaded: boolean;
  readonly defaultAction: DefaultAction;
  readonly policies: readonly Policy[];
  readonly index: PolicyIndex;
}
