interface TrieNode {
  readonly next: Map<number, TrieNode>;
  /** Policies whose literal ends here. */
  ids: number[] | undefined;
}

/** Literals read from one end of a text: all those with which the text starts (or ends) are found in one walk. */
export class Trie {
  readonly #root: TrieNode = { next: new Map(), ids: undefined };
  readonly #fromEnd: boolean;

  constructor(fromEnd: boolean) {
    this.#fromEnd = fromEnd;
  }

  add(literal: string, id: number): void {
    let node = this.#root;
    for (let i = 0; i < literal.length; i++) {
      const code = this.#code(literal, i);
      let next = node.next.get(code);
      if (next === undefined) {
        next = { next: new Map(), ids: undefined };
        node.next.set(code, next);
      }
      node = next;
    }
    node.ids ??= [];
    node.ids.push(id);
  }

  /** Pushes the ids of every literal with which the text starts (or ends). */
  collect(text: string, into: number[]): void {
    let node = this.#root;
    for (let i = 0; i < text.length; i++) {
      const next = node.next.get(this.#code(text, i));
      if (next === undefined) return;
      node = next;
      if (node.ids !== undefined) for (const id of node.ids) into.push(id);
    }
  }

  #code(text: string, at: number): number {
    return text.charCodeAt(this.#fromEnd ? text.length - 1 - at : at);
  }
}
