/** What kinds of evidence there are: several of them together say more than much of one. */
export type Group =
  | 'instruction-override'
  | 'role-change'
  | 'prompt-extraction'
  | 'secrecy'
  | 'agent-addressed'
  | 'authority-claim'
  | 'exfiltration'
  | 'tool-use'
  | 'biased-output'
  | 'memory-poisoning'
  | 'hidden-text'
  | 'encoded'
  | 'forged-markers';

/** One piece of evidence. */
export interface Hit {
  readonly group: Group;
  /** 0 to 1: how much it says alone. */
  readonly weight: number;
  /** Offsets in the text that is read. */
  readonly start: number;
  readonly end: number;
}
