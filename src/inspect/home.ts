import type { Target } from '../flow/target.ts';
import { HOME_TABLE, ISSUERS } from './home-table.ts';

/** A destination the operator adds: `*` stands for any kind, host or place, and may stand inside a place. */
export interface HomeRule {
  /** Id of a kind, or `*`. */
  readonly kind: string;
  /** Exact hosts, `*.suffix`, or `*`. */
  readonly hosts: readonly string[];
  readonly places: readonly string[];
}

interface Compiled {
  readonly exact: ReadonlySet<string>;
  /** `.suffix` of every `*.suffix`. */
  readonly suffixes: readonly string[];
  readonly any: boolean;
  readonly places: readonly RegExp[];
}

const NO_RULES: readonly HomeRule[] = Object.freeze([]);
const BY_KIND = new Map<string, Compiled[]>();
for (const entry of HOME_TABLE) {
  const compiled = compile(entry.hosts, entry.places);
  for (const kind of entry.kinds) BY_KIND.set(kind, [...(BY_KIND.get(kind) ?? []), compiled]);
}
const COMPILED_RULES = new WeakMap<HomeRule, Compiled>();

function compile(hosts: readonly string[], places: readonly string[]): Compiled {
  return {
    exact: new Set(hosts.filter((host) => !host.startsWith('*'))),
    suffixes: hosts.filter((host) => host.startsWith('*.')).map((host) => host.slice(1)),
    any: hosts.includes('*'),
    places: places.map(placePattern),
  };
}

/** `*` matches anything; the rest is literal. Names of fields and parameters are compared without case. */
function placePattern(place: string): RegExp {
  const source = place.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'i');
}

function covers(entry: Compiled, host: string, place: string): boolean {
  const hostFits =
    entry.any || entry.exact.has(host) || entry.suffixes.some((suffix) => host.endsWith(suffix));
  return hostFits && entry.places.some((pattern) => pattern.test(place));
}

/**
 * True when a secret of this kind belongs where it goes: its vendor, over TLS, in a place where the vendor takes it.
 * @param kind id of the kind
 * @param place as in findings: `header.authorization`, `query.key`, `path`, `body`
 * @param rules what the operator adds; TLS is required for these as well
 */
export function isHome(
  kind: string,
  target: Target,
  place: string,
  rules: readonly HomeRule[] = NO_RULES,
): boolean {
  if (target.scheme !== 'https') return false;
  for (const entry of BY_KIND.get(kind) ?? []) if (covers(entry, target.host, place)) return true;
  for (const rule of rules) {
    if (rule.kind !== '*' && rule.kind !== kind) continue;
    let compiled = COMPILED_RULES.get(rule);
    if (compiled === undefined) {
      compiled = compile(rule.hosts, rule.places);
      COMPILED_RULES.set(rule, compiled);
    }
    if (covers(compiled, target.host, place)) return true;
  }
  return false;
}

/** True when the target is a token endpoint that hands out secrets of this kind. */
export function isIssuer(kind: string, target: Target): boolean {
  if (target.scheme !== 'https') return false;
  return ISSUERS.some(
    (issuer) =>
      issuer.host === target.host &&
      issuer.path.test(target.path) &&
      issuer.kinds.some((id) => (id.endsWith('*') ? kind.startsWith(id.slice(0, -1)) : id === kind)),
  );
}
