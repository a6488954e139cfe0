import { type Command, Option } from 'commander';
import { fallbackText } from '../config/explain.ts';
import { type LoadedConfig, loadConfig } from '../config/load.ts';
import { LEAVES, type Leaf } from '../config/schema.ts';

/** Config values by path, as the flags gave them. */
export type FlagValues = Record<string, unknown>;

function helpText(leaf: Leaf): string {
  const often = leaf.shape === 'list' ? ' May be repeated.' : '';
  const fallback =
    leaf.shape === 'list' || leaf.fallback === undefined ? '' : ` (default: ${fallbackText(leaf)})`;
  return `${leaf.description}${often}${fallback}`;
}

function optionOf(leaf: Leaf): Option {
  const option = new Option(leaf.flag!, helpText(leaf));
  const words = /^one of (.+)$/.exec(leaf.expects)?.[1]?.split(', ');
  // The schema judges the values; the words only serve the completion scripts.
  if (words !== undefined) Object.assign(option, { argChoices: words });
  if (leaf.shape === 'list')
    option.argParser((value: string, before?: string[]) => [...(before ?? []), ...value.split(',')]);
  return option;
}

/** Adds `--config` and the flags of the config to a command of the data plane. */
export function addDataPlaneOptions(command: Command, without: readonly string[] = []): Command {
  command.option('--config <file>', 'Config file, YAML or JSON (also WEIR_CONFIG).');
  for (const leaf of LEAVES) {
    if (leaf.flag !== undefined && !without.includes(leaf.path)) command.addOption(optionOf(leaf));
  }
  return command;
}

/** The flags of a parsed command as config values by path. */
export function flagValues(options: Readonly<Record<string, unknown>>): FlagValues {
  const values: FlagValues = {};
  for (const leaf of LEAVES) {
    if (leaf.flag === undefined) continue;
    const value = options[new Option(leaf.flag).attributeName()];
    if (value !== undefined) values[leaf.path] = value;
  }
  return values;
}

/** Loads the config of a command: file, environment, and its flags. Throws ConfigError. */
export function configOf(options: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv): LoadedConfig {
  const file = typeof options.config === 'string' ? options.config : undefined;
  return loadConfig({ file, env, flags: flagValues(options) });
}
