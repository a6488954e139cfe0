import { Refusal } from '../flow/refusal.ts';

/** What to do with an encoded slash (`%2F`) in a path: origins disagree on whether it separates segments. */
export type EncodedSlash = 'keep' | 'reject' | 'decode';

/** Needs no work: no percent sign, backslash, dot segment or byte outside visible ASCII. */
const UNUSUAL = /[%\\]|\/\.|[^\x21-\x7e]/;
const NOT_VISIBLE = /[^\x21-\x7e]/g;

/**
 * Normalises an absolute path once (RFC 3986 section 6.2.2): percent-encodings in upper case, encoded unreserved
 * characters decoded, dot segments removed, bytes above ASCII encoded. The result is what is judged and what is sent.
 * @throws Refusal `framing` for a broken percent-encoding, an encoded NUL, a backslash, or what `encodedSlash` rejects.
 */
export function normalisePath(path: string, encodedSlash: EncodedSlash): string {
  if (!UNUSUAL.test(path)) return path;
  if (path.includes('\\')) throw new Refusal('framing', 'backslash-in-path');
  const encoded = encodeUnsafe(path);
  const decoded = encoded.includes('%') ? decodeUnreserved(encoded, encodedSlash) : encoded;
  return removeDotSegments(decoded);
}

/** Percent-encodes the bytes of a query that may not appear in a request target; everything else stays as it came. */
export function normaliseQuery(query: string): string {
  return encodeUnsafe(query);
}

function encodeUnsafe(text: string): string {
  return text.replace(NOT_VISIBLE, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function decodeUnreserved(path: string, encodedSlash: EncodedSlash): string {
  return path.replace(/%(..?)?/g, (whole, digits: string | undefined) => {
    if (digits === undefined || !/^[0-9A-Fa-f]{2}$/.test(digits))
      throw new Refusal('framing', 'bad-percent-encoding');
    const code = Number.parseInt(digits, 16);
    if (code === 0) throw new Refusal('framing', 'encoded-nul');
    const char = String.fromCharCode(code);
    if (/[A-Za-z0-9\-._~]/.test(char)) return char;
    if (char === '/' || char === '\\') {
      if (encodedSlash === 'reject') throw new Refusal('framing', 'encoded-slash');
      if (encodedSlash === 'decode') return '/';
    }
    return whole.toUpperCase();
  });
}

/** RFC 3986 section 5.2.4. */
function removeDotSegments(path: string): string {
  const out: string[] = [];
  const segments = path.split('/');
  for (let i = 1; i < segments.length; i++) {
    const segment = segments[i]!;
    const last = i === segments.length - 1;
    if (segment === '..') {
      out.pop();
      if (last) out.push('');
    } else if (segment === '.') {
      if (last) out.push('');
    } else {
      out.push(segment);
    }
  }
  return `/${out.join('/')}`;
}
