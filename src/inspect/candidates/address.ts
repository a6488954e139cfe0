import { type CompiledKind, OPEN, verdict } from '../match.ts';
import { DIGITS, escapeLength, flags, type Lane, LOWER, UPPER } from './lane.ts';

const LOCAL = flags(`${DIGITS}${UPPER}${LOWER}._%+-`);
const DOMAIN = flags(`${DIGITS}${UPPER}${LOWER}.-`);
const AT = 0x40;
/** RFC 5321: 64 octets before the sign, 255 behind it. */
const LOCAL_LENGTH = 64;
const DOMAIN_LENGTH = 255;

/** Words around an `@`. */
export function addressLane(kinds: readonly CompiledKind[]): Lane {
  return (piece, found) => {
    const { bytes, start, from, end, last } = piece;
    const open = (at: number): void => {
      for (const compiled of kinds) found(compiled, OPEN, at);
    };
    for (let sign = bytes.indexOf(AT, from); sign >= 0 && sign < end; sign = bytes.indexOf(AT, sign + 1)) {
      let at = sign;
      while (at > start && sign - at <= LOCAL_LENGTH && LOCAL[bytes[at - 1]!] === 1) at--;
      at += escapeLength(bytes, start, at, sign);
      if (at === sign || at < from || sign - at > LOCAL_LENGTH) continue;
      let stop = sign + 1;
      const limit = Math.min(end, sign + 1 + DOMAIN_LENGTH);
      while (stop < limit && DOMAIN[bytes[stop]!] === 1) stop++;
      if (stop === end && !last) {
        open(at);
        continue;
      }
      while (stop > sign && (bytes[stop - 1] === 0x2e || bytes[stop - 1] === 0x2d)) stop--;
      const text = bytes.toString('latin1', at, stop);
      for (const compiled of kinds) {
        const { shape } = compiled;
        if (shape === undefined) continue;
        shape.lastIndex = 0;
        if (shape.exec(text)?.[0].length !== text.length) continue;
        const hit = verdict(compiled.kind, text, at, stop, true);
        if (hit !== undefined) found(compiled, hit, at);
      }
    }
    if (last) return;
    let tail = end;
    while (tail > from && end - tail <= LOCAL_LENGTH && LOCAL[bytes[tail - 1]!] === 1) tail--;
    if (tail < end) open(tail);
  };
}
