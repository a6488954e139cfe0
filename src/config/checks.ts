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
