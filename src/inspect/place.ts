/** Says in which part of a serialised request head an offset lies. */
export interface Place {
  readonly place: string;
  /** Offset inside that part. */
  readonly offset: number;
}

/** A name that cannot itself be a secret: findings are recorded with it. */
const PLAIN_NAME = /^[A-Za-z0-9_.[\]$-]{1,64}$/;

/**
 * Finds the part of the head that an offset lies in. Names are only given when the secret is not in the name itself.
 * @param head latin1 text: request line and fields as they are sent
 */
export function placeOf(head: string, offset: number, mayName: (name: string) => boolean): Place {
  const lineStart = offset === 0 ? 0 : head.lastIndexOf('\r\n', offset - 1) + 2;
  if (head.lastIndexOf('\r\n', offset - 1) < 0) return placeInTarget(head, offset, mayName);
  const colon = head.indexOf(':', lineStart);
  if (colon < 0 || offset <= colon) return { place: 'header', offset: offset - lineStart };
  const name = head.slice(lineStart, colon).toLowerCase();
  let value = colon + 1;
  while (head[value] === ' ' || head[value] === '\t') value++;
  const place =
    name === 'host' ? 'host' : PLAIN_NAME.test(name) && mayName(name) ? `header.${name}` : 'header';
  return { place, offset: Math.max(0, offset - value) };
}

function placeInTarget(head: string, offset: number, mayName: (name: string) => boolean): Place {
  const start = head.indexOf(' ') + 1;
  const question = head.indexOf('?', start);
  if (question < 0 || offset <= question) return { place: 'path', offset: Math.max(0, offset - start) };
  return placeInQuery(head.slice(question + 1), offset - question - 1, mayName);
}

/** The same inside a query. */
export function placeInQuery(query: string, offset: number, mayName: (name: string) => boolean): Place {
  const start = Math.max(query.lastIndexOf('&', offset), 0);
  const from = query[start] === '&' ? start + 1 : start;
  const equals = query.indexOf('=', from);
  const name = query.slice(from, equals < 0 ? undefined : equals);
  // A shape may begin at the separator or at the name (`&sig=`); what counts is where the value stands.
  const inName = equals < 0 || (offset <= equals && !PLAIN_NAME.test(name));
  if (inName || !PLAIN_NAME.test(name) || !mayName(name)) return { place: 'query', offset };
  return { place: `query.${name}`, offset: Math.max(0, offset - equals - 1) };
}
