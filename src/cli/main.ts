import { CommanderError } from 'commander';
import { EXIT, Failure } from './failure.ts';
import { quietOnClosedPipe } from './output.ts';
import { buildProgram } from './program.ts';

/** Commander's own codes for "help was asked for", which is no error. */
const ASKED = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

/** Turns whatever ended a command into an exit code, and says why on stderr. */
async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof CommanderError) {
    // `weir` alone prints its help to stderr as an error of usage.
    return ASKED.has(error.code) && error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof Failure) {
    if (error.message !== '') process.stderr.write(`weir: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof Error && error.name === 'ConfigError') {
    process.stderr.write(`weir: the config cannot be used\n${error.message}\n`);
    return EXIT.usage;
  }
  const debug = process.env.NODE_DEBUG?.includes('weir') === true;
  const text = error instanceof Error ? ((debug ? error.stack : undefined) ?? error.message) : String(error);
  process.stderr.write(`weir: ${text}\n`);
  return EXIT.failure;
}

/** Runs the program on the arguments after its name. */
async function main(args: readonly string[]): Promise<void> {
  quietOnClosedPipe();
  const name = args.find((arg) => !arg.startsWith('-'));
  const first = args[0] === '--version' || args[0] === '-V' ? ['version', ...args.slice(1)] : args;
  try {
    const program = await buildProgram(first === args ? name : 'version');
    await program.parseAsync([...first], { from: 'user' });
  } catch (error) {
    process.exitCode = await exitCodeOf(error);
  }
}

await main(process.argv.slice(2));
