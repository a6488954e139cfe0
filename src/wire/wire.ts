import type { Socket } from 'node:net';
import type { Deadlines, Expiring } from './deadlines.ts';
import { noteRead } from './read-pressure.ts';

const EMPTY: Buffer = Buffer.alloc(0);
const NEVER = Promise.resolve(false);
/** Reading pauses while this much waits to be parsed. */
const READ_AHEAD = 64 * 1024;

/**
 * One end of a connection as the line sees it: bytes that arrived and are not parsed yet, and writes with back-pressure.
 * Both a client and an origin are Wires, in clear or decrypted.
 */
export class Wire implements Expiring {
  readonly socket: Socket;
  readonly #deadlines: Deadlines;
  readonly #readAhead: number;
  #unread: Buffer = EMPTY;
  #paused = false;
  #wakeReader: ((more: boolean) => void) | undefined;
  #wakeWriter: (() => void) | undefined;
  /** The other side sent its end; what arrived before can still be read. */
  ended = false;
  closed = false;
  /** Set by a deadline that passed; the waiting call returned without bytes. */
  timedOut = false;
  errorCode: string | undefined;
  /** Called when a deadline passes. */
  onExpire: (() => void) | undefined;
  deadline = 0;
  bytesIn = 0;
  bytesOut = 0;
  /** Nothing is expected to arrive: the other side's end or a passed deadline closes the connection. */
  idle = false;
  /** Called once when the connection closes, whoever closed it. */
  onClose: (() => void) | undefined;

  /** @param readAhead bytes that may wait to be parsed before reading pauses */
  constructor(socket: Socket, deadlines: Deadlines, readAhead: number = READ_AHEAD) {
    this.#readAhead = readAhead;
    this.socket = socket;
    this.#deadlines = deadlines;
    deadlines.add(this);
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onClosed);
    socket.on('drain', this.#onDrain);
    socket.on('error', this.#onError);
  }

  /** Bytes that arrived and were not consumed. Valid until the next call that reads. */
  get unread(): Buffer {
    return this.#unread;
  }

  /** Takes `count` bytes off the front. */
  consume(count: number): void {
    this.#unread = count === this.#unread.length ? EMPTY : this.#unread.subarray(count);
    if (this.#paused && this.#unread.length < this.#readAhead) {
      this.#paused = false;
      this.socket.resume();
    }
  }

  /** Takes everything that has arrived. */
  takeAll(): Buffer {
    const bytes = this.#unread;
    this.consume(bytes.length);
    return bytes;
  }

  /**
   * Waits for more bytes than there are now.
   * @param timeoutMs how long at most; 0 for no limit
   * @returns false when none will come: end, close, or the time is over ({@link timedOut})
   */
  more(timeoutMs: number): Promise<boolean> {
    if (this.ended || this.closed) return NEVER;
    if (this.#paused) {
      this.#paused = false;
      this.socket.resume();
    }
    this.arm(timeoutMs);
    return new Promise(this.#awaitReader);
  }

  /** Sets the deadline of the next wait. */
  arm(timeoutMs: number): void {
    this.deadline = timeoutMs === 0 ? 0 : this.#deadlines.now + timeoutMs;
  }

  /** Writes; the caller awaits {@link drained} when it returns false. Text is latin1. */
  write(data: Buffer | string): boolean {
    if (this.closed || this.socket.destroyed) return false;
    this.bytesOut += data.length;
    return typeof data === 'string' ? this.socket.write(data, 'latin1') : this.socket.write(data);
  }

  /**
   * Waits until the other side has taken what was written.
   * @returns false when it never will: closed, or the time is over
   */
  async drained(timeoutMs: number): Promise<boolean> {
    if (this.closed || this.socket.destroyed) return false;
    if (!this.socket.writableNeedDrain) return true;
    this.arm(timeoutMs);
    await new Promise<void>((resolve) => {
      this.#wakeWriter = resolve;
    });
    this.deadline = 0;
    return !this.closed && !this.timedOut;
  }

  /** Whether the next request could be written here. */
  get usable(): boolean {
    return !this.ended && !this.closed && !this.socket.destroyed && this.#unread.length === 0;
  }

  /** Makes {@link more} return although nothing came, for a reader that has to look at something else. */
  nudge(): void {
    this.#wakeReading(true);
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Says goodbye: flushes what was written, then ends our direction. */
  end(): void {
    this.socket.end();
  }

  /**
   * Hands the socket to another reader, with the unread bytes pushed back. This Wire is finished then.
   */
  release(): Socket {
    const { socket } = this;
    this.#deadlines.delete(this);
    socket.removeListener('data', this.#onData);
    socket.removeListener('end', this.#onEnd);
    socket.removeListener('close', this.#onClosed);
    socket.removeListener('drain', this.#onDrain);
    socket.removeListener('error', this.#onError);
    socket.pause();
    if (this.#unread.length > 0) socket.unshift(this.#unread);
    this.#unread = EMPTY;
    this.ended = true;
    this.closed = true;
    return socket;
  }

  /** {@link Expiring} */
  expire(): void {
    if (this.idle) this.destroy();
    this.timedOut = true;
    this.onExpire?.();
    this.#wake();
  }

  readonly #onData = (chunk: Buffer): void => {
    this.bytesIn += chunk.length;
    noteRead(chunk.length);
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    if (this.#unread.length >= this.#readAhead) {
      this.#paused = true;
      this.socket.pause();
    }
    this.#wakeReading(true);
    this.onReadable?.();
  };

  readonly #onEnd = (): void => {
    this.ended = true;
    this.#wakeReading(false);
    if (this.idle) this.destroy();
    else this.onEnd?.();
  };

  readonly #onDrain = (): void => {
    this.#wakeWriter?.();
    this.#wakeWriter = undefined;
  };

  readonly #onError = (error: NodeJS.ErrnoException): void => {
    this.errorCode = error.code ?? error.name;
  };

  readonly #onClosed = (): void => {
    this.ended = true;
    this.closed = true;
    this.deadline = 0;
    this.#deadlines.delete(this);
    this.#wake();
    this.onClose?.();
  };

  /** Called when the other side sends its end. */
  onEnd: (() => void) | undefined;
  /** Called when bytes arrive. */
  onReadable: (() => void) | undefined;

  /** Made once: a wait costs one promise and no closure. */
  readonly #awaitReader = (resolve: (more: boolean) => void): void => {
    this.#wakeReader = resolve;
  };

  #wakeReading(more: boolean): void {
    const wake = this.#wakeReader;
    if (wake === undefined) return;
    this.#wakeReader = undefined;
    this.deadline = 0;
    wake(more);
  }

  #wake(): void {
    this.#wakeReading(false);
    this.#wakeWriter?.();
    this.#wakeWriter = undefined;
  }
}
