/**
 * Finds the places where an anchor stands, in one pass and in linear time whatever the input.
 *
 * Each anchor is represented by its four rarest neighbouring bytes. One of their two trigrams begins on an even offset,
 * so it is enough to look at every second trigram: a table of pairs says which groups of third bytes are of interest.
 * What passes is looked up by its three bytes and then compared in full.
 */

/** How common a byte is in traffic, roughly, in parts per thousand. Only the order matters. */
function commonness(byte: number): number {
  const char = String.fromCharCode(byte);
  const letter = 'etaoinsrhldcumfpgwybvkxjqz'.indexOf(char.toLowerCase());
  if (letter >= 0) return (char >= 'a' ? 60 : 8) * (1 - letter / 28);
  if (char >= '0' && char <= '9') return 14;
  if (' "'.includes(char)) return 80;
  if (',:/.'.includes(char)) return 30;
  if ('-=;()<>{}'.includes(char)) return 14;
  return 5;
}

/** Third bytes are sorted into this many groups; a pair of bytes remembers the groups that may follow it. */
const GROUPS = 16;
const SLOTS = 16_384;
const EMPTY = -1;
/** Room for candidates in one call, and how many one group of four looks may add at most. */
const ROOM = 512;
/** What may follow an anchor of only three bytes: the beginning of a value, a blank, a quote. */
const FOLLOWING = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-+/=.:%~!@$ "\'\t';

/** Candidates of one call, reused between calls: `count` of them, and where to go on when there was no room. */
export interface Candidates {
  count: number;
  /** Where the next call has to start; equal to the end when everything was looked at. */
  resume: number;
  readonly position: Int32Array;
  readonly anchor: Int32Array;
}

export interface Prefilter {
  /**
   * Collects occurrences of anchors that lie inside bytes[from, end). `searched` is where the search stands (`from` at
   * first, then `resume` of the result); the result is shared between calls.
   */
  find(bytes: Uint8Array, from: number, end: number, searched: number): Candidates;
}

/** Anchors that have a certain trigram, each with its distance from the start of the anchor. */
interface Entry {
  readonly anchor: number;
  readonly distance: number;
}

/** Trigram to anchors, by open addressing. */
class TrigramIndex {
  readonly keys = new Int32Array(SLOTS).fill(EMPTY);
  readonly values = new Int32Array(SLOTS);
  readonly lists: Entry[][] = [];

  add(a: number, b: number, c: number, entry: Entry): void {
    const key = (a << 16) | (b << 8) | c;
    let slot = hash(key);
    while (this.keys[slot] !== EMPTY && this.keys[slot] !== key) slot = (slot + 1) & (SLOTS - 1);
    if (this.keys[slot] === EMPTY) {
      if (this.lists.length > SLOTS / 2) throw new RangeError('too many anchors');
      this.keys[slot] = key;
      this.values[slot] = this.lists.length;
      this.lists.push([]);
    }
    this.lists[this.values[slot]!]!.push(entry);
  }
}

/**
 * Builds the tables.
 * @param anchors latin1 literals of three bytes or more
 */
