/** Finds texts that call a machine by its name: "Assistant:", "Dear AI agent,", "@bot". */
import { meaningOf } from './concepts.ts';
import type { Hit } from './hit.ts';
import { isHead } from './markers.ts';
import { has } from './meant.ts';
import { ROLE } from './roles.ts';
import type { Tokens } from './tokens.ts';

/** Most words before a name and behind it that belong to the call. */
const MOST_BEFORE = 4;
const MOST_BEHIND = 2;
/** What a call weighs; a name that logs and lists have as well; and a turn of a conversation. */
const CALL = 0.42;
const BARE = 0.3;
const LEAST_CALL = 0.33;
const TURN = 0.2;
const SMALL = 0.25;
/** How far before a turn another one is looked for. */
const MAX_TURN = 600;
const MARK = /[\])*]{0,3} ?[:,!\u2013\u2014](?=[\s"'\u0001]|$)/y;
const STOPPED = /[\])*]{0,3}[.:,!]/y;
/** "Supported models:", "agent:" */
const SOLE = /^(?:the )?(?:agents?|bots?)$/i;
const GREETING = /^(?:dear|hello|hey|hi|attention|attn|hallo|achtung|hola|bonjour)\b/i;
const GREETS = meaningOf('TO|NOTE');
const IS = meaningOf('ARE');
/** What agents are told to do, and what nobody is called for. */
const ACT = meaningOf('RUN|SEND|DESTROY|OVERRIDE|REVEAL|READ|PAY|APPROVE|OMIT');
const MODEL = meaningOf('MODEL');
const READER = meaningOf('PROCESS|AI');
const DONE_TO = meaningOf('RUN|REVEAL|TELL|STORE|CHANGE|PAY');
/** What goes on with a sentence about machines. */
const TELLS = /^(?:can|could|may|might|ha[sd]|have|do|does|did|will|would)\b/i;
/** Where something is said to happen. */
const AT = /(?:^|\s)(?:in|on|at|see|than|like)$/i;
const OF = /(?:^|\s)(?:of|uses|with|by|via|from|and|or|for)$/i;

/** @param text folded, as long as the text of the words and with its markup */
export function findLabels(text: string, tokens: Tokens): Hit[] {
  const hits: Hit[] = [];
  if ((tokens.anyRole & ROLE.name) === 0) return hits;
  let done = -1;
  for (let i = 0; i < tokens.count; i++) {
    if ((tokens.roles[i]! & ROLE.name) === 0 || i <= done) continue;
    const first = beginning(tokens, i);
    if (first < 0) continue;
    const called = GREETING.test(tokens.text.slice(tokens.start[first]!, tokens.start[first]! + 12));
    const last = ending(tokens, i, called);
    if (last < 0) continue;
    const start = tokens.start[first]!;
    const end = tokens.end[last]!;
    done = last;
    hits.push({ group: 'agent-addressed', weight: weightOf(text, tokens, start, end, i, first), start, end });
  }
  return hits;
}

function weightOf(
  text: string,
  tokens: Tokens,
  start: number,
  end: number,
  name: number,
  first: number,
): number {
  const words = tokens.text.slice(start, end);
  if (text[start - 1] === '@') return CALL;
  // Objects of programs have agents and models.
  if (has(tokens, name, MODEL) && (name === first || !has(tokens, name - 1, READER))) return SMALL;
  if (SOLE.test(words))
    return isCapital(words)
      ? text[end] === ':' && !has(tokens, name + 1, ACT)
        ? BARE
        : CALL
      : has(tokens, name + 1, ACT)
        ? LEAST_CALL
        : SMALL;
  const alone = name === first && text[end] === ':';
  if (
    alone &&
    /\n[ \t*]{0,4}(?:user|human|customer|q|me)[* ]{0,3}:/i.test(
      text.slice(Math.max(0, start - MAX_TURN), start),
    )
  )
    return TURN;
  if (alone && /^(?:user|human)[* ]{0,3}:/i.test(text.slice(0, 12))) return TURN;
  return CALL;
}

function isCapital(words: string): boolean {
  const first = words[0]!;
  return first !== first.toLowerCase();
}

/** The word that the call begins with, at the head of a line or sentence; -1 when there is none. */
function beginning(tokens: Tokens, name: number): number {
  for (let first = name; ; first--) {
    const start = tokens.start[first]!;
    if (tokens.text[start - 1] === '@' || isHead(tokens.text, start)) return first;
    if (first === name && tokens.text[start - 1] === '.' && tokens.text.startsWith(': ', tokens.end[name]!))
      return first;
    if (first === 0 || name - first >= MOST_BEFORE) return -1;
    if (tokens.sentence[first - 1] !== tokens.sentence[first]) return first;
    const gap = start - tokens.end[first - 1]!;
    // "Also, support bot," and "also, ".
    if (gap > 2 || (gap === 2 && tokens.text[start - 2] !== ',')) return -1;
    const sign = tokens.text[start - 1]!;
    // "gpg-agent:" is a program, "@coding-agent:" is called.
    if (gap === 1 && sign === '-' && first === name && tokens.text[tokens.start[first - 1]! - 1] !== '@')
      return -1;
    if (gap === 1 && !' -/'.includes(sign)) return -1;
    if (
      has(tokens, first - 1, IS) ||
      has(tokens, first - 1, DONE_TO) ||
      AT.test(tokens.text.slice(Math.max(0, tokens.end[first - 1]! - 6), tokens.end[first - 1]!)) ||
      (first - 1 > 0 &&
        !isHead(tokens.text, tokens.start[first - 1]!) &&
        OF.test(tokens.text.slice(Math.max(0, tokens.end[first - 1]! - 5), tokens.end[first - 1]!)))
    )
      return -1;
    if (gap === 2 && tokens.text[tokens.end[name]!] === '!') return first;
    if (gap === 2)
      return (tokens.roles[first - 1]! & (ROLE.starter | ROLE.joint)) !== 0 || has(tokens, first - 1, GREETS)
        ? first
        : -1;
  }
}

/** The word before the mark that ends the call; -1 when there is none. */
function ending(tokens: Tokens, name: number, called: boolean): number {
  if (tokens.text[tokens.start[name]! - 1] === '@' || tokens.text.startsWith('@', tokens.start[name]! - 1))
    return name;
  for (let last = name; last < tokens.count && last - name <= MOST_BEHIND; last++) {
    const end = tokens.end[last]!;
    const mark = called ? STOPPED : MARK;
    mark.lastIndex = end;
    // "[assistant]"
    if (last === name && tokens.text[end] === ']' && tokens.text[tokens.start[name]! - 1] === '[')
      return tokens.text[end + 1] === '(' ? -1 : last;
    if (mark.test(tokens.text)) return last;
    if (
      tokens.text[end] !== ' ' ||
      has(tokens, last + 1, IS) ||
      TELLS.test(tokens.text.slice(end + 1, end + 8)) ||
      (tokens.roles[last + 1]! & ROLE.to) !== 0
    )
      return -1;
    if (last + 1 >= tokens.count || tokens.start[last + 1]! !== end + 1) return -1;
  }
  return -1;
}
