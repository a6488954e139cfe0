import { Argument, type Command } from 'commander';
import { completionScript, SHELLS, type Shell } from '../completion.ts';
import { addExamples } from '../examples.ts';
import { processOutput } from '../output.ts';

/** Adds `weir completion`. */
export function register(program: Command): void {
  const command = program
    .command('completion')
    .description('Print the completion script of a shell.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action((shell: Shell) => processOutput().out(completionScript(program, shell)));
  addExamples(command, [
    ['for this bash', 'source <(weir completion bash)'],
    ['for fish', 'weir completion fish > ~/.config/fish/completions/weir.fish'],
  ]);
}
