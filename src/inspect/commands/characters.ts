/** Kinds of characters, by their codes, for readers that look at every one. */

/** A blank or a tab. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Any quote, the one that stands for a command as well. */
export function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60;
}

/** What may follow a program instead of a blank. */
export function isSpecialStart(code: number): boolean {
  return code === 0x24 || code === 0x2c || code === 0x3c || code === 0x5c || code === 0x2b;
}

/** A digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** A letter of ASCII. */
export function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** What a name or an expression ends with. */
export function isWordEnd(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 0x5f || code === 0x29 || code === 0x5d;
}
