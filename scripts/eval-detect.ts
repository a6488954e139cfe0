// Precision and recall of the detector over labelled rows.
// Run: npm run eval:detect -- FILE.jsonl [--json] [--packs all] [--errors N]
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { linesOf } from '../src/cli/scan/json-lines.ts';
import { createDetector, type Detection, type Detector, type ScanContext } from '../src/inspect/detect.ts';
import { PACKS, type Pack } from '../src/inspect/packs.ts';

/** One labelled row. */
export interface LabelledRow {
  readonly id: string;
  readonly text: string;
  readonly label: 'positive' | 'negative';
  /** Of a positive: the kind it is of. Without one it counts towards the whole only. */
  readonly kind?: string;
  readonly context?: ScanContext;
}

/** How sure a finding has to be to count: `shaped` or better, or any. */
export const LEVELS = ['shaped', 'any'] as const;
export type Level = (typeof LEVELS)[number];

/** Counts of one kind, or of everything. */
export interface Score {
  /** Rows that hold one. */
  positives: number;
  found: number;
  /** Rows where it was found and is not. */
  falseAlarms: number;
}

/** A positive that was found, but as something else. */
export interface Confusion {
  readonly expected: string;
  readonly found: string;
  rows: number;
}

/** What one evaluation came to. Ids only: no text of a row is kept. */
export interface Evaluation {
  readonly rows: number;
  badRows: number;
  readonly negatives: number;
  /** Negatives that the gateway would stop with its default packs. */
  readonly blockedNegatives: number;
  /** Positives whose only findings are taken for placeholders: they count as misses. */
  readonly takenForPlaceholders: number;
  readonly overall: Readonly<Record<Level, Score>>;
  readonly kinds: Readonly<Record<Level, ReadonlyMap<string, Score>>>;
  readonly confusions: readonly Confusion[];
  readonly misses: readonly string[];
  readonly falseAlarms: readonly { readonly id: string; readonly kinds: readonly string[] }[];
  readonly blocked: readonly { readonly id: string; readonly kinds: readonly string[] }[];
}

/** Takes labelled rows one by one. */
export class Evaluator {
  private readonly recall: Detector;
  private readonly defaults: Detector;
  private readonly overall = { shaped: score(), any: score() };
  private readonly kinds = { shaped: new Map<string, Score>(), any: new Map<string, Score>() };
  private readonly confusions = new Map<string, Confusion>();
  private readonly misses: string[] = [];
  private readonly falseAlarms: { id: string; kinds: string[] }[] = [];
  private readonly blocked: { id: string; kinds: string[] }[] = [];
  private rows = 0;
  private negatives = 0;
  private takenForPlaceholders = 0;

  /** @param packs what recall and false alarms are measured with; what is blocked is always measured with the defaults */
  constructor(packs: readonly Pack[] = PACKS) {
    this.recall = createDetector({ packs });
    this.defaults = createDetector();
  }

  add(row: LabelledRow): void {
    this.rows++;
    const all = this.recall.scan(row.text, row.context);
    const found = all.filter((finding) => !finding.placeholder);
    if (row.label === 'negative') this.addNegative(row);
    else if (found.length === 0) {
      this.misses.push(row.id);
      if (all.length > 0) this.takenForPlaceholders++;
    }
    for (const level of LEVELS) this.count(level, row, kindsOf(found, level));
    if (row.label === 'negative' && found.length > 0) {
      this.falseAlarms.push({ id: row.id, kinds: [...kindsOf(found, 'any')] });
    }
  }

  result(badRows = 0): Evaluation {
    const { rows, negatives, overall, kinds, misses, falseAlarms, blocked, takenForPlaceholders } = this;
    const confusions = [...this.confusions.values()].sort((a, b) => b.rows - a.rows);
    return {
      rows,
      badRows,
      negatives,
      blockedNegatives: blocked.length,
      takenForPlaceholders,
      overall,
      kinds,
      confusions,
      misses,
      falseAlarms,
      blocked,
    };
  }

