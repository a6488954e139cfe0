import { type Finding, MAX_FINDINGS, NO_FINDINGS } from '../flow/finding.ts';
import { type HeaderList, headerValue } from '../flow/headers.ts';
import type { Target } from '../flow/target.ts';
import {
  basicCredentials,
  type Decoder,
  decodedForms,
  isForm,
  isJsonLike,
  JSON_DECODER,
  PERCENT_DECODER,
} from './decode.ts';
import type { Engine, Hit } from './engine.ts';
import { type HomeRule, isHome } from './home.ts';
import { isBlocking } from './match.ts';
import { type Place, placeInQuery, placeOf } from './place.ts';

/** A key id in a host name arrives in lower case; labels shorter than this cannot hold one. */
const HOST_LABEL = 20;

/** Collects findings of one request, each value once for each place. */
export class FindingSet {
  private readonly seen = new Set<string>();
  private readonly list: Finding[] = [];
  private readonly engine: Engine;
  private readonly target: Target;
  private readonly home: readonly HomeRule[];
  private blocked = false;

  constructor(engine: Engine, target: Target, home: readonly HomeRule[]) {
    this.engine = engine;
    this.target = target;
    this.home = home;
  }

  /**
   * @returns the finding, or undefined when the same value was already found in the same place, or when there are enough
   *   findings already and this one would not change what happens
   */
  add(hit: Hit, bytes: Uint8Array, where: Place, decoded: boolean): Finding | undefined {
    const { kind } = hit;
    const action = isHome(kind.id, this.target, where.place, this.home)
      ? 'allow'
      : isBlocking(hit)
        ? 'block'
        : 'record';
    if (this.list.length >= MAX_FINDINGS && (action !== 'block' || this.blocked)) return undefined;
    const fingerprint = this.engine.fingerprint(bytes);
    const key = `${kind.id} ${where.place} ${fingerprint}`;
    // An armoured block reads differently once its line ends are decoded, but it is the same block.
    const family = `${kind.id} ${where.place}`;
    if (this.seen.has(key) || (decoded && kind.span === 'block' && this.seen.has(family))) return undefined;
    this.seen.add(key);
    this.seen.add(family);
    if (action === 'block') this.blocked = true;
    const finding: Finding = {
      kind: kind.id,
      name: kind.name,
      place: where.place,
      offset: where.offset,
      length: hit.end - hit.start,
      fingerprint,
      confidence: hit.confidence,
      action,
    };
    this.list.push(finding);
    return finding;
  }

  get findings(): readonly Finding[] {
    return this.list.length === 0 ? NO_FINDINGS : this.list;
  }
}

/**
 * Inspects everything of a request but its body.
 * @param head the head exactly as it will be sent, request line first, origin form
 * @param headers the fields of that head
 * @param home destinations the operator added
 * @returns findings with the action `block`, `record` or `allow`; none of them holds the value
 */
export function inspectHead(
  engine: Engine,
  head: Buffer,
  target: Target,
  headers: HeaderList,
  home: readonly HomeRule[] = [],
): readonly Finding[] {
  const hits = engine.scan(head);
  const query = target.query ?? '';
  const encoded = target.path.includes('%') || query.includes('%') || query.includes('+');
  const basic = basicOf(headers);
  const longHost = target.host.length >= HOST_LABEL;
  if (hits.length === 0 && !encoded && basic.length === 0 && !longHost) return NO_FINDINGS;
  const found = new FindingSet(engine, target, home);
  const mayName = (name: string): boolean => engine.scan(Buffer.from(name, 'latin1')).length === 0;
  if (hits.length > 0) {
    const text = head.toString('latin1');
    for (const hit of hits) add(found, hit, head, placeOf(text, hit.start, mayName));
  }
  if (longHost) inspectHost(engine, target.host, found);
  if (encoded) inspectEncodedTarget(engine, target, found, mayName);
  for (const { name, bytes } of basic) scanForms(engine, found, bytes, `header.${name}`, PERCENT_DECODER);
  return found.findings;
}

function add(found: FindingSet, hit: Hit, bytes: Buffer, where: Place): void {
  found.add(hit, bytes.subarray(hit.start, hit.end), where, false);
}

function basicOf(headers: HeaderList): readonly { name: string; bytes: Buffer }[] {
  const list: { name: string; bytes: Buffer }[] = [];
  for (const name of ['authorization', 'proxy-authorization']) {
    const value = headerValue(headers, name);
    const bytes = value === undefined ? undefined : basicCredentials(value);
    if (bytes !== undefined) list.push({ name, bytes });
  }
  return list;
}

/** Inspects a host that is reached without a request that could be read: a tunnel. */
export function inspectHostName(
  engine: Engine,
  target: Target,
  home: readonly HomeRule[] = [],
): readonly Finding[] {
  const found = new FindingSet(engine, target, home);
  inspectHost(engine, target.host, found);
  return found.findings;
}

function inspectHost(engine: Engine, host: string, found: FindingSet): void {
  for (const text of [host, host.toUpperCase()]) {
    const bytes = Buffer.from(text, 'latin1');
    for (const hit of engine.scan(bytes)) add(found, hit, bytes, { place: 'host', offset: hit.start });
  }
}

function inspectEncodedTarget(
  engine: Engine,
  target: Target,
  found: FindingSet,
  mayName: (name: string) => boolean,
): void {
  for (const form of decodedForms(PERCENT_DECODER, Buffer.from(target.path, 'latin1'))) {
    for (const hit of engine.scan(form)) add(found, hit, form, { place: 'path', offset: hit.start });
  }
  if (target.query === undefined) return;
  for (const form of decodedForms(PERCENT_DECODER, Buffer.from(target.query, 'latin1'))) {
    const hits = engine.scan(form);
    if (hits.length === 0) continue;
    const text = form.toString('latin1');
    for (const hit of hits) add(found, hit, form, placeInQuery(text, hit.start, mayName));
  }
}

/** Scans bytes as they are and in every decoded form. */
function scanForms(engine: Engine, found: FindingSet, bytes: Buffer, place: string, decoder?: Decoder): void {
  for (const hit of engine.scan(bytes)) add(found, hit, bytes, { place, offset: hit.start });
  if (decoder === undefined) return;
  for (const form of decodedForms(decoder, bytes)) {
    for (const hit of engine.scan(form)) {
      found.add(hit, form.subarray(hit.start, hit.end), { place, offset: hit.start }, true);
    }
  }
}

/** The escapes a body of this type may use. */
export function decoderFor(contentType: string | undefined): Decoder | undefined {
  if (isForm(contentType)) return PERCENT_DECODER;
  return isJsonLike(contentType) ? JSON_DECODER : undefined;
}

/**
 * Inspects a body that is held whole (content codings already removed).
 * @param contentType value of the field, or undefined
 * @param place `body`, or another place for the same treatment
 */
export function inspectBody(
  engine: Engine,
  bytes: Uint8Array,
  contentType: string | undefined,
  target: Target,
  home: readonly HomeRule[] = [],
  place = 'body',
): readonly Finding[] {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new FindingSet(engine, target, home);
  scanForms(engine, found, buffer, place, decoderFor(contentType));
  return found.findings;
}
