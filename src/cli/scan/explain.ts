import type { Detection } from '../../inspect/detect.ts';
import type { Kind } from '../../inspect/kind.ts';
import { ALL_KINDS } from '../../inspect/kinds/all.ts';
import { DEFAULT_PACKS, PACK_CATEGORIES, PACKS, type Pack } from '../../inspect/packs.ts';

/** Why a finding is one, and what can be done about it. */
export interface Explanation {
  /** What was recognised, and how sure that is. */
  readonly why: string;
  /** Where the format is described. */
  readonly reference?: string;
  /** What the gateway would do. */
  readonly consequence: string;
  /** What decides it: the pack that looks for it, the exemption that applies. */
  readonly decidedBy: string;
  /** The narrowest ways to let it pass, narrowest first. */
  readonly exempt: readonly string[];
}

const MEANING = {
  proved: 'a checksum or the structure of the value is right',
  shaped: 'the exact shape of such a value, length included',
  likely: 'an unmistakable beginning, with a length that is not used today',
  weak: 'a hint only: what stands around it speaks for it',
} as const;

const KINDS: ReadonlyMap<string, Kind> = new Map(ALL_KINDS.map((kind) => [kind.id, kind]));

/** Explains a finding of a detector with these packs. */
export function explain(
  detection: Detection,
  packs: readonly Pack[],
  direction: 'request' | 'answer',
): Explanation {
  const kind = KINDS.get(detection.kind);
  const vendor = kind === undefined ? '' : ` of ${kind.vendor}`;
  const undone = detection.via.length === 0 ? '' : `, under ${detection.via.join(' and ')}`;
  const reasons = detection.reasons?.length ? `: ${detection.reasons.join('; ')}` : '';
  return {
    why: `${detection.name}${vendor}${undone}; ${detection.confidence}: ${MEANING[detection.confidence]}${reasons}`,
    ...(kind?.reference === undefined ? {} : { reference: kind.reference }),
    consequence: consequenceOf(detection, direction),
    decidedBy: decidedBy(detection, kind, packs),
    exempt: exemptions(detection),
  };
}

/** The explanation as indented lines. */
export function explanationLines(explanation: Explanation): readonly string[] {
  const { why, reference, consequence, decidedBy: by, exempt } = explanation;
  return [
    `why: ${why}`,
    ...(reference === undefined ? [] : [`reference: ${reference}`]),
    `gateway: ${consequence}`,
    `decided by: ${by}`,
    ...exempt.map((way, i) => `${i === 0 ? 'to exempt it: ' : 'or: '}${way}`),
  ].map((line) => `    ${line}`);
}

function consequenceOf(detection: Detection, direction: 'request' | 'answer'): string {
  if (detection.placeholder) return 'lets it pass: it only stands where a secret would';
  switch (detection.action) {
    case 'block':
      return direction === 'request'
        ? 'refuses a request that carries it, unless it goes to its home'
        : 'holds it back from the answer';
    case 'mask':
      return 'overwrites it in the answer, at the same length';
    case 'tokenise':
      return 'puts a token in its place, the same one for the same value';
    case 'allow':
      return 'lets it pass';
    case 'record':
      return 'lets it pass and records that it was there';
  }
}

function decidedBy(detection: Detection, kind: Kind | undefined, packs: readonly Pack[]): string {
  if (detection.placeholder) return 'the value itself, which says that it is a placeholder';
  if (detection.documented) return 'the value itself, which the documentation of its vendor shows';
  const pack = packOf(detection, packs);
  const brought =
    pack === undefined ? '' : `pack ${pack}${DEFAULT_PACKS.includes(pack) ? ', on by default' : ''}`;
  const own = kind === undefined ? '' : `kind ${kind.id} (${kind.action})`;
  const strict = packs.includes('strict') && kind?.action === 'record' && detection.action !== 'record';
  return [own, brought, strict ? 'pack strict' : ''].filter((part) => part !== '').join('; ');
}

/** The first pack in use that looks for such a thing. */
function packOf(detection: Detection, packs: readonly Pack[]): Pack | undefined {
  if (detection.category === 'prompt-injection') return 'injection';
  if (detection.category === 'command') return 'commands';
  const { category } = detection;
  return PACKS.find(
    (pack) => packs.includes(pack) && PACK_CATEGORIES[pack].some((brought) => brought === category),
  );
}

function exemptions(detection: Detection): readonly string[] {
  if (detection.placeholder || detection.action === 'allow') return [];
  const { kind } = detection;
  return [
    'this value alone: inspect.exempt with its fingerprint from `weir records` (each installation has its own key)',
    `this kind to one destination: inspect.home with {kind: ${kind}, hosts: [HOST], places: [PLACE]}`,
    `this kind everywhere: inspect.disable with ${kind}; here: --disable ${kind}`,
  ];
}
