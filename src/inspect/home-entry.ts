/**
 * Where secrets belong. A key that goes to the vendor who issued it, in the place where that vendor takes it, is the
 * everyday use of the key and not a leak.
 */
export interface HomeEntry {
  readonly kinds: readonly string[];
  /** Exact host, `*.suffix` for any host below it, or `*`. */
  readonly hosts: readonly string[];
  /** `header.<name>`, `query.<name>`, `path`, `body`; a trailing or inner `*` stands for anything. */
  readonly places: readonly string[];
}

/** Token endpoints: what they answer is the agent's own new token, so it is not masked. */
export interface IssuerEntry {
  readonly host: string;
  /** Matches the path. */
  readonly path: RegExp;
  /** Ids of kinds, or the beginning of ids with a `*`. */
  readonly kinds: readonly string[];
}
