/** What flows through pipes, variables and files: its text where the script says it, and where it comes from if not. */
import { UNKNOWN } from './expand.ts';
import { MAX_WORD } from './script.ts';

/** What a command prints or a file holds. */
export interface Flow {
  /** Undefined when it depends on more than the script. */
  readonly text?: string | undefined;
  /** Secrets that are in it. */
  readonly secret?: Secret | undefined;
  /** The address that it was fetched from. */
  readonly remote?: string | undefined;
  /** It was decoded from something that is not in the script. */
  readonly decoded?: boolean | undefined;
  /** It comes from a connection: who is at its other end says what it is. */
  readonly peer?: boolean | undefined;
  /** It is what an interactive shell prints. */
  readonly shell?: boolean | undefined;
  /** It lists the files of this folder. */
  readonly lists?: string | undefined;
  /** It lists files from all over this folder. */
  readonly root?: string | undefined;
}

/** A secret that is read. */
export interface Secret {
  readonly what: string;
  /** How much it is worth, 0 to 1: a score for its being sent away. */
  readonly weight: number;
}

export const NOTHING: Flow = Object.freeze({});
/** Most outputs of one script that are told apart. */
export const MAX_FLOWS = 4096;

/** Both, one behind the other. */
export function joined(a: Flow, b: Flow): Flow {
  if (a === NOTHING) return b;
  if (b === NOTHING) return a;
  const text = a.text === undefined || b.text === undefined ? (a.text ?? b.text) : together(a.text, b.text);
  return {
    text,
    secret: heavier(a.secret, b.secret),
    remote: a.remote ?? b.remote,
    decoded: a.decoded === true || b.decoded === true,
    peer: a.peer === true || b.peer === true,
    shell: a.shell === true || b.shell === true,
    lists: a.lists ?? b.lists,
    root: a.root ?? b.root,
  };
}

/** The same origin with another text, or with none. */
export function derived(from: Flow, text: string | undefined): Flow {
  return { ...from, text };
}

export function heavier(a: Secret | undefined, b: Secret | undefined): Secret | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.weight > a.weight ? b : a;
}

function together(a: string, b: string): string {
  const text = a === '' || a.endsWith('\n') ? a + b : `${a}\n${b}`;
  return text.slice(0, MAX_WORD);
}

/** The flows of one script: words name them by a number. */
export class Flows {
  private readonly known: Flow[] = [];

  /** @returns a mark that stands for the flow within words */
  markOf(flow: Flow): string {
    if (this.known.length >= MAX_FLOWS) return '';
    this.known.push(flow);
    return `${UNKNOWN.open}${this.known.length - 1}${UNKNOWN.close}`;
  }

  /** All that the marks in a word stand for. */
  of(word: string): Flow {
    if (!word.includes(UNKNOWN.open)) return NOTHING;
    let flow = NOTHING;
    for (const match of word.matchAll(/\ue010(\d{1,5})\ue011/g))
      flow = joined(flow, this.known[Number(match[1])] ?? NOTHING);
    return flow;
  }
}

/** The text is all that there is to say. */
export function isPlain(flow: Flow): boolean {
  return (
    flow.secret === undefined &&
    flow.remote === undefined &&
    flow.peer !== true &&
    flow.decoded !== true &&
    flow.lists === undefined
  );
}
