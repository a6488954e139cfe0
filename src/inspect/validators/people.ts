/** Numbers that a state gives to a person, by country. Each takes the value as it is written, separators included. */
import { luhn } from '../checksum.ts';
import { isDate } from './things.ts';

function digitsOf(value: string): string {
  return value.replace(/\D/g, '');
}

function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (const [i, weight] of weights.entries()) sum += weight * (digits.charCodeAt(i) - 48);
  return sum;
}

/** One digit repeated: many checks let it through, no office gives it out. */
function isRepeated(digits: string): boolean {
  return new Set(digits).size <= 1;
}

/** Medicare card of Australia: weights 1, 3, 7, 9 over eight digits, modulo 10. */
export function isAuMedicare(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[2-6]\d{9}\d?$/.test(digits)) return false;
  return weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digits[8]);
}

/** Tax file number of Australia: a weighted sum that 11 divides. */
export function isAuTfn(value: string): boolean {
  const digits = digitsOf(value);
  return (
    digits.length === 9 && !isRepeated(digits) && weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
  );
}

function brazilCheck(digits: string, weights: readonly number[]): number {
  const rest = weighted(digits, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** CPF of Brazil: two check digits modulo 11. */
export function isBrCpf(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 11 || isRepeated(digits)) return false;
  const first = brazilCheck(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]);
  const second = brazilCheck(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return digits.slice(9) === `${first}${second}`;
}

/** CNPJ of Brazil: two check digits modulo 11. */
export function isBrCnpj(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 14 || isRepeated(digits)) return false;
  const first = brazilCheck(digits, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
  const second = brazilCheck(digits, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
  return digits.slice(12) === `${first}${second}`;
}

/** Social insurance number of Canada: Luhn; none begins with 8 or 0. */
export function isCaSin(value: string): boolean {
  const digits = digitsOf(value);
  return digits.length === 9 && !/^[08]/.test(digits) && !isRepeated(digits) && luhn(digits);
}

/** Resident id of China (GB 11643): a date, and ISO 7064 mod 11-2. */
export function isCnResidentId(value: string): boolean {
  if (!/^[1-9]\d{16}[\dXx]$/.test(value)) return false;
  if (!isDate(Number(value.slice(6, 10)), Number(value.slice(10, 12)), Number(value.slice(12, 14))))
    return false;
  const sum = weighted(value, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return '10X98765432'[sum % 11] === value[17]!.toUpperCase();
}

/** Tax id of Germany: ISO 7064 mod 11,10, and among the first ten digits one that comes twice or three times. */
export function isDeSteuerId(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  const counts = new Map<string, number>();
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  if (repeated.length !== 1 || repeated[0]! > 3) return false;
  let product = 10;
  for (const digit of digits.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits[10]);
}

/** NIF and NIE of Spain: the letter is the number modulo 23. */
export function isEsNif(value: string): boolean {
  const match = /^([XYZ]?)(\d{7,8})-?([A-Z])$/.exec(value);
  if (match === null || match[1]!.length + match[2]!.length !== 8) return false;
  const number = Number(`${match[1] === '' ? '' : 'XYZ'.indexOf(match[1]!)}${match[2]}`);
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === match[3];
}

/** Personal identity code of Finland: a date, and the number modulo 31. */
export function isFiHetu(value: string): boolean {
  const match = /^(\d\d)(\d\d)(\d\d)[-+A-FU-Y](\d{3})([0-9A-FHJ-NPR-Y])$/.exec(value);
  if (match === null || !isDate(2000 + Number(match[3]), Number(match[2]), Number(match[1]))) return false;
  const number = Number(value.slice(0, 6) + match[4]);
  return '0123456789ABCDEFHJKLMNPRSTUVWXY'[number % 31] === match[5];
}

/** NIR of France: 97 minus the number modulo 97; the departments of Corsica are 2A and 2B. */
export function isFrNir(value: string): boolean {
  const text = value.replace(/[ .-]/g, '');
  const match = /^([12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6})(\d{2})$/.exec(text);
  if (match === null) return false;
  const number = BigInt(match[1]!.replace('2A', '19').replace('2B', '18'));
  return 97n - (number % 97n) === BigInt(match[2]!);
}

const VERHOEFF_PRODUCT = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
].map((row) => [...row].map(Number));
const VERHOEFF_TURN = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
].map((row) => [...row].map(Number));

/** Aadhaar of India: the check digit of Verhoeff. */
export function isInAadhaar(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[2-9]\d{11}$/.test(digits) || isRepeated(digits)) return false;
  let check = 0;
  for (let i = 0; i < 12; i++)
    check = VERHOEFF_PRODUCT[check]![VERHOEFF_TURN[i % 8]![Number(digits[11 - i])]!]!;
  return check === 0;
}

