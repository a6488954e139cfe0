import type { z } from 'zod';
import { meantKey } from './layers.ts';
import { type Leaf, leafByPath } from './schema.ts';

type Issue = z.core.$ZodIssue;

/** One problem out of one issue of the schema: the path it is about, and a sentence. */
export interface Explained {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The leaf that a path lies in. */
export function leafAround(path: readonly PropertyKey[]): Leaf | undefined {
  return leafByPath(path.slice(0, 2).map(String).join('.')) ?? leafByPath(String(path[0] ?? ''));
}

/** Says what was expected and what was found. `input` is the merged value that the schema refused. */
export function explainIssue(issue: Issue, input: unknown): Explained[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const meant = meantKey(issue.path, key);
      const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
      return { path: [...issue.path, key], message: `unknown key${hint}` };
    });
  }
  const leaf = leafAround(issue.path);
  const found = leaf?.secret ? '' : `, found ${show(valueAt(input, issue.path))}`;
  if (issue.code === 'custom') return [{ path: issue.path, message: `${issue.message}${found}` }];
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0]?.message ?? 'not a correct key';
    return [{ path: issue.path, message: inner }];
  }
  if (leaf === undefined)
    return [{ path: issue.path, message: `expected a section (a map of keys)${found}` }];
  const inside = issue.path.length > leaf.path.split('.').length && issue.code !== 'invalid_union';
  // Inside a structure the schema's own sentence is the closer one.
  const wrong = inside ? issue.message.replace(/^Invalid \w+: /, '') : `expected ${leaf.expects}`;
  return [{ path: issue.path, message: `${wrong}${found}` }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
