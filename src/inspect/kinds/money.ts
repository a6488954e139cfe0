import type { Kind } from '../kind.ts';

/** Keys to money that no bank can call back. */
export const MONEY_KINDS: readonly Kind[] = [
  {
    id: 'bip32-xprv',
    name: 'BIP-32 extended private key',
    vendor: 'Bitcoin',
    severity: 'critical',
    action: 'block',
    anchors: ['xprv', 'yprv', 'zprv', 'tprv'],
    shape: '[xyzt]prv[1-9A-HJ-NP-Za-km-z]{107,108}(?![0-9A-Za-z])',
    minLength: 111,
    maxLength: 112,
  },
  {
    id: 'ethereum-private-key',
    name: 'Ethereum private key',
    vendor: 'Ethereum',
    severity: 'critical',
    action: 'block',
    anchors: ['rivate_key', 'rivateKey', 'RIVATE_KEY', 'rivate key'],
    shape:
      '(?:rivate_key|rivateKey|RIVATE_KEY|rivate key)["\\x27]?[\\s:=]{1,4}["\\x27]?(?<s>0x[0-9a-fA-F]{64})\\b',
    minLength: 76,
    maxLength: 82,
    span: 'line',
    left: 'none',
  },
];
