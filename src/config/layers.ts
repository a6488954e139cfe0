import type { ConfigProblem } from './errors.ts';
import { nearest } from './nearest.ts';
import { LEAVES, type Leaf, leafByPath, SECTION_NAMES } from './schema.ts';

/** Values of one source, by path of the leaf. */
export interface Layer {
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly ConfigProblem[];
  /** Where the value of a path comes from, as `weir config print` shows it. */
  origin(path: string): string;
}

/**
 * Variables with the prefix that are no leaf: the file itself, what `weir run` tells its command, and what Kubernetes sets
 * for a service called weir.
 */
const NOT_OURS =
  /^WEIR_(?:CONFIG|PROXY)$|_SERVICE_(?:HOST|PORT(?:_\w+)?)$|_PORT(?:_\d+_(?:TCP|UDP)(?:_\w+)?)?$/;

/** The names of the seed, which are understood beside ours. */
const STRATHON: Readonly<Record<string, string>> = {
  STRATHON_EGRESS_RECEIVER_URL: 'policies.source',
  STRATHON_API_KEY: 'policies.key',
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Turns text into the value that a leaf takes; text that does not fit is left for the schema to refuse. */
function fromText(leaf: Leaf, text: string): unknown {
  switch (leaf.shape) {
    case 'text':
      return text;
    case 'number':
      return /^-?\d+$/.test(text.trim()) ? Number(text) : text;
    case 'boolean':
      return /^(?:true|1|yes|on)$/i.test(text) ? true : /^(?:false|0|no|off)$/i.test(text) ? false : text;
    case 'list':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'structure':
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
  }
}

/** The environment as a layer: `WEIR_*`; one that is no leaf is an error, because a mistyped limit would be none. */
export function environmentLayer(env: Environment): Layer {
  const values = new Map<string, unknown>();
  const problems: ConfigProblem[] = [];
  const names = new Map(LEAVES.map((leaf) => [leaf.environment, leaf]));
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('WEIR_') || text === undefined) continue;
    const leaf = names.get(name);
    if (leaf !== undefined) {
      if (text !== '') values.set(leaf.path, fromText(leaf, text));
    } else if (!NOT_OURS.test(name)) {
      const meant = nearest(name, [...names.keys()]);
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      problems.push({ origin: `environment ${name}`, path: '', message: `unknown variable${hint}` });
    }
  }
  return { values, problems, origin: (path) => `environment ${leafByPath(path)?.environment ?? path}` };
}

/** The names of the seed as a layer, below `WEIR_*`. */
export function strathonLayer(env: Environment): Layer {
  const values = new Map<string, unknown>();
  const origins = new Map<string, string>();
  for (const [name, path] of Object.entries(STRATHON)) {
    if (!env[name]) continue;
    values.set(path, env[name]);
    origins.set(path, `environment ${name}`);
  }
  return { values, problems: [], origin: (path) => origins.get(path) ?? 'environment' };
}

/** Flags as a layer; keys are paths of leaves, values are texts or lists of texts. */
export function flagLayer(flags: Readonly<Record<string, unknown>>): Layer {
  const values = new Map<string, unknown>();
  for (const [path, value] of Object.entries(flags)) {
    const leaf = leafByPath(path);
    if (leaf === undefined) throw new Error(`no leaf at ${path}`);
    if (value !== undefined)
      values.set(path, typeof value === 'string' && leaf.shape !== 'list' ? fromText(leaf, value) : value);
  }
  return { values, problems: [], origin: (path) => `flag ${flagName(path)}` };
}

function flagName(path: string): string {
  return leafByPath(path)?.flag?.split(' ')[0] ?? path;
}

/** Where a mistyped key may have been meant: a sibling first, then the same name in another section. */
export function meantKey(path: readonly PropertyKey[], key: string): string | undefined {
  const within = path.map(String).join('.');
  const siblings = LEAVES.filter((leaf) => leaf.path.startsWith(`${within}.`)).map((leaf) =>
    leaf.path.slice(within.length + 1),
  );
  const top = [...SECTION_NAMES, 'listen', 'data'];
  const near = nearest(key, path.length === 0 ? top : siblings);
  if (near !== undefined) return near;
  return LEAVES.find((leaf) => leaf.path.split('.').at(-1)?.toLowerCase() === key.toLowerCase())?.path;
}
