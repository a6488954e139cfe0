/**
 * Finds the places where an anchor stands, in one pass and in linear time whatever the input.
 *
 * Each anchor is represented by two trigrams, the rarest on an even and the rarest on an odd offset, so it is enough to
 * look at every second trigram: a table of pairs says which groups of third bytes are of interest.
 * What passes is looked up by its three bytes, compared in full, and held against what the kinds of the anchor demand of
 * the bytes around it. The loops are WebAssembly (wasm/scan.ts); this file lays out the tables and feeds the blocks.
 */
import { trigramShare } from './commonness.ts';
import { BEHIND_BLANK, NAME, SETTER_END, TIE } from './name-value.ts';
import { MODULE } from './prefilter-module.ts';
import { type ByteSet, holds } from './shape-prefix.ts';

/** Third bytes are sorted into this many groups; a pair of bytes remembers the groups that may follow it. */
const GROUPS = 16;
/** What may follow an anchor of three bytes whose gate does not say: what text holds, and the tab. */
const FOLLOWING = [9, ...Array.from({ length: 95 }, (_, i) => 32 + i)];

/** The layout of linear memory, as wasm/scan.ts has it. */
const LAYOUT = {
  pairs: 0,
  groups: 0x20000,
  slots: 0x20200,
  lists: 0x40200,
  listsEnd: 0x50000,
  anchors: 0x50000,
  anchorsEnd: 0x58000,
  texts: 0x58000,
  textsEnd: 0x60000,
  classes: 0x60000,
  found: 0x70000,
  sextets: 0x7f000,
  phases: 0x7f100,
  token: 0x7f500,
  starts: 0x120000,
  input: 0x80000,
  marks: 0xa0000,
  runs: 0xd0000,
  joined: 0xe0000,
  pieces: 0xf0000,
} as const;
const SLOTS = 16_384;
const EMPTY = 0xffffffff;
const NO_CLASS = 255;
const TRIGGERS = 254;
const MAX_CLASSES = 250;
/** Classes of names: the bytes of one, what follows it, what follows a blank, what ends a word that sets. */
const NAMES = 250;
const USERINFO = 1;
const NAMED = 2;
/** Bytes that are searched in one call; what stands around them is copied as well. */
const BLOCK = 65_536;
/** Bytes before a trigram that its judgement may look at: the rest of the anchor, an escape before it. */
const BEFORE = 128;
/** Bytes behind one: the rest of the anchor, the demands on what follows. */
const BEHIND = 4096;

/** What the bytes around an anchor must be for any of its kinds to match; see `anchor-gate.ts`. */
export interface Gate {
  /** No byte of this set stands before the anchor, but as the end of an escape. */
  readonly left?: ByteSet;
  /** At least so many bytes of the set follow the anchor. */
  readonly body?: { readonly min: number; readonly bytes: ByteSet };
  /** Anchor and what follows it make a run of at least so many bytes of the set. */
  readonly run?: { readonly min: number; readonly bytes: ByteSet };
  /** An `@` follows before the authority ends. */
  readonly userinfo?: boolean;
  /** The anchor is part of a name: what ties a value to it follows; see name-value.ts. */
  readonly named?: boolean;
}

/** A literal to look for. */
export interface Anchor {
  /** Latin1, three bytes or more. */
  readonly text: string;
  readonly gate?: Gate;
}

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
   */
  find(
    bytes: Uint8Array,
    from: number,
    end: number,
    searched: number,
    last?: boolean,
    marking?: boolean,
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
  /** Joined values; rows end with a line end. Empty when there are no two neighbours. */
  readonly bytes: Buffer;
  /** Where each piece begins in `bytes`, and where in what was surveyed; in order. */
  readonly at: Int32Array;
  readonly source: Int32Array;
}

/** What a mark stands for, as wasm/scan.ts has it. */
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

/** What a run may be, besides base64 in the phases of its lowest four bits, as wasm/scan.ts has it. */
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

/** Room for marks and runs in one call, as wasm/scan.ts has it. */
const MARK_ROOM = 24_576;
const RUN_ROOM = 4096;
const PIECE_ROOM = 24_576;

/** The part of WebAssembly that is used; its types belong to the DOM library, which this project does without. */
interface Assembly {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  search(from: number, start: number, stop: number, end: number, last: number, marking: number): number;
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
 * @param anchors literals; at most 2,048 of them
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

