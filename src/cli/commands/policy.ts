import type { Command } from 'commander';
import { addExamples } from '../examples.ts';

/** Adds `weir policy check`. */
export function register(program: Command): void {
  const policy = program.command('policy').description('Work with policies.');
  addExamples(policy, [['check a file before it counts', 'weir policy check policies.yaml']]);
  const check = policy
    .command('check')
    .description(
      'Compile every policy of a file and say what is wrong or doubtful. Exits with 1 on an error.',
    )
    .argument('<file>', 'YAML or JSON')
    .option('--json', 'The report as JSON.')
    .action(async (file, options) => (await import('../run-policy.ts')).runPolicyCheck(file, options));
  addExamples(check, [['check a file', 'weir policy check policies.yaml']]);
}
