/** Puts pieces of evidence that stand together into passages, and says how much they weigh. */
import type { Framing } from './frame.ts';
import type { Group, Hit } from './hit.ts';
import type { HiddenRange } from './markup.ts';

/** A part of a text with what speaks for its being an order to an agent. */
export interface Judged {
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly reasons: readonly Group[];
}

/** Pieces further apart than this belong to different passages. */
const MAX_GAP = 180;
/** Longest passage: more would add up what does not belong together. */
const MAX_PASSAGE = 1200;
/** Evidence of this weight has a say of its own; what is lighter is common in manuals. */
const TELLING = 0.3;
/** Lighter pieces only say that there is something to do at all. */
const COUNTED = 0.22;
/** Evidence of this weight makes the other evidence more certain. */
const BONUS = 0.36;
/** Each further group leaves so much of the doubt. */
const TOGETHER = 0.5;
/** What is hidden and speaks to a machine. */
const HIDDEN_WEIGHT: Readonly<Record<HiddenRange['by'], number>> = {
  comment: 0.35,
  attribute: 0.35,
  style: 0.5,
};
/** Groups of which one has to be there: the others are the manner, not the matter. */
const MATTER: ReadonlySet<Group> = new Set<Group>([
  'instruction-override',
  'role-change',
  'prompt-extraction',
  'exfiltration',
  'tool-use',
  'biased-output',
  'memory-poisoning',
  'secrecy',
]);
/** Evidence that somebody speaks to a machine, and how heavy it has to be: manuals order people to run and send things. */
const CORE: Readonly<Partial<Record<Group, number>>> = {
  'instruction-override': 0.5,
  'role-change': 0.55,
  'prompt-extraction': 0.55,
  'agent-addressed': 0.35,
  'authority-claim': 0.42,
  'hidden-text': 0.45,
  exfiltration: 0.75,
  'forged-markers': 0.3,
  secrecy: 0.47,
  'memory-poisoning': 0.5,
  'tool-use': 0.75,
};
/** What the heaviest piece weighs when nothing else shows that a machine is meant. */
const LONELY = 0.8;
/** Most of a score that the manner alone reaches, and with it what is hardly telling. */
const MANNER_ONLY = 0.35;
const LEAST_MATTER = 0.2;
const SLIGHT = 0.45;
/** How far a passage is stretched to the ends of its sentences. */
const MAX_STRETCH = 400;

/** @param hits in any order; offsets count in `text` */
export function judge(
  text: string,
  hits: readonly Hit[],
  hidden: readonly HiddenRange[],
  framing: Framing,
): readonly Judged[] {
  const sorted = [...hits].sort((a, b) => a.start - b.start || a.end - b.end);
  const outer = outermost(hidden);
  const judged: Judged[] = [];
  for (let i = 0; i < sorted.length; ) {
    const home = rangeAt(outer, sorted[i]!);
    let end = sorted[i]!.end;
    let k = i + 1;
    while (
      k < sorted.length &&
      sorted[k]!.start - end <= MAX_GAP &&
      sorted[k]!.end - sorted[i]!.start <= MAX_PASSAGE
    ) {
      if (rangeAt(outer, sorted[k]!) !== home) break;
      end = Math.max(end, sorted[k]!.end);
      k++;
    }
    const one = weigh(text, sorted.slice(i, k), home, framing);
    if (one !== undefined) judged.push(one);
    i = k;
  }
  return judged;
}

function weigh(
  text: string,
  hits: readonly Hit[],
  home: HiddenRange | undefined,
  framing: Framing,
): Judged | undefined {
  if (!hits.some((hit) => hit.weight >= TELLING)) return undefined;
  const best = framed(hits, framing);
  const matter = Math.max(0, ...[...best].map(([group, weight]) => (MATTER.has(group) ? weight : 0)));
  if (home !== undefined && matter >= TELLING) best.set('hidden-text', HIDDEN_WEIGHT[home.by]);
  let doubt = 1;
  let groups = 0;
  const bonus = (best.get('agent-addressed') ?? 0) >= BONUS ? TELLING : BONUS;
  for (const weight of best.values()) {
    if (weight >= COUNTED) doubt *= 1 - Math.min(weight, 0.95);
    if (weight >= bonus) groups++;
  }
  if (groups > 1) doubt *= TOGETHER ** (groups - 1);
  const telling = hits.filter((hit) => hit.weight >= TELLING);
  const shown = telling.length > 0 ? telling : hits;
  const start = Math.min(...shown.map((hit) => hit.start));
  const end = Math.max(...shown.map((hit) => hit.end));
  const whole = isCertain(best) ? 1 - doubt : LONELY * Math.max(...best.values());
  const score =
    matter < LEAST_MATTER ? Math.min(whole, MANNER_ONLY) : matter < TELLING ? Math.min(whole, SLIGHT) : whole;
  const reasons = [...best].sort((a, b) => b[1] - a[1]).map(([group]) => group);
  return { ...stretch(text, start, end, home), score, reasons };
}

