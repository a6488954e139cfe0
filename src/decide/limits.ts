/** Bounds on one expression. The library has no cost budget at run time, so the shape is bounded at load time. */
export const EXPRESSION_LIMITS = {
  /** Characters of the text. */
  length: 4096,
  /** Nodes of the parsed tree, macros expanded. */
  nodes: 500,
  /** Depth of the parsed tree, macros expanded. */
  depth: 32,
  /** `exists`, `all`, `map`, ... inside each other: each level multiplies the cost. */
  comprehensions: 2,
} as const;

/** Bytes of a policy file or of an answer of a receiver. */
export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;
