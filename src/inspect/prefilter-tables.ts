/**
 * The tables of the prefilter in linear memory: which pairs and trigrams are of interest, which anchors they belong to,
 * and what the bytes around an anchor have to be.
 */
import { trigramShare } from './commonness.ts';
import { BEHIND_BLANK, NAME, SETTER_END, TIE } from './name-value.ts';
import { type ByteSet, holds } from './shape-prefix.ts';

/** Third bytes are sorted into this many groups; a pair of bytes remembers the groups that may follow it. */
const GROUPS = 32;
/** What may follow an anchor of three bytes whose gate does not say: what text holds, and the tab. */
const FOLLOWING = [9, ...Array.from({ length: 95 }, (_, i) => 32 + i)];

/** The layout of linear memory, as wasm/memory.ts has it. */
export const LAYOUT = {
  lists: 0x20200,
  listsEnd: 0x60000,
  anchors: 0x200000,
  anchorsEnd: 0x220000,
  texts: 0x220000,
  textsEnd: 0x240000,
  classes: 0x60000,
  found: 0x70000,
  sextets: 0x7f000,
  phases: 0x7f100,
  token: 0x7f500,
  starts: 0x120000,
  pairs: 0x130000,
  groups: 0x170000,
  input: 0x80000,
  marks: 0xa0000,
  runs: 0xd0000,
  joined: 0xe0000,
  pieces: 0xf0000,
  slots: 0x180000,
} as const;
const ALL_BYTES: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);
const SLOTS = 32_768;
const ANY_GROUP = 0xffffffff;
const EMPTY = 0xffffffff;
const NO_CLASS = 255;
const TRIGGERS = 254;
const MAX_CLASSES = 250;
/** Classes of names: the bytes of one, what follows it, what follows a blank, what ends a word that sets. */
const NAMES = 250;
const USERINFO = 1;
const NAMED = 2;
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

/** Lays the tables out in linear memory. */
export class Tables {
  private readonly words: Uint32Array;
  private readonly halves: Uint16Array;
  private readonly bytes: Uint8Array;
  private readonly lists = new Map<number, number[]>();
  /** For each trigram the groups of what may follow it, and of what may stand before it. */
  private readonly neighbours = new Map<number, readonly [number, number]>();
  private readonly classes = new Map<string, number>();
  private count = 0;
  private texts: number = LAYOUT.texts;

  constructor(buffer: ArrayBuffer) {
    this.words = new Uint32Array(buffer);
    this.halves = new Uint16Array(buffer);
    this.bytes = new Uint8Array(buffer);
    for (let byte = 0; byte < 256; byte++) this.words[LAYOUT.groups / 4 + byte] = 1 << groupOf(byte);
    this.words.fill(EMPTY, LAYOUT.slots / 4, LAYOUT.slots / 4 + 4 * SLOTS);
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
    const thirds =
      best + 2 < bytes.length
        ? [bytes[best + 2]!]
        : new Set([
            ...(demand === undefined ? FOLLOWING : ALL_BYTES.filter((byte) => holds(demand.bytes, byte))),
            0x22,
          ]);
    const after =
      best + 3 < bytes.length ? groupsOf([bytes[best + 3]!]) : this.groupsBehind(bytes, best, gate);
    const before = best > 0 ? groupsOf([bytes[best - 1]!]) : ANY_GROUP;
    for (const third of thirds)
      this.register(bytes[best]!, bytes[best + 1]!, third, anchor, best, after, before);
  }

  /** Lets the search stop at what may begin a disguise, wherever it stands. */
  private registerTriggers(): void {
    for (const [trigger, followers, befores] of triggers()) {
      this.bytes[LAYOUT.classes + 256 * TRIGGERS + trigger] = 1;
      for (const follower of followers)
        this.words[LAYOUT.pairs / 4 + (trigger | (follower << 8))] = 0xffffffff;
      const groups = groupsOf(followers);
      const pairs = LAYOUT.pairs / 4 + (trigger << 8);
      for (const before of befores ?? ALL_BYTES) this.words[pairs + before]! |= groups;
    }
  }

