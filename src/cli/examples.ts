import type { Command } from 'commander';

/** Puts examples under the help of a command: pairs of what it does and how it is typed. */
export function addExamples(
  command: Command,
  examples: readonly (readonly [what: string, typed: string])[],
): Command {
  const lines = examples.map(([what, typed]) => `  # ${what}\n  $ ${typed}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