  /** Joins the strings of the block at hand, which stood at `base`. */
  function joinStrings(length: number, isInside: boolean, base: number): Joined | undefined {
    const size = exports.joinStrings(length, isInside ? 1 : 0);
    inside = exports.inString.value !== 0;
    const count = exports.pieceCount();
    if (size < SHORTEST_JOINED || count < 2) return undefined;
    // Most of them spell nothing.
    view.copyWithin(LAYOUT.input, LAYOUT.joined, LAYOUT.joined + size);
    if (search(0, 0, size, size, 1, 0) === 0) {
      exports.survey(0, size);
      if (exports.runCount() === 0) return undefined;
    }
    const at = new Int32Array(count);
    const source = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      at[i] = pieces[2 * i]!;
      source[i] = base + pieces[2 * i + 1]!;
    }
    return { bytes: Buffer.from(view.subarray(LAYOUT.joined, LAYOUT.joined + size)), at, source };
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

/** Room for candidates in one call, as wasm/scan.ts has it. */
const ROOM = 4096;

/** Lays the tables out in linear memory. */
class Tables {
  private readonly words: Uint32Array;
  private readonly halves: Uint16Array;
  private readonly bytes: Uint8Array;
  private readonly lists = new Map<number, number[]>();
  private readonly classes = new Map<string, number>();
  private count = 0;
  private texts: number = LAYOUT.texts;

  constructor(buffer: ArrayBuffer) {
    this.words = new Uint32Array(buffer);
    this.halves = new Uint16Array(buffer);
    this.bytes = new Uint8Array(buffer);
    for (let byte = 0; byte < 256; byte++) this.halves[LAYOUT.groups / 2 + byte] = 1 << groupOf(byte);
    this.words.fill(EMPTY, LAYOUT.slots / 4, LAYOUT.slots / 4 + 2 * SLOTS);
    this.bytes.set(SEXTETS, LAYOUT.sextets);
    this.bytes.set(PHASES, LAYOUT.phases);
    this.bytes.set(TOKEN, LAYOUT.token);
    for (const [i, table] of [NAME, TIE, BEHIND_BLANK, SETTER_END].entries()) {
      this.bytes.set(table, LAYOUT.classes + 256 * (NAMES + i));
    }
  }

  add(anchor: Anchor): void {
    const bytes = Buffer.from(anchor.text, 'latin1');
    if (bytes.length < 3) throw new RangeError('an anchor needs three bytes');
    const number = this.count++;
    const info = LAYOUT.anchors + 16 * number;
    if (info >= LAYOUT.anchorsEnd || this.texts + bytes.length > LAYOUT.textsEnd) {
      throw new RangeError('too many anchors');
    }
    this.bytes.set(bytes, this.texts);
    const { gate } = anchor;
    this.words[info / 4] = this.texts;
    this.halves[info / 2 + 2] = bytes.length;
    this.bytes[info + 6] = this.classOf(gate?.left);
    this.bytes[info + 7] = (gate?.userinfo === true ? USERINFO : 0) | (gate?.named === true ? NAMED : 0);
    this.bytes[info + 8] = this.classOf(gate?.body?.bytes);
    this.bytes[info + 9] = gate?.body?.min ?? 0;
    this.halves[info / 2 + 5] = gate?.run?.min ?? 0;
    this.bytes[info + 12] = this.classOf(gate?.run?.bytes);
    this.texts += bytes.length;
    for (const parity of [0, 1]) this.sample(bytes, parity, number, gate);
  }

  /** Registers the rarest trigram at an offset of this parity. In an anchor of three bytes one reaches past its end. */
  private sample(bytes: Uint8Array, parity: number, anchor: number, gate: Gate | undefined): void {
    const demand = gate?.body;
    const behind =
      demand === undefined ? FOLLOWING : [...Array(256).keys()].filter((byte) => holds(demand.bytes, byte));
    let best = parity;
    let bestShare = Number.POSITIVE_INFINITY;
    for (let k = parity; k + 2 < bytes.length; k += 2) {
      const share = trigramShare(bytes[k]!, bytes[k + 1]!, bytes[k + 2]!);
      if (share < bestShare) {
        bestShare = share;
        best = k;
      }
    }
    // The block is followed by a quote, so that an anchor at its very end is seen.
    const thirds = best + 2 < bytes.length ? [bytes[best + 2]!] : new Set([...behind, 0x22]);
    for (const third of thirds) this.register(bytes[best]!, bytes[best + 1]!, third, anchor, best);
  }

  /** Lets the search stop at what may begin a disguise, wherever it stands. */
  private registerTriggers(): void {
    for (const [trigger, followers] of triggers()) {
      this.bytes[LAYOUT.classes + 256 * TRIGGERS + trigger] = 1;
      for (const follower of followers) {
        this.halves[LAYOUT.pairs / 2 + (trigger | (follower << 8))] = 0xffff;
        for (let before = 0; before < 256; before++) {
          this.halves[LAYOUT.pairs / 2 + (before | (trigger << 8))]! |= 1 << groupOf(follower);
        }
      }
    }
  }

