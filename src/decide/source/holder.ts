import type { PolicyProblem } from '../policy.ts';
import type { PolicySet } from '../policy-set.ts';
import { messageOf, PolicySourceError } from './fault.ts';
import type { PolicyEvent, PolicyState } from './state.ts';

/** The set in use and what is known about it. A swap is one assignment, so a request sees either set, never a mixture. */
export class PolicyHolder {
  #set: PolicySet;
  #loadedAt: number | undefined;
  #lastError: string | undefined;
  readonly #onChange: (event: PolicyEvent) => void;

  constructor(set: PolicySet, onChange: (event: PolicyEvent) => void) {
    this.#set = set;
    this.#onChange = onChange;
  }

  get set(): PolicySet {
    return this.#set;
  }

  get loadedAt(): number | undefined {
    return this.#loadedAt;
  }

  /** Puts a set to work; says so when it is another one. `loadedAt` is when its content was known to be current. */
  replace(set: PolicySet, problems: readonly PolicyProblem[], loadedAt: number): void {
    const changed = set.version !== this.#set.version || !this.#set.loaded;
    this.#set = set;
    this.confirm(loadedAt);
    if (changed) this.#onChange({ kind: 'loaded', set, problems });
  }

  /** The content in use is still current. */
  confirm(at: number): void {
    this.#loadedAt = at;
    this.#lastError = undefined;
  }

  /** Notes a failure; says so unless it is the same as the last one. */
  fail(error: unknown): void {
    const message = messageOf(error);
    if (message === this.#lastError) return;
    this.#lastError = message;
    const problems = error instanceof PolicySourceError ? error.problems : [];
    this.#onChange({ kind: 'failed', message, problems });
  }

  state(inUse: PolicySet): PolicyState {
    return {
      version: inUse.version,
      loadedAt: this.#loadedAt,
      source: inUse.source,
      lastError: this.#lastError,
    };
  }
}
