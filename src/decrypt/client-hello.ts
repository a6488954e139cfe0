/** What a ClientHello says before anything is answered. */
export interface ClientHello {
  /** Lower case server name, or undefined when the client sent none. */
  readonly sni: string | undefined;
  readonly alpn: readonly string[];
  /** Highest version that the client offers: 0x0303 is TLS 1.2, 0x0304 is TLS 1.3. */
  readonly version: number;
}

/** More bytes are needed. */
export const INCOMPLETE = Symbol('incomplete');
/** This is not a ClientHello. */
export const NOT_TLS = Symbol('not-tls');

/** A hello may be cut into several records; more than this is no honest one. */
export const MAX_HELLO_BYTES = 32 * 1024;

/**
 * Reads a ClientHello (RFC 8446 section 4.1.2, RFC 6066 section 3) from the first bytes of a connection.
 * Every length is checked against the bytes that are there; two server names, or a name that is not a host name, make it
 * NOT_TLS rather than a guess.
 */
export function parseClientHello(bytes: Buffer): ClientHello | typeof INCOMPLETE | typeof NOT_TLS {
  const handshake = joinRecords(bytes);
  if (typeof handshake === 'symbol') return handshake;
  if (handshake.length < 4) return INCOMPLETE;
  if (handshake[0] !== 1) return NOT_TLS;
  const length = handshake.readUIntBE(1, 3);
  if (length > MAX_HELLO_BYTES) return NOT_TLS;
  if (handshake.length < 4 + length) return bytes.length > MAX_HELLO_BYTES ? NOT_TLS : INCOMPLETE;
  return parseBody(new Cursor(handshake.subarray(4, 4 + length)));
}

/** Handshake bytes of consecutive records (RFC 8446 section 5.1), as far as the first message goes. */
function joinRecords(bytes: Buffer): Buffer | typeof INCOMPLETE | typeof NOT_TLS {
  const parts: Buffer[] = [];
  let at = 0;
  let missing = 4;
  let known = false;
  // What follows a whole hello must not change what it says.
  while (at < bytes.length && missing > 0) {
    if (bytes[at] !== 22) return at === 0 ? NOT_TLS : lastRecord(parts);
    if (at + 1 < bytes.length && bytes[at + 1] !== 3) return NOT_TLS;
    if (at + 5 > bytes.length) break;
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0 || length > 16384) return NOT_TLS;
    parts.push(bytes.subarray(at + 5, Math.min(bytes.length, at + 5 + length)));
    missing -= Math.min(bytes.length - at - 5, length);
    if (missing <= 0 && !known) {
      missing += lastRecord(parts).readUIntBE(1, 3);
      known = true;
    }
    at += 5 + length;
  }
  return parts.length === 0 ? INCOMPLETE : lastRecord(parts);
}

function lastRecord(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function parseBody(body: Cursor): ClientHello | typeof NOT_TLS {
  const legacyVersion = body.uint(2);
  body.take(32);
  body.take(body.uint(1));
  body.take(body.uint(2));
  body.take(body.uint(1));
  const extensions = body.end ? new Cursor(Buffer.alloc(0)) : body.vector(2);
  let sni: string | undefined;
  let alpn: readonly string[] = [];
  let version = legacyVersion;
  while (!extensions.end && !extensions.failed) {
    const type = extensions.uint(2);
    const data = extensions.vector(2);
    if (type === 0) {
      const name = serverName(data);
      if (name === undefined || sni !== undefined) return NOT_TLS;
      sni = name;
    } else if (type === 16) alpn = protocolNames(data);
    else if (type === 43) version = highestVersion(data, version);
    if (data.failed) return NOT_TLS;
  }
  return body.failed || extensions.failed ? NOT_TLS : { sni, alpn, version };
}

/** RFC 6066 section 3: one host_name, which is ASCII, without a trailing dot. */
function serverName(data: Cursor): string | undefined {
  const list = data.vector(2);
  const type = list.uint(1);
  const name = list.vector(2).rest().toString('latin1').toLowerCase();
  if (list.failed || !list.end || !data.end || type !== 0) return undefined;
  return /^[a-z0-9_](?:[a-z0-9_.-]{0,252})$/.test(name) && !name.endsWith('.') ? name : undefined;
}

function protocolNames(data: Cursor): string[] {
  const list = data.vector(2);
  const names: string[] = [];
  while (!list.end && !list.failed) names.push(list.vector(1).rest().toString('latin1'));
  return names;
}

function highestVersion(data: Cursor, otherwise: number): number {
  const list = data.vector(1);
  let highest = 0;
  while (!list.end && !list.failed) {
    const version = list.uint(2);
    // Values of the form 0x?a?a are GREASE (RFC 8701).
    if (version <= 0x0304 && version > highest) highest = version;
  }
  return highest === 0 ? otherwise : highest;
}

/** Reads forward; the first read beyond the end makes every later one empty and sets `failed`. */
class Cursor {
  readonly #bytes: Buffer;
  #at = 0;
  failed = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get end(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) {
      this.failed = true;
      this.#at = this.#bytes.length;
      return Buffer.alloc(0);
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  uint(width: number): number {
    const bytes = this.take(width);
    return bytes.length === width ? bytes.readUIntBE(0, width) : 0;
  }

  /** A vector whose length is given in `width` bytes. */
  vector(width: number): Cursor {
    const cursor = new Cursor(this.take(this.uint(width)));
    cursor.failed = this.failed;
    return cursor;
  }

  rest(): Buffer {
    return this.take(this.#bytes.length - this.#at);
  }
}
