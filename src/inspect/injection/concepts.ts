/**
 * What the words of an injection stand for. Orders are told from other prose by how such meanings follow one another, in
 * any language whose words are listed.
 */
export const CONCEPTS = [
  // Setting aside what holds.
  'OVERRIDE', // ignore, disregard, forget
  'BYPASS', // bypass, skip, disable: common in manuals too
  'VOID', // are suspended, no longer apply
  'FOLLOW', // follow, obey
  'STOP', // stop, cease
  'RULES', // instructions, guidelines, directives
  'ORDERS', // task, message, request, context: common in manuals too
  'PRIOR', // previous, above, initial
  'ALL', // all, any, every
  'EVERYTHING', // everything, whatever, anything
  'TOLD', // told, given, instructed
  'NEW', // new, real, updated
  'INSTEAD',
  'FROMNOW', // from now on, henceforth
  'NOW',
  // Who.
  'YOU',
  'YOUR',
  'ARE',
  'AI', // assistant, chatbot, language model
  'AGENT', // agent, model, bot: other things too
  'USER', // user, human, operator
  'ME',
  'MAKER', // developer, administrator, creator
  'ANYONE',
  // How.
  'NOT',
  'MUST',
  'WITHOUT',
  'ONLY',
  'ALWAYS',
  'IF',
  'WHEN',
  'SECRETLY',
  'VERBATIM',
  'TO', // note to, message for
  // Who one shall be.
  'ROLEPLAY', // act as, pretend
  'JAILBROKEN', // DAN, unrestricted
  'MODE', // developer mode
  'LIMITS', // restrictions, filters, ethics
  // What one shall do.
  'TELL', // tell, mention, inform
  'KNOW', // know, notice, learn
  'REVEAL', // reveal, print, repeat
  'SEND', // send, post, upload
  'READ', // read, open, load
  'RUN', // run, execute, call, invoke
  'DESTROY', // delete, wipe
  'REMEMBER', // remember, store
  'RATE', // recommend, rate, rank
  'PROCESS', // reading, summarising
  // Things.
  'PROMPT', // system prompt
  'HIDDEN', // hidden, secret
  'SECRET', // password, token
  'CONTENT', // conversation, inbox, file
  'MEMORY',
  'TOOL',
  'PLACE', // an address that something can be sent to
  'SENSITIVE', // a path or name of a file with secrets
  'PRAISE', // positive, best, highest
  'BLAME', // negative, weakness
  'SAFETY', // confirmation, sandbox, checks
  'DOCUMENT', // page, email, document
  'NOTE', // note, notice, attention
  'GRANTED', // authorised, consented
  'MONEY', // refund, price, account number
  'ACCESS', // write access, administrator
  'OTHERS', // competitors, other candidates
  'WORDING', // the prompt, as a word alone
  'LINE', // a sentence that shall be said
  // Acts that only matter with what they are done to.
  'OMIT', // leave out, hide
  'APPROVE', // approve, accept, merge
  'REJECT', // reject, down-rank
  'STORE', // add, write
  'PAY', // pay, buy, transfer
  'CHANGE', // set, replace, raise
  'VISIT', // visit, open, load
  'DICTATED', // reply with, write instead
  'OWNER', // your user: only machines have one
  'THAT', // it, that, this
  'TASK', // task, assignment
  'EQUIPMENT', // tool, connector
  'MODEL', // model, machine: what programs have, too
] as const;

export type Concept = (typeof CONCEPTS)[number];

/** Concepts fit into three words of bits. */
const WORD = 32;
const WORDS = 3;
const INDEX = new Map<string, number>(CONCEPTS.map((name, i) => [name, i]));
if (INDEX.size > WORD * WORDS) throw new RangeError('more concepts than bits');

/** A set of concepts. */
export interface Meaning {
  readonly low: number;
  readonly high: number;
  readonly top: number;
}

export const MEANINGLESS: Meaning = Object.freeze({ low: 0, high: 0, top: 0 });

/** @param names concepts, separated by `|` */
export function meaningOf(names: string): Meaning {
  const words = [0, 0, 0];
  for (const name of names.split('|')) {
    const index = INDEX.get(name);
    if (index === undefined) throw new Error(`no concept ${name}`);
    words[Math.floor(index / WORD)]! |= 1 << (index % WORD);
  }
  return { low: words[0]!, high: words[1]!, top: words[2]! };
}

export function unite(a: Meaning, b: Meaning): Meaning {
  return { low: a.low | b.low, high: a.high | b.high, top: a.top | b.top };
}

/** The concepts of a set, as numbers. */
export function conceptsIn({ low, high, top }: Meaning): number[] {
  return CONCEPTS.map((_, i) => i).filter(
    (i) => ([low, high, top][Math.floor(i / WORD)]! & (1 << (i % WORD))) !== 0,
  );
}
