/** Finds text that gives orders to the agent that reads it: see `createInjectionDetector`. */
import { normalise, originOf } from '../text/normalise.ts';
import { INJECTION_ANCHORS } from './anchors.ts';
import type {
  InjectionConfig,
  InjectionDetector,
  InjectionOptions,
  InjectionPassage,
  InjectionResult,
} from './passage.ts';

export type {
  InjectionConfig,
  InjectionDetector,
  InjectionOptions,
  InjectionPassage,
  InjectionResult,
  TextForm,
} from './passage.ts';

/** How far around a place `scanAround` reads. */
const BEFORE = 2048;
const BEHIND = 4096;
const LEAST_SCORE = 0.3;
const NOTHING: InjectionResult = Object.freeze({ score: 0, passages: Object.freeze([]) });

const OVERRIDE =
  /\b(?:ignore|disregard|forget)\s{1,8}(?:all|any|every|the|your)?\s{0,8}(?:of\s)?(?:previous|prior|above|earlier)\s{1,8}instructions?\b/gi;

/** Builds a detector of prompt injection. */
export function createInjectionDetector(config: InjectionConfig = {}): InjectionDetector {
  const { leastScore = LEAST_SCORE } = config;
  const scan = (text: string, _options: InjectionOptions = {}): InjectionResult => {
    const folded = normalise(text);
    const passages: InjectionPassage[] = [];
    for (const match of folded.text.matchAll(OVERRIDE)) {
      const range = originOf(folded, match.index, match.index + match[0].length);
      passages.push({ ...range, score: 0.85, reasons: ['instruction-override'] });
    }
    const kept = passages.filter((passage) => passage.score >= leastScore);
    return kept.length === 0 ? NOTHING : { score: Math.max(...kept.map((one) => one.score)), passages: kept };
  };
  return {
    scan,
    scanAround: (text, at, options) => {
      const from = Math.max(0, at - BEFORE);
      const { score, passages } = scan(text.slice(from, at + BEHIND), options);
      const moved = passages.map((one) => ({ ...one, start: one.start + from, end: one.end + from }));
      return { score, passages: moved };
    },
    anchors: INJECTION_ANCHORS,
  };
}
