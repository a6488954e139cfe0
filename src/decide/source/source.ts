import { emptyPolicySet } from '../compile.ts';
import type { PolicyProblem, PolicySet } from '../policy.ts';
import { openPolicyFile, type PolicyFileOptions } from './file.ts';
import { openReceiver, type ReceiverOptions } from './receiver.ts';

/** Where policies come from. */
export type PolicySourceOptions = { readonly kind: 'none' } | PolicyFileOptions | ReceiverOptions;

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

/**
 * Opens a source of policies. Takes where they come from and a callback for what happens later; returns the source.
 * Rejects with PolicySourceError when a policy file cannot be used, or an option makes no sense: Weir does not start with
 * policies it does not understand. A receiver that cannot be reached is no such case: every request is denied until it can.
 */
export async function createPolicySource(
  options: PolicySourceOptions,
  onChange: (event: PolicyEvent) => void,
): Promise<PolicySource> {
  switch (options.kind) {
    case 'none':
      return noSource();
    case 'file':
      return openPolicyFile(options, onChange);
    case 'receiver':
      return openReceiver(options, onChange);
  }
}

function noSource(): PolicySource {
  const set = emptyPolicySet('none');
  const state: PolicyState = {
    version: set.version,
    loadedAt: undefined,
    source: set.source,
    lastError: undefined,
  };
  return {
    current: () => set,
    state: () => state,
    ready: Promise.resolve(),
    refresh: () => Promise.resolve(),
    close: () => undefined,
  };
}
