import { type CelFunc, type CelList, CelScalar, celMethod, listType } from '@bufbuild/cel';

/** Characters that a function may make. */
const MAX_TEXT = 1 << 18;
/** Pieces into which a text may be split; the bound of every collection that a request fills. */
const MAX_PIECES = 256;

function assertLength(length: number): void {
  if (length > MAX_TEXT) throw new Error(`the text would be longer than ${MAX_TEXT} characters`);
}

/** Replaces the first `count` occurrences, all when it is negative. */
function replace(this: string, find: string, by: string, count = -1n): string {
  if (find === '') throw new Error('replace: the text to find is empty');
  const most = count < 0n ? Number.POSITIVE_INFINITY : Number(count);
  let made = '';
  let from = 0;
  for (let done = 0; done < most; done++) {
    const at = this.indexOf(find, from);
    if (at < 0) break;
    made += this.slice(from, at) + by;
    assertLength(made.length);
    from = at + find.length;
  }
  return made + this.slice(from);
}

/** Splits into at most `count` pieces, the last of which is the rest; into all when it is negative. */
function split(this: string, separator: string, count = -1n): string[] {
  if (count === 0n) return [];
  const pieces = this.split(separator, MAX_PIECES + 1);
  if (count > 0n && BigInt(pieces.length) > count) {
    const kept = pieces.slice(0, Number(count) - 1);
    const used = kept.reduce((length, piece) => length + piece.length + separator.length, 0);
    return [...kept, this.slice(used)];
  }
  if (pieces.length > MAX_PIECES) throw new Error(`split: more than ${MAX_PIECES} pieces`);
  return pieces;
}

function join(this: CelList, separator = ''): string {
  let made = '';
  let first = true;
  for (const item of this) {
    if (typeof item !== 'string') throw new Error('join: the list holds something else than strings');
    made += first ? item : separator + item;
    first = false;
    assertLength(made.length);
  }
  return made;
}

const { STRING, INT } = CelScalar;
const STRINGS = listType(STRING);

/**
 * The three functions of the strings extension whose result can be far larger than their input, with a bound: with the
 * library's own, `http.url.replace("a", http.url)` lets a request of 8 kB stop the gateway for minutes. Beyond the bound
 * they are an error, as anything that cannot be evaluated.
 */
export const boundedStrings: CelFunc[] = [
  celMethod('replace', STRING, [STRING, STRING], STRING, replace),
  celMethod('replace', STRING, [STRING, STRING, INT], STRING, replace),
  celMethod('split', STRING, [STRING], STRINGS, split),
  celMethod('split', STRING, [STRING, INT], STRINGS, split),
  celMethod('join', STRINGS, [], STRING, join),
  celMethod('join', STRINGS, [STRING], STRING, join),
];
