import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Why an address is not dialled by itself. */
export type AddressClass =
  | 'public'
  | 'metadata'
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'shared'
  | 'multicast'
  | 'reserved'
  | 'unspecified'
  | 'translated'
  | 'own';

const RANGES: readonly (readonly [AddressClass, readonly string[]])[] = [
  [
    // Instance metadata of AWS, GCP, Azure, Alibaba, Oracle, Scaleway and others; each hands out credentials.
    'metadata',
    [
      '169.254.169.254/32',
      '169.254.170.2/32',
      '169.254.170.23/32',
      '169.254.42.42/32',
      '169.254.0.23/32',
      '100.100.100.200/32',
      '168.63.129.16/32',
      '192.0.0.192/32',
      'fd00:ec2::254/128',
      'fd00:ec2::23/128',
      'fd20:ce::254/128',
      'fd00:c1::a9fe:a9fe/128',
      'fd00:42::42/128',
    ],
  ],
  ['unspecified', ['0.0.0.0/8', '::/128']],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['shared', ['100.64.0.0/10']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  [
    // IPv4 in IPv6 clothes: mapped, compatible, translated (NAT64, both prefixes), 6to4, Teredo, ISATAP has no prefix.
    'translated',
    ['::ffff:0:0/96', '::ffff:0:0:0/96', '::/96', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32'],
  ],
  [
    'reserved',
    [
      '192.0.0.0/24',
      '192.0.2.0/24',
      '192.88.99.0/24',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '240.0.0.0/4',
      '100::/64',
      '2001:2::/48',
      '2001:10::/28',
      '2001:20::/28',
      '2001:db8::/32',
      '3fff::/20',
      '5f00::/16',
    ],
  ],
];

/** Lists by family: a BlockList would find every IPv4 address in the range of mapped addresses. */
const LISTS = {
  ipv4: RANGES.map(
    ([name, subnets]) => [name, blockList(subnets.filter((subnet) => !subnet.includes(':')))] as const,
  ),
  ipv6: RANGES.map(
    ([name, subnets]) => [name, blockList(subnets.filter((subnet) => subnet.includes(':')))] as const,
  ),
};
/** Only this part of IPv6 is assigned to the public Internet. */
const GLOBAL_UNICAST = blockList(['2000::/3']);

const OWN_REFRESH_MS = 10_000;
let own = new Set<string>();
let ownUntil = 0;

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address, prefix] = subnet.split('/') as [string, string];
    list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}

/**
 * Classifies an address literal (IPv4 dotted decimal or IPv6 without brackets).
 * @param now milliseconds since the epoch: the addresses of this host are read again every ten seconds
 */
export function classifyAddress(address: string, now: number): AddressClass {
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
  if (family === undefined) return 'reserved';
  for (const [name, list] of LISTS[family]) if (list.check(address, family)) return name;
  if (family === 'ipv6' && !GLOBAL_UNICAST.check(address, family)) return 'reserved';
  return ownAddresses(now).has(address) ? 'own' : 'public';
}

function ownAddresses(now: number): ReadonlySet<string> {
  if (now < ownUntil) return own;
  own = new Set();
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { address } of addresses ?? []) own.add(address.replace(/%.*$/, ''));
  }
  ownUntil = now + OWN_REFRESH_MS;
  return own;
}
