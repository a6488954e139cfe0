import type { Command } from 'commander';
import { addExamples } from '../examples.ts';
import { addDataPlaneOptions } from '../options.ts';

/** Adds `weir proxy`. */
export function register(program: Command): void {
  const command = addDataPlaneOptions(
    program
      .command('proxy')
      .description('The data plane alone. Prints one JSON line on stdout when it accepts connections.'),
  ).action(async (options) => (await import('../run-proxy.ts')).runProxy(options));
  addExamples(command, [
    ['on a free port, with its own data', 'weir proxy --listen 127.0.0.1:0 --data ./data'],
    ['let one internal service be reached', 'weir proxy --allow-address 10.1.2.3/32:5432'],
    [
      'with policies from a receiver',
      'weir proxy --policies https://receiver.example --policies-key-file key',
    ],
  ]);
}