  private addNegative(row: LabelledRow): void {
    this.negatives++;
    const stopped = this.defaults
      .scan(row.text, row.context)
      .filter((finding) => finding.action === 'block' && !finding.placeholder);
    if (stopped.length > 0) this.blocked.push({ id: row.id, kinds: [...kindsOf(stopped, 'any')] });
  }

  /**
   * A kind that is found beside the expected one is no false alarm: the label names one value, the text may hold more.
   * One that is found instead of it is.
   */
  private count(level: Level, row: LabelledRow, found: ReadonlySet<string>): void {
    const overall = this.overall[level];
    if (row.label === 'negative') {
      if (found.size > 0) overall.falseAlarms++;
      for (const kind of found) this.of(level, kind).falseAlarms++;
      return;
    }
    overall.positives++;
    if (found.size > 0) overall.found++;
    if (row.kind === undefined) return;
    const own = this.of(level, row.kind);
    own.positives++;
    if (found.has(row.kind)) own.found++;
    else for (const kind of found) this.confuse(level, row.kind, kind);
  }

  private confuse(level: Level, expected: string, found: string): void {
    this.of(level, found).falseAlarms++;
    if (level !== 'any') return;
    const key = `${expected} ${found}`;
    const confusion = this.confusions.get(key) ?? { expected, found, rows: 0 };
    confusion.rows++;
    this.confusions.set(key, confusion);
  }

  private of(level: Level, kind: string): Score {
    const kinds = this.kinds[level];
    const own = kinds.get(kind) ?? score();
    kinds.set(kind, own);
    return own;
  }
}

function score(): Score {
  return { positives: 0, found: 0, falseAlarms: 0 };
}

function kindsOf(found: readonly Detection[], level: Level): ReadonlySet<string> {
  const enough = found.filter(
    ({ confidence }) => level === 'any' || confidence === 'proved' || confidence === 'shaped',
  );
  return new Set(enough.map((finding) => finding.kind));
}

/** Precision, recall and F1; undefined where there is nothing to divide by. */
export interface Rates {
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

export function ratesOf({ positives, found, falseAlarms }: Score): Rates {
  const precision = found + falseAlarms === 0 ? undefined : found / (found + falseAlarms);
  const recall = positives === 0 ? undefined : found / positives;
  const sum = (precision ?? 0) + (recall ?? 0);
  const known = precision !== undefined && recall !== undefined;
  return { precision, recall, f1: !known ? undefined : sum === 0 ? 0 : (2 * precision * recall) / sum };
}

/** The row in a line, or undefined when it is none. */
export function labelledRow(line: string): LabelledRow | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, text, label, kind, context } = value as Record<string, unknown>;
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  if (typeof text !== 'string' || (label !== 'positive' && label !== 'negative')) return undefined;
  return {
    id: String(id),
    text,
    label,
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof context === 'object' && context !== null ? { context: contextOf(context) } : {}),
  };
}

/** What is understood of a context; the rest is left alone, so that rows of others can be read. */
function contextOf(context: object): ScanContext {
  const { direction, contentType, place } = context as Record<string, unknown>;
  return {
    ...(direction === 'request' || direction === 'answer' ? { direction } : {}),
    ...(typeof contentType === 'string' ? { contentType } : {}),
    ...(typeof place === 'string' ? { place } : {}),
  };
}

/** Evaluates a file of rows. */
export async function evaluateFile(file: string, packs: readonly Pack[] = PACKS): Promise<Evaluation> {
  const evaluator = new Evaluator(packs);
  let badRows = 0;
  for await (const lines of linesOf(createReadStream(file) as AsyncIterable<Buffer>)) {
    for (const line of lines) {
      const text = line?.toString('utf8').trim();
      if (text === '') continue;
      const row = text === undefined ? undefined : labelledRow(text);
      if (row === undefined) badRows++;
      else evaluator.add(row);
    }
  }
  return evaluator.result(badRows);
}

