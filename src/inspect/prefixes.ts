/** Tells whether the end of a piece of a stream may be the beginning of an anchor. */
export interface Prefixes {
  /** Start of the longest end of bytes[from, end) that is a proper prefix of an anchor; `end` when there is none. */
  tail(bytes: Uint8Array, from: number, end: number): number;
}

/** Builds the table of proper prefixes of the given latin1 anchors. */
export function createPrefixes(anchors: readonly string[]): Prefixes {
  const prefixes = new Set<string>();
  const firsts = new Uint8Array(256);
  const pairs = new Uint8Array(65_536);
  let longest = 0;
  for (const anchor of anchors) {
    firsts[anchor.charCodeAt(0)] = 1;
    pairs[(anchor.charCodeAt(0) << 8) | anchor.charCodeAt(1)] = 1;
    longest = Math.max(longest, anchor.length - 1);
    for (let length = 2; length < anchor.length; length++) prefixes.add(anchor.slice(0, length));
  }

  function tail(bytes: Uint8Array, from: number, end: number): number {
    for (let at = Math.max(from, end - longest); at < end - 1; at++) {
      if (pairs[(bytes[at]! << 8) | bytes[at + 1]!] !== 1) continue;
      let text = '';
      for (let i = at; i < end; i++) text += String.fromCharCode(bytes[i]!);
      if (prefixes.has(text)) return at;
    }
    return end > from && firsts[bytes[end - 1]!] === 1 ? end - 1 : end;
  }

  return { tail };
}
