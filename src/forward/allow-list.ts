import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { AddressClass } from './classify-address.ts';

interface Entry {
  readonly list: BlockList;
  readonly port: number | undefined;
  /** Covers one address only: a whole range never opens a metadata service. */
  readonly exact: boolean;
}

const ENTRY = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9a-fA-F:.]+?))(?:\/([0-9]{1,3}))?(?::([0-9]{1,5}))?$/;

/** Addresses that the operator allows although they are not public. */
export class AddressAllowList {
  readonly #entries: readonly Entry[];

  /**
   * @param texts `CIDR[:PORT]`: `10.0.0.0/8`, `127.0.0.1:8443`, `[::1]:8443`, `fd00::/8`
   * @throws RangeError naming the text that is not such an entry
   */
  constructor(texts: readonly string[]) {
    this.#entries = texts.map(parseEntry);
  }

  /** Whether the entry list covers this address and port. */
  allows(address: string, port: number, kind: AddressClass): boolean {
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    return this.#entries.some(
      (entry) =>
        (entry.port === undefined || entry.port === port) &&
        (entry.exact || kind !== 'metadata') &&
        entry.list.check(address, family),
    );
  }
}

function parseEntry(text: string): Entry {
  const { address, prefix, port } = splitEntry(text);
  const bits = isIPv4(address) ? 32 : 128;
  const length = prefix ?? bits;
  if (length > bits || (port !== undefined && (port < 1 || port > 65535))) throw badEntry(text);
  const list = new BlockList();
  list.addSubnet(address, length, bits === 32 ? 'ipv4' : 'ipv6');
  return { list, port, exact: length === bits };
}

function splitEntry(text: string): { address: string; prefix: number | undefined; port: number | undefined } {
  if (isIPv6(text)) return { address: text, prefix: undefined, port: undefined };
  const parts = ENTRY.exec(text);
  const address = parts?.[1] ?? parts?.[2];
  if (parts === null || address === undefined || (!isIPv4(address) && !isIPv6(address))) throw badEntry(text);
  const number = (digits: string | undefined): number | undefined =>
    digits === undefined ? undefined : Number(digits);
  return { address, prefix: number(parts[3]), port: number(parts[4]) };
}

function badEntry(text: string): RangeError {
  return new RangeError(`"${text}" is not CIDR[:PORT], for example 10.0.0.0/8, 127.0.0.1:8443 or [::1]:8443`);
}
