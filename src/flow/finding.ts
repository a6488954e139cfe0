/** How sure a detector is: a checksum or structure, an anchored shape, context and entropy, or less. */
export type Confidence = 'proved' | 'shaped' | 'likely' | 'weak';

/** One secret that was seen. It never holds the value itself. */
export interface Finding {
  /** Id of the kind in the table of kinds, for example `github-pat`. */
  readonly kind: string;
  /** Name for people, for example `GitHub personal access token`. */
  readonly name: string;
  /** Where: `host`, `path`, `query.<name>`, `header.<name>`, `body`, `body.messages[0].content`, `trailer.<name>`. */
  readonly place: string;
  /** Byte offset inside that place; in a body from its beginning (decoded form). */
  readonly offset: number;
  /** Length in bytes; of a disguised value that of the disguise. */
  readonly length: number;
  /** First 16 hex digits of HMAC-SHA256(key of this installation, value): equal values can be joined, none can be read. */
  readonly fingerprint: string;
  readonly confidence: Confidence;
  /**
   * What is done about it: `block`, `mask` and `tokenise` are enforced, `allow` is a home destination or an exemption,
   * `record` only noted.
   */
  readonly action: 'block' | 'mask' | 'tokenise' | 'allow' | 'record';
  /** A value that only stands where a secret would. */
  readonly placeholder?: boolean;
  /** Encodings that were undone, outermost first. */
  readonly via?: readonly string[];
  /** Of texts that speak to the agent, and of commands: how sure, from 0 to 1, and why. */
  readonly score?: number;
  readonly reasons?: readonly string[];
}

/**
 * Most findings that are kept of one part of a message, and of all answers of an exchange: a record has to fit into the
 * queue, and a body may hold a secret in every line. Those beyond it are masked or refused like the others.
 */
export const MAX_FINDINGS = 256;

export const NO_FINDINGS: readonly Finding[] = Object.freeze([]);
