import { type Finding, NO_FINDINGS } from '../flow/finding.ts';
import { type HeaderList, headerValue } from '../flow/headers.ts';
import type { Target } from '../flow/target.ts';
import { basicCredentials, decodeOnce, isForm, PERCENT_DECODER } from './decode.ts';
import type { Sighting } from './examine.ts';
import { inspectHostLabels } from './host-labels.ts';
import { describe, FindingSet, type Inspection, sightingOf } from './inspection.ts';
import { overwrite } from './mask.ts';
import { namesWith } from './may-name.ts';
import { inspectParts, type Part, splitFields } from './parts.ts';
import { createPathFinder } from './path.ts';
import { type Place, placeInQuery, placeOf } from './place.ts';

/** A key id in a host name arrives in lower case; names shorter than this cannot hold one. */
const HOST_LENGTH = 20;
/**
 * Inspects everything of a request but its body.
 * @param head the head exactly as it will be sent, request line first, origin form
 * @param headers the fields of that head
 * @returns findings with an action each; none of them holds the value
 */
export function inspectHead(
  inspection: Inspection,
  head: Buffer,
  target: Target,
  headers: HeaderList,
): readonly Finding[] {
  const { examiner } = inspection;
  const sightings = examiner.examine(head, { whole: false, texts: false });
  const basic = basicOf(headers);
  const longHost = target.host.length >= HOST_LENGTH;
  const plus = target.query?.includes('+') === true;
  const fields = splitFields(headers);
  const parameters = target.query?.includes('&') === true;
  if (sightings.length === 0 && !plus && basic.length === 0 && !longHost && !parameters && fields.length < 2)
    return NO_FINDINGS;
  const found = new FindingSet(inspection, 'request', target);
  const mayName = namesWith(examiner);
  if (sightings.length > 0) {
    const text = head.toString('latin1');
    for (const one of sightings) {
      const where = placeOf(text, one.start, mayName);
      found.add(one, where, where.place !== 'host');
    }
  }
  if (longHost) inspectHost(inspection, target.host, found);
  if (plus) inspectBlanks(inspection, target.query!, found, mayName);
  for (const { name, bytes } of basic) {
    const place = `header.${name}`;
    for (const one of examiner.examine(bytes, { whole: false })) found.add(one, { place, offset: one.start });
  }
  const rows = [fields, parameters ? queryParts(target.query!, 'query', mayName) : []];
  for (const row of rows) addParts(inspection, row, found);
  return found.findings;
}

/**
 * Overwrites what the rules mask in a head that was inspected.
 * @param head is changed
 */
export function maskHead(inspection: Inspection, head: Buffer, target: Target): void {
  const { examiner, decide } = inspection;
  const text = head.toString('latin1');
  for (const one of examiner.examine(Buffer.from(head), { whole: false })) {
    const where = placeOf(text, one.start, namesWith(examiner));
    const action = decide(one.hit, 'request', where.place, target);
    if (action !== 'mask' && action !== 'tokenise') continue;
    overwrite(head, one.start, one.end, describe(examiner.engine, one, where, action));
  }
}

/** Overwrites what the rules mask in a body that was inspected. @returns a copy */
export function maskBody(body: Buffer, findings: readonly Finding[]): Buffer {
  const masked = Buffer.from(body);
  for (const finding of findings) {
    if (finding.action !== 'mask' && finding.action !== 'tokenise') continue;
    overwrite(masked, finding.offset, finding.offset + finding.length, finding);
  }
  return masked;
}

function addParts(inspection: Inspection, row: readonly Part[], found: FindingSet): void {
  if (row.length < 2) return;
  const mayName = namesWith(inspection.examiner);
  for (const { sighting, part } of inspectParts(inspection, row)) {
    found.add(sighting, { place: nameless(part.place, mayName), offset: 0 });
  }
}

