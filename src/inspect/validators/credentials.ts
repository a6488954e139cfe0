import { base62, crc32, hex8 } from '../checksum.ts';

/** An AWS key id: four capitals and sixteen characters of base 32 (RFC 4648). It has no checksum. */
export function awsId(value: string): boolean {
  return /^A[A-Z]{3}[A-Z2-7]{16}$/.test(value);
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The account that an AWS access key belongs to: bits 7 to 46 of the first six bytes that the sixteen characters after
 * the prefix decode to. Keys made before 2019 do not carry it; their fifth character is before `Q`.
 * @param keyId `AKIA…` or `ASIA…`, twenty characters
 * @returns twelve digits, or undefined when the key does not say
 */
export function awsAccountId(keyId: string): string | undefined {
  if (!awsId(keyId) || BASE32.indexOf(keyId[4]!) < BASE32.indexOf('Q')) return undefined;
  let bits = 0n;
  for (const char of keyId.slice(4, 14)) bits = (bits << 5n) | BigInt(BASE32.indexOf(char));
  // Ten characters are fifty bits: the first forty-eight are the six bytes.
  const account = ((bits >> 2n) & 0x7fffffffff80n) >> 7n;
  return account.toString().padStart(12, '0');
}

/** GitHub and npm: the last six of 36 characters are the CRC-32 of the first thirty in base 62. */
export function github(value: string): boolean {
  const body = value.slice(value.indexOf('_') + 1);
  if (value.startsWith('ghs_') && body.includes('.')) return jwt(body.slice(body.indexOf('_') + 1));
  return /^[0-9A-Za-z]{36}$/.test(body) && body.slice(30) === base62(crc32(body.slice(0, 30)), 6);
}

/** GitLab routable tokens: seven base-36 digits of CRC-32 over everything before them. */
export function gitlab(value: string): boolean {
  if (!value.includes('.')) return false;
  const body = value.slice(0, -7);
  return value.slice(-7) === crc32(body).toString(36).padStart(7, '0');
}

/** Atlassian: eight upper case hex digits of CRC-32 over everything through the `=`. */
export function atlassian(value: string): boolean {
  const equals = value.lastIndexOf('=');
  return value.slice(equals + 1) === hex8(crc32(value.slice(0, equals + 1))).toUpperCase();
}

/** Cloudflare: eight lower case hex digits of CRC-32 over the forty characters after the prefix. */
export function cloudflare(value: string): boolean {
  const body = value.slice(value.indexOf('_') + 1);
  return body.length === 48 && body.slice(40) === hex8(crc32(body.slice(0, 40)));
}

/** A JSON Web Token (RFC 7519): the header names its algorithm, the payload is an object or encrypted. */
export function jwt(value: string): boolean {
  const [head, payload] = value.split('.');
  const header = parseObject(head);
  if (header === undefined || !('alg' in header)) return false;
  return 'enc' in header || parseObject(payload) !== undefined;
}

/** The `exp` of a JSON Web Token in seconds since 1970; undefined when it has none. */
export function jwtExpiry(value: string): number | undefined {
  const payload = parseObject(value.split('.')[1]);
  const expiry = payload === undefined ? undefined : (payload as { readonly exp?: unknown }).exp;
  return typeof expiry === 'number' ? expiry : undefined;
}

function parseObject(base64url: string | undefined): object | undefined {
  if (base64url === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function fromBase64(value: string): string {
  return Buffer.from(value, 'base64').toString('latin1');
}

/** True when the beginning of a base64 text decodes to what the expression wants. */
export function decodesTo(value: string, start: RegExp): boolean {
  return start.test(fromBase64(value.slice(0, 96)));
}

/** A user and a password joined by a colon, in base64 (RFC 7617). */
export function userPass(value: string): boolean {
  const decoded = fromBase64(value);
  if (/^[\x21-\x39\x3b-\x7e]{1,200}:[\x20-\x7e]{1,400}$/.test(decoded)) return true;
  // Some clients leave the user out and send a token alone.
  return /^:[\x21-\x7e]{8,400}$/.test(decoded);
}

/** A base64 text whose beginning decodes to the BEGIN line of a private key, in any of the three phases. */
export function base64Pem(value: string): boolean {
  const start = value.slice(0, 96);
  for (const pad of ['', 'A', 'AA', 'AAA']) {
    if (/BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY/.test(fromBase64(pad + start))) return true;
  }
  return false;
}

/** A prefix that ends in `_`, then base64 of a JSON object: what decodes begins like one. */
export function base64Json(value: string): boolean {
  const at = value.indexOf('eyJ');
  return at >= 0 && /^\{"[a-z_]{1,40}":["\d{[]/i.test(fromBase64(value.slice(at, at + 96)));
}

/** Discord: the first segment is the base64 of a snowflake, a decimal number of 17 to 20 digits. */
export function discord(value: string): boolean {
  const id = Buffer.from(value.slice(0, value.indexOf('.')), 'base64url').toString('latin1');
  return /^[1-9][0-9]{16,19}$/.test(id);
}
