/** Names of the packs: what is looked for, one word each. */
export const PACKS = ['credentials', 'commands', 'injection', 'money', 'personal-data', 'strict'] as const;
export type Pack = (typeof PACKS)[number];
