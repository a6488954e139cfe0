/** Orders in languages whose words may stand in another order: meanings that meet in one sentence. */
import { type Meaning, meaningOf } from './concepts.ts';
import type { Group, Hit } from './hit.ts';
import { has, says } from './meant.ts';
import type { Tokens } from './tokens.ts';

/** Meanings that have to meet, and what that says. */
interface Gathering {
  readonly group: Group;
  readonly weight: number;
  readonly all: readonly Meaning[];
}

/** Most words that they are spread over. */
const SPAN = 24;
/** What is asked on a condition is a manual more often than an attack. */
const CONDITIONAL = 0.5;
const IF = meaningOf('IF');
const AI = meaningOf('AI');
const OVERRIDE = meaningOf('OVERRIDE');
const NEGATION = meaningOf('NOT');

function gatherings(group: Group, table: Readonly<Record<string, number>>): Gathering[] {
  return Object.entries(table).map(([pattern, weight]) => ({
    group,
    weight,
    all: pattern.split(' ').map(meaningOf),
  }));
}

const GATHERINGS: readonly Gathering[] = [
  ...gatherings('instruction-override', {
    'OVERRIDE RULES PRIOR': 0.85,
    'OVERRIDE RULES YOUR': 0.8,
    'OVERRIDE RULES ALL': 0.75,
    'OVERRIDE EVERYTHING PRIOR': 0.7,
    'OVERRIDE EVERYTHING TOLD': 0.75,
    'STOP|NOT FOLLOW RULES PRIOR': 0.75,
    'RULES VOID YOUR': 0.6,
    'RULES VOID PRIOR|ALL': 0.42,
    'RULES VOID': 0.36,
    'FOLLOW ONLY ME': 0.6,
    'NOT|STOP FOLLOW RULES MAKER|YOUR': 0.75,
    'NOT FOLLOW MAKER': 0.62,
    'OVERRIDE ORDERS YOUR': 0.6,
    'FROMNOW YOU': 0.3,
  }),
  ...gatherings('role-change', {
    'YOU|AI|ROLEPLAY JAILBROKEN': 0.82,
    'YOU|AI WITHOUT LIMITS': 0.75,
    'YOU FROMNOW ARE AI': 0.5,
  }),
  ...gatherings('prompt-extraction', { 'REVEAL PROMPT': 0.8, 'REVEAL YOUR RULES': 0.65 }),
  ...gatherings('secrecy', { 'NOT|WITHOUT TELL|KNOW USER': 0.5, 'NOT TELL': 0.3, SECRETLY: 0.36 }),
  ...gatherings('agent-addressed', {
    'TO|NOTE AI': 0.42,
    'MUST AI': 0.4,
    'IF YOU AI': 0.5,
    'PROCESS|WHEN AI DOCUMENT': 0.42,
  }),
  ...gatherings('exfiltration', {
    'SEND SECRET|SENSITIVE PLACE': 0.7,
    'SEND CONTENT|ALL PLACE': 0.5,
    'READ SENSITIVE SEND': 0.6,
    'SEND SECRET': 0.36,
    'SEND PLACE': 0.32,
    'SEND CONTENT': 0.36,
    'REVEAL SENSITIVE|SECRET': 0.36,
    'REVEAL USER|ALL|MAKER SECRET': 0.5,
  }),
  ...gatherings('tool-use', {
    'RUN TOOL PLACE': 0.55,
    'RUN PLACE': 0.32,
    'DESTROY ALL CONTENT': 0.55,
    'PAY MONEY': 0.36,
    'DESTROY ALL': 0.36,
    'APPROVE MONEY|NOT|WITHOUT': 0.42,
    'NOT|WITHOUT SAFETY': 0.38,
  }),
  ...gatherings('memory-poisoning', { 'REMEMBER MEMORY|FROMNOW': 0.4 }),
  ...gatherings('biased-output', {
    'RATE PRAISE ONLY|AI': 0.42,
    'RATE|TELL PRAISE': 0.36,
    'RATE ONLY': 0.36,
    'NOT TELL BLAME|OTHERS': 0.42,
    'AI MUST RATE': 0.42,
    'OMIT BLAME': 0.42,
    'NOT BLAME|OTHERS': 0.36,
    'REJECT OTHERS': 0.42,
  }),
];

/** Finds what meets in the sentences that are no English. */
export function findGatherings(tokens: Tokens): Hit[] {
  const hits: Hit[] = [];
  for (let s = 0; s < tokens.sentences; s++) {
    if (tokens.loose[s] === 0) continue;
    const from = tokens.from[s]!;
    const to = tokens.from[s + 1]!;
    const conditional = says(tokens, s, IF) && !says(tokens, s, AI);
    for (const gathering of GATHERINGS) {
      if (!gathering.all.every((meaning) => says(tokens, s, meaning))) continue;
      const hit = meeting(tokens, from, to, gathering);
      if (hit !== undefined) hits.push(conditional ? { ...hit, weight: hit.weight * CONDITIONAL } : hit);
    }
  }
  return hits;
}

function meeting(
  tokens: Tokens,
  from: number,
  to: number,
  { group, weight, all }: Gathering,
): Hit | undefined {
  for (let first = from; first < to; first++) {
    if (!all.some((meaning) => has(tokens, first, meaning))) continue;
    // "Do not forget", whatever the order of the words.
    if (has(tokens, first, OVERRIDE) && isNegated(tokens, first, from, to)) continue;
    let last = first;
    const met = all.every((meaning) => {
      for (let i = first; i < Math.min(to, first + SPAN); i++) {
        if (!has(tokens, i, meaning)) continue;
        last = Math.max(last, i);
        return true;
      }
      return false;
    });
    if (met) return { group, weight, start: tokens.start[first]!, end: tokens.end[last]! };
  }
  return undefined;
}

/** A word beside it denies a verb, and is no part of it: "n'oubliez pas". */
function isNegated(tokens: Tokens, at: number, from: number, to: number): boolean {
  for (let i = Math.max(from, at - 2); i < Math.min(to, at + 2); i++) {
    if (i !== at && has(tokens, i, NEGATION) && !has(tokens, i, OVERRIDE)) return true;
  }
  return false;
}
