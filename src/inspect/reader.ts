/**
 * Detectors that read text: they are asked only where one of their literals stands, and read what is around it. Offsets
 * of what they find lead back to the bytes, through character encodings and the escapes of JSON.
 */
import { isUtf8 } from 'node:buffer';
import type { Confidence } from '../flow/finding.ts';
import type { Clues } from './clues.ts';
import type { CommandFinding } from './commands/find-commands.ts';
import { type CueAnchors, NO_HITS } from './engine.ts';
import type { Kind } from './kind.ts';
import type { Hit } from './match.ts';
import { unescapeJson } from './text/unescape.ts';
import { type Attention, Wake } from './wake.ts';

/** Something that was found in a text; offsets count UTF-16 units. */
export interface Passage {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
  readonly placeholder?: boolean;
  readonly score?: number;
  readonly reasons?: readonly string[];
}

/** How a text stood in the bytes. */
export interface TextForm {
  /** Value of Content-Type. */
  readonly contentType?: string | undefined;
  /** True for text whose JSON escapes were undone. */
  readonly unescaped: boolean;
  /** What was done for the input that the text is a part of; none when the text is all there is. */
  readonly ledger?: Ledger;
}

/** What a detector did for one input so far, read in one way, whatever the number of windows. */
export class Ledger {
  /** Bytes of the whole input. */
  readonly length: number;
  /** What was judged, in bytes, as the detector counts them. */
  spent = 0;
  /** Verdicts on texts that may come again: agents send the whole conversation each time. */
  readonly commands: Map<string, readonly CommandFinding[]>;

  constructor(length: number, commands = new Map<string, readonly CommandFinding[]>()) {
    this.length = length;
    this.commands = commands;
  }
}

/** A detector of text. */
export interface TextDetector extends Attention {
  /** Most bytes that it reads for one input, the last ones first: in a conversation those are the newest. */
  readonly budget: number;
  /** True when it knows JSON and wants to see it as it stands as well. */
  readonly members?: boolean;
  read(text: string, form: TextForm): readonly Passage[];
}

const BACKSLASH = 0x5c;
/** Groups of cues are bits of a signed number. */
const MAX_GROUPS = 31;

/** What the engine has to look for. */
export function cuesOf(detectors: readonly TextDetector[]): readonly CueAnchors[] {
  const groups = detectors.flatMap(({ cues }) => cues);
  if (groups.length > MAX_GROUPS) throw new RangeError(`more than ${MAX_GROUPS} groups of cues`);
  return groups.map(({ anchors }, i) => ({ group: 1 << i, anchors }));
}

/** Reads around the cues that were noted. */
export class Reader {
  private readonly detectors: readonly { readonly detector: TextDetector; readonly wake: Wake }[];

  constructor(detectors: readonly TextDetector[]) {
    let first = 0;
    this.detectors = detectors.map((detector) => {
      const wake = new Wake(detector, first);
      first += detector.cues.length;
      return { detector, wake };
    });
  }

  /**
   * @param clues with cues in order of their places
   * @param contentType value of the field, when the bytes are a body
   * @returns hits in no particular order; one shared empty array when there are none
   */
  read(bytes: Buffer, clues: Clues, contentType?: string): readonly Hit[] {
    let hits: Hit[] | undefined;
    for (const { detector, wake } of this.detectors) {
      const windows = wake.windows(clues, bytes);
      if (windows.length === 0) continue;
      hits ??= [];
      const asIs = new Ledger(bytes.length);
      const ledgers: Ledgers = { asIs, unescaped: new Ledger(bytes.length, asIs.commands) };
      let left = detector.budget;
      for (let i = windows.length - 1; i >= 0 && left > 0; i--) {
        const { start, end } = windows[i]!;
        // Places that stand close together make one window, which may be longer than the budget.
        const from = Math.max(start, end - left);
        left -= end - from;
        this.readWindow(detector, bytes, from, end, contentType, ledgers, hits);
      }
    }
    return hits ?? NO_HITS;
  }

  private readWindow(
    detector: TextDetector,
    bytes: Buffer,
    windowStart: number,
    windowEnd: number,
    contentType: string | undefined,
    ledgers: Ledgers,
    hits: Hit[],
  ): void {
    let start = characterAt(bytes, windowStart);
    // Not in the middle of an escape.
    while (start > 0 && start < bytes.length && bytes[start - 1] === BACKSLASH) start++;
    const end = characterAt(bytes, windowEnd);
    const window = bytes.subarray(start, end);
    const encoding = isUtf8(window) ? 'utf8' : 'latin1';
    const text = window.toString(encoding);
    const plain = isJson(text, contentType) ? unescapeJson(text) : undefined;
    const found: Span[] = [];
    // A passage of an escaped text could begin inside of an escape, and what is overwritten would be no JSON any more.
    if (plain === undefined || detector.members === true) {
      for (const passage of detector.read(text, { contentType, unescaped: false, ledger: ledgers.asIs })) {
        found.push({ passage, from: passage.start, to: passage.end });
      }
    }
    if (plain !== undefined) {
      const form = { contentType, unescaped: true, ledger: ledgers.unescaped };
      for (const passage of detector.read(plain.text, form)) {
        found.push({ passage, from: plain.at[passage.start]!, to: plain.at[passage.end]! });
      }
    }
    addHits(found, text, start, window.length === text.length, hits);
  }
}

interface Ledgers {
  readonly asIs: Ledger;
  readonly unescaped: Ledger;
}

/** A passage and where it stands in the window, in UTF-16 units. */
interface Span {
  readonly passage: Passage;
  readonly from: number;
  readonly to: number;
}

/**
 * Adds passages of a window as hits.
 * @param base first byte of the window
 * @param single true when each unit of the text is one byte
 */
function addHits(found: Span[], text: string, base: number, single: boolean, hits: Hit[]): void {
  // In order, so that the bytes before each are counted once, however many there are.
  if (!single) found.sort((a, b) => a.from - b.from);
  let unit = 0;
  let byte = 0;
  for (const { passage, from, to } of found) {
    byte = single ? from : byte + Buffer.byteLength(text.slice(unit, from));
    unit = from;
    const start = base + byte;
    const end = start + (single ? to - from : Buffer.byteLength(text.slice(from, to)));
    const { kind, confidence, placeholder = false, score, reasons } = passage;
    const hit = { kind, start, end, confidence, documented: false, placeholder };
    hits.push(score === undefined ? hit : { ...hit, score, reasons: reasons ?? [] });
  }
}

/** Strings of JSON stand in the text, by its type or by what it looks like. */
function isJson(text: string, contentType: string | undefined): boolean {
  if (contentType !== undefined && /json|event-stream|graphql/i.test(contentType)) return true;
  return /"\s{0,4}:\s{0,4}["[{]/.test(text);
}

/** The first byte at or behind `at` that begins a character of UTF-8. */
function characterAt(bytes: Uint8Array, at: number): number {
  let i = at;
  while (i < bytes.length && i < at + 4 && (bytes[i]! & 0xc0) === 0x80) i++;
  return i;
}
