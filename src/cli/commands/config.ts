import type { Command } from 'commander';
import { explainConfig, explainText } from '../../config/explain.ts';
import { loadConfig } from '../../config/load.ts';
import { jsonSchema } from '../../config/schema.ts';
import { addExamples } from '../examples.ts';
import { addDataPlaneOptions, configOf } from '../options.ts';
import { processOutput } from '../output.ts';

/** Adds `weir config check|print|schema`. */
export function register(program: Command): void {
  const config = program.command('config').description('Check, show and describe the config.');
  addExamples(config, [
    ['check a file before it is used', 'weir config check weir.yaml'],
    ['see which value counts, and why', 'weir config print --config weir.yaml'],
  ]);
  registerCheck(config);
  registerPrint(config);
  registerSchema(config);
}

function registerCheck(config: Command): void {
  const check = config
    .command('check')
    .description('Check a config file alone, without environment and flags. Exits with 2 when it is wrong.')
    .argument('<file>', 'YAML or JSON')
    .action((file: string) => {
      const { warnings } = loadConfig({ file, env: {}, flags: {} });
      const output = processOutput();
      for (const warning of warnings) output.err(`warning: ${warning}\n`);
      output.out(`${file}: correct\n`);
    });
  addExamples(check, [['check a file', 'weir config check weir.yaml']]);
}

function registerPrint(config: Command): void {
  const print = addDataPlaneOptions(
    config.command('print').description('Show every value and where it came from. Secrets are hidden.'),
  )
    .option('--json', 'As JSON.')
    .action((options: Record<string, unknown>) => {
      const loaded = configOf(options, process.env);
      const output = processOutput();
      for (const warning of loaded.warnings) output.err(`warning: ${warning}\n`);
      output.out(options.json ? `${JSON.stringify(explainConfig(loaded), null, 2)}\n` : explainText(loaded));
    });
  addExamples(print, [
    ['everything that is not a default', "weir config print --config weir.yaml | grep -v '# default'"],
    ['for a program', 'weir config print --json'],
  ]);
}

function registerSchema(config: Command): void {
  const schema = config
    .command('schema')
    .description('Print the JSON Schema of the config file, for editors.')
    .action(() => processOutput().out(`${JSON.stringify(jsonSchema(), null, 2)}\n`));
  addExamples(schema, [
    ['let an editor complete and check the file', 'weir config schema > weir.schema.json'],
  ]);
}
