import { writeSync } from 'node:fs';

/** Where a command writes. */
export interface Output {
  /** Result of the command, to stdout. */
  out(text: string): void;
  /** Everything else, to stderr. */
  err(text: string): void;
  /** Paints for stdout: plain text unless it is a terminal. */
  readonly paint: Paint;
}

/** Wraps a text into a colour, or leaves it alone. */
export type Painter = (text: string) => string;

/** The few colours in use. */
export interface Paint {
  readonly red: Painter;
  readonly green: Painter;
  readonly yellow: Painter;
  readonly dim: Painter;
  readonly bold: Painter;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** True when a stream wants colour: a terminal, without NO_COLOR (https://no-color.org) and not a dumb one. */
export function wantsColour(isTerminal: boolean, env: Environment): boolean {
  return isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** Paints, or functions that do nothing. */
export function paints(colour: boolean): Paint {
  const code =
    (open: number, close: number): Painter =>
    (text) =>
      colour ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    red: code(31, 39),
    green: code(32, 39),
    yellow: code(33, 39),
    dim: code(2, 22),
    bold: code(1, 22),
  };
}

/** Output of this process. */
export function processOutput(): Output {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    paint: paints(wantsColour(process.stdout.isTTY === true, process.env)),
  };
}

/** Text that came from outside, made harmless for a terminal: no control character reaches it. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (found) => {
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Ends quietly when the reader of stdout is gone (`weir records | head`). */
export function quietOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    writeSync(2, `weir: ${error.message}\n`);
    process.exit(1);
  });
}
