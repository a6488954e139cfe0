/**
 * Values with check digits that no draw from the shape alone would have. They are worked out here and not by the
 * validators, so that a mistake there shows.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { pick, type Random, Writer, word } from './writer.ts';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

function randomBytes(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

function write(source: string, random: Random): string {
  return new Writer(source, random).all();
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function base58Check(payload: Buffer): string {
  const bytes = Buffer.concat([payload, sha256(sha256(payload)).subarray(0, 4)]);
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = BASE58[Number(value % 58n)]! + text;
  for (let i = 0; bytes[i] === 0; i++) text = `1${text}`;
  return text;
}

function bech32(prefix: string, data: readonly number[], constant: number): string {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  const codes = [...prefix].map((char) => char.charCodeAt(0));
  let sum = 1;
  for (const value of [
    ...codes.map((c) => c >> 5),
    0,
    ...codes.map((c) => c & 31),
    ...data,
    0,
    0,
    0,
    0,
    0,
    0,
  ]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (let i = 0; i < 5; i++) if (((top >> i) & 1) === 1) sum ^= generators[i]!;
  }
  sum ^= constant;
  const check = Array.from({ length: 6 }, (_, i) => (sum >>> (5 * (5 - i))) & 31);
  return `${prefix}1${[...data, ...check].map((value) => BECH32[value]!).join('')}`;
}

function fiveBits(bytes: Buffer): number[] {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => Number.parseInt(group.padEnd(5, '0'), 2));
}

function luhnDigit(digits: string): string {
  let sum = 0;
  for (const [i, char] of [...digits].reverse().entries()) {
    const doubled = Number(char) * (i % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** The first digits of a card of each network, and how many digits it has. */
const CARDS = [
  ['4[0-9]{5}', 16],
  ['5[1-5][0-9]{4}', 16],
  ['22[3-9][0-9]{3}', 16],
  ['3[47][0-9]{4}', 15],
  ['6011[0-9]{2}', 16],
  ['35[3-8][0-9]{3}', 16],
  ['36[0-9]{4}', 14],
] as const;

function card(random: Random): string {
  const [prefix, length] = pick(CARDS, random);
  const body = write(`${prefix}[0-9]{${length - 7}}`, random);
  const digits = body + luhnDigit(body);
  const separator = pick(['', ' ', '-'], random);
  if (separator === '') return digits;
  const groups = length === 16 ? /(.{4})(.{4})(.{4})(.{4})/ : /(.{4})(.{6})(.{4,5})/;
  return groups.exec(digits)!.slice(1).join(separator);
}

function iban(random: Random): string {
  const [country, account] = pick(
    [
      ['DE', '[0-9]{18}'],
      ['GB', '[A-Z]{4}[0-9]{14}'],
      ['FR', '[0-9]{10}[0-9A-Z]{11}[0-9]{2}'],
      ['NL', '[A-Z]{4}[0-9]{10}'],
      ['NO', '[0-9]{11}'],
    ] as const,
    random,
  );
  const body = write(account, random);
  const digits = [...`${body}${country}00`].map((char) => Number.parseInt(char, 36)).join('');
  const check = String(98n - (BigInt(digits) % 97n)).padStart(2, '0');
  const text = country + check + body;
  return random() < 0.5 ? text : (text.match(/.{1,4}/g) ?? []).join(' ');
}

function mnemonic(random: Random): string {
  // @scure/bip39 is an ES module; its words are only needed where a phrase is made.
  const require = createRequire(import.meta.url);
  const { entropyToMnemonic } = require('@scure/bip39') as {
    readonly entropyToMnemonic: (entropy: Uint8Array, words: readonly string[]) => string;
  };
  const { wordlist } = require('@scure/bip39/wordlists/english.js') as {
    readonly wordlist: readonly string[];
  };
  return entropyToMnemonic(Uint8Array.from(randomBytes(pick([16, 24, 32], random), random)), wordlist);
}

function bitcoinKey(random: Random): string {
  const key = randomBytes(32, random);
  const compressed = random() < 0.6;
  return base58Check(Buffer.concat([Buffer.from([0x80]), key, Buffer.from(compressed ? [1] : [])]));
}

function bitcoinAddress(random: Random): string {
  const hash = randomBytes(20, random);
  const version = Math.floor(random() * 4);
  if (version < 2) return base58Check(Buffer.concat([Buffer.from([version * 5]), hash]));
  if (version === 2) return bech32('bc', [0, ...fiveBits(hash)], 1);
  return bech32('bc', [1, ...fiveBits(randomBytes(32, random))], 0x2bc830a3);
}

function extendedKey(random: Random): string {
  const version = Buffer.from('0488ade4', 'hex');
  return base58Check(
    Buffer.concat([version, randomBytes(41, random), Buffer.from([0]), randomBytes(32, random)]),
  );
}

/** Ten digits of which one comes twice, and the check digit of ISO 7064 mod 11,10. */
function germanTaxId(random: Random): string {
  const digits = [...'0123456789'].sort(() => random() - 0.5);
  if (digits[0] === '0') digits.reverse();
  digits[9] = digits[Math.floor(random() * 8) + 1]!;
  let product = 10;
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  const check = (11 - product) % 10;
  return digits.join('') + String(check);
}

function mrzDigit(text: string): string {
  let sum = 0;
  for (const [i, char] of [...text].entries()) {
    sum += [7, 3, 1][i % 3]! * (char === '<' ? 0 : Number.parseInt(char, 36));
  }
  return String(sum % 10);
}

