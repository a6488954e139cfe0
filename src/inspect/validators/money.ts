import { luhn } from '../checksum.ts';

/** Lengths of IBANs by country, in characters (the registry of ISO 13616). */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BI: 27,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DJ: 27,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FK: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HN: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  LY: 25,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MN: 20,
  MR: 27,
  MT: 31,
  MU: 30,
  NI: 28,
  NL: 18,
  NO: 15,
  OM: 23,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  RU: 33,
  SA: 24,
  SC: 31,
  SD: 18,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  SO: 23,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
  YE: 30,
};

/** The length of an IBAN of this country in characters; undefined for a country that has none. */
export function ibanLength(country: string): number | undefined {
  return IBAN_LENGTHS[country];
}

/** An IBAN (ISO 13616): length of its country, and 1 modulo 97 (ISO 7064). Blanks between groups are skipped. */
export function isIban(value: string): boolean {
  const text = value.replaceAll(' ', '');
  if (!/^[A-Z]{2}[0-9]{2}[0-9A-Z]+$/.test(text) || text.length !== IBAN_LENGTHS[text.slice(0, 2)])
    return false;
  let rest = 0;
  for (const char of text.slice(4) + text.slice(0, 4)) {
    const digit = Number.parseInt(char, 36);
    rest = (rest * (digit > 9 ? 100 : 10) + digit) % 97;
  }
  return rest === 1;
}

/** Ranges of issuer numbers (ISO/IEC 7812) as first and last prefix, with the lengths of their numbers. */
const ISSUERS: readonly (readonly [first: number, last: number, ...lengths: number[]])[] = [
  [4, 4, 13, 16, 19],
  [51, 55, 16],
  [2221, 2720, 16],
  [34, 34, 15],
  [37, 37, 15],
  [300, 305, 14, 16],
  [309, 309, 14, 16],
  [36, 36, 14, 16],
  [38, 39, 14, 16],
  [6011, 6011, 16, 19],
  [644, 649, 16, 19],
  [65, 65, 16, 19],
  [3528, 3589, 16, 19],
  [62, 62, 16, 17, 18, 19],
  [81, 81, 16, 17, 18, 19],
  [50, 50, 12, 13, 14, 15, 16, 17, 18, 19],
  [56, 58, 12, 13, 14, 15, 16, 17, 18, 19],
  [6304, 6304, 16, 18, 19],
  [6759, 6759, 16, 18, 19],
  [676, 677, 16, 18, 19],
  [2200, 2204, 16, 19],
  [6521, 6522, 16],
];

/**
 * A payment card number: a known range of issuers, the length it has there, and the check digit of Luhn. Ids of other
 * things have as many digits, so numbers without groups count only in the lengths of the large issuers.
 */
export function isCard(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  if (new Set(digits).size < 2) return false;
  if (digits.length === value.length && !/^(?:[0-9]{16}|3[0-9]{13,14})$/.test(digits)) return false;
  const known = ISSUERS.some(([first, last, ...lengths]) => {
    const prefix = Number(digits.slice(0, String(first).length));
    return prefix >= first && prefix <= last && lengths.includes(digits.length);
  });
  return known && luhn(digits);
}

/** A routing number of the American Bankers Association: weights 3, 7, 1, and a first pair that is in use. */
export function isAbaRouting(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  if (digits.length !== 9) return false;
  const pair = Number(digits.slice(0, 2));
  const used = pair <= 12 || (pair >= 21 && pair <= 32) || (pair >= 61 && pair <= 72) || pair === 80;
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += Number(digits[i]) * [3, 7, 1][i % 3]!;
  return used && sum > 0 && sum % 10 === 0;
}
