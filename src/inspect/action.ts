/** What is done about what was found: by rule of the operator, by home, by the defaults of the packs. */
import type { Finding } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import { type HomeRule, isHome, isIssuer } from './home.ts';
import { type Hit, isBlocking } from './match.ts';
import { DECODE_LIMIT } from './text-kinds.ts';

/** Which way something goes: out of the agent, or back to it. */
export type Direction = 'request' | 'answer';
export type Action = Finding['action'];

/** A rule of the operator. All that is given has to fit. */
export interface ActionRule {
  /** Ids of kinds, categories, or patterns with `*`. */
  readonly kinds: readonly string[];
  /** Exact hosts, `*.suffix` or `*`; any when left out. */
  readonly hosts?: readonly string[];
  /** Places such as `body*` or `header.authorization`; any when left out. */
  readonly places?: readonly string[];
  readonly direction?: Direction;
  readonly action: Action;
  /** The rule ends at this moment, in milliseconds since 1970. */
  readonly until?: number;
}

/** From which score on a text is taken to speak to the agent. */
export interface InjectionLimits {
  readonly high: number;
  readonly medium: number;
  /** What happens to an answer from `high` on: the passage is replaced, the answer is refused, or it is only recorded. */
  readonly answer: 'passage' | 'whole' | 'record';
}

export const INJECTION_LIMITS: InjectionLimits = Object.freeze({ high: 0.8, medium: 0.5, answer: 'passage' });

export interface ActionOptions {
  readonly rules?: readonly ActionRule[];
  readonly home?: readonly HomeRule[];
  readonly injection?: InjectionLimits;
  /** The pack `strict`: what is only recorded otherwise is stopped. */
  readonly strict?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * @returns what is done; undefined leaves it alone without a word
 */
export type Decide = (
  hit: Hit,
  direction: Direction,
  place: string,
  target: Target | undefined,
) => Action | undefined;

interface Compiled {
  readonly rule: ActionRule;
  readonly kinds: readonly RegExp[];
  readonly hosts: readonly RegExp[] | undefined;
  readonly places: readonly RegExp[] | undefined;
}

/** Score from which on a command is stopped under `strict`. */
const STRICT_COMMAND = 0.8;

/** Builds the decision. */
export function createDecide(options: ActionOptions = {}): Decide {
  const { injection = INJECTION_LIMITS, strict = false, now = Date.now } = options;
  const rules = (options.rules ?? []).map(compileRule);
  return (hit, direction, place, target) => {
    for (const compiled of rules) {
      if (!fits(compiled, hit, direction, place, target, now())) continue;
      const { action } = compiled.rule;
      return direction === 'answer' && action === 'block' ? 'block' : action;
    }
    if (hit.kind.category === 'prompt-injection') return onInjection(hit, direction, injection, strict);
    const stops = isBlocking(hit) || (strict && isStoppedWhenStrict(hit));
    if (direction === 'answer') {
      if (hit.documented) return undefined;
      // There is nothing to overwrite.
      if (hit.kind === DECODE_LIMIT) return 'record';
      if (!stops) return 'record';
      return target !== undefined && isIssuer(hit.kind.id, target) ? 'allow' : 'mask';
    }
    const base = /^body[.[]/.test(place) ? 'body' : place;
    if (target !== undefined && belongsThere(hit, target, base, options.home ?? [])) return 'allow';
    return stops ? 'block' : 'record';
  };
}

function onInjection(hit: Hit, direction: Direction, limits: InjectionLimits, strict: boolean): Action {
  const high = (hit.score ?? 0) >= limits.high;
  if (direction === 'request') return high && strict ? 'block' : 'record';
  if (!high || limits.answer === 'record') return 'record';
  return limits.answer === 'whole' || strict ? 'block' : 'mask';
}

function isStoppedWhenStrict(hit: Hit): boolean {
  if (hit.placeholder) return false;
  if (hit.kind.category === 'command') return (hit.score ?? 0) >= STRICT_COMMAND;
  return hit.confidence !== 'weak';
}

function belongsThere(hit: Hit, target: Target, place: string, home: readonly HomeRule[]): boolean {
  if (isHome(hit.kind.id, target, place, home)) return true;
  return hit.kind.category === 'known-value' && isNamedAfter(hit.kind.vendor, target, place);
}

/** Places where a credential is used as one. */
const AUTHENTICATION =
  /^header\.(?:authorization|proxy-authorization|cookie|.*(?:key|token|auth|secret).*)$/i;

/**
 * A known value goes where its name says: `ACME_TOKEN` to `api.acme.io`, over TLS, in a field that authenticates. What
 * stands before the suffix of the host has to be a word of the name.
 */
function isNamedAfter(name: string, target: Target, place: string): boolean {
  if (target.scheme !== 'https' || !AUTHENTICATION.test(place)) return false;
  const labels = target.host.split('.');
  const owner = labels.at(/^(?:co|com|org|net|gov|ac)$/.test(labels.at(-2) ?? '') ? -3 : -2);
  if (owner === undefined || owner.length < 3 || labels.length < 2) return false;
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .includes(owner);
}

function compileRule(rule: ActionRule): Compiled {
  return {
    rule,
    kinds: rule.kinds.map(pattern),
    hosts: rule.hosts?.map(pattern),
    places: rule.places?.map(pattern),
  };
}

/** In a body that streams the place inside is not known: what a rule refuses somewhere in it is refused anywhere. */
function mayBeThere({ action, places }: ActionRule, place: string): boolean {
  return action === 'block' && place === 'body' && places?.some((text) => /^body[.[]/.test(text)) === true;
}

/** `*` stands for anything; the rest is literal and compared without case. */
function pattern(text: string): RegExp {
  const source = text.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'i');
}

function fits(
  { rule, kinds, hosts, places }: Compiled,
  { kind }: Hit,
  direction: Direction,
  place: string,
  target: Target | undefined,
  now: number,
): boolean {
  if (rule.direction !== undefined && rule.direction !== direction) return false;
  if (rule.until !== undefined && now >= rule.until) return false;
  if (!kinds.some((one) => one.test(kind.id) || one.test(kind.category ?? 'credential'))) return false;
  if (places !== undefined && !places.some((one) => one.test(place)) && !mayBeThere(rule, place))
    return false;
  if (hosts === undefined) return true;
  return target !== undefined && hosts.some((one) => one.test(target.host));
}
