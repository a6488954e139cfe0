/**
 * Who speaks: the text itself, or somebody whom it quotes. Documents about injections show injections, so what stands in
 * quotation marks or code beside words about attacks counts for little.
 */
import { ROLE } from './roles.ts';
import type { Range } from './runs.ts';
import type { Tokens } from './tokens.ts';

/** How far around a place words about attacks are looked for. */
const NEAR = 900;
/** How far a mark of quotation may stand from what it belongs to. */
const MAX_SPACE = 40;
/** Longest quotation, and how far its opening mark may be away. */
const MAX_QUOTED = 500;
/** A text about attacks says so with words of this weight; from the second on it is certain. */
const ATTACK = 1;
const ATTACK_LIKE = 0.6;
const EXAMPLE = 0.4;
/** More words about attacks say no more. */
const MOST = 4;
const TALK = ROLE.attack | ROLE.attackLike | ROLE.example;

const OPENING = /["'“”„«‘`「『»]/g;
/** The inside of a regular expression, and how much of something is looked at. */
const PATTERN = /\)\?|\w\|\w+\)|\/[gimu]{1,3}[,;\])]|\\[sbd][+*]?/;
const MAX_SHAPE = 200;
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

/** How the places of one text are framed. */
export class Framing {
  private readonly text: string;
  private readonly tokens: Tokens;
  private fences: readonly Range[] | undefined;
  private quotations: readonly Range[] | undefined;

  /**
   * @param text folded, as it was written
   * @param tokens its words
   */
  constructor(text: string, tokens: Tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /** What is left of the weight of something that stands in [start, end), among words about attacks of such a weight. */
  weightOf(start: number, end: number, talk: number): number {
    if (!this.isQuoted(start, end))
      return talk >= 2 * ATTACK ? 0.4 : talk >= ATTACK ? 0.52 : talk >= ATTACK_LIKE ? 0.85 : 1;
    return talk >= ATTACK ? 0.3 : talk >= ATTACK_LIKE ? 0.4 : talk > 0 ? 0.5 : 0.88;
  }

  /** Weight of the words about attacks around [start, end). */
  talkAround(start: number, end: number): number {
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
    if (PATTERN.test(text.slice(Math.max(0, start - 8), Math.min(end, start + MAX_SHAPE) + 8))) return true;
    this.fences ??= fencesOf(text);
    this.quotations ??= quotationsOf(text);
    for (const ranges of [this.fences, this.quotations]) {
      const range = ranges[lastBefore(ranges, start)];
      if (range !== undefined && start < range.end && end <= range.end + 2) return true;
    }
    const from = Math.max(0, start - MAX_QUOTED);
    const line = from + text.slice(from, start).lastIndexOf('\n') + 1;
    return /^[ \t]{0,8}(?:>|\|)/.test(text.slice(line, line + 12));
  }
}

/** What stands in marks of quotation, in order; the time is linear in the length. */
function quotationsOf(text: string): readonly Range[] {
  const found: Range[] = [];
  const next = new Map<string, number>();
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match !== null; match = OPENING.exec(text)) {
    const at = match.index;
    const mark = match[0];
    const begins = mark === '"' && (at === 0 || text[at - 1] === '\n');
    if (!begins && !opensQuote(text, at)) continue;
    let end = Number.POSITIVE_INFINITY;
    for (const closing of CLOSING[mark]!) {
      let place = next.get(closing) ?? -1;
      if (place <= at) {
        place = closingFrom(text, closing, at + 1);
        next.set(closing, place);
      }
      end = Math.min(end, place);
    }
    // What begins a line is a quotation when the sentence goes on behind it.
    if (end - at > MAX_QUOTED || (begins && !/^ [a-z]/.test(text.slice(end + 1, end + 3)))) continue;
    found.push({ start: at, end });
    OPENING.lastIndex = end + 1;
  }
  return found;
}

/** The next place of a closing mark; far away when there is none. */
function closingFrom(text: string, mark: string, from: number): number {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (mark !== "'" || !/\w/.test(text[at + 1] ?? '')) return at;
  }
  return Number.POSITIVE_INFINITY;
}

/** A mark that prose opens a quotation with: JSON and HTML put theirs behind other marks. */
function opensQuote(text: string, at: number): boolean {
  const mark = text[at]!;
  if (mark !== '"' && mark !== "'") return true;
  // The string of a pattern: r"…".
  if (/(?:^|[^\w])[rbf]$/.test(text.slice(Math.max(0, at - 2), at))) return true;
  if (text[at - 1] === ',' || text[at - 1] === ';') return false;
  if (/[\w)\]]/.test(text[at - 1] ?? '')) return false;
  let i = at - 1;
  while (i >= at - MAX_SPACE && (text[i] === ' ' || text[i] === '\n' || text[i] === '\t')) i--;
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
