import { type CelInput, type CelMap, celMap } from '@bufbuild/cel';
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

/** A read-only map whose values are made when they are read, so that a policy pays only for what it looks at. */
class LazyMap implements ReadonlyMap<string, CelInput> {
  readonly #keys: readonly string[];
  readonly #read: (key: string) => CelInput | undefined;

  constructor(keys: readonly string[], read: (key: string) => CelInput | undefined) {
    this.#keys = keys;
    this.#read = read;
  }

  get size(): number {
    return this.#keys.length;
  }

  get(key: string): CelInput | undefined {
    return this.#read(key);
  }

  has(key: string): boolean {
    return this.#keys.includes(key);
  }

  keys(): MapIterator<string> {
    return this.#keys.values();
  }

  *entries(): MapIterator<[string, CelInput]> {
    for (const key of this.#keys) yield [key, this.#read(key)!];
  }

  *values(): MapIterator<CelInput> {
    for (const key of this.#keys) yield this.#read(key)!;
  }

  [Symbol.iterator](): MapIterator<[string, CelInput]> {
    return this.entries();
  }

  forEach(visit: (value: CelInput, key: string, map: ReadonlyMap<string, CelInput>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }
}

/** The variables of one request, by name, as the library reads them: every getter runs at most once. */
export class Activation {
  [name: string]: CelInput;
  readonly #request: PolicyRequest;
  #attrs: CelMap | undefined;
  #http: CelMap | undefined;
  #agent: CelMap | undefined;
  #tls: CelMap | undefined;
  #findings: CelInput[] | undefined;
  #now: Timestamp | undefined;

  constructor(request: PolicyRequest) {
    this.#request = request;
  }

  get name(): string {
    return this.#request.name;
  }

  get attrs(): CelMap {
    this.#attrs ??= celMap(new LazyMap([...ATTRIBUTES.keys()], (key) => this.#attribute(key)));
    return this.#attrs;
  }

  get now(): Timestamp {
    this.#now ??= timestampFromMs(this.#request.facts.now);
    return this.#now;
  }

  get http(): CelMap {
    this.#http ??= this.#typed('http', (field) => httpField(this.#request, field));
    return this.#http;
  }

  get agent(): CelMap {
    this.#agent ??= this.#typed('agent', () => undefined);
    return this.#agent;
  }

  get tls(): CelMap {
    this.#tls ??= this.#typed('tls', () => undefined);
    return this.#tls;
  }

  get findings(): CelInput[] {
    this.#findings ??= this.#request.facts.findings.map(findingValue);
    return this.#findings;
  }

  #attribute(key: string): string | undefined {
    const variable = ATTRIBUTES.get(key);
    return variable === undefined ? undefined : this.#request.text(variable);
  }

  #typed(root: string, other: (field: string) => CelInput | undefined): CelMap {
    const made = new Map<string, CelInput>();
    const read = (field: string): CelInput | undefined => {
      const variable = TEXT_FIELDS.get(`${root}.${field}`);
      if (variable !== undefined) return this.#request.text(variable);
      const known = made.get(field);
      if (known !== undefined) return known;
      const value = other(field);
      if (value !== undefined) made.set(field, value);
      return value;
    };
    return celMap(new LazyMap(FIELDS.get(root)!, read));
  }
}

/** Numbers are bigints: to the library a JavaScript number is a CEL double, and `http.port + 1` would have no overload. */
function httpField(request: PolicyRequest, field: string): CelInput | undefined {
  const { facts } = request;
  switch (field) {
    case 'port':
      return BigInt(facts.target.port);
    case 'size':
      return BigInt(facts.bodySize);
    case 'raw_query':
      return facts.target.query ?? '';
    case 'query':
      return celMap(firstQueryValues(facts.target.query));
    case 'headers':
      return celMap(headerValues(facts.headers));
    case 'content_type':
      return mediaType(facts.headers);
    default:
      return undefined;
  }
}

/** First value of every query parameter. */
function firstQueryValues(query: string | undefined): Map<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(query ?? '')) if (!values.has(key)) values.set(key, value);
  return values;
}

/** Fields by lower-case name; repeated ones are joined with a comma (RFC 9110 section 5.3). */
function headerValues(list: HeaderList): Map<string, string> {
  const values = new Map<string, string>();
  for (let i = 0; i < list.lower.length; i++) {
    const name = list.lower[i]!;
    const before = values.get(name);
    values.set(name, before === undefined ? list.values[i]! : `${before}, ${list.values[i]!}`);
  }
  return values;
}

/** The media type alone, lower case; empty when the request has none. */
function mediaType(list: HeaderList): string {
  const at = list.lower.indexOf('content-type');
  return at < 0 ? '' : list.values[at]!.split(';', 1)[0]!.trim().toLowerCase();
}

function findingValue(finding: Finding): CelInput {
  return celMap(
    new Map<string, CelInput>([
      ['kind', finding.kind],
      ['place', finding.place],
      ['confidence', finding.confidence],
      ['action', finding.action],
      ['length', BigInt(finding.length)],
    ]),
  );
}
