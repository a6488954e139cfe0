import { BlockList } from 'node:net';
import type { AddressClass } from './classify-address.ts';

/** A range of addresses that the operator allows. */
export interface AllowedRange {
  readonly address: string;
  readonly family: 4 | 6;
  readonly prefix: number;
  /** Undefined: any port. */
  readonly port: number | undefined;
}

/** Addresses that may be dialled although they are not public. */
export class AddressAllowList {
  readonly #entries: readonly { readonly range: AllowedRange; readonly list: BlockList }[];

  constructor(ranges: readonly AllowedRange[]) {
    this.#entries = ranges.map((range) => {
      const list = new BlockList();
      list.addSubnet(range.address, range.prefix, range.family === 4 ? 'ipv4' : 'ipv6');
      return { range, list };
    });
  }

  /**
   * Whether a range covers this address and port. A metadata service needs an entry of its own address: a whole range
   * never opens it.
   */
  allows(address: string, port: number, kind: AddressClass): boolean {
    const family = address.includes(':') ? 6 : 4;
    return this.#entries.some(
      ({ range, list }) =>
        range.family === family &&
        (range.port === undefined || range.port === port) &&
        (kind !== 'metadata' || range.prefix === (family === 4 ? 32 : 128)) &&
        list.check(address, family === 4 ? 'ipv4' : 'ipv6'),
    );
  }
}
