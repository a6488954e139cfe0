import { megabytes, speed } from './report.ts';

/** Time between two drawings. */
const EVERY_MS = 100;
const WIDTH = 24;

/** What is to be done; unknown when the input is a pipe. */
export interface Expected {
  readonly files: number;
  readonly bytes: number;
}

/** A bar on a terminal. It draws over itself, and leaves nothing behind. */
export class ProgressBar {
  private readonly write: (text: string) => void;
  private readonly expected: Expected;
  private readonly started: number;
  private readonly columns: number;
  private drawnAt = 0;

  constructor(write: (text: string) => void, expected: Expected, now: number, columns = 80) {
    this.write = write;
    this.expected = expected;
    this.started = now;
    this.columns = columns;
  }

  /** Draws, unless it has just been drawn. */
  update(files: number, bytes: number, now: number): void {
    if (now - this.drawnAt < EVERY_MS) return;
    this.drawnAt = now;
    this.write(`\r${this.line(files, bytes, now).slice(0, this.columns - 1)}\u001b[K`);
  }

  /** Clears the line, so that something else can be written. */
  clear(): void {
    if (this.drawnAt === 0) return;
    this.drawnAt = 0;
    this.write('\r\u001b[K');
  }

  private line(files: number, bytes: number, now: number): string {
    const rate = speed(bytes, (now - this.started) / 1000);
    if (this.expected.bytes === 0) return `${megabytes(bytes)}  ${rate}`;
    const part = Math.min(1, bytes / this.expected.bytes);
    const full = Math.round(part * WIDTH);
    const bar = '#'.repeat(full) + '.'.repeat(WIDTH - full);
    const percent = `${Math.floor(part * 100)}`.padStart(3);
    const done = `${megabytes(bytes)} of ${megabytes(this.expected.bytes)}`;
    return `[${bar}] ${percent} %  ${rate}  ${done}  ${files}/${this.expected.files} files`;
  }
}
