import type { Config } from '../config/schema.ts';
import type { ActionRule, InjectionLimits } from '../inspect/action.ts';
import type { KnownValue } from '../inspect/known-value.ts';
import { packsWith } from '../inspect/packs.ts';
import type { InspectorOptions } from '../proxy/inspector.ts';

/**
 * What the section `inspect` of the config says, as the inspector takes it.
 * @param known values that were read from where the config, or the environment of the command, has them
 */
export function inspectorOptions(config: Config, known: readonly KnownValue[]): InspectorOptions {
  const { inspect } = config;
  return {
    packs: packsWith(inspect.packs),
    disable: inspect.disable,
    home: inspect.home,
    exempt: inspect.exempt,
    rules: actionRules(inspect),
    injection: injectionLimits(inspect),
    known,
    memorySeconds: inspect.memorySeconds,
    hostNameBytes: inspect.hostNameBytes,
  };
}

/** Scores from which on text counts as an order to the agent. */
export function injectionLimits(inspect: Config['inspect']): InjectionLimits {
  const { injectionHigh: high, injectionMedium: medium, injectionAnswer: answer } = inspect;
  return { high, medium, answer };
}

/** Exemptions first, then the other rules, in the order of the config. */
export function actionRules(inspect: Config['inspect']): readonly ActionRule[] {
  const exemptions = inspect.exemptions.map(({ kind, host, place, until }) => ({
    kinds: [kind],
    hosts: [host],
    places: [place],
    action: 'allow' as const,
    ...endOf(until),
  }));
  const rules = inspect.actions.map(({ kinds, hosts, places, direction, action, until }) => ({
    kinds,
    action,
    ...(hosts === undefined ? {} : { hosts }),
    ...(places === undefined ? {} : { places }),
    ...(direction === undefined ? {} : { direction }),
    ...endOf(until),
  }));
  return [...exemptions, ...rules];
}

function endOf(until: string | undefined): { readonly until?: number } {
  return until === undefined ? {} : { until: Date.parse(until) };
}
