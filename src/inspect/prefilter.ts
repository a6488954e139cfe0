/**
 * Finds the places where an anchor stands, in one pass and in linear time whatever the input.
 *
 * Each anchor is represented by two trigrams, the rarest on an even and the rarest on an odd offset, so it is enough to
 * look at every second trigram: a table of pairs says which groups of third bytes are of interest.
 * What passes is looked up by its three bytes, compared in full, and held against what the kinds of the anchor demand of
 * the bytes around it. The loops are WebAssembly (wasm/); this file lays out the tables and feeds the blocks.
 */
import { MODULE } from './prefilter-module.ts';
import { type Anchor, LAYOUT, Tables } from './prefilter-tables.ts';

export type { Anchor, Gate } from './prefilter-tables.ts';

/** Bytes that are searched in one call; what stands around them is copied as well. */
const BLOCK = 65_536;
/** Bytes before a trigram that its judgement may look at: the rest of the anchor, an escape before it. */
const BEFORE = 128;
/** Bytes behind one: the rest of the anchor, the demands on what follows. */
const BEHIND = 4096;
/** Room for candidates in one call, as wasm/memory.ts has it. */
const ROOM = 4096;

/** Candidates of one call, shared between calls: `count` of them, and where to go on when there was no room. */
export interface Candidates {
  count: number;
  /** Where the next call has to start; equal to the end when everything was looked at. */
  resume: number;
  readonly position: Int32Array;
  readonly anchor: Int32Array;
  /** Places that may be a disguise, of one of the types of `MARK`, in order. */
  marks: number;
  readonly markAt: Int32Array;
  readonly markType: Int32Array;
}

export interface Prefilter {
  /**
   * Collects occurrences of anchors that lie inside bytes[from, end) and pass their gates. `searched` is where the search
   * stands (`from` at first, then `resume` of the result); the result is shared between calls.
   * @param last true when nothing will follow `end`: what is cut off there is short (default)
   * @param marking whether what may be a disguise is wanted as well (default: no)
   * @param inWords whether anchors count in the middle of words (default: no)
   */
  find(
    bytes: Uint8Array,
    from: number,
    end: number,
    searched: number,
    last?: boolean,
    marking?: boolean,
    inWords?: boolean,
  ): Candidates;
  /**
   * Collects what may be a disguise in bytes[from, end); the result is shared between calls.
   * @returns marks and runs up to `resume`, where the next call has to start; a run that touches it may go on
   */
  survey(bytes: Uint8Array, from: number, end: number): Survey;
  /**
   * Collects stretches of bytes[from, end) that may be a recovery phrase, and long words; the result is shared between
   * calls.
   * @returns stretches up to `resume`, where the next call has to start; they may be cut there
   */
  stretches(bytes: Uint8Array, from: number, end: number): Stretches;
  /** From now on stretches without eleven of these words in a row are left out; each has three small letters or more. */
  knowWords(words: readonly string[]): void;
}

/** Where values without a literal may be. What is cut at an end is there whatever its length. */
export interface Stretches {
  /** Words of three to eight small letters, one after the other. */
  phrases: number;
  readonly phraseStart: Int32Array;
  readonly phraseEnd: Int32Array;
  /** Runs of letters, digits, `_`, `-` and `.`. */
  words: number;
  readonly wordStart: Int32Array;
  readonly wordEnd: Int32Array;
  resume: number;
}

/** Values of neighbouring strings that each hold a part of a token, joined: `["ghp_", "..."]`. */
export interface Joined {
  /** Joined values, `length` bytes; rows end with a line end. */
  bytes: Uint8Array;
  length: number;
  /** Where each of the pieces begins in `bytes`, and where in what was surveyed; in order. */
  pieces: number;
  at: Int32Array;
  source: Int32Array;
}

/** What a mark stands for, as wasm/marks.ts has it. */
export const MARK = {
  escape: 1,
  percent: 2,
  entity: 3,
  quoted: 4,
  hexGroups: 5,
  unicode: 6,
  utf16: 7,
  join: 8,
} as const;

/** What a run may be, besides base64 in the phases of its lowest four bits, as wasm/runs.ts has it. */
export const RUN = { phases: 15, hex: 16, base32: 32 } as const;

/** Runs that may be an encoding. */
export interface Survey {
  /** Runs of base64 characters that look like an encoding (hex and base32 as well). */
  runs: number;
  readonly runStart: Int32Array;
  readonly runEnd: Int32Array;
  /** What each may be; see `RUN`. */
  readonly runKind: Int32Array;
  /** Places where pairs of hex digits with something between them were seen. */
  groups: number;
  readonly groupAt: Int32Array;
  /** Strings that may be parts of one token; undefined when there are none. Those of one block are joined alone. */
  joined: Joined | undefined;
  resume: number;
}