/** The heaviest evidence of each group, as far as the text itself says it. */
function framed(hits: readonly Hit[], framing: Framing): Map<Group, number> {
  const best = new Map<Group, number>();
  const matter = hits.filter((hit) => hit.weight >= TELLING && MATTER.has(hit.group));
  const said = matter.length > 0 ? matter : hits;
  const talk = framing.talkAround(
    Math.min(...said.map((hit) => hit.start)),
    Math.max(...said.map((hit) => hit.end)),
  );
  for (const { group, weight, start, end } of hits) {
    const known = best.get(group) ?? 0;
    if (weight > known) best.set(group, Math.max(known, weight * framing.weightOf(start, end, talk)));
  }
  return best;
}

/** Whether anything shows that a machine is meant. */
function isCertain(best: ReadonlyMap<Group, number>): boolean {
  for (const [group, weight] of best) if (weight >= (CORE[group] ?? 2)) return true;
  const of = (group: Group): number => best.get(group) ?? 0;
  const harm = Math.max(of('exfiltration'), of('biased-output'));
  // To leave the user in the dark about data that is sent away, or about what is done.
  if (of('secrecy') >= 0.4 && (harm >= 0.36 || of('tool-use') >= 0.4)) return true;
  if (of('secrecy') >= 0.36 && Math.max(of('exfiltration'), of('tool-use')) >= 0.5) return true;
  if (of('exfiltration') >= 0.5 && of('tool-use') >= 0.5) return true;
  if (of('memory-poisoning') >= 0.4 && Math.max(harm, of('tool-use'), of('authority-claim')) >= 0.36)
    return true;
  if (of('instruction-override') >= 0.36 && of('exfiltration') >= 0.45) return true;
  return of('prompt-extraction') >= 0.42 && of('instruction-override') >= 0.36;
}

/** In order, without those that stand inside of others. */
function outermost(hidden: readonly HiddenRange[]): readonly HiddenRange[] {
  const outer: HiddenRange[] = [];
  for (const range of [...hidden].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (range.end > (outer.at(-1)?.end ?? -1)) outer.push(range);
  }
  return outer;
}

/** The hidden part that a piece of evidence stands in; `outer` is in order. */
function rangeAt(outer: readonly HiddenRange[], hit: Hit): HiddenRange | undefined {
  let low = 0;
  let high = outer.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (outer[middle]!.end <= hit.start) low = middle + 1;
    else high = middle;
  }
  const range = outer[low];
  return range !== undefined && range.start < hit.end ? range : undefined;
}

/** To the ends of the sentences, and not out of the comment or element. */
function stretch(
  text: string,
  start: number,
  end: number,
  home: HiddenRange | undefined,
): { readonly start: number; readonly end: number } {
  const first = Math.max(home?.start ?? 0, start - MAX_STRETCH, 0);
  const last = Math.min(home?.end ?? text.length, end + MAX_STRETCH, text.length);
  let from = start;
  while (from > first && !endsSentence(text, from - 1)) from--;
  while (from < start && /\s/.test(text[from]!)) from++;
  let to = end;
  while (to < last && !endsSentence(text, to)) to++;
  if (to < last && /[.!?。！？]/.test(text[to]!)) to++;
  return { start: from, end: to };
}

function endsSentence(text: string, at: number): boolean {
  const unit = text[at]!;
  if (unit === '\n' || unit === '\u0001' || unit === '"' || unit === '<' || unit === '>' || unit === '\\')
    return true;
  if (/[。！？]/.test(unit)) return true;
  return /[.!?]/.test(unit) && /[\s"'”’)\]]/.test(text[at + 1] ?? ' ');
}
