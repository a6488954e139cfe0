/**
 * Who speaks: the text itself, or somebody whom it quotes. Documents about injections show injections, so what stands in
 * quotation marks or code beside words about attacks counts for little.
 */
import { ROLE } from './roles.ts';
import type { Tokens } from './tokens.ts';

/** How far around a place words about attacks are looked for. */
const NEAR = 900;
/** Longest quotation, and how far its opening mark may be away. */
const MAX_QUOTED = 500;
/** A text about attacks says so with words of this weight; from the second on it is certain. */
const ATTACK = 1;
const ATTACK_LIKE = 0.6;
const EXAMPLE = 0.4;
/** More words about attacks say no more. */
const MOST = 4;
const TALK = ROLE.attack | ROLE.attackLike | ROLE.example;

const OPENING = /["'“”„«‘`「『»]/;
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”“',
  '”': '”',
  '„': '“”',
  '«': '»',
  '»': '«',
  '‘': '’',
  '`': '`',
  '「': '」',
  '『': '』',
};

/** Any mark of quotation. */
const MARK = /["'“”„«‘’`「」『』»]/;

/** How a place is framed. */
export interface Frame {
  /** In quotation marks of prose, inline code, or a block of code or quotation. */
  readonly quoted: boolean;
  /** Weight of the words about attacks around it. */
  readonly cues: number;
}

/** How the places of one text are framed. */
export class Framing {
  private readonly text: string;
  private readonly tokens: Tokens;
  private fences: readonly { readonly start: number; readonly end: number }[] | undefined;

  /**
   * @param text folded, as it was written
   * @param tokens its words
   */
  constructor(text: string, tokens: Tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /** How the passage [start, end) is framed. */
  at(start: number, end: number): Frame {
    return { quoted: this.isQuoted(start, end), cues: this.cuesNear(start, end) };
  }

  private cuesNear(start: number, end: number): number {
    const { tokens } = this;
    if ((tokens.anyRole & TALK) === 0) return 0;
    let sum = 0;
    for (let i = lowerBound(tokens.start, tokens.count, start - NEAR); i < tokens.count; i++) {
      const at = tokens.start[i]!;
      if (at > end + NEAR || sum >= MOST) break;
      const roles = tokens.roles[i]!;
      // What the passage says itself is no talk about it.
      if ((roles & TALK) === 0 || (at >= start && at < end)) continue;
      if ((roles & ROLE.attack) !== 0) sum += ATTACK;
      else sum += (roles & ROLE.attackLike) !== 0 ? ATTACK_LIKE : EXAMPLE;
    }
    return sum;
  }

  private isQuoted(start: number, end: number): boolean {
    const { text } = this;
    // The inside of a regular expression.
    if (/\)\?|\/[gimu]{1,3}[,;\])\s]|\\[sbd][+*]?/.test(text.slice(Math.max(0, start - 8), end + 8)))
      return true;
    this.fences ??= fencesOf(text);
    const { fences } = this;
    const fence = fences[lastBefore(fences, start)];
    if (fence !== undefined && start < fence.end) return true;
    const line = Math.max(text.lastIndexOf('\n', start - 1) + 1, start - MAX_QUOTED);
    if (/^[ \t]{0,8}(?:>|\|)/.test(text.slice(line, line + 12))) return true;
    /** Where each mark stands next that closes a quotation, seen from the place that is looked at. */
    const next = new Map<string, number>();
    for (let i = start; i >= Math.max(0, start - MAX_QUOTED); i--) {
      const mark = text[i]!;
      if (mark === '\n' && text[i - 1] === '\n') break;
      if (OPENING.test(mark) && opensQuote(text, i)) {
        for (const closing of CLOSING[mark]!) {
          let at = next.get(closing);
          if (at === undefined) {
            at = closingFrom(text, closing, start + 1);
            next.set(closing, at);
          }
          // Closed before the passage ends: this mark is not the one.
          if (at >= end - 2 && at < i + MAX_QUOTED) return true;
        }
      }
      if (i < start && MARK.test(mark) && !(mark === "'" && /\w/.test(text[i + 1] ?? ''))) next.set(mark, i);
    }
    return false;
  }
}

/** The next place of a closing mark; far away when there is none. */
function closingFrom(text: string, mark: string, from: number): number {
  for (let i = from; i < Math.min(text.length, from + MAX_QUOTED); i++) {
    if (text[i] === mark && !(mark === "'" && /\w/.test(text[i + 1] ?? ''))) return i;
  }
  return Number.POSITIVE_INFINITY;
}

/** A mark that prose opens a quotation with: JSON and HTML put theirs behind other marks. */
function opensQuote(text: string, at: number): boolean {
  const mark = text[at]!;
  if (mark !== '"' && mark !== "'") return true;
  if (/[\w)\]]/.test(text[at - 1] ?? '')) return false;
  let i = at - 1;
  while (i >= 0 && (text[i] === ' ' || text[i] === '\n' || text[i] === '\t')) i--;
  const before = text[i] ?? '';
  if (before === ':') return /[\p{L}\p{N})]/u.test(text[i - 1] ?? '');
  if (before === ',' || before === '(') return /[\p{L}\p{N}.]/u.test(text[i - 1] ?? '') || before === '(';
  return /[\p{L}\p{N}.;–—-]/u.test(before);
}

/** Places of fences at the beginnings of lines. */
function fenceMarks(text: string): number[] {
  if (!text.includes('```') && !text.includes('~~~')) return [];
  return [...text.matchAll(/^[ \t>]{0,12}(?:```|~~~)/gm)].map((match) => match.index);
}

/** Fenced blocks, and elements of HTML that show code or quotations. */
function fencesOf(text: string): { start: number; end: number }[] {
  const fences: { start: number; end: number }[] = [];
  let open = -1;
  for (const at of fenceMarks(text)) {
    if (open < 0) open = at;
    else {
      fences.push({ start: open, end: at });
      open = -1;
    }
  }
  if (open >= 0) fences.push({ start: open, end: text.length });
  const blocks = fences.length;
  const lower = text.includes('<') ? text.toLowerCase() : '';
  let done = 0;
  for (const match of lower.matchAll(/<(code|pre|blockquote|q|samp|kbd)\b[^<>]{0,200}>/g)) {
    if (match.index < done) continue;
    const close = lower.indexOf(`</${match[1]!}`, match.index);
    if (close < 0) break;
    fences.push({ start: match.index, end: close });
    done = close;
  }
  return blocks === 0 || blocks === fences.length ? fences : fences.sort((a, b) => a.start - b.start);
}

/** Number of the last range that begins at or before a place, or -1. */
function lastBefore(ranges: readonly { readonly start: number }[], at: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.start <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lowerBound(sorted: Int32Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From here on a text talks about attacks. */
const CERTAIN = 1;
const SOME = 0.6;

/** What is left of the weight of a passage in its frame. */
export function weightIn({ quoted, cues }: Frame): number {
  if (quoted) return cues >= CERTAIN ? 0.3 : cues >= SOME ? 0.4 : cues > 0 ? 0.5 : 0.8;
  return cues >= 2 * CERTAIN ? 0.4 : cues >= CERTAIN ? 0.6 : cues >= SOME ? 0.85 : 1;
}
