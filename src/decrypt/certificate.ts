import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bits,
  boolean,
  der,
  integer,
  octets,
  oid,
  sequence,
  set,
  smallInteger,
  tagged,
  time,
  utf8,
} from './der.ts';

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const DAY_MS = 86_400_000;

/** Who signs: the distinguished name, the key, and the key identifier of the issuer. */
export interface Issuer {
  readonly name: Buffer;
  readonly key: KeyObject;
  readonly keyId: Buffer;
}

/** A distinguished name of one organisation and one common name. */
export function distinguishedName(commonName: string): Buffer {
  const attribute = (type: string, value: string): Buffer => set(sequence(oid(type), utf8(value)));
  return sequence(attribute('2.5.4.10', 'Weir'), attribute('2.5.4.3', commonName));
}

/** RFC 5280 section 4.2.1.2, method 1: SHA-1 of the public key bits. Not a security property, only a name. */
export function keyIdentifier(publicKey: KeyObject): Buffer {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha1').update(spki.subarray(-65)).digest();
}

/**
 * A root certificate for P-256: CA, no intermediate CAs below it, certificate signing only.
 * @returns DER
 */
export function rootCertificate(
  name: Buffer,
  publicKey: KeyObject,
  key: KeyObject,
  now: number,
  days: number,
): Buffer {
  const keyId = keyIdentifier(publicKey);
  return certificate({ name, key, keyId }, name, publicKey, now, days, [
    extension('2.5.29.19', true, sequence(boolean(true), smallInteger(0))),
    extension('2.5.29.15', true, bits(Buffer.from([0x06]), 1)),
    extension('2.5.29.14', false, octets(keyId)),
  ]);
}

/**
 * A server certificate for one host: its name or address as the only subject alternative name.
 * @param host DNS name, or an IPv4/IPv6 literal given as `address` bytes
 * @returns DER
 */
export function leafCertificate(
  issuer: Issuer,
  host: string,
  address: Buffer | undefined,
  publicKey: KeyObject,
  now: number,
  days: number,
): Buffer {
  const alternative = address === undefined ? der(0x82, Buffer.from(host, 'latin1')) : der(0x87, address);
  return certificate(issuer, distinguishedName(host.slice(0, 64)), publicKey, now, days, [
    extension('2.5.29.19', true, sequence()),
    extension('2.5.29.15', true, bits(Buffer.from([0x80]), 7)),
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', false, sequence(alternative)),
    extension('2.5.29.35', false, sequence(der(0x80, issuer.keyId))),
    extension('2.5.29.14', false, octets(keyIdentifier(publicKey))),
  ]);
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return critical ? sequence(oid(id), boolean(true), octets(value)) : sequence(oid(id), octets(value));
}

function certificate(
  issuer: Issuer,
  subject: Buffer,
  publicKey: KeyObject,
  now: number,
  days: number,
  extensions: readonly Buffer[],
): Buffer {
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const toSign = sequence(
    tagged(0, smallInteger(2)),
    integer(serial),
    ECDSA_SHA256,
    issuer.name,
    // A day back: clocks of containers and laptops differ.
    sequence(time(new Date(now - DAY_MS)), time(new Date(now + days * DAY_MS))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  );
  return sequence(toSign, ECDSA_SHA256, bits(sign('sha256', toSign, issuer.key)));
}