/** The evaluation as plain data. */
export function evaluationJson(result: Evaluation): object {
  const rated = (own: Score): object => ({ ...own, ...ratesOf(own) });
  const kinds = (level: Level): object =>
    Object.fromEntries([...result.kinds[level]].sort().map(([kind, own]) => [kind, rated(own)]));
  return {
    ...result,
    overall: { shaped: rated(result.overall.shaped), any: rated(result.overall.any) },
    kinds: { shaped: kinds('shaped'), any: kinds('any') },
  };
}

/** The evaluation as a text for people. */
export function evaluationText(result: Evaluation, errors: number): string {
  const lines: string[] = [];
  const header = ['kind', 'rows', ...LEVELS.flatMap((level) => [`P ${level}`, `R ${level}`, `F1 ${level}`])];
  const table = [header, kindLine(result, 'all')];
  for (const kind of [...result.kinds.any.keys()].sort()) table.push(kindLine(result, kind));
  const width = Math.max(...table.map(([name]) => name!.length));
  for (const [name, ...cells] of table)
    lines.push(name!.padEnd(width) + cells.map((cell) => cell.padStart(10)).join(''));
  const { negatives, blockedNegatives, overall, confusions, takenForPlaceholders, badRows } = result;
  lines.push(
    '',
    `negatives blocked with the default packs: ${share(blockedNegatives, negatives)}`,
    `negatives with a finding at shaped or better: ${share(overall.shaped.falseAlarms, negatives)}`,
    `positives missed: ${share(result.misses.length, overall.any.positives)}, ${takenForPlaceholders} of them taken for placeholders`,
  );
  if (confusions.length > 0) lines.push('', 'found as another kind:');
  for (const { expected, found, rows } of confusions) lines.push(`  ${rows} x ${expected} as ${found}`);
  if (errors > 0) {
    const listed = (list: readonly { id: string; kinds: readonly string[] }[]): string[] =>
      list.slice(0, errors).map(({ id, kinds }) => `  ${id}: ${kinds.join(', ')}`);
    lines.push('', 'missed:', ...result.misses.slice(0, errors).map((id) => `  ${id}`));
    lines.push('', 'false alarms:', ...listed(result.falseAlarms));
    lines.push('', 'negatives blocked:', ...listed(result.blocked));
  }
  if (badRows > 0) lines.push('', `${badRows} bad rows were left out`);
  return `${lines.join('\n')}\n`;
}

function kindLine(result: Evaluation, kind: string): string[] {
  const of = (level: Level): Score =>
    kind === 'all' ? result.overall[level] : (result.kinds[level].get(kind) ?? score());
  const cells = LEVELS.flatMap((level) => {
    const { precision, recall, f1 } = ratesOf(of(level));
    return [precision, recall, f1].map((rate) => rate?.toFixed(4) ?? '-');
  });
  return [kind, String(of('any').positives), ...cells];
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${whole === 0 ? '-' : ((100 * part) / whole).toFixed(2)} %)`;
}

function packsOf(names: string | undefined): readonly Pack[] {
  if (names === undefined || names === 'all') return PACKS;
  return names.split(',').map((name) => {
    const pack = PACKS.find((candidate) => candidate === name);
    if (pack === undefined) throw new RangeError(`${name} is none of all, ${PACKS.join(', ')}`);
    return pack;
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      packs: { type: 'string' },
      errors: { type: 'string', default: '0' },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new RangeError('usage: npm run eval:detect -- FILE.jsonl [--json] [--packs all] [--errors N]');
  }
  const result = await evaluateFile(file, packsOf(values.packs));
  process.stdout.write(
    values.json
      ? `${JSON.stringify(evaluationJson(result), null, 2)}\n`
      : evaluationText(result, Number(values.errors) || 0),
  );
  if (result.badRows > 0) process.exitCode = 2;
}

if (import.meta.main) {
  await main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
