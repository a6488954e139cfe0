import { PACKS } from '../flow/pack.ts';
import type { Check } from './leaf.ts';

/** Text that is not empty. */
export const notEmpty: Check = (text) => (text.trim() === '' ? 'must not be empty' : undefined);

/** Check of `policies.source`: a file name or the URL of a receiver. */
export const policySource: Check = (text) => {
  if (text.trim() === '') return 'must not be empty';
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return undefined;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return 'not a file name and not an http or https URL';
  }
  if (url.username !== '' || url.password !== '') {
    return 'refused: a password inside a URL ends up in logs; give the key with policies.keyFile';
  }
  return undefined;
};

/** Id of a kind of credential, for example `github-pat`. */
export const kindId: Check = (text) =>
  /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) ? undefined : 'not the id of a kind, for example github-pat';

/** Name of a pack of kinds. */
export const pack: Check = (text) =>
  text === 'all' || PACKS.some((name) => name === text) ? undefined : `none of ${PACKS.join(', ')}, all`;

/** Fingerprint of a finding as it stands in a record. */
export const fingerprint: Check = (text) =>
  /^[0-9a-f]{16}$/.test(text) ? undefined : 'not a fingerprint: 16 hex digits as they stand in a record';

/** Where a credential may be, as findings name it. */
export const place: Check = (text) =>
  /^(?:host|path|body|query\.[^\s]+|header\.[a-z0-9!#$%&'*+.^_`|~-]+|trailer\.[^\s]+)$/.test(text)
    ? undefined
    : 'not a place: host, path, body, query.<name>, header.<name in lower case>';

/** Name of an agent as Basic authentication can carry it. */
export const userName: Check = (text) =>
  /^[^\s:]{1,128}$/.test(text)
    ? undefined
    : 'a user name has 1 to 128 characters and neither blanks nor colons';

/** Ids of kinds, categories, or patterns with `*`. */
export const kindPattern: Check = (text) =>
  /^[a-z0-9*][a-z0-9*-]*$/.test(text) ? undefined : 'not a kind, a category or a pattern such as pii-*';

/** A place, or a pattern with `*`. */
export const placePattern: Check = (text) =>
  /^(?:\*|host|path|(?:query|header|body|trailer)(?:[.[*][A-Za-z0-9_.$*[\]-]*)?)$/.test(text)
    ? undefined
    : 'not a place: host, path, body*, query.<name>, header.<name in lower case>';

/** A day (UTC) or a moment. */
export const moment: Check = (text) =>
  /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text) &&
  Number.isFinite(Date.parse(text))
    ? undefined
    : 'not a date: 2027-01-31, or 2027-01-31T12:00:00Z';

/** A name of a known value, as findings show it. */
export const knownName: Check = (text) =>
  /^[A-Za-z0-9_.-]{1,64}$/.test(text) ? undefined : 'not a name: letters, digits and _ . - (64 at most)';