/** Room for marks and runs in one call, as wasm/memory.ts has it. */
const MARK_ROOM = 24_576;
const RUN_ROOM = 4096;
const PIECE_ROOM = 24_576;
const JOINED_ROOM = BLOCK;

/** The part of WebAssembly that is used; its types belong to the DOM library, which this project does without. */
interface Assembly {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  search(
    from: number,
    start: number,
    stop: number,
    end: number,
    last: number,
    marking: number,
    inWords: number,
  ): number;
  readonly resume: { readonly value: number };
  survey(start: number, end: number): number;
  markCount(): number;
  runCount(): number;
  stretches(start: number, end: number): number;
  wordCount(): number;
  knowWords(): void;
  joinStrings(end: number, inside: number): number;
  pieceCount(): number;
  readonly inString: { readonly value: number };
}

const { WebAssembly: assembly } = globalThis as unknown as { WebAssembly: Assembly };
let compiled: object | undefined;

/**
 * Builds the tables.
 * @param anchors literals; at most 8,192 of them
 * @throws RangeError when an anchor is shorter than three bytes or the tables are full
 */
export function createPrefilter(anchors: readonly (string | Anchor)[]): Prefilter {
  compiled ??= new assembly.Module(Buffer.from(MODULE, 'base64'));
  const { exports } = new assembly.Instance(compiled, {});
  const { memory, search, resume } = exports;
  const tables = new Tables(memory.buffer);
  for (const anchor of anchors) tables.add(typeof anchor === 'string' ? { text: anchor } : anchor);
  tables.finish();
  const view = new Uint8Array(memory.buffer);
  const out = new Int32Array(memory.buffer, LAYOUT.found, 2 * ROOM);
  const marks = new Int32Array(memory.buffer, LAYOUT.marks, 2 * MARK_ROOM);
  const runs = new Int32Array(memory.buffer, LAYOUT.runs, 4 * RUN_ROOM);
  const pieces = new Int32Array(memory.buffer, LAYOUT.pieces, 2 * PIECE_ROOM);
  const found: Candidates = {
    count: 0,
    resume: 0,
    position: new Int32Array(ROOM),
    anchor: new Int32Array(ROOM),
    marks: 0,
    markAt: new Int32Array(MARK_ROOM),
    markType: new Int32Array(MARK_ROOM),
  };

  function find(
    bytes: Uint8Array,
    from: number,
    end: number,
    searched: number,
    last = true,
    marking = false,
    inWords = false,
  ): Candidates {
    found.count = 0;
    found.marks = 0;
    let at = searched;
    while (at < end) {
      const stop = Math.min(end, at + BLOCK);
      const low = Math.max(from, at - BEFORE);
      const high = Math.min(end, stop + BEHIND);
      load(bytes, low, high);
      const count = search(
        0,
        at - low,
        stop - low,
        high - low,
        last && high === end ? 1 : 0,
        marking ? 1 : 0,
        inWords ? 1 : 0,
      );
      at = low + resume.value;
      const marked = exports.markCount();
      if (count === 0 && marked === 0) continue;
      for (let i = 0; i < marked; i++) {
        found.markAt[i] = low + marks[2 * i]!;
        found.markType[i] = marks[2 * i + 1]!;
      }
      found.marks = marked;
      for (let i = 0; i < count; i++) {
        found.position[i] = low + out[2 * i]!;
        found.anchor[i] = out[2 * i + 1]!;
      }
      found.count = count;
      found.resume = Math.min(at, end);
      return found;
    }
    found.resume = end;
    return found;
  }

  const surveyed: Survey = {
    runs: 0,
    runStart: new Int32Array(RUN_ROOM),
    runEnd: new Int32Array(RUN_ROOM),
    runKind: new Int32Array(RUN_ROOM),
    groups: 0,
    groupAt: new Int32Array(MARK_ROOM),
    joined: undefined,
    resume: 0,
  };
  /** Where the survey that goes on stands, and whether that is inside a string. */
  let surveyedTo = 0;
  let inside = false;

  function survey(bytes: Uint8Array, from: number, end: number): Survey {
    const stop = Math.min(end, from + BLOCK);
    load(bytes, from, stop);
    const done = exports.survey(0, stop - from);
    surveyed.runs = exports.runCount();
    for (let i = 0; i < surveyed.runs; i++) {
      surveyed.runStart[i] = from + runs[4 * i]!;
      surveyed.runEnd[i] = from + runs[4 * i + 1]!;
      surveyed.runKind[i] = runs[4 * i + 2]!;
    }
    surveyed.groups = exports.markCount();
    for (let i = 0; i < surveyed.groups; i++) surveyed.groupAt[i] = from + marks[2 * i]!;
    surveyed.joined = joinStrings(stop - from, from > 0 && from === surveyedTo && inside, from);
    surveyed.resume = from + done;
    surveyedTo = surveyed.resume;
    return surveyed;
  }

  const joined: Joined = {
    bytes: view.subarray(LAYOUT.joined, LAYOUT.joined + JOINED_ROOM),
    length: 0,
    pieces: 0,
    at: new Int32Array(PIECE_ROOM),
    source: new Int32Array(PIECE_ROOM),
  };

  /** Joins the strings of the block at hand, which stood at `base`. */
  function joinStrings(length: number, isInside: boolean, base: number): Joined | undefined {
    const size = exports.joinStrings(length, isInside ? 1 : 0);
    inside = exports.inString.value !== 0;
    const count = exports.pieceCount();
    if (size < SHORTEST_JOINED || count < 2) return undefined;
    // Most of them spell nothing.
    view.copyWithin(LAYOUT.input, LAYOUT.joined, LAYOUT.joined + size);
    if (search(0, 0, size, size, 1, 0, 1) === 0) {
      exports.survey(0, size);
      if (exports.runCount() === 0) return undefined;
    }
    for (let i = 0; i < count; i++) {
      joined.at[i] = pieces[2 * i]!;
      joined.source[i] = base + pieces[2 * i + 1]!;
    }
    joined.length = size;
    joined.pieces = count;
    return joined;
  }

  const lanes: Stretches = {
    phrases: 0,
    phraseStart: new Int32Array(RUN_ROOM),
    phraseEnd: new Int32Array(RUN_ROOM),
    words: 0,
    wordStart: new Int32Array(RUN_ROOM),
    wordEnd: new Int32Array(RUN_ROOM),
    resume: 0,
  };

  function stretches(bytes: Uint8Array, from: number, end: number): Stretches {
    const stop = Math.min(end, from + BLOCK);
    load(bytes, from, stop);
    lanes.phrases = exports.stretches(0, stop - from);
    for (let i = 0; i < lanes.phrases; i++) {
      lanes.phraseStart[i] = from + runs[4 * i]!;
      lanes.phraseEnd[i] = from + runs[4 * i + 1]!;
    }
    // Words of a block of 64 KiB that are long enough: fewer than there is room for.
    lanes.words = exports.wordCount();
    for (let i = 0; i < lanes.words; i++) {
      lanes.wordStart[i] = from + pieces[2 * i]!;
      lanes.wordEnd[i] = from + pieces[2 * i + 1]!;
    }
    lanes.resume = stop;
    return lanes;
  }

  function load(bytes: Uint8Array, low: number, high: number): void {
    if (low === 0 && high === bytes.length) view.set(bytes, LAYOUT.input);
    else view.set(bytes.subarray(low, high), LAYOUT.input);
  }

  function knowWords(words: readonly string[]): void {
    for (const word of words) {
      let index = 0;
      for (let i = 0; i < 4; i++) index = index * 31 + (i < word.length ? word.charCodeAt(i) - 0x61 : 26);
      index &= 0xffff;
      view[LAYOUT.starts + (index >> 3)]! |= 1 << (index & 7);
    }
    exports.knowWords();
  }

  return { find, survey, stretches, knowWords };
}

/** No blocking kind with a literal has shorter values. */
const SHORTEST_JOINED = 16;

/** Expands the character classes of an anchor: `SK[0-9]` stands for ten literals. */
export function expandAnchor(anchor: string): string[] {
  const open = anchor.indexOf('[');
  const close = anchor.indexOf(']', open);
  if (open < 0 || close < 0) return [anchor];
  const literals: string[] = [];
  for (const char of classMembers(anchor.slice(open + 1, close))) {
    literals.push(...expandAnchor(anchor.slice(0, open) + char + anchor.slice(close + 1)));
  }
  return literals;
}

/** The characters of the inside of a class: `0-9af` is `0123456789af`. */
function classMembers(inside: string): string[] {
  const members: string[] = [];
  for (let i = 0; i < inside.length; i++) {
    const first = inside.charCodeAt(i);
    const ranged = inside[i + 1] === '-' && i + 2 < inside.length;
    const last = ranged ? inside.charCodeAt(i + 2) : first;
    for (let code = first; code <= last; code++) members.push(String.fromCharCode(code));
    if (ranged) i += 2;
  }
  return members;
}
