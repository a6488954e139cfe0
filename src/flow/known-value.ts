/** A secret that is known, for example a variable of the agent's environment. */
export interface KnownValue {
  /** What findings call it: the name of the variable or the file. */
  readonly name: string;
  readonly value: string | Uint8Array;
}

/** Bytes of a known value: shorter ones would be found everywhere, longer ones cost too much to compare. */
export const KNOWN_LENGTH = { min: 8, max: 4096 } as const;
