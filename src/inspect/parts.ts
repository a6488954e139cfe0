/** A secret in parts: values that travel side by side (fields, parameters, labels of a host name) are read as one. */
import type { HeaderList } from '../flow/headers.ts';
import { joinedLayer } from './disguise/joined.ts';
import { Unveiler } from './disguise/unveil.ts';
import type { Sighting } from './examine.ts';
import type { Inspection } from './inspection.ts';

/** One value, and what its place is called. */
export interface Part {
  readonly place: string;
  readonly text: string;
}

/** What a part of a token looks like. */
const PART = /^[A-Za-z0-9_.+/=:@~-]{1,1024}$/;
/** No token is cut into more than this. */
const MAX_PARTS = 256;
const SHORTEST = 16;

/** Fields whose values every client sends: no part of a secret hides in them. */
const USUAL_FIELDS =
  /^(?:host|user-agent|accept.*|content-.*|connection|cache-control|pragma|transfer-encoding|te|upgrade-insecure-requests|sec-.*|priority|dnt|date|expect|if-.*|range|authorization|proxy-authorization)$/;

/** True for what may be a part of a token. */
export function isPart(text: string): boolean {
  return PART.test(text);
}

/** Values of fields that say nothing about the transport, in order. */
export function splitFields(headers: HeaderList): readonly Part[] {
  const parts: Part[] = [];
  for (const [i, lower] of headers.lower.entries()) {
    if (!USUAL_FIELDS.test(lower)) parts.push({ place: `header.${lower}`, text: headers.values[i]! });
  }
  return parts;
}

/**
 * Looks for what only shows when neighbouring parts are joined; a part that is no piece of a token ends the row.
 * @returns sightings with the part in which each begins
 */
export function inspectParts(
  { examiner }: Inspection,
  parts: readonly Part[],
): readonly { readonly sighting: Sighting; readonly part: Part }[] {
  const found: { sighting: Sighting; part: Part }[] = [];
  let row: Part[] = [];
  const finish = (): void => {
    if (row.length > 1) found.push(...inspectRow(examiner.engine, row));
    row = [];
  };
  for (const part of parts) {
    if (PART.test(part.text) && row.length < MAX_PARTS) row.push(part);
    else if (part.text !== '') finish();
  }
  finish();
  return found;
}

function inspectRow(
  engine: Inspection['examiner']['engine'],
  row: readonly Part[],
): { sighting: Sighting; part: Part }[] {
  const bytes = Buffer.from(row.map((part) => part.text).join(''), 'latin1');
  if (bytes.length < SHORTEST) return [];
  const at = new Int32Array(row.length);
  // As if each part had stood one byte apart: what spans two of them is no copy of one.
  const source = new Int32Array(row.length);
  let length = 0;
  for (const [i, part] of row.entries()) {
    at[i] = length;
    source[i] = length + i;
    length += part.text.length;
  }
  const layer = joinedLayer(
    [{ bytes, length: bytes.length, pieces: at.length, at, source }],
    1,
    2 * bytes.length + 8,
  );
  return new Unveiler(engine, bytes).runLayer(layer).map(({ hit, value, start, end, via }) => {
    let i = row.length - 1;
    while (i > 0 && source[i]! > start) i--;
    return { sighting: { hit, value, start, end, via }, part: row[i]! };
  });
}