/** `header.<name>` without a name that must not be shown. */
function nameless(place: string, mayName: (name: string) => boolean): string {
  return place.startsWith('header.') && !mayName(place.slice(7)) ? 'header' : place;
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
export function inspectHostName(inspection: Inspection, target: Target): readonly Finding[] {
  const found = new FindingSet(inspection, 'request', target);
  inspectHost(inspection, target.host, found);
  return found.findings;
}

function inspectHost(inspection: Inspection, host: string, found: FindingSet): void {
  const { engine } = inspection.examiner;
  for (const text of [host, host.toUpperCase()]) {
    const bytes = Buffer.from(text, 'latin1');
    for (const hit of engine.scan(bytes))
      found.add(sightingOf(hit, bytes), { place: 'host', offset: hit.start });
  }
  for (const sighting of inspectHostLabels(inspection.examiner, host)) {
    found.add(sighting, { place: 'host', offset: sighting.start });
  }
}

/** A query whose blanks are written as plus signs. */
function inspectBlanks(
  { examiner }: Inspection,
  query: string,
  found: FindingSet,
  mayName: (name: string) => boolean,
): void {
  const form = decodeOnce(PERCENT_DECODER, Buffer.from(query, 'latin1'));
  if (form === undefined) return;
  const text = form.toString('latin1');
  for (const one of examiner.examine(form, { whole: false })) {
    found.add(decodedSighting(one, 'percent'), placeInQuery(text, one.start, mayName));
  }
}

function decodedSighting(one: Sighting, via: string): Sighting {
  return { ...one, via: [via, ...one.via] };
}

/** The values of a query or a form, decoded. */
function queryParts(query: string, place: string, mayName: (name: string) => boolean): readonly Part[] {
  const parts: Part[] = [];
  for (const pair of query.split('&', 512)) {
    const equals = pair.indexOf('=');
    const value = equals < 0 ? pair : pair.slice(equals + 1);
    const bytes = Buffer.from(value, 'latin1');
    const text = (decodeOnce(PERCENT_DECODER, bytes) ?? bytes).toString('latin1');
    const where = placeInQuery(pair, pair.length, mayName).place;
    parts.push({ place: where.replace(/^query/, place), text });
  }
  return parts;
}

/** Longest form whose fields are read side by side. */
const MAX_FORM = 65_536;

/**
 * Inspects a body that is held whole (content codings already removed).
 * @param contentType value of the field, or undefined
 * @param place `body`, or another place for the same treatment
 * @param whole whether the bytes may be compressed as a whole: not when a content coding says that they are
 */
export function inspectBody(
  inspection: Inspection,
  bytes: Uint8Array,
  contentType: string | undefined,
  target: Target,
  place = 'body',
  whole = place === 'body',
): readonly Finding[] {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { examiner } = inspection;
  const form = isForm(contentType);
  const sightings = examiner.examine(buffer, { whole, contentType });
  if (sightings.length === 0 && !form) return NO_FINDINGS;
  const found = new FindingSet(inspection, 'request', target);
  const mayName = namesWith(examiner);
  const paths = createPathFinder(buffer, contentType, mayName);
  const maskable = place === 'body';
  for (const one of sightings)
    found.add(one, whereIn(place, one, paths.pathAt(one.start, one.value)), maskable);
  if (form && buffer.length <= MAX_FORM) {
    const text = buffer.toString('latin1');
    if (text.includes('+')) inspectPlusForm(inspection, buffer, found, place);
    addParts(inspection, queryParts(text, place, mayName), found);
  }
  return found.findings;
}

function whereIn(place: string, { start }: Sighting, path: string): Place {
  return { place: `${place}${path}`, offset: start };
}

function inspectPlusForm({ examiner }: Inspection, body: Buffer, found: FindingSet, place: string): void {
  const form = decodeOnce(PERCENT_DECODER, body);
  if (form === undefined) return;
  for (const one of examiner.examine(form, { whole: false })) {
    found.add(decodedSighting(one, 'percent'), { place, offset: one.start });
  }
}
