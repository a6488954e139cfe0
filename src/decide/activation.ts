import { type CelInput, type CelMap, celError, celMap } from '@bufbuild/cel';
import { type Timestamp, timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { Finding } from '../flow/finding.ts';
import type { HeaderList } from '../flow/headers.ts';
import { ATTRIBUTES, type PolicyRequest, TEXT_FIELDS } from './request.ts';

/** Fields of the typed variables; the compiler of expressions refuses any other. */
export const FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'http',
    [
      'host',
      'port',
      'path',
      'method',
      'query',
      'raw_query',
      'headers',
      'size',
      'content_type',
      'scheme',
      'url',
    ],
  ],
  ['agent', ['name', 'how']],
  ['tls', ['sni', 'version']],
]);

/** Every variable of an expression. */
export const VARIABLES: ReadonlySet<string> = new Set(['name', 'attrs', 'now', 'findings', ...FIELDS.keys()]);

/**
 * Members of a collection that the sender of a request controls. Two loops inside each other are allowed in an expression,
 * so this bounds what a request can make them cost.
 */
export const MAX_MEMBERS = 256;

/** Presence of the fields, for `has(http.host)`; their values come from the getters below. */
const PRESENT: ReadonlyMap<string, CelMap> = new Map(
  [...FIELDS].map(([root, fields]) => [root, celMap(new Map(fields.map((field) => [field, true])))]),
);

/**
 * The variables of one request, by name, as the library reads them. It asks for `http.host` by that whole name before it asks
 * for `http`, so every field is a property of its own and is made only when an expression reads it.
 */
export class Activation {
  [name: string]: CelInput;
  readonly #request: PolicyRequest;
  #attrs: CelMap | undefined;
  #query: CelInput | undefined;
  #headers: CelInput | undefined;
  #findings: CelInput | undefined;
  #now: Timestamp | undefined;

  static {
    for (const [field, variable] of TEXT_FIELDS) {
      Object.defineProperty(Activation.prototype, field, {
        get(this: Activation): string {
          return this.#request.text(variable);
        },
      });
    }
    for (const [root, fields] of PRESENT)
      Object.defineProperty(Activation.prototype, root, { value: fields });
  }

  constructor(request: PolicyRequest) {
    this.#request = request;
  }

  get name(): string {
    return this.#request.name;
  }

  get attrs(): CelMap {
    this.#attrs ??= celMap(
      new Map([...ATTRIBUTES].map(([key, variable]) => [key, this.#request.text(variable)])),
    );
    return this.#attrs;
  }

  get now(): Timestamp {
    this.#now ??= timestampFromMs(this.#request.facts.now);
    return this.#now;
  }

  // Numbers are bigints: to the library a JavaScript number is a CEL double, and `http.port + 1` would have no overload.
  get 'http.port'(): bigint {
    return BigInt(this.#request.facts.target.port);
  }

  get 'http.size'(): bigint {
    return BigInt(this.#request.facts.bodySize);
  }

  get 'http.raw_query'(): string {
    return this.#request.facts.target.query ?? '';
  }

  get 'http.content_type'(): string {
    return mediaType(this.#request.facts.headers);
  }

  get 'http.query'(): CelInput {
    this.#query ??= firstQueryValues(this.#request.facts.target.query);
    return this.#query;
  }

  get 'http.headers'(): CelInput {
    this.#headers ??= headerValues(this.#request.facts.headers);
    return this.#headers;
  }

  get findings(): CelInput {
    this.#findings ??= worstFirst(this.#request.facts.findings).slice(0, MAX_MEMBERS).map(findingValue);
    return this.#findings;
  }
}

/**
 * A map, or the error that stands for it when it is too large: to leave a part out would hide it from the policies. The
 * library takes an error as the value of a variable, though its types do not say so.
 */
function boundedMap(values: ReadonlyMap<string, string>, what: string): CelInput {
  if (values.size <= MAX_MEMBERS) return celMap(values);
  return celError(`more than ${MAX_MEMBERS} ${what}`) as unknown as CelInput;
}

/** First value of every query parameter. */
function firstQueryValues(query: string | undefined): CelInput {
  const values = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(query ?? '')) if (!values.has(key)) values.set(key, value);
  return boundedMap(values, 'query parameters');
}

/** Fields by lower-case name; repeated ones are joined with a comma (RFC 9110 section 5.3). */
function headerValues(list: HeaderList): CelInput {
  const values = new Map<string, string>();
  for (let i = 0; i < list.lower.length; i++) {
    const name = list.lower[i]!;
    const before = values.get(name);
    values.set(name, before === undefined ? list.values[i]! : `${before}, ${list.values[i]!}`);
  }
  return boundedMap(values, 'header fields');
}

/** The media type alone, lower case; empty when the request has none. */
function mediaType(list: HeaderList): string {
  const at = list.lower.indexOf('content-type');
  return at < 0 ? '' : list.values[at]!.split(';', 1)[0]!.trim().toLowerCase();
}

/** Those that are enforced come first, so that a crowd of harmless ones cannot push them out. */
function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_MEMBERS) return findings;
  const enforced = (finding: Finding): boolean => finding.action === 'block' || finding.action === 'mask';
  return [...findings.filter(enforced), ...findings.filter((finding) => !enforced(finding))];
}

function findingValue(finding: Finding): CelInput {
  return celMap(
    new Map<string, CelInput>([
      ['kind', finding.kind],
      ['place', finding.place],
      ['confidence', finding.confidence],
      ['action', finding.action],
      ['length', BigInt(finding.length)],
      ['name', finding.name],
      ['placeholder', finding.placeholder === true],
      ['score', finding.score ?? 0],
      ['via', (finding.via ?? []).join('>')],
    ]),
  );
}
