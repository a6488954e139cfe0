import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as net from 'node:net';
import * as path from 'node:path';
import { type Authority, openAuthority } from '../../src/decrypt/authority.ts';
import { leafCertificate } from '../../src/decrypt/certificate.ts';
import { pem } from '../../src/decrypt/der.ts';
import { tempDir } from './temp-dir.ts';

/** Key and certificate of one host, PEM. */
export interface Leaf {
  readonly key: string;
  readonly cert: string;
}

/** A throw-away CA. */
export interface TestCa {
  readonly pem: string;
  /** File that holds {@link pem}. */
  readonly path: string;
  /** A server certificate for a host name or an address literal; the same one when asked again. */
  leaf(host: string): Leaf;
  /** A certificate that ended yesterday. */
  expiredLeaf(host: string): Leaf;
}

const DAY_MS = 86_400_000;

/** Makes a CA that nobody else knows. */
export function createCa(): TestCa {
  const dir = tempDir('ca');
  const authority = openAuthority(dir, Date.now());
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const leaves = new Map<string, Leaf>();
  return {
    pem: authority.certificatePem,
    path: path.join(dir, 'ca.pem'),
    leaf(host) {
      const known = leaves.get(host);
      if (known !== undefined) return known;
      const leaf = { key, cert: mint(authority, host, publicKey, Date.now(), 30) };
      leaves.set(host, leaf);
      return leaf;
    },
    expiredLeaf: (host) => ({ key, cert: mint(authority, host, publicKey, Date.now() - 3 * DAY_MS, 2) }),
  };
}

let shared: TestCa | undefined;

/** The CA of this test process. */
export function testCa(): TestCa {
  shared ??= createCa();
  return shared;
}

function mint(authority: Authority, host: string, publicKey: KeyObject, now: number, days: number): string {
  return pem('CERTIFICATE', leafCertificate(authority, host, addressBytes(host), publicKey, now, days));
}

function addressBytes(host: string): Buffer | undefined {
  if (net.isIPv4(host)) return Buffer.from(host.split('.').map(Number));
  if (!net.isIPv6(host)) return undefined;
  const [before = '', after] = host.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const head = groups(before);
  const tail = groups(after ?? '');
  const zeros = after === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  return Buffer.from([...head, ...zeros, ...tail].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
