/** How a text that may hold an injection came. */
export type TextForm = 'html' | 'markdown' | 'plain' | 'json' | 'source';

/** What the detector is told about a text. */
export interface InjectionOptions {
  /** From the media type of the answer; guessed when left out. */
  readonly from?: TextForm;
}

/** The part of a text that speaks to a model: alone it can be replaced. */
export interface InjectionPassage {
  /** UTF-16 offsets in the given text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly score: number;
  /** Why, the weightiest first. */
  readonly reasons: readonly string[];
}

/** What a text says to the agent that reads it. */
export interface InjectionResult {
  /** The highest score of its passages; 0 when there is none. */
  readonly score: number;
  /** In order of their places; they do not overlap. */
  readonly passages: readonly InjectionPassage[];
}

/** What is reported. */
export interface InjectionConfig {
  /** Passages with a lower score are left out. */
  readonly leastScore?: number;
}

/** Finds text that gives orders to the agent that reads it. Nothing is kept between calls. */
export interface InjectionDetector {
  /** Reads a whole text, or a window of one. Time is linear in its length. */
  scan(text: string, options?: InjectionOptions): InjectionResult;
  /** Reads what is around one place (an offset in UTF-16 units); offsets of the result count from the start of the text. */
  scanAround(text: string, at: number, options?: InjectionOptions): InjectionResult;
  /** Literals of which at least one stands in any text that reaches 0.5, as it is or behind an encoding. */
  readonly anchors: readonly string[];
}