  /** Writes the lists of entries and the slots that lead to them. */
  finish(): void {
    this.registerTriggers();
    let list: number = LAYOUT.lists;
    for (const [key, entries] of this.lists) {
      if (list + 4 + 2 * entries.length > LAYOUT.listsEnd) throw new RangeError('too many anchors');
      let slot = hash(key);
      while (this.words[LAYOUT.slots / 4 + 4 * slot] !== EMPTY) slot = (slot + 1) & (SLOTS - 1);
      this.words.set([key, list, ...this.neighbours.get(key)!], LAYOUT.slots / 4 + 4 * slot);
      this.words[list / 4] = entries.length / 2;
      this.halves.set(entries, list / 2 + 2);
      list += 4 + 2 * entries.length;
    }
  }

  /** What may stand behind a trigram that ends with its anchor, or one byte later. */
  private groupsBehind(bytes: Uint8Array, best: number, gate: Gate | undefined): number {
    const demand = gate?.body;
    if (demand === undefined || best + 4 - bytes.length > demand.min) return ANY_GROUP;
    let groups = 0;
    for (let byte = 0; byte < 256; byte++) if (holds(demand.bytes, byte)) groups |= 1 << groupOf(byte);
    return groups;
  }

  private register(
    a: number,
    b: number,
    c: number,
    anchor: number,
    distance: number,
    after: number,
    before: number,
  ): void {
    this.words[LAYOUT.pairs / 4 + (a | (b << 8))]! |= 1 << groupOf(c);
    const key = a | (b << 8) | (c << 16);
    const [behind, ahead] = this.neighbours.get(key) ?? [0, 0];
    this.neighbours.set(key, [(behind | after) >>> 0, (ahead | before) >>> 0]);
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

/** A byte that may begin a disguise, what follows it when it does, and what stands before it if that matters. */
type Trigger = readonly [byte: number, followers: readonly number[], befores?: readonly number[]];

function triggers(): readonly Trigger[] {
  const codes = (text: string): number[] => [...Buffer.from(text, 'latin1')];
  const any = [...Array(256).keys()];
  const beyond = [0xc2, ...any.slice(0xcc, 0xd6), 0xe1, 0xe2, 0xef, 0xf0, 0xf3];
  const word = codes('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');
  const marksOnly: readonly (readonly [number, readonly number[]])[] = [
    // Hebrew, Arabic, Syriac.
    [0xd6, any.slice(0x91, 0xc0)],
    [0xd7, any.slice(0x80, 0x88)],
    [0xd8, any.slice(0x90, 0x9d)],
    [0xd9, [...any.slice(0x8b, 0xa0), 0xb0]],
    [0xdb, any.slice(0x96, 0xae)],
    [0xdc, any.slice(0xb0, 0xc0)],
    // Signs of Indic scripts, marks of kana and the blank of Hangul.
    [0xe0, any.slice(0xa4, 0xc0)],
    [0xe3, [0x82, 0x85]],
  ];
  return [
    [0x5c, codes('uUxX/01234567')],
    [0x25, codes('0123456789abcdefABCDEFuU')],
    [0x26, codes('#lLhdpPsecUaZNzAT')],
    [0x3d, codes('\r\n3CDEF')],
    [0x2b, codes(' "\'\r\n\t\\')],
    [0x2e, codes('"\'')],
    [0, any.slice(0x2b, 0x7b)],
    // How compressed bytes begin.
    [0x1f, [0x8b]],
    [0x03, [0x04], codes('K')],
    [0xfd, any, codes('/')],
    [0x78, [0x9c, 0xda, 0x01], codes('\n')],
    ...beyond.map((lead): Trigger => [lead, any.slice(0x80, 0xc0)]),
    // Marks of scripts that have these leads for all of their letters: only where they stand in a word of another one.
    ...marksOnly.map(([lead, followers]): Trigger => [lead, followers, word]),
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
  return Math.imul(key, 0x9e3779b1) >>> 17;
}

function groupsOf(bytes: readonly number[]): number {
  return bytes.reduce((groups, byte) => groups | (1 << groupOf(byte)), 0);
}

/** Bytes that often stand third get a group of their own, so that a pair alone seldom passes. */
function groupOf(byte: number): number {
  const char = String.fromCharCode(byte);
  if (char >= 'a' && char <= 'z') return byte - 0x61;
  if (char >= '0' && char <= '9') return 26;
  if (char >= 'A' && char <= 'M') return 27;
  if (char >= 'N' && char <= 'Z') return 28;
  if (char === '_' || char === '-') return 29;
  // A break after an equals sign is looked for; the usual quotation mark behind one must not look the same.
  if (byte === 0x0a || byte === 0x0d || byte === 0x2e || byte === 0x2f) return 30;
  return GROUPS - 1;
}
