import type { Category } from './kind.ts';

/** Names of the packs: what is looked for, one word each. */
export const PACKS = ['credentials', 'commands', 'injection', 'money', 'personal-data', 'strict'] as const;
export type Pack = (typeof PACKS)[number];

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

/** The categories that a list of packs looks for. */
export function categoriesOf(packs: readonly Pack[]): ReadonlySet<Category> {
  return new Set(packs.flatMap((pack) => PACK_CATEGORIES[pack]));
}
