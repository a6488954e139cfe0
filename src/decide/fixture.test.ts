import type { Facts } from '../flow/facts.ts';
import type { Finding } from '../flow/finding.ts';
import { compilePolicies } from './compile.ts';
import { readPolicyFile } from './document.ts';
import type { PolicySet } from './policy-set.ts';

/** What a test wants to be different from a plain GET. */
export interface FactsOverride {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly size?: number;
  readonly agent?: string;
  readonly tls?: Facts['tls'];
  readonly findings?: readonly Finding[];
  readonly now?: string;
}

/** Facts of one request, for tests. */
export function factsOf(override: FactsOverride = {}): Facts {
  const url = new URL(override.url ?? 'https://api.example.com/v1/items?q=1');
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const names = Object.keys(override.headers ?? {});
  return {
    agent: { name: override.agent ?? 'crew', how: 'basic' },
    method: override.method ?? 'GET',
    target: {
      scheme,
      host: url.hostname,
      port: url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port),
      path: url.pathname,
      query: url.search === '' ? undefined : url.search.slice(1),
    },
    headers: {
      names,
      lower: names.map((name) => name.toLowerCase()),
      values: Object.values(override.headers ?? {}),
    },
    bodySize: override.size ?? 0,
    tls: override.tls,
    findings: override.findings ?? [],
    now: Date.parse(override.now ?? '2026-03-02T10:00:00Z'),
  };
}

/** A finding, for tests. */
export function findingOf(kind: string, action: Finding['action'] = 'record'): Finding {
  return {
    kind,
    name: kind,
    place: 'body',
    offset: 3,
    length: 40,
    fingerprint: '00',
    confidence: 'proved',
    action,
  };
}

/** Compiles a document given as a value; throws its first error. */
export function setOf(document: unknown): PolicySet {
  const { set, problems } = compilePolicies(readPolicyFile(JSON.stringify(document)), { source: 'test' });
  if (set === undefined) throw new Error(problems.map((problem) => problem.message).join('; '));
  return set;
}
