import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Refusal } from '../flow/refusal.ts';
import { originKey } from '../flow/target.ts';
import type { AddressAllowList } from './allow-list.ts';
import { classifyAddress } from './classify-address.ts';

/** One address that may be dialled. */
export interface Destination {
  readonly address: string;
  readonly port: number;
}

/** The operator's own answer for one name and port. */
export interface Override {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  readonly targetPort: number;
}

/** Turns a judged host into addresses that may be dialled. */
export class Resolver {
  readonly #overrides: ReadonlyMap<string, Destination>;
  readonly #trusted = new Map<string, Destination>();
  readonly #allow: AddressAllowList;
  readonly #timeoutMs: number;

  constructor(overrides: readonly Override[], allow: AddressAllowList, timeoutMs: number) {
    this.#overrides = new Map(
      overrides.map(({ host, port, address, targetPort }) => [
        originKey(host, port),
        { address, port: targetPort },
      ]),
    );
    this.#allow = allow;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Answers a name with an address of this process, whatever its class, until the returned function is called. For the
   * self-check alone: its host name is random and its origin is ours.
   */
  trust(host: string, port: number, to: Destination): () => void {
    const key = originKey(host, port);
    this.#trusted.set(key, to);
    return () => void this.#trusted.delete(key);
  }

  /**
   * Checks an address literal without any look-up.
   * @throws Refusal `destination` when the host is a literal that may not be dialled.
   */
  refuseLiteral(host: string, port: number): void {
    if (!mayBeAddress(host) || isIP(host) === 0 || this.#override(host, port) !== undefined) return;
    this.#check(host, port);
  }

  /**
   * Resolves once and checks every address; the caller dials exactly what is returned.
   * @returns at least one destination, in the order of the resolver
   * @throws Refusal `upstream-dns` when there is no address, `destination` when none of them may be dialled.
   */
  async resolve(host: string, port: number): Promise<readonly Destination[]> {
    const trusted = this.#trusted.size === 0 ? undefined : this.#trusted.get(originKey(host, port));
    if (trusted !== undefined) return [trusted];
    const override = this.#override(host, port);
    if (override !== undefined) {
      this.#check(override.address, override.port);
      return [override];
    }
    if (isIP(host) !== 0) {
      this.#check(host, port);
      return [{ address: host, port }];
    }
    const allowed: Destination[] = [];
    let refused = '';
    for (const address of await this.#lookup(host)) {
      const kind = this.#refusedClass(address, port);
      if (kind === undefined) allowed.push({ address, port });
      else refused = kind;
    }
    if (allowed.length === 0) throw new Refusal('destination', refused);
    return allowed;
  }

  #override(host: string, port: number): Destination | undefined {
    return this.#overrides.size === 0 ? undefined : this.#overrides.get(originKey(host, port));
  }

  #check(address: string, port: number): void {
    const kind = this.#refusedClass(address, port);
    if (kind !== undefined) throw new Refusal('destination', kind);
  }

  #refusedClass(address: string, port: number): string | undefined {
    const kind = classifyAddress(address, Date.now());
    return kind === 'public' || this.#allow.allows(address, port, kind) ? undefined : kind;
  }

  async #lookup(host: string): Promise<readonly string[]> {
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(() => timeout.reject(new Refusal('upstream-dns', 'timeout')), this.#timeoutMs);
    try {
      const answers = await Promise.race([lookup(host, { all: true, verbatim: true }), timeout.promise]);
      if (answers.length === 0) throw new Refusal('upstream-dns', 'no-address');
      return answers.map((answer) => answer.address);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal('upstream-dns', (error as NodeJS.ErrnoException).code);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Names end in a letter or contain no colon; this spares most hosts the two patterns of isIP. */
function mayBeAddress(host: string): boolean {
  const last = host.charCodeAt(host.length - 1);
  return (last >= 48 && last <= 57) || host.includes(':');
}
