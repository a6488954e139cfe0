import type { Command } from 'commander';
import { addExamples } from '../examples.ts';
import { addDataPlaneOptions } from '../options.ts';

/** Adds `weir run`. */
export function register(program: Command): void {
  const command = addDataPlaneOptions(
    program.command('run').description('Run one command behind a private gateway, and exit with its code.'),
    ['listen'],
  )
    .option('--listen <host:port>', 'Where the private gateway listens. (default: a free port of 127.0.0.1)')
    .passThroughOptions()
    .argument('<cmd...>', 'the command and its arguments, after --')
    .action(async (cmd, options) => (await import('../run-agent.ts')).runAgent(cmd, options));
  addExamples(command, [
    ['see what a command sends', 'weir run -- curl https://example.com/'],
    ['an agent under your policies', 'weir run --policies policies.yaml -- python agent.py'],
  ]);
}
