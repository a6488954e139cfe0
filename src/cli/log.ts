import { printable } from './output.ts';

/** From the most severe to the least. */
export const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type Level = (typeof LEVELS)[number];

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A structured logger: a message for people, fields for machines. Never give it bytes of the traffic. */
export interface Logger {
  error(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  debug(message: string, fields?: Fields): void;
  /** The same logger with fields that stand in every line, for example the request id. */
  with(fields: Fields): Logger;
}

/** How log lines are written. */
export interface LogOptions {
  readonly format: 'text' | 'json';
  readonly level: Level;
  readonly write?: (line: string) => void;
  readonly now?: () => Date;
}

/** Makes a logger; it writes to stderr unless told otherwise. */
export function createLogger(options: LogOptions, bound: Fields = {}): Logger {
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  const now = options.now ?? (() => new Date());
  const most = LEVELS.indexOf(options.level);
  const at = (level: Level) => {
    if (LEVELS.indexOf(level) > most) return () => undefined;
    return (message: string, fields: Fields = {}) => {
      const all = { ...bound, ...fields };
      const time = now().toISOString();
      write(
        options.format === 'json' ? jsonLine(time, level, message, all) : textLine(time, level, message, all),
      );
    };
  };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    with: (fields) => createLogger(options, { ...bound, ...fields }),
  };
}

function jsonLine(time: string, level: Level, message: string, fields: Fields): string {
  return `${JSON.stringify({ ...fields, time, level, message })}\n`;
}

function textLine(time: string, level: Level, message: string, fields: Fields): string {
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${fieldText(String(value))}`);
  return `${time} ${level.padEnd(5)} ${printable(message)}${rest.join('')}\n`;
}

/** Quotes what would not read as one word, so that no value can pass for another field. */
function fieldText(text: string): string {
  return /^[^\s"=\u0000-\u001f\u007f-\u009f]+$/.test(text) ? text : printable(JSON.stringify(text));
}
