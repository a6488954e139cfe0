import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { createSecureContext, type SecureContext, type SecureVersion } from 'node:tls';
import type { Authority } from './authority.ts';
import { leafCertificate } from './certificate.ts';
import { pem } from './der.ts';

/** Settings of the leaf certificates. */
export interface LeafOptions {
  /** Most hosts kept; the one that was used longest ago goes first. */
  readonly leafCache: number;
  /** Days that a leaf is valid. */
  readonly leafDays: number;
  readonly minVersion: SecureVersion;
}

/**
 * TLS contexts for the hosts that agents talk to, minted at first use. One P-256 key serves all leaves of a process: a
 * key of its own would cost each new host ten times the minting, and protect nothing, since all lie in one memory.
 */
export class LeafCache {
  readonly #authority: Authority;
  readonly #options: LeafOptions;
  readonly #key: string;
  readonly #publicKey: KeyObject;
  readonly #contexts = new Map<string, { context: SecureContext; renewAt: number }>();

  constructor(authority: Authority, options: LeafOptions) {
    this.#authority = authority;
    this.#options = options;
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#publicKey = pair.publicKey;
    this.#key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  get size(): number {
    return this.#contexts.size;
  }

  /**
   * The context whose certificate names `host` (a DNS name or an address literal without brackets).
   * @param now milliseconds since the epoch
   */
  get(host: string, now: number): SecureContext {
    const known = this.#contexts.get(host);
    if (known !== undefined && now < known.renewAt) {
      this.#contexts.delete(host);
      this.#contexts.set(host, known);
      return known.context;
    }
    const leaf = leafCertificate(
      this.#authority,
      host,
      addressBytes(host),
      this.#publicKey,
      now,
      this.#options.leafDays,
    );
    const context = createSecureContext({
      key: this.#key,
      cert: pem('CERTIFICATE', leaf),
      minVersion: this.#options.minVersion,
    });
    this.#contexts.set(host, { context, renewAt: now + (this.#options.leafDays * 86_400_000) / 2 });
    if (this.#contexts.size > this.#options.leafCache) {
      const oldest = this.#contexts.keys().next().value;
      if (oldest !== undefined) this.#contexts.delete(oldest);
    }
    return context;
  }
}

/** Network-order bytes of an address literal, or undefined for a name. */
export function addressBytes(host: string): Buffer | undefined {
  if (isIPv4(host)) return Buffer.from(host.split('.').map(Number));
  if (!isIPv6(host)) return undefined;
  const [head = '', tail] = host.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}
