/** What a shell text is made of, after quoting and expansion were undone as far as the text itself tells. */

/** One word of a command. */
export interface Word {
  readonly text: string;
  /** Unquoted `*`, `?` or `[` stand in it: `text` is a pattern. */
  readonly glob: boolean;
  /** Some of it stood between quotes. */
  readonly quoted: boolean;
  /** What its command substitutions run. */
  readonly nested: readonly Pipeline[];
}

/** `>`, `>>`, `<`, `<<<` and the like. */
export interface Redirect {
  /** `in` reads a file, `out` writes one, `text` hands a text to standard input, `copy` is `>&`. */
  readonly kind: 'in' | 'out' | 'text' | 'copy';
  readonly target: Word;
}

/** A program with its words; assignments before it are in `assigned`. */
export interface Command {
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly assigned: readonly (readonly [name: string, value: string])[];
}

/** Commands joined by `|`, in order. */
export interface Pipeline {
  readonly commands: readonly Command[];
  /** Where it stands in the text that was given; what was decoded has the place of its encoding. */
  readonly start: number;
  readonly end: number;
}

/** Deepest nesting that is followed: `$(…)`, `sh -c`, `eval`, encodings. */
export const MAX_DEPTH = 6;
/** Longest word after expansion. */
export const MAX_WORD = 16_384;
/** Most words of one command. */
export const MAX_WORDS = 512;
