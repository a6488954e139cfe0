import { createHash, createHmac, randomBytes } from 'node:crypto';
import { der, integer, nil, octets, oid, sequence, set, smallInteger, tagged } from './der.ts';

const DATA = oid('1.2.840.113549.1.7.1');
const CERT_BAG = oid('1.2.840.113549.1.12.10.1.3');
const X509_CERTIFICATE = oid('1.2.840.113549.1.9.22.1');
const FRIENDLY_NAME = oid('1.2.840.113549.1.9.20');
/** Java takes a certificate of a PKCS #12 file as trusted only with this attribute of Oracle's. */
const TRUSTED_KEY_USAGE = oid('2.16.840.1.113894.746875.1.1');
const ANY_EXTENDED_KEY_USAGE = oid('2.5.29.37.0');
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nil());
const ITERATIONS = 2048;

/** The password that every Java trust store has had since the beginning: a trust store holds nothing secret. */
export const TRUST_STORE_PASSWORD = 'changeit';

/**
 * A PKCS #12 store (RFC 7292) of trusted certificates: no keys, not encrypted, integrity by password.
 * @param certificates DER, with a name for each
 */
export function trustStore(certificates: readonly { readonly name: string; readonly der: Buffer }[]): Buffer {
  const bags = certificates.map(({ name, der: raw }) =>
    sequence(
      CERT_BAG,
      tagged(0, sequence(X509_CERTIFICATE, tagged(0, octets(raw)))),
      set(
        sequence(FRIENDLY_NAME, set(der(0x1e, utf16(name)))),
        sequence(TRUSTED_KEY_USAGE, set(ANY_EXTENDED_KEY_USAGE)),
      ),
    ),
  );
  const safe = sequence(sequence(DATA, tagged(0, octets(sequence(...bags)))));
  const salt = randomBytes(16);
  const mac = createHmac('sha256', macKey(TRUST_STORE_PASSWORD, salt)).update(safe).digest();
  return sequence(
    smallInteger(3),
    sequence(DATA, tagged(0, octets(safe))),
    sequence(
      sequence(SHA256, octets(mac)),
      octets(salt),
      integer(Buffer.from([ITERATIONS >> 8, ITERATIONS & 0xff])),
    ),
  );
}

/** RFC 7292 appendix B.2 with SHA-256, purpose 3 (integrity). One block is as long as the key. */
function macKey(password: string, salt: Buffer): Buffer {
  const block = 64;
  const filled = (bytes: Buffer): Buffer => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  const secret = Buffer.concat([utf16(password), Buffer.from([0, 0])]);
  let digest = Buffer.concat([Buffer.alloc(block, 3), filled(salt), filled(secret)]);
  for (let i = 0; i < ITERATIONS; i++) digest = createHash('sha256').update(digest).digest();
  return digest;
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}
