import type { Command } from 'commander';
import { addExamples } from '../examples.ts';
import { addDataPlaneOptions } from '../options.ts';

/** Adds `weir up`. */
export function register(program: Command): void {
  const command = addDataPlaneOptions(
    program
      .command('up')
      .description('Start the gateway, check it through its own listener, and show every decision.'),
  ).action(async (options) => (await import('../run-up.ts')).runUp(options));
  addExamples(command, [
    ['start with everything at its default', 'weir up'],
    ['with your own policies', 'weir up --policies policies.yaml'],
  ]);
}
