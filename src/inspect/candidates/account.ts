import { type CompiledKind, isNear, OPEN, verdict } from '../match.ts';
import { ibanLength } from '../validators/money.ts';
import { contextBefore, DIGITS, flags, type Lane, type Piece, UPPER, WORD } from './lane.ts';

const CAPITAL = flags(UPPER);
const DIGIT = flags(DIGITS);
const BODY = flags(`${DIGITS}${UPPER}`);
const BLANK = 0x20;

/** One past the end of an IBAN of `length` characters, blanks between groups not counted; -1 when there is none. */
function accountEnd({ bytes, end }: Piece, at: number, length: number): number | 'short' {
  let count = 0;
  let i = at;
  for (; count < length; i++) {
    if (i >= end) return 'short';
    const byte = bytes[i]!;
    if (BODY[byte] === 1) count++;
    else if (byte !== BLANK || bytes[i - 1] === BLANK) return -1;
  }
  if (i >= end) return 'short';
  return WORD[bytes[i]!] === 1 ? -1 : i;
}

/** Two capitals and two digits that begin a word, and as many characters as an IBAN of that country has. */
export function accountLane(kinds: readonly CompiledKind[]): Lane {
  return (piece, found) => {
    const { bytes, start, from, end, last } = piece;
    for (let at = from; at < end; at++) {
      if (CAPITAL[bytes[at]!] !== 1 || (at > start && WORD[bytes[at - 1]!] === 1 && !escaped(piece, at)))
        continue;
      if (at + 1 < end && CAPITAL[bytes[at + 1]!] !== 1) continue;
      if (at + 2 < end && DIGIT[bytes[at + 2]!] !== 1) continue;
      if (at + 3 < end && DIGIT[bytes[at + 3]!] !== 1) continue;
      if (at + 4 > end) {
        if (!last) for (const compiled of kinds) found(compiled, OPEN, at);
        return;
      }
      const length = ibanLength(bytes.toString('latin1', at, at + 2));
      if (length === undefined) continue;
      let stop = accountEnd(piece, at, length);
      if (stop === 'short') {
        if (!last) {
          for (const compiled of kinds) found(compiled, OPEN, at);
          continue;
        }
        stop = end;
      }
      if (stop < 0) continue;
      const text = bytes.toString('latin1', at, stop);
      for (const compiled of kinds) {
        if (!isNear(compiled, contextBefore(piece, at, 64))) continue;
        const hit = verdict(compiled.kind, text, at, stop, true);
        if (hit !== undefined) found(compiled, hit, at);
      }
    }
  };
}

/** True when the byte before is the letter of an escape such as `\n`. */
function escaped({ bytes, start }: Piece, at: number): boolean {
  return at - 2 >= start && bytes[at - 2] === 0x5c && 'bfnrt'.includes(String.fromCharCode(bytes[at - 1]!));
}
