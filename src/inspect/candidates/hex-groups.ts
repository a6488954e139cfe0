import { beginsToken } from '../boundary.ts';
import { type CompiledKind, OPEN, verdict } from '../match.ts';
import { escapeLength, HEX, type Lane, WORD } from './lane.ts';

const RUN = HEX.slice();
RUN[0x3a] = 1;
RUN[0x2d] = 1;

/** Runs of hex digits, `:` and `-` that no word cuts in two. */
export function hexGroupsLane(kinds: readonly CompiledKind[]): Lane {
  const shortest = Math.min(...kinds.map(({ kind }) => kind.minLength));
  const longest = Math.max(...kinds.map(({ kind }) => kind.maxLength));

  return (piece, found) => {
    const { bytes, start, from, end, last } = piece;
    let at = from;
    if (from > start && RUN[bytes[from - 1]!] === 1) while (at < end && RUN[bytes[at]!] === 1) at++;
    while (at < end) {
      if (RUN[bytes[at]!] !== 1) {
        at++;
        continue;
      }
      let stop = at;
      let joints = 0;
      for (; stop < end && RUN[bytes[stop]!] === 1; stop++) if (HEX[bytes[stop]!] !== 1) joints++;
      if (stop === end && !last && stop - at <= longest) {
        for (const compiled of kinds) found(compiled, OPEN, at);
        return;
      }
      at += escapeLength(bytes, start, at, stop);
      const length = stop - at;
      const alone = beginsToken(bytes, start, at, 'word') && (stop >= end || WORD[bytes[stop]!] !== 1);
      if (joints >= 2 && length >= shortest && length <= longest && alone) {
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
      at = stop + 1;
    }
  };
}
