import type { LoadedConfig } from './load.ts';
import { LEAVES, type Leaf, SECTION_NAMES } from './schema.ts';

const HIDDEN = '(hidden)';

/** One value of the config with its origin; secrets are hidden. */
export interface ExplainedValue {
  readonly value: unknown;
  readonly origin: string;
}

/** Every value and where it came from, by path. */
export function explainConfig(loaded: LoadedConfig): Record<string, ExplainedValue> {
  const entries: [string, ExplainedValue][] = LEAVES.map((leaf) => {
    const value = valueAt(loaded.config, leaf.path);
    return [leaf.path, { value: hide(leaf, value), origin: loaded.origins.get(leaf.path) ?? 'default' }];
  });
  return Object.fromEntries(entries);
}

/** The same as lines for people: `key = value   # origin`. */
export function explainText(loaded: LoadedConfig): string {
  const lines = Object.entries(explainConfig(loaded)).map(([path, { value, origin }]) => ({
    left: `${path} = ${value === undefined ? '(none)' : JSON.stringify(value)}`,
    origin,
  }));
  const width = Math.min(60, Math.max(...lines.map(({ left }) => left.length)));
  return lines.map(({ left, origin }) => `${left.padEnd(width)}   # ${origin}\n`).join('');
}

function valueAt(config: object, path: string): unknown {
  let value: unknown = config;
  for (const step of path.split('.')) value = (value as Record<string, unknown>)[step];
  return value;
}

function hide(leaf: Leaf, value: unknown): unknown {
  if (leaf.secret !== true || value === undefined) return value;
  // The names of the users are worth seeing; what follows them is not.
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.keys(value).map((name) => [name, HIDDEN]));
  }
  return HIDDEN;
}

/** Text of a default for people. */
export function fallbackText(leaf: Leaf): string {
  return leaf.fallback === undefined ? 'none' : JSON.stringify(leaf.fallback);
}

const INTRO = `# Configuration

<!-- Written by scripts/docs.ts from src/config: change the schema, then run \`node scripts/docs.ts\`. -->

One YAML or JSON file, given with \`--config FILE\` or \`WEIR_CONFIG\`; every key may be left out. An unknown key is an
error. The environment overrides the file, and flags override the environment; a list is replaced as a whole.
\`weir config print\` shows every value and where it came from, \`weir config check FILE\` checks a file, and
\`weir config schema\` prints a JSON Schema for editors.

In the environment, lists are separated by commas and structures are written as JSON. A \`WEIR_*\` variable that is not
in this page is an error. \`STRATHON_EGRESS_RECEIVER_URL\` and \`STRATHON_API_KEY\` stand for \`policies.source\` and
\`policies.key\`; the \`WEIR_*\` names win over them.

File names may begin with \`~/\`; others are relative to the config file that holds them, or to the working directory
when they come from a flag or the environment.

\`\`\`yaml
listen: 127.0.0.1:8080
decrypt:
  hosts:
    - { host: "*.bank.example", mode: tunnel }
inspect:
  home:
    - { kind: github-pat, hosts: [git.example.com], places: [header.authorization] }
policies:
  source: policies.yaml
forward:
  allowAddresses: ["10.1.2.3/32:5432"]
\`\`\`
`;

/** The page docs/configuration.md. */
export function configurationPage(): string {
  const groups = ['', ...SECTION_NAMES].map((section) => {
    const leaves = LEAVES.filter((leaf) => leaf.path.split('.').slice(0, -1).join('.') === section);
    const title = section === '' ? 'Top level' : `\`${section}\``;
    return `\n## ${title}\n\n${leaves.map(leafEntry).join('\n')}`;
  });
  return INTRO + groups.join('');
}

function leafEntry(leaf: Leaf): string {
  const flag = leaf.flag === undefined ? '' : ` · flag \`${leaf.flag}\``;
  const unit = leaf.unit === undefined ? '' : ` ${leaf.unit}`;
  const fallback = leaf.fallback === undefined ? 'none' : `\`${fallbackText(leaf)}\`${unit}`;
  return `### \`${leaf.path}\`\n\n${leaf.description}\n\nExpects ${leaf.expects}. Default: ${fallback} · \`${leaf.environment}\`${flag}\n`;
}