/** Values of the characters on odd places of a codice fiscale, 0 to 9 and then A to Z. */
const ITALY_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Codice fiscale of Italy: the last letter is a sum over the fifteen others modulo 26. */
export function isItCodiceFiscale(value: string): boolean {
  if (!/^[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/.test(value)) return false;
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const code = value.charCodeAt(i);
    const place = code < 65 ? code - 48 : code - 65;
    sum += i % 2 === 0 ? ITALY_ODD[place]! : place;
  }
  return sum % 26 === value.charCodeAt(15) - 65;
}

/** Resident registration number of Korea: a date, and a weighted sum modulo 11. Numbers since October 2020 are random. */
export function isKrRrn(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^\d{6}[1-8]\d{6}$/.test(digits)) return false;
  const century = /[1256]/.test(digits[6]!) ? 1900 : 2000;
  if (!isDate(century + Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4, 6)))) {
    return false;
  }
  return (11 - (weighted(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === Number(digits[12]);
}

/** BSN of the Netherlands: the test of eleven. */
export function isNlBsn(value: string): boolean {
  const digits = digitsOf(value);
  return (
    digits.length === 9 && !isRepeated(digits) && weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0
  );
}

/** PESEL of Poland: weights 1, 3, 7, 9, and a date whose month says the century. */
export function isPlPesel(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 11) return false;
  const month = Number(digits.slice(2, 4));
  const century = [1900, 2000, 2100, 2200, 1800][Math.floor(month / 20)]!;
  if (!isDate(century + Number(digits.slice(0, 2)), month % 20, Number(digits.slice(4, 6)))) return false;
  const sum = weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
  return (10 - (sum % 10)) % 10 === Number(digits[10]);
}

/** Personnummer of Sweden: a date (days above 60 are coordination numbers), and Luhn over the last ten digits. */
export function isSePersonnummer(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 10 && digits.length !== 12) return false;
  const short = digits.slice(-10);
  const day = Number(short.slice(4, 6));
  if (!isDate(2000 + Number(short.slice(0, 2)), Number(short.slice(2, 4)), day > 60 ? day - 60 : day))
    return false;
  return luhn(short);
}

/** NRIC and FIN of Singapore: a weighted sum modulo 11 gives the letter. */
export function isSgNric(value: string): boolean {
  if (!/^[STFGM]\d{7}[A-Z]$/.test(value)) return false;
  const series = value[0]!;
  const sum =
    weighted(value.slice(1), [2, 7, 6, 5, 4, 3, 2]) + ('TG'.includes(series) ? 4 : series === 'M' ? 3 : 0);
  if (series === 'M') return 'KLJNPQRTUWX'[10 - (sum % 11)] === value[8];
  return ('ST'.includes(series) ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK')[sum % 11] === value[8];
}

/** TCKN of Turkey: two check digits. */
export function isTrTckn(value: string): boolean {
  if (!/^[1-9]\d{10}$/.test(value)) return false;
  const odd = weighted(value, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weighted(value, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return tenth === Number(value[9]) && (odd + even + tenth) % 10 === Number(value[10]);
}

/** NHS number: weights 10 to 2, modulo 11. */
export function isUkNhs(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 10 || isRepeated(digits)) return false;
  const check = 11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 11 ? 0 : check) === Number(digits[9]);
}

/** National insurance number: prefixes that are not given out. */
export function isUkNino(value: string): boolean {
  const text = value.replaceAll(' ', '');
  return (
    /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/.test(text) && !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(text)
  );
}

/** National provider identifier: Luhn behind 80840. */
export function isUsNpi(value: string): boolean {
  const digits = digitsOf(value);
  return /^[12]\d{9}$/.test(digits) && luhn(`80840${digits}`);
}

/** Social security number: areas, groups and serials that exist; not the numbers that advertisements made famous. */
export function isUsSsn(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits)) return false;
  return !isRepeated(digits) && !['078051120', '219099999', '457555462'].includes(digits);
}

/** Id number of South Africa: a date, and Luhn. */
export function isZaId(value: string): boolean {
  if (!/^\d{13}$/.test(value)) return false;
  const year = 1900 + Number(value.slice(0, 2));
  return isDate(year, Number(value.slice(2, 4)), Number(value.slice(4, 6))) && luhn(value);
}
