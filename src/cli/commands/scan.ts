import type { Command } from 'commander';
import { addExamples } from '../examples.ts';

/** Adds `weir scan`. */
export function register(program: Command): void {
  const command = program
    .command('scan')
    .description('Look for credentials in a file, as the gateway would. Exits with 1 when there are any.')
    .argument('<file>', 'a file, or - for stdin')
    .option('--json', 'The findings as JSON; never the values.')
    .action(async (file, options) => (await import('../run-scan.ts')).runScan(file, options));
  addExamples(command, [
    ['a file', 'weir scan prompt.txt'],
    ['what is about to be sent', 'git diff | weir scan --json -'],
  ]);
}
