import type { PolicyProblem } from '../policy.ts';
import type { PolicySet } from '../policy-set.ts';

/** Something happened to the source; for the log. */
export type PolicyEvent =
  | {
      /** Another set is in use now. */
      readonly kind: 'loaded';
      readonly set: PolicySet;
      readonly problems: readonly PolicyProblem[];
    }
  | {
      /** Reading or compiling failed; the set in use stays. Said once for each different message in a row. */
      readonly kind: 'failed';
      readonly message: string;
      readonly problems: readonly PolicyProblem[];
    };

/** For status lines. */
export interface PolicyState {
  readonly version: string;
  /** Milliseconds since the epoch: when the content was last known to be current. Undefined: never. */
  readonly loadedAt: number | undefined;
  readonly source: string;
  /** What went wrong since then. */
  readonly lastError: string | undefined;
}

export interface PolicySource {
  /** The set to decide with, now. Synchronous: no request waits for a file or a receiver. */
  readonly current: () => PolicySet;
  readonly state: () => PolicyState;
  /** Resolves when the first pull has ended, well or badly; at once for the other kinds. Never rejects. */
  readonly ready: Promise<void>;
  /** Reads again now. Resolves when done, well or badly. */
  readonly refresh: () => Promise<void>;
  /** Stops watching and pulling. */
  readonly close: () => void;
}
