/** Exit codes of every command. */
export const EXIT = { ok: 0, failure: 1, usage: 2 } as const;

/** Ends a command with a message and an exit code; nothing is printed when the message is empty. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failure) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}
