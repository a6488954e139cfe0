import type { Readable } from 'node:stream';
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

  /**
   * A source that ends when the signal comes, even while it waits for its next chunk. What it waits for is left behind:
   * a read of a named pipe cannot be taken back.
   */
  async *until(source: Readable): AsyncGenerator<Buffer> {
    const { signal } = this.controller;
    const chunks = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    while (!signal.aborted) {
      let wake = (): void => undefined;
      // A promise for each chunk: one that lives as long as the source would gather all that ever waited with it.
      const stopped = new Promise<undefined>((resolve) => {
        wake = () => resolve(undefined);
      });
      signal.addEventListener('abort', wake, { once: true });
      const next = await Promise.race([chunks.next(), stopped]);
      signal.removeEventListener('abort', wake);
      if (next === undefined || next.done === true) return;
      yield next.value;
    }
  }

  /** Stops listening. */
  end(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, this.heard);
  }
}
