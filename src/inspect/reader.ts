/**
 * Detectors that read text: they are asked only where one of their literals stands, and read what is around it. Offsets
 * of what they find lead back to the bytes, through character encodings and the escapes of JSON.
 */
import { isUtf8 } from 'node:buffer';
import type { Confidence } from '../flow/finding.ts';
import type { Topic } from './clues.ts';
import type { CommandFinding } from './commands/find-commands.ts';
import type { Kind } from './kind.ts';
import type { Hit } from './match.ts';
import { unescapeJson } from './text/unescape.ts';

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
export interface TextDetector {
  /** One bit, the literals that wake it, and how far around one of them it wants to read, in bytes. */
  readonly topic: number;
  readonly anchors: readonly string[];
  readonly before: number;
  readonly behind: number;
  /** Most bytes that it reads for one input, the last ones first: in a conversation those are the newest. */
  readonly budget: number;
  /** True when it knows JSON and wants to see it as it stands as well. */
  readonly members?: boolean;
  read(text: string, form: TextForm): readonly Passage[];
}

const BACKSLASH = 0x5c;

/** Reads around the topics that were noted. */
export class Reader {
  private readonly detectors: readonly TextDetector[];

  constructor(detectors: readonly TextDetector[]) {
    this.detectors = detectors;
  }

  /**
   * @param topics in order of their places
   * @param contentType value of the field, when the bytes are a body
   * @returns hits in no particular order
   */
  read(bytes: Buffer, topics: readonly Topic[], contentType?: string): readonly Hit[] {
    const hits: Hit[] = [];
    for (const detector of this.detectors) {
      const asIs = new Ledger(bytes.length);
      const ledgers: Ledgers = { asIs, unescaped: new Ledger(bytes.length, asIs.commands) };
      let left = detector.budget;
      const windows = windowsOf(detector, topics, bytes.length);
      for (let i = windows.length - 1; i >= 0 && left > 0; i--) {
        const { start, end } = windows[i]!;
        // Places that stand close together make one window, which may be longer than the budget.
        const from = Math.max(start, end - left);
        left -= end - from;
        this.readWindow(detector, bytes, from, end, contentType, ledgers, hits);
      }
    }
    return hits;
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

/** The stretches that a detector reads: around each place that speaks to it, joined where they touch. */
function windowsOf(
  detector: TextDetector,
  topics: readonly Topic[],
  length: number,
): readonly { readonly start: number; readonly end: number }[] {
  const windows: { start: number; end: number }[] = [];
  for (const { at, topic } of topics) {
    if ((topic & detector.topic) === 0) continue;
    const start = Math.max(0, at - detector.before);
    const end = Math.min(length, at + detector.behind);
    const last = windows.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else windows.push({ start, end });
  }
  return windows;
}

/** The first byte at or behind `at` that begins a character of UTF-8. */
function characterAt(bytes: Uint8Array, at: number): number {
  let i = at;
  while (i < bytes.length && i < at + 4 && (bytes[i]! & 0xc0) === 0x80) i++;
  return i;
}
