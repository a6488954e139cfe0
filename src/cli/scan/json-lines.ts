import type { Detection, ScanContext } from '../../inspect/detect.ts';
import { isAtLeast, isEnforced, type ScanSettings } from './settings.ts';

/** Longest line that is taken; memory is bounded by it. */
const MAX_LINE = 64 << 20;
const NEWLINE = 10;

/** What a run over JSON lines came to. */
export interface LinesTotals {
  rows: number;
  badLines: number;
  /** Rows with something that the gateway would act on. */
  enforced: number;
}

/** One row of the input. */
interface Row {
  readonly id: string | number;
  readonly text: string;
  readonly context: ScanContext;
}

/** Where results go: resolves when there is room for more. */
export type WriteLine = (text: string) => Promise<void>;

/**
 * Searches the `text` of each row `{"id","text","context"?}` and writes one line of findings for each, in order. Rows are
 * taken one by one: nothing is read ahead of what the reader of the output has taken. A line that is none is reported in
 * its place, never with what stood in it.
 */
export async function scanLines(
  source: AsyncIterable<Buffer>,
  settings: ScanSettings,
  write: WriteLine,
  isStopped: () => boolean,
): Promise<LinesTotals> {
  const totals: LinesTotals = { rows: 0, badLines: 0, enforced: 0 };
  let number = 0;
  for await (const lines of linesOf(source)) {
    let out = '';
    for (const line of lines) {
      number++;
      if (line !== undefined && isBlank(line)) continue;
      const row = line === undefined ? `longer than ${MAX_LINE} bytes` : rowOf(line, settings);
      if (typeof row === 'string') {
        totals.badLines++;
        out += `${JSON.stringify({ id: null, line: number, error: row })}\n`;
        continue;
      }
      const found = settings.detector
        .scan(row.text, row.context)
        .filter(({ confidence }) => isAtLeast(confidence, settings.minConfidence));
      totals.rows++;
      if (found.some(isEnforced)) totals.enforced++;
      out += `${JSON.stringify({ id: row.id, findings: found.map(shown) })}\n`;
    }
    if (out !== '') await write(out);
    if (isStopped()) break;
  }
  return totals;
}

/** The lines that each chunk completes; undefined stands for one that is too long. */
export async function* linesOf(
  source: AsyncIterable<Buffer>,
  maxLine = MAX_LINE,
): AsyncGenerator<readonly (Buffer | undefined)[]> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (end: Buffer): Buffer | undefined => {
    length += end.length;
    const line =
      length > maxLine ? undefined : parts.length === 0 ? end : Buffer.concat([...parts, end], length);
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of source) {
    const lines: (Buffer | undefined)[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      lines.push(take(chunk.subarray(from, at)));
      from = at + 1;
    }
    if (from < chunk.length) {
      length += chunk.length - from;
      if (length > maxLine) parts = [];
      else parts.push(chunk.subarray(from));
    }
    yield lines;
  }
  if (length > 0) yield [take(Buffer.alloc(0))];
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

/** The row in a line, or what is wrong with it. */
function rowOf(line: Buffer, settings: ScanSettings): Row | string {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    return 'not JSON'; // the message of the parser quotes what it read
  }
  if (!isRecord(value)) return 'not an object';
  const { id, text, context } = value;
  if (typeof id !== 'string' && typeof id !== 'number') return 'id: expected a string or a number';
  if (typeof text !== 'string') return 'text: expected a string';
  const read = contextOf(context, settings);
  return typeof read === 'string' ? read : { id, text, context: read };
}

/** The context of a row, or what is wrong with it. */
function contextOf(context: unknown, settings: ScanSettings): ScanContext | string {
  const from = settings.host === undefined ? {} : { host: settings.host };
  if (context === undefined || context === null) return { direction: settings.direction, ...from };
  if (!isRecord(context)) return 'context: expected an object';
  const { direction = settings.direction, contentType, place, host } = context;
  if (direction !== 'request' && direction !== 'answer')
    return 'context.direction: expected request or answer';
  if (contentType !== undefined && typeof contentType !== 'string')
    return 'context.contentType: expected a string';
  if (place !== undefined && typeof place !== 'string') return 'context.place: expected a string';
  if (host !== undefined && typeof host !== 'string') return 'context.host: expected a string';
  return {
    direction,
    ...from,
    ...(host === undefined ? {} : { host }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(place === undefined ? {} : { place }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown({ kind, name, confidence, placeholder, start, length, path }: Detection): object {
  return { kind, name, confidence, placeholder, start, length, path };
}
