import type { Facts } from '../flow/facts.ts';
import { targetUrl } from '../flow/target.ts';

/** A string that every request has, under the name that the index uses for it. */
export type TextVariable =
  | 'host'
  | 'method'
  | 'path'
  | 'url'
  | 'scheme'
  | 'port'
  | 'name'
  | 'source'
  | 'agent'
  | 'agent-how'
  | 'sni'
  | 'tls-version'
  | 'findings';

/** The attributes of this surface, by the name a policy uses; every other attribute is missing. */
export const ATTRIBUTES: ReadonlyMap<string, TextVariable> = new Map([
  ['strathon.tool.name', 'name'],
  ['gen_ai.tool.name', 'name'],
  ['strathon.http.url', 'url'],
  ['strathon.source', 'source'],
]);

/** Fields of `http`, `agent` and `tls` that are strings on every request. */
export const TEXT_FIELDS: ReadonlyMap<string, TextVariable> = new Map([
  ['http.host', 'host'],
  ['http.method', 'method'],
  ['http.path', 'path'],
  ['http.url', 'url'],
  ['http.scheme', 'scheme'],
  ['agent.name', 'agent'],
  ['agent.how', 'agent-how'],
  ['tls.sni', 'sni'],
  ['tls.version', 'tls-version'],
]);

/** Span names by method as received; methods are few, the bound only stops a client that invents them. */
const spanNames = new Map<string, string>();
const MAX_SPAN_NAMES = 64;

function spanName(method: string): string {
  const known = spanNames.get(method);
  if (known !== undefined) return known;
  const name = `http.${method.toLowerCase()}`;
  if (spanNames.size < MAX_SPAN_NAMES) spanNames.set(method, name);
  return name;
}

/** The facts of one request, with the strings that policies and the index read. Each is made when first asked for. */
export class PolicyRequest {
  readonly facts: Facts;
  readonly name: string;
  #url: string | undefined;

  constructor(facts: Facts) {
    this.facts = facts;
    this.name = spanName(facts.method);
  }

  get url(): string {
    this.#url ??= targetUrl(this.facts.target);
    return this.#url;
  }

  get method(): string {
    return this.facts.method.toUpperCase();
  }

  /** Value of a variable. The index and the CEL activation both read it here, so that they cannot disagree. */
  text(variable: TextVariable): string {
    const { facts } = this;
    switch (variable) {
      case 'host':
        return facts.target.host;
      case 'method':
        return this.method;
      case 'path':
        return facts.target.path;
      case 'url':
        return this.url;
      case 'scheme':
        return facts.target.scheme;
      case 'port':
        return String(facts.target.port);
      case 'name':
        return this.name;
      case 'source':
        return 'egress_proxy';
      case 'agent':
        return facts.agent.name;
      case 'agent-how':
        return facts.agent.how;
      case 'sni':
        return facts.tls?.sni ?? '';
      case 'tls-version':
        return facts.tls?.version ?? '';
      case 'findings':
        return facts.findings.length > 0 ? 'some' : 'none';
    }
  }
}

/**
 * True when one of the tokens names the span or a run of its dot segments: `tool` is in `a.tool.b`, not in `pool.b`. No
 * token at all means every span.
 */
export function appliesTo(tokens: readonly string[], name: string): boolean {
  if (tokens.length === 0) return true;
  const dotted = `.${name}.`;
  return tokens.some((token) => dotted.includes(`.${token}.`));
}

/** Every token for which `appliesTo` holds: the runs of dot segments of the name. */
export function spanTokens(name: string): string[] {
  const segments = name.split('.');
  const tokens: string[] = [];
  for (let from = 0; from < segments.length; from++) {
    for (let to = from + 1; to <= segments.length; to++) tokens.push(segments.slice(from, to).join('.'));
  }
  return tokens;
}
