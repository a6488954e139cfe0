import { beginsToken } from '../boundary.ts';
import { type CompiledKind, isInContext, OPEN, verdict } from '../match.ts';
import {
  contextBefore,
  DIGITS,
  escapeLength,
  type Found,
  flags,
  type Lane,
  LOWER,
  type Piece,
  type StretchLane,
  UPPER,
} from './lane.ts';

const RUN = flags(`${DIGITS}${UPPER}${LOWER}_-.`);
const TRIMMED = flags('_-.');
/** Bytes that an escape before a run may put at its beginning. */
const ESCAPE = 5;

/** What judges a run, and what more bytes may make of one. */
function judgeOf(kinds: readonly CompiledKind[]) {
  const shortest = Math.min(...kinds.map(({ kind }) => kind.minLength));
  const longest = Math.max(...kinds.map(({ kind }) => kind.maxLength)) + ESCAPE + 2;
  const byLength = Array.from({ length: longest + 1 }, (_, length) =>
    kinds.filter(({ kind }) => kind.minLength <= length && length <= kind.maxLength),
  );
  const firsts = new Map(
    kinds.map((compiled) => [
      compiled,
      compiled.kind.first === undefined ? undefined : flags(compiled.kind.first),
    ]),
  );

  function judge(piece: Piece, at: number, runEnd: number, found: Found): void {
    const { bytes, start } = piece;
    let from = at + escapeLength(bytes, start, at, runEnd);
    let end = runEnd;
    while (from < end && TRIMMED[bytes[from]!] === 1) from++;
    // A full stop ends a sentence; `_` and `-` may end a value.
    while (end > from && bytes[end - 1] === 0x2e) end--;
    const fitting = byLength[end - from];
    if (fitting === undefined || fitting.length === 0) return;
    let text: string | undefined;
    for (const compiled of fitting) {
      const first = firsts.get(compiled);
      if (first !== undefined && first[bytes[from]!] !== 1) continue;
      const { kind } = compiled;
      if (kind.needs !== undefined && !holdsAll(bytes, from, end, kind.needs)) continue;
      text ??= bytes.toString('latin1', from, end);
      const { shape } = compiled;
      if (shape === undefined) continue;
      shape.lastIndex = 0;
      if (shape.exec(text)?.[0].length !== text.length) continue;
      if (from === at && !beginsToken(bytes, start, at, kind.left)) continue;
      // A piece of base64 is no value of its own.
      if (runEnd < piece.end && (bytes[runEnd] === 0x2b || (bytes[runEnd] === 0x3d && kind.left === 'b64')))
        continue;
      if (!isInContext(compiled, text, () => contextBefore(piece, from, kind.nearBytes ?? 64))) continue;
      const hit = verdict(kind, text, from, end, true);
      if (hit !== undefined) found(compiled, hit, at);
    }
  }

  function open({ bytes, start, end }: Piece, at: number, found: Found): void {
    let from = at + escapeLength(bytes, start, at, end);
    while (from < end && TRIMMED[bytes[from]!] === 1) from++;
    for (const compiled of kinds) {
      const first = firsts.get(compiled);
      if (from < end && first !== undefined && first[bytes[from]!] !== 1) continue;
      found(compiled, OPEN, at);
    }
  }

  return { judge, open, shortest, longest };
}

/** True when each of the characters stands in bytes[start, end). */
function holdsAll(bytes: Uint8Array, start: number, end: number, characters: string): boolean {
  for (let c = 0; c < characters.length; c++) {
    let i = start;
    while (i < end && bytes[i] !== characters.charCodeAt(c)) i++;
    if (i === end) return false;
  }
  return true;
}

/**
 * Runs of letters, digits, `_`, `-` and `.`. Only the last byte of a window as long as the shortest value is looked at
 * first: where it ends a run, no long run can cover the window, and the search goes on behind it.
 */
export function wordLane(kinds: readonly CompiledKind[]): Lane {
  const { judge, open, shortest, longest } = judgeOf(kinds);
  return (piece, found) => {
    const { bytes, start, from, end, last } = piece;
    let at = from;
    // What began before was judged, or is judged, where it began.
    if (from > start && RUN[bytes[from - 1]!] === 1) while (at < end && RUN[bytes[at]!] === 1) at++;
    while (at < end) {
      let i = Math.min(at + shortest, end) - 1;
      const whole = at + shortest <= end;
      while (i >= at && RUN[bytes[i]!] === 1) i--;
      if (i >= at) {
        at = i + 1;
        continue;
      }
      if (!whole) {
        if (!last) open(piece, at, found);
        return;
      }
      let stop = at + shortest;
      while (stop < end && RUN[bytes[stop]!] === 1) stop++;
      if (stop - at <= longest) {
        if (stop === end && !last) open(piece, at, found);
        else judge(piece, at, stop, found);
      }
      at = stop + 1;
    }
  };
}

/** From here on runs are found by the prefilter, as wasm/stretches.ts has it. */
export const LONG_WORD = 49;

/** The same for values of `LONG_WORD` bytes and more. */
export function longWordLane(kinds: readonly CompiledKind[]): StretchLane {
  const { judge, open, shortest, longest } = judgeOf(kinds);
  return {
    begin: () => undefined,
    search: ({ words, wordStart, wordEnd, resume }, piece, found) => {
      const { bytes, start, end, last } = piece;
      for (let i = 0; i < words; i++) {
        const at = wordStart[i]!;
        // What began before was judged, or is judged, where it began.
        if (at > start && RUN[bytes[at - 1]!] === 1) continue;
        let stop = wordEnd[i]!;
        // A block ends here, not the word.
        if (stop === resume) while (stop < end && stop - at <= longest && RUN[bytes[stop]!] === 1) stop++;
        if (stop - at > longest) continue;
        if (stop === end && !last) open(piece, at, found);
        else if (stop - at >= shortest) judge(piece, at, stop, found);
      }
    },
  };
}
