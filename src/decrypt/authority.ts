import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { distinguishedName, type Issuer, keyIdentifier, rootCertificate } from './certificate.ts';
import { pem } from './der.ts';

const ROOT_DAYS = 3650;

/** The certificate authority of one installation. */
export interface Authority extends Issuer {
  /** Path of the certificate, to be trusted by agents. */
  readonly certificatePath: string;
  readonly certificatePem: string;
  readonly certificateDer: Buffer;
}

/** The CA on disk cannot be used; the message says what to do. */
export class AuthorityError extends Error {
  override readonly name = 'AuthorityError';
}

/**
 * Opens the CA under `dataDir` (`ca.pem`, `ca-key.pem`), making it at the first start.
 * Processes that start together agree on one: the key is linked into place, and only one link can win.
 * @throws AuthorityError when the key can be read by others, or the pair does not belong together.
 */
export function openAuthority(dataDir: string, now: number): Authority {
  const keyPath = path.join(dataDir, 'ca-key.pem');
  const certificatePath = path.join(dataDir, 'ca.pem');
  if (!fs.existsSync(keyPath)) createKey(keyPath);
  refuseOpenKey(keyPath);
  const key = parsed(keyPath, () => createPrivateKey(fs.readFileSync(keyPath)));
  const publicKey = createPublicKey(key);
  if (!fs.existsSync(certificatePath)) createCertificate(certificatePath, key, publicKey, now);
  const certificatePem = fs.readFileSync(certificatePath, 'latin1');
  const certificate = parsed(certificatePath, () => new X509Certificate(certificatePem));
  if (!certificate.checkPrivateKey(key)) {
    throw new AuthorityError(
      `${certificatePath} does not belong to ${keyPath}: remove both to make a new CA`,
    );
  }
  if (Date.parse(certificate.validTo) < now) {
    throw new AuthorityError(`${certificatePath} has expired: remove it and ${keyPath} to make a new CA`);
  }
  return Object.freeze({
    key,
    keyId: keyIdentifier(publicKey),
    name: subjectOf(certificate),
    certificatePath,
    certificatePem,
    certificateDer: certificate.raw,
  });
}

function parsed<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new AuthorityError(
      `${file} cannot be read: put back a copy, or remove ca.pem and ca-key.pem to make a new CA`,
    );
  }
}

/** Whoever reads this key can read all traffic of every agent that trusts the CA. */
function refuseOpenKey(keyPath: string): void {
  const stat = fs.statSync(keyPath);
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw new AuthorityError(
      `${keyPath} can be read by others (mode ${(stat.mode & 0o777).toString(8)}): run chmod 600, or remove it if it may have leaked`,
    );
  }
}

function createKey(keyPath: string): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' });
  placeOnce(keyPath, text, 0o600);
}

function createCertificate(certificatePath: string, key: KeyObject, publicKey: KeyObject, now: number): void {
  const id = keyIdentifier(publicKey).toString('hex').slice(0, 8);
  const raw = rootCertificate(distinguishedName(`Weir CA ${id}`), publicKey, key, now, ROOT_DAYS);
  placeOnce(certificatePath, pem('CERTIFICATE', raw), 0o644);
}

/** Writes a file whole or not at all; when another process was first, its file stays. */
function placeOnce(file: string, text: string | Buffer, mode: number): void {
  const draft = `${file}.${process.pid}.new`;
  fs.writeFileSync(draft, text, { mode, flag: 'wx' });
  try {
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.unlinkSync(draft);
  }
}

/** The subject as DER, cut out of the certificate: leaves must repeat it byte for byte as their issuer. */
function subjectOf(certificate: X509Certificate): Buffer {
  const commonName = /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '';
  const name = distinguishedName(commonName);
  if (!certificate.raw.includes(name))
    throw new AuthorityError('ca.pem was not made by Weir: its name cannot be repeated');
  return name;
}