  /** Writes the lists of entries and the slots that lead to them. */
  finish(): void {
    this.registerTriggers();
    let list: number = LAYOUT.lists;
    for (const [key, entries] of this.lists) {
      if (list + 4 + 2 * entries.length > LAYOUT.listsEnd) throw new RangeError('too many anchors');
      let slot = hash(key);
      while (this.words[LAYOUT.slots / 4 + 2 * slot] !== EMPTY) slot = (slot + 1) & (SLOTS - 1);
      this.words[LAYOUT.slots / 4 + 2 * slot] = key;
      this.words[LAYOUT.slots / 4 + 2 * slot + 1] = list;
      this.words[list / 4] = entries.length / 2;
      this.halves.set(entries, list / 2 + 2);
      list += 4 + 2 * entries.length;
    }
  }

  private register(a: number, b: number, c: number, anchor: number, distance: number): void {
    this.halves[LAYOUT.pairs / 2 + (a | (b << 8))]! |= 1 << groupOf(c);
    const key = a | (b << 8) | (c << 16);
    const entries = this.lists.get(key);
    if (entries === undefined) this.lists.set(key, [anchor, distance]);
    else entries.push(anchor, distance);
  }

  private classOf(set: ByteSet | undefined): number {
    if (set === undefined) return NO_CLASS;
    const name = set.join();
    let number = this.classes.get(name);
    if (number !== undefined) return number;
    number = this.classes.size;
    if (number >= MAX_CLASSES) return NO_CLASS;
    this.classes.set(name, number);
    for (let byte = 0; byte < 256; byte++) {
      this.bytes[LAYOUT.classes + 256 * number + byte] = holds(set, byte) ? 1 : 0;
    }
    return number;
  }
}

/** Bytes that may begin a disguise, and what follows them when they do. */
function triggers(): readonly (readonly [number, readonly number[]])[] {
  const codes = (text: string): number[] => [...Buffer.from(text, 'latin1')];
  const any = [...Array(256).keys()];
  const beyond = [0xc2, ...any.slice(0xcc, 0xd6), 0xe1, 0xe2, 0xef, 0xf0, 0xf3];
  return [
    [0x5c, codes('uUxX/01234567')],
    [0x25, codes('0123456789abcdefABCDEFuU')],
    [0x26, codes('#lLhdpPsecUa')],
    [0x3d, codes('\r\n3CDEF')],
    [0x2b, codes(' "\'\r\n\t\\')],
    [0x2e, codes('"\'')],
    [0, any.slice(0x2b, 0x7b)],
    ...beyond.map((lead) => [lead, any.slice(0x80, 0xc0)] as const),
  ];
}

const SEXTETS = new Uint8Array(256).fill(255);
for (const [value, char] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  SEXTETS[char.charCodeAt(0)] = value;
}
SEXTETS[0x2d] = 62;
SEXTETS[0x5f] = 63;

/** Bytes of which tokens are made. */
const TOKEN = new Uint8Array(256);
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.+/=:@~'))
  TOKEN[byte] = 1;

/** For each place in a group of four (modulo 4) and each character the phases in which ASCII text never has it there. */
const PHASES = new Uint8Array(1024);
for (let place = 0; place < 4; place++) {
  for (let byte = 0; byte < 256; byte++) {
    const sextet = SEXTETS[byte]!;
    // First of four: the upper six bits of a byte below 0x80. Second: then the upper four of the next one. Third: two.
    const first = sextet >= 32 || sextet < 2 ? 1 : 0;
    const second = sextet === 255 || (sextet & 15) > 7 ? 1 : 0;
    const third = sextet === 255 || (sextet & 3) > 1 ? 1 : 0;
    PHASES[256 * place + byte] =
      (first << (place & 3)) | (second << ((place + 3) & 3)) | (third << ((place + 2) & 3));
  }
}

function hash(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 18;
}

/** Bytes that often stand third get a group of their own, so that a pair alone seldom passes. */
function groupOf(byte: number): number {
  const char = String.fromCharCode(byte);
  const own = '_-./:0eta'.indexOf(char);
  if (own >= 0) return own;
  // A break after an equals sign is looked for; the usual quotation mark behind one must not look the same.
  if (byte === 0x0a || byte === 0x0d) return 0;
  if (char >= '0' && char <= '9') return 9;
  if (char >= 'a' && char <= 'k') return 10;
  if (char >= 'l' && char <= 'r') return 11;
  if (char >= 's' && char <= 'z') return 12;
  if (char >= 'A' && char <= 'M') return 13;
  if (char >= 'N' && char <= 'Z') return 14;
  return GROUPS - 1;
}

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
