/** Numbers of things, dates, and the machine readable zone of a passport. */
import { luhn } from '../checksum.ts';

/** True when there is such a day. The year may be a guess of the century: the 29th of February is always let through. */
export function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= (month === 2 ? 29 : new Date(Date.UTC(year, month, 0)).getUTCDate());
}

/** A date on which somebody may have been born: since 1900, in any of the usual orders. */
export function isDateOfBirth(value: string): boolean {
  const parts = value.split(/[-./ ]/).map(Number);
  if (parts.length !== 3) return false;
  const [first, second, third] = parts as [number, number, number];
  const born = (year: number): boolean => year >= 1900 && year <= 2029;
  if (born(first)) return isDate(first, second, third);
  return born(third) && (isDate(third, second, first) || isDate(third, first, second));
}

/** IMEI of a device (3GPP TS 23.003): fifteen digits with the check digit of Luhn. */
export function isImei(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  return digits.length === 15 && new Set(digits).size > 2 && luhn(digits);
}

/** Values of the letters of a vehicle number, A to Z; I, O and Q are not used. */
const VIN_VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9];
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Vehicle identification number (ISO 3779) with the check digit of North America on its ninth place. */
export function isVin(value: string): boolean {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(value) || !/[A-Z]/.test(value) || !/[0-9]{3}/.test(value)) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const code = value.charCodeAt(i);
    sum += VIN_WEIGHTS[i]! * (code < 65 ? code - 48 : VIN_VALUES[code - 65]!);
  }
  return '0123456789X'[sum % 11] === value[8];
}

/** Check digit of ICAO 9303: weights 7, 3, 1. */
function mrzCheck(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    sum += [7, 3, 1][i % 3]! * (char === '<' ? 0 : Number.parseInt(char, 36));
  }
  return sum % 10;
}

/** The machine readable zone of a passport (ICAO 9303, part 4): two lines of 44 with the check digits in place. */
export function isMrz(value: string): boolean {
  const line = value.slice(-44);
  if (!/^[A-Z0-9<]{44}$/.test(line)) return false;
  const digit = (at: number): number => Number(line[at]);
  return (
    mrzCheck(line.slice(0, 9)) === digit(9) &&
    mrzCheck(line.slice(13, 19)) === digit(19) &&
    mrzCheck(line.slice(21, 27)) === digit(27) &&
    mrzCheck(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43)) === digit(43)
  );
}
