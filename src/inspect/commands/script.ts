/** What a shell text is made of, after quoting and expansion were undone as far as the text itself tells. */

/** One word of a command. */
export interface Word {
  readonly text: string;
  /** Unquoted `*`, `?` or `[` stand in it: `text` is a pattern. */
  readonly glob: boolean;
  /** Some of it stood between quotes. */
  readonly quoted: boolean;
}

/** `>`, `>>`, `<`, `<<<` and the like. */
export interface Redirect {
  /** `in` reads a file, `out` writes one, `text` hands a text to standard input, `copy` is `>&`, `both` is `<>`. */
  readonly kind: 'in' | 'out' | 'text' | 'copy' | 'both';
  readonly target: Word;
  readonly append: boolean;
  /** The descriptor, when one is named: `5<>file`. */
  readonly descriptor?: string | undefined;
}

/** A program with its words; assignments before it are in `assigned`. */
export interface Command {
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly assigned: readonly (readonly [name: string, value: string])[];
}

/** UTF-16 offsets in the text that was given; what was decoded has the place of its encoding. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Commands joined by `|`, in order. */
export interface Pipeline extends Place {
  readonly commands: readonly Command[];
}

/** How a text is quoted: `\` is an escape in shells of Unix and a letter of paths in those of Windows. */
export type Dialect = 'unix' | 'windows';

/** What a reader hands its commands to, in the order in which they would run. */
export interface Host {
  readonly variables: Map<string, string>;
  readonly functions: Map<string, string>;
  pipeline(pipeline: Pipeline, depth: number): void;
  /** Follows what stands in `$(…)`. @returns what it prints, or a mark that stands for it (see `flow.ts`) */
  capture(source: Source, file: boolean): string;
  /** How many outputs there were so far. */
  printed(): number;
  /** Takes from the work that is allowed for one text. @returns false when there is none left */
  spend(units: number): boolean;
}

/** A text to be read. */
export interface Source {
  readonly text: string;
  /** Where it stands in the input; a range when it was decoded from there. */
  readonly origin: number | Place;
  readonly depth: number;
  readonly dialect: Dialect;
  readonly host: Host;
}

/** Stands before the number of the first output of a group of commands, in place of a program. */
export const GROUP = '\ue012';
/** Deepest nesting that is followed: `$(…)`, `sh -c`, `eval`, encodings. */
export const MAX_DEPTH = 7;
/** Longest word after expansion. */
export const MAX_WORD = 16_384;
/** Most words of one command. */
export const MAX_WORDS = 512;
/** Most commands of one pipeline. */
export const MAX_COMMANDS = 64;
/** Most heads of one value that are remembered: variables, functions, files. */
export const MAX_NAMES = 1024;
