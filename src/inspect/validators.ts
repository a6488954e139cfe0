import { base62, crc32, hex8 } from './checksum.ts';
import type { ValidatorName } from './kind.ts';

/** Checks that need no network. Each takes the whole value as latin1 text. */
export const VALIDATORS: Readonly<Record<ValidatorName, (value: string) => boolean>> = {
  awsId: (value) => /^A[A-Z]{3}[A-Z2-7]{16}$/.test(value),
  github,
  gitlab,
  atlassian: (value) => {
    const equals = value.lastIndexOf('=');
    return value.slice(equals + 1) === hex8(crc32(value.slice(0, equals + 1))).toUpperCase();
  },
  cloudflare: (value) => {
    const body = value.slice(value.indexOf('_') + 1);
    return body.length === 48 && body.slice(40) === hex8(crc32(body.slice(0, 40)));
  },
  jwt,
  userPass: (value) => /^[\x21-\x39\x3b-\x7e]{1,200}:[\x20-\x7e]{1,400}$/.test(fromBase64(value)),
  base64Pem,
};

/** GitHub and npm: the last six of 36 characters are the CRC-32 of the first thirty in base 62. */
function github(value: string): boolean {
  const body = value.slice(value.indexOf('_') + 1);
  if (value.startsWith('ghs_') && body.includes('.')) return jwt(body.slice(body.indexOf('_') + 1));
  return /^[0-9A-Za-z]{36}$/.test(body) && body.slice(30) === base62(crc32(body.slice(0, 30)), 6);
}

/** GitLab routable tokens: seven base-36 digits of CRC-32 over everything before them. */
function gitlab(value: string): boolean {
  const body = value.slice(0, -7);
  return value.slice(-7) === crc32(body).toString(36).padStart(7, '0');
}

/** The header of a JSON Web Token decodes to an object that names its algorithm. */
function jwt(value: string): boolean {
  const dot = value.indexOf('.');
  if (dot < 0) return false;
  const header = parseObject(Buffer.from(value.slice(0, dot), 'base64url').toString('utf8'));
  return header !== undefined && 'alg' in header;
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function fromBase64(value: string): string {
  return Buffer.from(value, 'base64').toString('latin1');
}

/** A base64 text whose beginning decodes to the BEGIN line of a private key, in any of the three phases. */
function base64Pem(value: string): boolean {
  const start = value.slice(0, 96);
  for (const pad of ['', 'A', 'AA', 'AAA']) {
    if (/BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY/.test(fromBase64(pad + start))) return true;
  }
  return false;
}
