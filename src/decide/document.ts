import { isMap, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { MAX_DOCUMENT_BYTES } from './limits.ts';
import type { DefaultAction, PolicyDocument, PolicyEntry, PolicyProblem } from './policy.ts';

const text = z.string();

/** Fields that decide something. */
const POLICY_FIELDS = {
  name: text.min(1).max(200),
  match_expression: text.min(1),
  action: text.min(1),
  action_config: z.record(text, z.unknown()).nullish(),
  applies_to: z.array(text.min(1)).nullish(),
  enabled: z.boolean().nullish(),
  priority: z.int32().nullish(),
  shadow: z.boolean().nullish(),
};

/** Fields that a receiver sends along and that a person may have copied; read and forgotten. */
const CARRIED_FIELDS = {
  id: z.unknown(),
  project_id: z.unknown(),
  description: z.unknown(),
  match_count: z.unknown(),
  last_matched_at: z.unknown(),
  created_at: z.unknown(),
  updated_at: z.unknown(),
  message: z.unknown(),
};

const ACTIONS = ['block', 'log', 'alert', 'allow', 'throttle', 'require_approval', 'steer'] as const;

const filePolicy = z.strictObject({
  ...POLICY_FIELDS,
  ...z.object(CARRIED_FIELDS).partial().shape,
  action: z.enum(ACTIONS),
});
const fileDocument = z.strictObject({
  policies: z.array(filePolicy),
  intervention_default_action: z.enum(['allow', 'block']).optional(),
});

const answerPolicy = z.object(POLICY_FIELDS);
const answerDocument = z.object({
  policies: z.array(answerPolicy),
  intervention_default_action: z.unknown().optional(),
});

/**
 * Reads the text of a policy file, YAML or JSON (which is YAML). Never throws: whatever is wrong is among the problems,
 * with its line. Keys that do not exist are errors: a misspelt `aplies_to` would silently widen a policy.
 */
export function readPolicyFile(content: string): PolicyDocument {
  if (Buffer.byteLength(content) > MAX_DOCUMENT_BYTES) {
    return broken([problem(`the file is larger than ${MAX_DOCUMENT_BYTES} bytes`, undefined)]);
  }
  const lines = new LineCounter();
  const parsed = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number | undefined): number | undefined =>
    offset === undefined ? undefined : lines.linePos(offset).line;
  if (parsed.errors.length > 0) {
    return broken(parsed.errors.map((error) => problem(error.message, lineOf(error.pos[0]))));
  }
  let value: unknown;
  try {
    value = parsed.toJS();
  } catch (error) {
    return broken([problem(error instanceof Error ? error.message : String(error), undefined)]);
  }
  const bare = Array.isArray(value);
  const result = fileDocument.safeParse(
    value === null ? { policies: [] } : bare ? { policies: value } : value,
  );
  const place = (path: readonly PropertyKey[]): readonly PropertyKey[] => (bare ? path.slice(1) : path);
  const line = (path: readonly PropertyKey[]): number | undefined =>
    lineOf(offsetOf(parsed.contents, place(path)));
  if (!result.success) {
    return broken(result.error.issues.flatMap((issue) => issueProblems(issue, value, line)));
  }
  return {
    defaultAction: result.data.intervention_default_action ?? 'allow',
    entries: result.data.policies.map((policy, i) =>
      entryOf(policy, line(['policies', i]), line(['policies', i, 'match_expression'])),
    ),
    problems: [],
  };
}

/**
 * Reads the answer of a receiver (`GET /v1/policies`), already parsed from JSON. Keys that Weir does not know are ignored:
 * a newer receiver may send more.
 */
export function readPolicyAnswer(value: unknown): PolicyDocument {
  const result = answerDocument.safeParse(value);
  if (!result.success) {
    return broken(result.error.issues.flatMap((issue) => issueProblems(issue, value, () => undefined)));
  }
  const problems: PolicyProblem[] = [];
  return {
    defaultAction: defaultActionOf(result.data.intervention_default_action, problems),
    entries: result.data.policies.map((policy) => entryOf(policy, undefined, undefined)),
    problems,
  };
}

/** A default action that Weir does not know was meant to be something else than `allow`, so it denies. */
function defaultActionOf(value: unknown, problems: PolicyProblem[]): DefaultAction {
  if (value === undefined || value === null || value === 'allow') return 'allow';
  if (value !== 'block') {
    problems.push({
      ...problem(`unknown intervention_default_action ${JSON.stringify(value)}, taken as block`, undefined),
      severity: 'warning',
    });
  }
  return 'block';
}

function entryOf(
  policy: z.infer<typeof answerPolicy>,
  line: number | undefined,
  expressionLine: number | undefined,
): PolicyEntry {
  return {
    name: policy.name,
    expression: policy.match_expression,
    action: policy.action,
    actionConfig: policy.action_config ?? {},
    appliesTo: policy.applies_to ?? [],
    enabled: policy.enabled ?? true,
    priority: policy.priority ?? 0,
    shadow: policy.shadow ?? false,
    line,
    expressionLine,
  };
}

function broken(problems: readonly PolicyProblem[]): PolicyDocument {
  return { defaultAction: 'block', entries: [], problems };
}

function problem(message: string, line: number | undefined, policy?: string): PolicyProblem {
  return { policy, line, severity: 'error', message };
}

function issueProblems(
  issue: z.core.$ZodIssue,
  value: unknown,
  line: (path: readonly PropertyKey[]) => number | undefined,
): PolicyProblem[] {
  const name = policyName(value, issue.path);
  const field = issue.path.slice(2).join('.') || issue.path.slice(0, 1).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem(`unknown key \`${key}\``, line([...issue.path, key]), name));
  }
  return [problem(field === '' ? issue.message : `${field}: ${issue.message}`, line(issue.path), name)];
}

/** Name of the policy in which an issue is, when it has one. */
function policyName(value: unknown, path: readonly PropertyKey[]): string | undefined {
  if (path[0] !== 'policies' || typeof path[1] !== 'number') return undefined;
  const list: unknown = Array.isArray(value) ? value : (value as { policies?: unknown } | null)?.policies;
  const policy: unknown = Array.isArray(list) ? list[path[1]] : undefined;
  if (typeof policy !== 'object' || policy === null || !('name' in policy)) return undefined;
  return typeof policy.name === 'string' ? policy.name : undefined;
}

/** Offset of the node at a path, or of the nearest one above it when a part is missing. */
function offsetOf(contents: Node | null, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = contents;
  let offset = contents?.range?.[0];
  for (const part of path) {
    const next: unknown = isMap(node) ? pairAt(node, part) : childAt(node, part);
    if (next === undefined) break;
    const at = rangeOf(isMap(node) ? pairKey(next) : next);
    if (at !== undefined) offset = at;
    node = isMap(node) ? pairValue(next) : next;
  }
  return offset;
}

function pairAt(map: YAMLMap, part: PropertyKey): unknown {
  return map.items.find((pair) => String(pair.key) === String(part));
}

function childAt(node: unknown, part: PropertyKey): unknown {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)
    ? node.items[Number(part)]
    : undefined;
}

function pairKey(pair: unknown): unknown {
  return (pair as { key: unknown }).key;
}

function pairValue(pair: unknown): unknown {
  return (pair as { value: unknown }).value;
}

function rangeOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
