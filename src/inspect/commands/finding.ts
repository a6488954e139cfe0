/** What a command does to whoever runs it. */
export type CommandCategory =
  | 'destructive'
  | 'credential-theft'
  | 'download-and-run'
  | 'persistence'
  | 'reverse-shell'
  | 'exfiltration'
  | 'privilege'
  | 'hidden';

/** A command that does harm. */
export interface CommandFinding {
  /** UTF-16 offsets in the given text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly category: CommandCategory;
  /** 0 to 1: how sure, and how much harm. */
  readonly score: number;
  readonly reasons: readonly string[];
}
