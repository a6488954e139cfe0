import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Refusal } from '../flow/refusal.ts';
import type { AddressAllowList } from './allow-list.ts';
import { classifyAddress } from './classify-address.ts';

/** One address that may be dialled. */
export interface Destination {
  readonly address: string;
  readonly port: number;
}

/** Operator's own answers: `host:port` (or `host:*`) -> address and perhaps another port. */
export type ResolveOverrides = ReadonlyMap<
  string,
  { readonly address: string; readonly port: number | undefined }
>;

const OVERRIDE = /^([^:[\]]+):([0-9]{1,5}|\*):(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+))(?::([0-9]{1,5}))?$/;

/**
 * Parses `HOST:PORT:ADDR[:PORT]`.
 * @throws RangeError naming the text that has not this form
 */
export function parseOverrides(texts: readonly string[]): ResolveOverrides {
  const map = new Map<string, { address: string; port: number | undefined }>();
  for (const text of texts) {
    const parts = OVERRIDE.exec(text);
    const address = parts?.[3] ?? parts?.[4];
    if (parts === null || address === undefined || isIP(address) === 0) {
      throw new RangeError(
        `"${text}" is not HOST:PORT:ADDR[:PORT], for example api.openai.com:443:127.0.0.1:8443`,
      );
    }
    const port = parts[5] === undefined ? undefined : Number(parts[5]);
    map.set(`${parts[1]!.toLowerCase()}:${parts[2]}`, { address, port });
  }
  return map;
}

/** Turns a judged host into addresses that may be dialled. */
export class Resolver {
  readonly #overrides: ResolveOverrides;
  readonly #allow: AddressAllowList;
  readonly #timeoutMs: number;

  constructor(overrides: ResolveOverrides, allow: AddressAllowList, timeoutMs: number) {
    this.#overrides = overrides;
    this.#allow = allow;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Checks an address literal without any look-up.
   * @throws Refusal `destination` when the host is a literal that may not be dialled.
   */
  refuseLiteral(host: string, port: number): void {
    if (isIP(host) !== 0 && this.#override(host, port) === undefined) this.#check(host, port);
  }

  /**
   * Resolves once and checks every address; the caller dials exactly what is returned.
   * @returns at least one destination, in the order of the resolver
   * @throws Refusal `upstream-dns` when there is no address, `destination` when none of them may be dialled.
   */
  async resolve(host: string, port: number): Promise<readonly Destination[]> {
    const override = this.#override(host, port);
    if (override !== undefined) {
      const to = { address: override.address, port: override.port ?? port };
      this.#check(to.address, to.port);
      return [to];
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

  #override(host: string, port: number): { address: string; port: number | undefined } | undefined {
    if (this.#overrides.size === 0) return undefined;
    return this.#overrides.get(`${host}:${port}`) ?? this.#overrides.get(`${host}:*`);
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
