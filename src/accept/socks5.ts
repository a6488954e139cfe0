/** SOCKS5 (RFC 1928) with user/password (RFC 1929): pure readers over the bytes so far. */

export const NEED_MORE = Symbol('need-more');
export const MALFORMED = Symbol('malformed');
type Unfinished = typeof NEED_MORE | typeof MALFORMED;

export const METHOD_NONE = 0x00;
export const METHOD_PASSWORD = 0x02;
export const METHOD_REFUSED = 0xff;

/** Replies to a request (RFC 1928 section 6). */
export const REPLY = {
  succeeded: 0x00,
  failure: 0x01,
  notAllowed: 0x02,
  commandNotSupported: 0x07,
  addressNotSupported: 0x08,
} as const;

export interface SocksGreeting {
  readonly methods: readonly number[];
  readonly size: number;
}

export interface SocksPassword {
  readonly user: string;
  readonly password: string;
  readonly size: number;
}

export interface SocksRequest {
  readonly command: number;
  /** As sent: a name, or an address literal (IPv6 in brackets). Not validated here. */
  readonly host: string;
  readonly port: number;
  readonly size: number;
}

/** Reads `VER NMETHODS METHODS`. */
export function readGreeting(bytes: Buffer): SocksGreeting | Unfinished {
  if (bytes.length < 1) return NEED_MORE;
  if (bytes[0] !== 5) return MALFORMED;
  if (bytes.length < 2) return NEED_MORE;
  const size = 2 + bytes[1]!;
  if (bytes[1] === 0) return MALFORMED;
  return bytes.length < size ? NEED_MORE : { methods: [...bytes.subarray(2, size)], size };
}

/** Reads `VER ULEN UNAME PLEN PASSWD`. */
export function readPassword(bytes: Buffer): SocksPassword | Unfinished {
  if (bytes.length < 2) return NEED_MORE;
  if (bytes[0] !== 1) return MALFORMED;
  const userEnd = 2 + bytes[1]!;
  if (bytes.length <= userEnd) return NEED_MORE;
  const size = userEnd + 1 + bytes[userEnd]!;
  if (bytes.length < size) return NEED_MORE;
  return {
    user: bytes.toString('utf8', 2, userEnd),
    password: bytes.toString('utf8', userEnd + 1, size),
    size,
  };
}

/** Reads `VER CMD RSV ATYP DST.ADDR DST.PORT`. */
export function readRequest(bytes: Buffer): SocksRequest | Unfinished {
  if (bytes.length < 5) return NEED_MORE;
  if (bytes[0] !== 5 || bytes[2] !== 0) return MALFORMED;
  const type = bytes[3];
  const start = type === 3 ? 5 : 4;
  const length = type === 1 ? 4 : type === 4 ? 16 : type === 3 ? bytes[4]! : 0;
  if (length === 0) return MALFORMED;
  const size = start + length + 2;
  if (bytes.length < size) return NEED_MORE;
  const address = bytes.subarray(start, start + length);
  const host =
    type === 3 ? address.toString('latin1') : type === 1 ? address.join('.') : `[${groups(address)}]`;
  return { command: bytes[1]!, host, port: bytes.readUInt16BE(start + length), size };
}

function groups(address: Buffer): string {
  const parts: string[] = [];
  for (let i = 0; i < 16; i += 2) parts.push(address.readUInt16BE(i).toString(16));
  return parts.join(':');
}

/** The reply to a request; the bound address is of no use to anybody and left at zero. */
export function socksReply(code: number): Buffer {
  return Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
}
