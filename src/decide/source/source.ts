import { emptyPolicySet } from '../compile.ts';
import { openPolicyFile, type PolicyFileOptions } from './file.ts';
import { openReceiver, type ReceiverOptions } from './receiver.ts';
import type { PolicyEvent, PolicySource, PolicyState } from './state.ts';

/** Where policies come from. */
export type PolicySourceOptions = { readonly kind: 'none' } | PolicyFileOptions | ReceiverOptions;

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
