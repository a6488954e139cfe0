import { PACKS, type Pack } from '../flow/pack.ts';
import type { Category } from './kind.ts';

export { PACKS, type Pack } from '../flow/pack.ts';

/** What is on when nothing is said. */
export const DEFAULT_PACKS: readonly Pack[] = Object.freeze(['credentials', 'commands', 'injection']);

/** The categories of kinds that a pack brings. `strict` brings none: it changes what is done about a finding. */
export const PACK_CATEGORIES: Readonly<Record<Pack, readonly Category[]>> = {
  credentials: ['credential', 'private-key', 'connection-string', 'wallet-key', 'generic'],
  commands: [],
  injection: [],
  money: ['money'],
  'personal-data': ['personal-data', 'money'],
  strict: [],
};

/**
 * The packs that are on when these are asked for: the default ones stay.
 * @param names packs, or `all`; others are left out
 */
export function packsWith(names: readonly string[]): readonly Pack[] {
  if (names.includes('all')) return PACKS;
  return PACKS.filter((pack) => DEFAULT_PACKS.includes(pack) || names.includes(pack));
}

/** The categories that a list of packs looks for. */
export function categoriesOf(packs: readonly Pack[]): ReadonlySet<Category> {
  return new Set(packs.flatMap((pack) => PACK_CATEGORIES[pack]));
}
