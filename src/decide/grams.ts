interface Pattern {
  readonly literal: string;
  /** Where in the literal the chosen gram stands. */
  readonly offset: number;
  readonly ids: number[];
}

const GRAM = 3;
const FILTER_SIZE = 1 << 14;

/**
 * Literals to be found anywhere in a text. Each literal is filed under one of its runs of three characters, the one that
 * the fewest other literals have; a text is then looked at once, each of its runs is looked up, and only the literals filed
 * there are compared. The cost follows the length of the text, not the number of literals.
 */
export class GramIndex {
  readonly #patterns: ReadonlyMap<number, readonly Pattern[]>;
  /** Literals too short to have a run. */
  readonly #short: readonly Pattern[];
  /** One byte for each hash of a run: most runs of a text are nobody's, and this says so without a map lookup. */
  readonly #filter = new Uint8Array(FILTER_SIZE);

  /** Takes the literals (none empty) with the policies that hold each. */
  constructor(literals: ReadonlyMap<string, number[]>) {
    const frequency = new Map<number, number>();
    for (const literal of literals.keys()) {
      for (let i = 0; i + GRAM <= literal.length; i++) {
        const gram = gramAt(literal, i);
        frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
      }
    }
    const short: Pattern[] = [];
    const patterns = new Map<number, Pattern[]>();
    for (const [literal, ids] of literals) {
      if (literal.length < GRAM) {
        short.push({ literal, offset: 0, ids });
        continue;
      }
      const offset = rarest(literal, frequency);
      const gram = gramAt(literal, offset);
      const filed = patterns.get(gram);
      if (filed === undefined) patterns.set(gram, [{ literal, offset, ids }]);
      else filed.push({ literal, offset, ids });
      this.#filter[slot(gram)] = 1;
    }
    this.#short = short;
    this.#patterns = patterns;
  }

  /** Pushes the ids of every literal in the text; an id may come more than once. */
  collect(text: string, into: number[]): void {
    for (const pattern of this.#short) if (text.includes(pattern.literal)) push(pattern.ids, into);
    for (let i = 0; i + GRAM <= text.length; i++) {
      const gram = gramAt(text, i);
      if (this.#filter[slot(gram)] === 0) continue;
      const filed = this.#patterns.get(gram);
      if (filed === undefined) continue;
      for (const { literal, offset, ids } of filed) {
        const from = i - offset;
        // Only the first occurrence counts, or a text that repeats a literal would fill the list.
        if (from >= 0 && text.startsWith(literal, from) && text.indexOf(literal) === from) push(ids, into);
      }
    }
  }
}

/** Three characters as one number; beyond Latin-1 different runs may share one, and the comparison tells them apart. */
function gramAt(text: string, at: number): number {
  return (
    (text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 8) ^ (text.charCodeAt(at + 2) << 16)) & 0x3fff_ffff
  );
}

function slot(gram: number): number {
  return Math.imul(gram, 0x9e37_79b1) >>> 18;
}

function push(ids: readonly number[], into: number[]): void {
  for (const id of ids) into.push(id);
}

function rarest(literal: string, frequency: ReadonlyMap<number, number>): number {
  let offset = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (let i = 0; i + GRAM <= literal.length; i++) {
    const count = frequency.get(gramAt(literal, i))!;
    if (count < fewest) {
      fewest = count;
      offset = i;
    }
  }
  return offset;
}
