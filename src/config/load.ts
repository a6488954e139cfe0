import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { ConfigError, type ConfigProblem } from './errors.ts';
import { explainIssue, leafAround } from './explain-issue.ts';
import { type ConfigFile, readConfigFile } from './file.ts';
import { environmentLayer, flagLayer, type Layer, strathonLayer } from './layers.ts';
import { type Config, configSchema, LEAVES } from './schema.ts';

/** Where the values come from. */
export interface ConfigSources {
  /** Config file; `WEIR_CONFIG` names one as well. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** By path of the leaf, for example `{ 'forward.upstreamCa': ['ca.pem'] }`. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** A config and the origin of each of its values. */
export interface LoadedConfig {
  readonly config: Config;
  /** By path of the leaf: `default`, `file <name>:<line>`, `environment WEIR_X`, `flag --x`. */
  readonly origins: ReadonlyMap<string, string>;
  /** Correct but doubtful: worth a line in the log. */
  readonly warnings: readonly string[];
}

/** Leaves of which one replaces the other: a key given nearer wins over a key file given farther away. */
const REPLACES: Readonly<Record<string, string>> = {
  'policies.key': 'policies.keyFile',
  'policies.keyFile': 'policies.key',
};

interface Merged {
  readonly input: Record<string, unknown>;
  readonly origins: Map<string, string>;
}

/** Loads, merges, validates and freezes the config: defaults < file < environment < flags. */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const name = sources.file ?? (sources.env.WEIR_CONFIG || undefined);
  const file = name === undefined ? undefined : readConfigFile(name);
  const layers = [strathonLayer(sources.env), environmentLayer(sources.env), flagLayer(sources.flags)];
  const merged = merge(file, layers);
  const problems = layers.flatMap((layer) => layer.problems);
  const parsed = configSchema.safeParse(merged.input);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      for (const { path, message } of explainIssue(issue, merged.input)) {
        problems.push({ ...whereOf(path, merged, file), path: pathText(path), message });
      }
    }
  }
  problems.push(...conflicts(merged, file));
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  const home = sources.env.HOME || homedir();
  const config = resolvePaths(parsed.data, merged.origins, file, home);
  return { config: freeze(config), origins: merged.origins, warnings: warningsOf(config) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(file: ConfigFile | undefined, layers: readonly Layer[]): Merged {
  const input: Record<string, unknown> = isRecord(file?.value) ? structuredClone(file.value) : {};
  const origins = new Map<string, string>();
  // A file that is no map at all still has to reach the schema, which says so.
  if (file !== undefined && !isRecord(file.value)) {
    throw new ConfigError([{ file: file.name, line: 1, path: '', message: 'expected a map of sections' }]);
  }
  for (const leaf of LEAVES) {
    const [section, key] = leaf.path.split('.') as [string, string | undefined];
    // `accept:` with nothing below it is null in YAML: an empty section, not a wrong one.
    if (key !== undefined && input[section] === null) delete input[section];
    const holder = key === undefined ? input : input[section];
    const given = isRecord(holder) && holder[key ?? section] !== undefined;
    origins.set(leaf.path, given ? `file ${file?.name}:${file?.line(leaf.path.split('.'))}` : 'default');
  }
  for (const layer of layers) {
    for (const [path, value] of layer.values) {
      put(input, path, value);
      origins.set(path, layer.origin(path));
      const replaced = REPLACES[path];
      if (replaced !== undefined && !layer.values.has(replaced)) {
        put(input, replaced, undefined);
        origins.set(replaced, 'default');
      }
    }
  }
  return { input, origins };
}

function put(input: Record<string, unknown>, path: string, value: unknown): void {
  const [section, key] = path.split('.') as [string, string | undefined];
  if (key === undefined) {
    input[section] = value;
    return;
  }
  const holder = isRecord(input[section]) ? input[section] : {};
  input[section] = holder;
  if (value === undefined) delete holder[key];
  else holder[key] = value;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${String(step)}`))
    .join('');
}

function whereOf(
  path: readonly PropertyKey[],
  merged: Merged,
  file: ConfigFile | undefined,
): Partial<ConfigProblem> {
  const leaf = leafAround(path);
  const origin = leaf === undefined ? undefined : merged.origins.get(leaf.path);
  if (origin !== undefined && /^(?:environment|flag)/.test(origin)) return { origin };
  return file === undefined ? {} : { file: file.name, line: file.line(path) };
}

/** What no single leaf can see. */
function conflicts(merged: Merged, file: ConfigFile | undefined): ConfigProblem[] {
  const policies = merged.input.policies;
  if (!isRecord(policies) || policies.key === undefined || policies.keyFile === undefined) return [];
  const message = 'set together with policies.keyFile; give one of them';
  return [{ ...whereOf(['policies', 'key'], merged, file), path: 'policies.key', message }];
}

type Parsed = ReturnType<typeof configSchema.parse>;

/** Makes file names absolute: `~` is the home, the rest is relative to where it was written. */
function resolvePaths(
  config: Parsed,
  origins: ReadonlyMap<string, string>,
  file: ConfigFile | undefined,
  home: string,
): Parsed {
  const absolute = (path: string, text: string): string => {
    if (/^https?:\/\//i.test(text)) return text;
    if (text === '~' || text.startsWith('~/')) return resolve(home, text.slice(2));
    const fromFile = file !== undefined && origins.get(path)?.startsWith('file ') === true;
    return fromFile ? resolve(dirname(file.name), text) : resolve(text);
  };
  const { users } = config.identify;
  for (const [name, value] of Object.entries(users)) {
    if (typeof value !== 'string')
      users[name] = { passwordFile: absolute('identify.users', value.passwordFile) };
  }
  const { source, keyFile } = config.policies;
  config.data = absolute('data', config.data);
  if (source !== undefined) config.policies.source = absolute('policies.source', source);
  if (keyFile !== undefined) config.policies.keyFile = absolute('policies.keyFile', keyFile);
  config.forward.upstreamCa = config.forward.upstreamCa.map((name) => absolute('forward.upstreamCa', name));
  return config;
}

function warningsOf(config: Parsed): string[] {
  const warnings: string[] = [];
  const host = config.listen.replace(/:\d+$/, '');
  if (!/^(?:127\.|localhost$|\[::1\]$)/.test(host) && Object.keys(config.identify.users).length === 0) {
    warnings.push(
      `listen ${config.listen} can be reached by others, and identify.users names nobody: an open proxy`,
    );
  }
  const source = config.policies.source === undefined ? null : URL.parse(config.policies.source);
  const local = source !== null && /^(?:127\.|localhost$|\[::1\]$)/.test(source.hostname);
  if (
    source?.protocol === 'http:' &&
    !local &&
    (config.policies.key ?? config.policies.keyFile) !== undefined
  ) {
    warnings.push('policies.source is http: the key and the policies travel in clear text');
  }
  return warnings;
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}
