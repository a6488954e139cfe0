import type { Command } from 'commander';

/** A module of `commands/`. */
interface CommandModule {
  register(program: Command): void;
}

/** One command of the program. */
interface ListedCommand {
  readonly name: string;
  readonly load: () => Promise<CommandModule>;
}

/** Every command, in the order of `--help`. Loaded only when it is the one that runs: `weir version` starts fast. */
export const COMMANDS: readonly ListedCommand[] = [
  { name: 'up', load: () => import('./up.ts') },
  { name: 'proxy', load: () => import('./proxy.ts') },
  { name: 'run', load: () => import('./run.ts') },
  { name: 'ca', load: () => import('./ca.ts') },
  { name: 'records', load: () => import('./records.ts') },
  { name: 'scan', load: () => import('./scan.ts') },
  { name: 'config', load: () => import('./config.ts') },
  { name: 'policy', load: () => import('./policy.ts') },
  { name: 'completion', load: () => import('./completion.ts') },
  { name: 'version', load: () => import('./version.ts') },
];
