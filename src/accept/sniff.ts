/** What the first bytes of a connection say it is. */
export type Protocol = 'http' | 'tls' | 'socks5' | 'unknown' | 'incomplete';

const MAX_METHOD = 32;

/**
 * Tells HTTP/1, TLS and SOCKS5 apart by the first bytes. The answer never changes with more bytes, except from
 * `incomplete`.
 * @param bytes what has arrived
 */
export function sniff(bytes: Uint8Array): Protocol {
  let at = 0;
  // RFC 9112 section 2.2: an empty line before a request is to be ignored.
  if (bytes[0] === 13) {
    if (bytes.length < 2) return 'incomplete';
    if (bytes[1] !== 10) return 'unknown';
    at = 2;
  }
  if (at >= bytes.length) return 'incomplete';
  if (at === 0 && bytes[0] === 0x16)
    return bytes.length < 2 ? 'incomplete' : bytes[1] === 3 ? 'tls' : 'unknown';
  if (at === 0 && bytes[0] === 0x05) return 'socks5';
  for (let i = at; i < bytes.length && i - at <= MAX_METHOD; i++) {
    const code = bytes[i]!;
    if (code === 0x20) return i === at ? 'unknown' : 'http';
    if (!isTokenByte(code)) return 'unknown';
  }
  return bytes.length - at > MAX_METHOD ? 'unknown' : 'incomplete';
}

function isTokenByte(code: number): boolean {
  return (
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    "!#$%&'*+-.^_`|~".includes(String.fromCharCode(code))
  );
}