function passportZone(random: Random): string {
  const name = `${word(random, 6)}<<${word(random, 7)}`.toUpperCase().replace(/[0-9]/g, 'A');
  const date = (): string => write('[0-9]{2}0[1-9]1[0-9]', random);
  const [number, birth, expiry] = [write('[A-Z][0-9]{8}', random), date(), date()];
  const one = number + mrzDigit(number);
  const two = birth + mrzDigit(birth);
  const three = expiry + mrzDigit(expiry);
  const personal = `${'<'.repeat(14)}0`;
  const last = mrzDigit(one + two + three + personal);
  const first = `P<UTO${name}`.padEnd(44, '<');
  return `${first}\n${one}UTO${two}${pick(['M', 'F'], random)}${three}${personal}${last}`;
}

function discordToken(random: Random): string {
  const id = Buffer.from(write('[1-9][0-9]{17}', random)).toString('base64').replace(/=+$/, '');
  return `${id}.${word(random, 6)}.${word(random, 38)}`;
}

/** Text in base64 behind a prefix. */
function encoded(prefix: string, text: (random: Random) => string): (random: Random) => string {
  return (random) => prefix + Buffer.from(text(random), 'latin1').toString('base64');
}

/** Makers of whole values, by kind. */
export const MAKERS: Readonly<Record<string, (random: Random) => string>> = {
  'pii-payment-card': card,
  'pii-iban': iban,
  'bip39-mnemonic': mnemonic,
  'bitcoin-wif': bitcoinKey,
  'pii-btc-address': bitcoinAddress,
  'bip32-xprv': extendedKey,
  'age-secret-key': (random) => bech32('age-secret-key-', fiveBits(randomBytes(32, random)), 1).toUpperCase(),
  'pii-de-steuer-id': germanTaxId,
  'pii-passport-mrz': passportZone,
  'discord-bot-token': discordToken,
  'artifactory-reference-token': encoded(
    '',
    (random) => `reftkn:01:${write('[0-9]{10}', random)}:${word(random, 27)}`,
  ),
  'aws-session-token': encoded('', (random) => `!\n\torigin_ec${word(random, 220)}`),
  'aws-bedrock-api-key-long': encoded(
    'ABSK',
    (random) => `BedrockAPIKey-${word(random, 4)}-at-${write('[0-9]{12}', random)}:${word(random, 60)}`,
  ),
  'onepassword-service-token': encoded(
    'ops_',
    (random) =>
      `{"signInAddress":"my.1password.eu","userAuth":{"method":"SRPg-4096"},"email":"${word(random, 12)}","secretKey":"${word(random, 120)}","deviceUuid":"${word(random, 40)}"}`,
  ),
  'grafana-cloud-token': encoded(
    'glc_',
    (random) => `{"o":"${write('[0-9]{6}', random)}","n":"agent","k":"${word(random, 24)}"}`,
  ),
  'pypi-token': (random) =>
    `pypi-${Buffer.from(`\x02\x01\x08pypi.org\x02${word(random, 90)}`, 'latin1').toString('base64url')}`,
  'pii-email': (random) =>
    `${write('[a-z]{6}[.][a-z]{5}', random)}@${write('[a-z]{7}', random)}.${pick(['de', 'com', 'co.uk'], random)}`,
};

/** Narrower than the shape of the kind, so that a draw of it passes the validator soon. */
export const TEMPLATES: Readonly<Record<string, string>> = {
  'pii-us-ssn': '[1-5][0-9]{2}([- ])[1-9][0-9]\\1[1-9][0-9]{3}',
  'pii-us-aba-routing': '(?:0[1-9]|1[0-2]|2[1-9]|3[0-2])[0-9]{7}',
  'pii-cn-resident-id':
    '[1-6][1-5][0-9]{4}19[5-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])[0-9]{3}[0-9X]',
  'pii-fi-hetu': '(?:0[1-9]|1[0-9]|2[0-8])(?:0[1-9]|1[0-2])[0-9]{2}[-A][0-9]{3}[0-9A-FHJ-NPR-Y]',
  'pii-kr-rrn': '[5-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])-[12][0-9]{6}',
  'pii-pl-pesel': '[5-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])[0-9]{5}',
  'pii-se-personnummer': '(?:19)?[5-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])-?[0-9]{4}',
  'pii-za-id': '[5-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])[0-9]{4}[01]8[0-9]',
  'pii-date-of-birth':
    '19[5-9][0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[1-9]|1[0-9]|2[0-8])[.](?:0[1-9]|1[0-2])[.]19[5-9][0-9]',
  'pii-phone-e164':
    '\\+(?:49 30 [2-9][0-9]{6}|4420[78][0-9]{7}|1 [2-9][0-9]{2}-[2-9][0-9]{2}-[2-9][0-9]{3}|1\\([2-9][0-9]{2}\\)[2-9][0-9]{2}-[2-9][0-9]{3})',
  'pii-ipv4': '(?:8[0-9]|9[0-5]|20[4-9])\\.[1-9][0-9]\\.1[0-9]{2}\\.[1-9][0-9]',
  'pii-ipv6': '2a0[0-9a-f]:[0-9a-f]{3,4}:[0-9a-f]{2,4}::[0-9a-f]{1,4}',
  'pii-vin': '[1-5][A-HJ-NPR-Z]{2}[A-HJ-NPR-Z0-9]{5}[0-9X][A-HJ-NPR-Z0-9]{2}[0-9]{6}',
  'pii-us-mbi':
    '[1-9][ACDEFGHJKMNPQRTUVWXY][0-9ACDEFGHJK][0-9]-?[ACDEFGHJKMNPQRTUVWXY][0-9ACDEFGHJK][0-9]-?[ACDEFGHJKMNPQRTUVWXY]{2}[0-9]{2}',
  'google-recaptcha-secret': '6L[c-f][0-9A-Za-z_-]{36}[0-9A-Za-z]',
};