export function createPrefilter(anchors: readonly string[]): Prefilter {
  const text = anchors.map((anchor) => Buffer.from(anchor, 'latin1'));
  const index = new TrigramIndex();
  /** For each pair of bytes the groups of third bytes that make a trigram of it, one bit each. */
  const pairs = new Uint16Array(65_536);
  const groups = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte++) groups[byte] = 1 << groupOf(byte);

  function register(a: number, b: number, c: number, entry: Entry): void {
    index.add(a, b, c, entry);
    pairs[(a << 8) | b]! |= groups[c]!;
  }

  for (const [anchor, bytes] of text.entries()) {
    if (bytes.length < 3) throw new RangeError('an anchor needs three bytes');
    const k = rarestWindow(bytes);
    register(bytes[k]!, bytes[k + 1]!, bytes[k + 2]!, { anchor, distance: k });
    if (bytes.length > 3) register(bytes[k + 1]!, bytes[k + 2]!, bytes[k + 3]!, { anchor, distance: k + 1 });
    else for (const c of FOLLOWING) register(bytes[1]!, bytes[2]!, c.charCodeAt(0), { anchor, distance: 1 });
  }
  const found: Candidates = {
    count: 0,
    resume: 0,
    position: new Int32Array(ROOM + 8 * anchors.length),
    anchor: new Int32Array(ROOM + 8 * anchors.length),
  };
  const { keys, values, lists } = index;

  function confirm(bytes: Uint8Array, from: number, end: number, at: number): void {
    const key = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    let slot = hash(key);
    while (keys[slot] !== key) {
      if (keys[slot] === EMPTY) return;
      slot = (slot + 1) & (SLOTS - 1);
    }
    const list = lists[values[slot]!]!;
    for (let e = 0; e < list.length; e++) {
      const entry = list[e]!;
      const start = at - entry.distance;
      const anchor = text[entry.anchor]!;
      if (start < from || start + anchor.length > end) continue;
      let i = 0;
      while (i < anchor.length && bytes[start + i] === anchor[i]) i++;
      if (i < anchor.length) continue;
      found.position[found.count] = start;
      found.anchor[found.count] = entry.anchor;
      found.count++;
    }
  }

  /** The last bytes have nothing behind them that the tables could want, so every trigram there is looked up. */
  function finish(bytes: Uint8Array, from: number, end: number, at: number): void {
    for (let i = at; i + 2 < end; i += 2) confirm(bytes, from, end, i);
    // An anchor of three bytes at the very end may lie on an odd offset: nothing follows it to make the other trigram.
    if (((end - 3 - at) & 1) === 1 && end - 3 >= from) confirm(bytes, from, end, end - 3);
  }

  function find(bytes: Uint8Array, from: number, end: number, searched: number): Candidates {
    found.count = 0;
    let i = searched;
    let next = i < end ? bytes[i]! : 0;
    for (const bulk = end - 12; i < bulk; i += 8) {
      const b1 = bytes[i + 1]!;
      const b2 = bytes[i + 2]!;
      const b3 = bytes[i + 3]!;
      const b4 = bytes[i + 4]!;
      const b5 = bytes[i + 5]!;
      const b6 = bytes[i + 6]!;
      const b7 = bytes[i + 7]!;
      const b8 = bytes[i + 8]!;
      const g0 = pairs[(next << 8) | b1]! & groups[b2]!;
      const g2 = pairs[(b2 << 8) | b3]! & groups[b4]!;
      const g4 = pairs[(b4 << 8) | b5]! & groups[b6]!;
      const g6 = pairs[(b6 << 8) | b7]! & groups[b8]!;
      next = b8;
      if ((g0 | g2 | g4 | g6) === 0) continue;
      if (g0 !== 0) confirm(bytes, from, end, i);
      if (g2 !== 0) confirm(bytes, from, end, i + 2);
      if (g4 !== 0) confirm(bytes, from, end, i + 4);
      if (g6 !== 0) confirm(bytes, from, end, i + 6);
      if (found.count >= ROOM) {
        found.resume = i + 8;
        return found;
      }
    }
    finish(bytes, from, end, i);
    found.resume = end;
    return found;
  }

  return { find };
}

function hash(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 18;
}

/** Bytes that often stand third get a group of their own, so that a pair alone seldom passes. */
function groupOf(byte: number): number {
  const char = String.fromCharCode(byte);
  const own = '_-./:0eta'.indexOf(char);
  if (own >= 0) return own;
  if (char >= '0' && char <= '9') return 9;
  if (char >= 'a' && char <= 'k') return 10;
  if (char >= 'l' && char <= 'r') return 11;
  if (char >= 's' && char <= 'z') return 12;
  if (char >= 'A' && char <= 'M') return 13;
  if (char >= 'N' && char <= 'Z') return 14;
  return GROUPS - 1;
}

/** Offset of the four neighbouring bytes (or three) whose two trigrams are the rarest. */
function rarestWindow(bytes: Uint8Array): number {
  let best = 0;
  let bestScore = Number.POSITIVE_INFINITY;
  for (let k = 0; k + 3 < bytes.length; k++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((i) => commonness(bytes[k + i]!)) as [
      number,
      number,
      number,
      number,
    ];
    const score = a * b * c + b * c * d;
    if (score < bestScore) {
      bestScore = score;
      best = k;
    }
  }
  return best;
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
