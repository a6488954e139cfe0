import { Command } from 'commander';
import { COMMANDS } from './commands/list.ts';
import { addExamples } from './examples.ts';

/** The program with the one command that is going to run, or with all of them (help, completion, a mistyped name). */
export async function buildProgram(name?: string): Promise<Command> {
  const program = new Command('weir')
    .description(
      'Egress gateway for AI agents: sees what an agent sends, decides by policy, stops secrets, records it.',
    )
    .showHelpAfterError('(weir --help shows what there is)')
    .enablePositionalOptions()
    .exitOverride();
  addExamples(program, [
    ['start, check yourself, and show every decision', 'weir up'],
    ['run one command behind a private gateway', 'weir run -- curl https://example.com/'],
  ]);
  const wanted = COMMANDS.filter((command) => command.name === name && name !== 'completion');
  for (const command of wanted.length > 0 ? wanted : COMMANDS) (await command.load()).register(program);
  return program;
}
