import type { Reason } from './reason.ts';

/**
 * The one way to say no inside the line: thrown anywhere between accept and respond, turned into an answer and a record
 * in one place. `detail` is for people and must never hold bytes of the traffic.
 */
export class Refusal extends Error {
  readonly reason: Reason;
  readonly detail: string | undefined;

  constructor(reason: Reason, detail?: string) {
    super(detail === undefined ? reason : `${reason}: ${detail}`);
    this.name = 'Refusal';
    this.reason = reason;
    this.detail = detail;
  }
}
