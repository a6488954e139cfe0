/** How bad it is when a value of this kind leaves. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** Names of the checks that prove a value or its structure; see validators.ts. */
export type ValidatorName =
  | 'awsId'
  | 'github'
  | 'gitlab'
  | 'atlassian'
  | 'cloudflare'
  | 'jwt'
  | 'userPass'
  | 'base64Pem';

/** What a value of the kind is: packs and defaults are chosen by it. */
export type Category =
  | 'credential'
  | 'private-key'
  | 'connection-string'
  /** Keys to money: they are always looked for. */
  | 'wallet-key'
  /** Card numbers, accounts, addresses of wallets: by pack. */
  | 'money'
  | 'personal-data'
  /** A secret-looking value behind a name that says so; its shape alone proves nothing. */
  | 'generic';

/**
 * Where candidates come from when a kind has no literal: maximal runs of one class of bytes.
 * - `word`: letters, digits, `_`, `-` and `.`
 * - `number`: digits with single blanks or any of `.-/()` between them, a leading `+` included
 * - `address`: a word that holds one `@`
 * - `hex-groups`: hex digits in groups joined by `:` or `-` (IPv6, MAC)
 * - `words`: twelve or more lower case words of three to eight letters
 */
export type CandidateClass = 'word' | 'number' | 'address' | 'hex-groups' | 'words';

/**
 * One kind of secret, as data. A kind is looked at only where one of its anchors stands, or, when its values have no
 * literal of their own, where a run of its candidate class stands.
 */
export interface Kind {
  /** Stable id, used in findings, records, config and masks. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  readonly vendor: string;
  readonly severity: Severity;
  /** Default: `credential`. */
  readonly category?: Category;
  /** Where the format is described: a document or a page of the vendor. */
  readonly reference?: string;
  /** What is done by default when it leaves: `record` is for public values and for shapes that prove too little. */
  readonly action: 'block' | 'record';
  /**
   * Literals, three bytes or more; a class such as `[0-9a-f]` stands for one byte and is expanded. Empty when there is
   * a `candidate`.
   */
  readonly anchors: readonly string[];
  /** For kinds without a literal; `minLength` and `maxLength` then count the whole run. */
  readonly candidate?: CandidateClass;
  /**
   * What stands before the anchor and belongs to the value: a RegExp source that ends where the anchor begins. A group
   * named `p` at its start is seen but not part of the value.
   */
  readonly head?: string;
  /** Longest match of `head` in bytes. */
  readonly before?: number;
  /**
   * RegExp source from the anchor on. A group named `s` marks the secret proper, which must end the match. It may look
   * one byte past the match. Empty for `block` kinds.
   */
  readonly shape: string;
  /** A looser shape, tried when the exact one fails: an unmistakable prefix with a length the vendor may change. */
  readonly tolerant?: string;
  /** Shortest and longest match from the anchor on, in bytes. */
  readonly minLength: number;
  readonly maxLength: number;
  /**
   * How far the value may reach: `token` (default) to the first byte that no token holds, `line` to the end of the
   * line, `block` to the END line of an armoured key.
   */
  readonly span?: 'token' | 'line' | 'block';
  /**
   * Bytes of a long token, where they are fewer than those of any token: it keeps the window short. `jose` is
   * `[0-9A-Za-z_.-]`, `base64` is `[0-9A-Za-z+/=]`.
   */
  readonly run?: 'jose' | 'base64';
  /**
   * What may stand directly before the match (`head` included): `word` (default) no letter, digit or underscore; `alnum` no letter or
   * digit; `run` nor any of `_.-`; `b64` nor any of `+/_-`; `none` anything (`head` says it).
   */
  readonly left?: 'word' | 'alnum' | 'run' | 'b64' | 'none';
  /** RegExp source, matched without case: it must stand within `nearBytes` (default 64) before the value. */
  readonly near?: string;
  readonly nearBytes?: number;
  /** The anchor is `://` and the value needs an `@` before the authority ends: a cheap look before the expression. */
  readonly userinfo?: boolean;
  readonly validator?: ValidatorName;
  /** The value counts only when the validator accepts it. */
  readonly strict?: boolean;
  /** Id of the same thing in the pattern library of Strathon. */
  readonly strathonId?: string;
}

/** The reach of `near` when a kind does not say. */
export const NEAR_BYTES = 64;
/** Longest reach before an anchor over all kinds: `head`, plus what its boundary checks look at. */
export const MAX_BEFORE = 96;
