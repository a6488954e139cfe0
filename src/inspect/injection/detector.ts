/** Finds text that gives orders to the agent that reads it: see `PROMPT_INJECTIONS`. */
import type { Passage, TextDetector } from '../reader.ts';
import { normalise, originOf } from '../text/normalise.ts';
import { PROMPT_INJECTION } from '../text-kinds.ts';
import { INJECTION_CUES } from './anchors.ts';
import { decodings } from './encodings.ts';
import { Framing } from './frame.ts';
import { findGatherings } from './gather.ts';
import type { Hit } from './hit.ts';
import { type Judged, judge } from './judge.ts';
import { findLabels } from './labels.ts';
import { findMarkers } from './markers.ts';
import { plainOf } from './markup.ts';
import { compileRules, findHits } from './pattern.ts';
import { RULES } from './rules.ts';
import { tokensOf } from './tokens.ts';

/** Passages with lower scores say nothing. */
const LEAST_SCORE = 0.3;
/** From here on a passage is taken for what it seems. */
const SHAPED = 0.8;
/** Encodings inside encodings that are undone. */
const MAX_DEPTH = 2;
/** Characters that are decoded at least, for one text. */
const LEAST_ROOM = 4096;
/** An order behind an encoding that nothing asks for. */
const ENCODED = 0.35;
/** What is decoded by chance says less. */
const LEAST_ENCODED = 0.7;
const COMPILED = compileRules(RULES);

/** Reads text that flows back to an agent; each passage can be replaced by a note alone. */
export const PROMPT_INJECTIONS: TextDetector = {
  cues: INJECTION_CUES,
  before: 2048,
  behind: 4096,
  budget: 262_144,
  read: (text) =>
    withoutOverlaps(
      read(text, 0, { left: Math.max(LEAST_ROOM, text.length) }).filter((one) => one.score >= LEAST_SCORE),
    ).map(
      ({ start, end, score, reasons }): Passage => ({
        kind: PROMPT_INJECTION,
        start,
        end,
        confidence: score >= SHAPED ? 'shaped' : 'likely',
        score: Math.round(score * 100) / 100,
        reasons,
      }),
    ),
};

/** What is left of the characters that are decoded for one text. */
interface Room {
  left: number;
}

/** Judges a text and what its encodings hide; offsets are those of the text. */
function read(text: string, depth: number, room: Room): readonly Judged[] {
  const folded = normalise(text);
  const plain = plainOf(folded.text);
  const tokens = tokensOf(plain.text, depth);
  const hits: Hit[] = [...findHits(tokens, COMPILED), ...findGatherings(tokens)];
  hits.push(...findMarkers(folded.text, tokens));
  const framing = new Framing(folded.text, tokens);
  const judged: Judged[] = [];
  if (hits.length > 0) hits.push(...findLabels(folded.text, tokens));
  if (hits.some(({ weight }) => weight >= LEAST_SCORE)) {
    for (const one of judge(plain.text, hits, plain.hidden, framing)) {
      judged.push({ ...one, ...originOf(folded, one.start, one.end) });
    }
  }
  if (depth >= MAX_DEPTH) return judged;
  for (const run of decodings(folded.text, tokens, room.left)) {
    room.left -= run.text.length;
    const best = Math.max(0, ...read(run.text, depth + 1, room).map((one) => one.score));
    if (best < LEAST_ENCODED) continue;
    const score =
      (1 - (1 - best) * (1 - ENCODED)) *
      framing.weightOf(run.start, run.end, framing.talkAround(run.start, run.end));
    judged.push({ ...originOf(folded, run.start, run.end), score, reasons: ['encoded'] });
  }
  return judged;
}

/** In order of their places; of two that overlap the one with the higher score. */
function withoutOverlaps(judged: readonly Judged[]): readonly Judged[] {
  const kept: Judged[] = [];
  for (const one of [...judged].sort((a, b) => a.start - b.start || b.score - a.score)) {
    const last = kept.at(-1);
    if (last === undefined || last.end <= one.start) kept.push(one);
    else if (one.score > last.score) kept[kept.length - 1] = one;
  }
  return kept;
}
