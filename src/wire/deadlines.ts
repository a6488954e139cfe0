/** How often deadlines are looked at; a deadline is late by at most this much. */
const SWEEP_MS = 250;

/** Something that must not wait for ever. */
export interface Expiring {
  /** Milliseconds on the clock of {@link Deadlines}; 0 when nothing is awaited. */
  deadline: number;
  /** Called once the deadline has passed. */
  expire(): void;
}

/**
 * One timer for every socket of a process. Arming a timer for each wait would cost more than parsing a request; setting
 * a number costs nothing.
 */
export class Deadlines {
  readonly #members = new Set<Expiring>();
  readonly #timer: NodeJS.Timeout;
  /** Milliseconds since an arbitrary start, advanced at every sweep. */
  now = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MS);
    this.#timer.unref();
  }

  /** Time left until `until`, for a wait: one limit for all pieces, so that a byte now and then buys no more time. */
  left(until: number): number {
    return Math.max(1, until - this.now);
  }

  add(member: Expiring): void {
    this.#members.add(member);
  }

  delete(member: Expiring): void {
    this.#members.delete(member);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    this.now = performance.now();
    for (const member of this.#members) {
      if (member.deadline === 0 || member.deadline > this.now) continue;
      member.deadline = 0;
      member.expire();
    }
  }
}
