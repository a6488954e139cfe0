import { beginsToken } from '../boundary.ts';
import { type CompiledKind, isInContext, OPEN, verdict } from '../match.ts';
import { contextBefore, DIGITS, type Found, flags, type Lane, type Piece, WORD } from './lane.ts';

const DIGIT = flags(DIGITS);
/** What joins groups of digits so closely that neither side is a number of its own: dates, decimals, versions. */
const HARD = flags('.-/');
const SOFT = flags(' ()');
/** Longest number with its separators, in bytes. */
const REACH = 40;
/** Bytes behind a number that its verdict may depend on: a separator, a group, and what ends it. */
const BESIDE = 8;
const PLUS = 0x2b;
const COLON = 0x3a;

/** True when a group of exactly `count` digits stands before or behind the value, one separator away. */
function isAmongGroups({ bytes, start, end: known }: Piece, at: number, end: number, count: number): boolean {
  const isGroup = (from: number): boolean => {
    if (from < start || from + count > known) return false;
    for (let i = from; i < from + count; i++) if (DIGIT[bytes[i]!] !== 1) return false;
    return true;
  };
  const joins = (i: number): boolean => i >= start && i < known && (bytes[i] === 0x20 || bytes[i] === 0x2d);
  const before = joins(at - 1) && isGroup(at - 1 - count) && !isDigit(bytes, start, at - 2 - count, known);
  return before || (joins(end) && isGroup(end + 1) && !isDigit(bytes, start, end + 1 + count, known));
}

function isDigit(bytes: Uint8Array, start: number, at: number, known: number): boolean {
  return at >= start && at < known && DIGIT[bytes[at]!] === 1;
}

/** Groups of digits with separators between them; each group may begin a value, and each may end one. */
export function numberLane(kinds: readonly CompiledKind[]): Lane {
  const byDigits: CompiledKind[][] = [];
  for (const compiled of kinds) {
    for (const count of compiled.kind.digits ?? []) {
      const list = byDigits[count];
      if (list === undefined) byDigits[count] = [compiled];
      else list.push(compiled);
    }
  }
  const most = byDigits.length - 1;

  /** True where a value may begin: no word, decimal, date or time is cut in two. */
  function mayBegin({ bytes, start }: Piece, at: number): boolean {
    if (at <= start) return true;
    const previous = bytes[at - 1]!;
    if (WORD[previous] === 1) return beginsToken(bytes, start, at, 'word');
    if (HARD[previous] !== 1 && previous !== COLON && previous !== PLUS) return true;
    if (at - 2 < start) return true;
    const before = bytes[at - 2]!;
    if (previous === PLUS || previous === COLON) return DIGIT[before] !== 1;
    return WORD[before] !== 1;
  }

  function judge(piece: Piece, at: number, end: number, count: number, found: Found): void {
    const fitting = byDigits[count];
    if (fitting === undefined) return;
    const { bytes, start } = piece;
    const plus = at > start && bytes[at - 1] === PLUS;
    const plain = bytes.toString('latin1', at, end);
    for (const compiled of fitting) {
      const { kind, shape } = compiled;
      if (kind.alone !== undefined && isAmongGroups(piece, at, end, kind.alone)) continue;
      const signed = plus && kind.first === '+';
      const text = signed ? `+${plain}` : plain;
      if (shape === undefined) continue;
      shape.lastIndex = 0;
      if (shape.exec(text)?.[0].length !== text.length) continue;
      if (!isInContext(compiled, text, () => contextBefore(piece, at, kind.nearBytes ?? 64))) continue;
      const hit = verdict(kind, text, signed ? at - 1 : at, end, true);
      if (hit !== undefined) found(compiled, hit, at);
    }
  }

  /** Walks over the groups from `at` on. @returns false when the walk came to the end of what is known */
  function walk(piece: Piece, at: number, found: Found): boolean {
    const { bytes, end } = piece;
    let count = 0;
    let i = at;
    while (i - at <= REACH) {
      const group = i;
      while (i < end && DIGIT[bytes[i]!] === 1 && count <= most) {
        i++;
        count++;
      }
      if (count > most || i === group) return true;
      // What stands beside a number may make it a part of a longer one.
      if (i + BESIDE > end && !piece.last) return false;
      if (i >= end) {
        judge(piece, at, i, count, found);
        return true;
      }
      const separator = bytes[i]!;
      if (WORD[separator] === 1) return true;
      let next = i;
      while (next < end && next - i < 2 && (SOFT[bytes[next]!] === 1 || HARD[bytes[next]!] === 1)) next++;
      const joined = next > i && next < end && DIGIT[bytes[next]!] === 1;
      if (!joined || SOFT[separator] === 1) judge(piece, at, i, count, found);
      if (!joined) return true;
      i = next;
    }
    return true;
  }

  return (piece, found) => {
    const { bytes, start, from, end, last } = piece;
    let at = from;
    if (from > start && DIGIT[bytes[from - 1]!] === 1) while (at < end && DIGIT[bytes[at]!] === 1) at++;
    for (; at < end; at++) {
      if (DIGIT[bytes[at]!] !== 1) continue;
      if (mayBegin(piece, at) && !walk(piece, at, found)) {
        for (const compiled of kinds) found(compiled, OPEN, at);
      }
      while (at < end && DIGIT[bytes[at]!] === 1) at++;
    }
    // A sign at the very end may belong to a number.
    if (!last && end > from && bytes[end - 1] === PLUS)
      for (const compiled of kinds) found(compiled, OPEN, end - 1);
  };
}
