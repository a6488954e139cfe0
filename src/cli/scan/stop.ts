import { setImmediate } from 'node:timers/promises';

/** How long the event loop may wait while files are read: a key press is answered within it. */
const TURN_MS = 15;

/** Hears of Ctrl-C. The second one ends the process at once. */
export class Stop {
  private readonly controller = new AbortController();
  private turnedAt = performance.now();
  private readonly heard = (): void => this.controller.abort();

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, this.heard);
  }

  get stopped(): boolean {
    return this.controller.signal.aborted;
  }

  /** Lets a signal in when it is time. @returns true when one has come */
  readonly pause = async (): Promise<boolean> => {
    if (performance.now() - this.turnedAt > TURN_MS) {
      await setImmediate();
      this.turnedAt = performance.now();
    }
    return this.stopped;
  };

  /** A source that ends when the signal comes, even while it waits for its next chunk. */
  async *until<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
    const { signal } = this.controller;
    const stopped = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const iterator = source[Symbol.asyncIterator]();
    while (!signal.aborted) {
      const next = await Promise.race([iterator.next(), stopped]);
      if (next === undefined || next.done === true) break;
      yield next.value;
    }
  }

  /** Stops listening. */
  end(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, this.heard);
  }
}
