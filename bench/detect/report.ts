import { type Bar, barsOf, type DetectResults, isMet } from './results.ts';

/** Inputs that are listed: the rest costs less. */
const LISTED = 12;

/** The results for a terminal. */
export function reportText(results: DetectResults): string {
  const lines: string[] = [];
  for (const { engine, rate, found, note } of results.engines) {
    const speed = rate === undefined ? 'not measured' : `${rate.toFixed(rate < 100 ? 1 : 0)} MB/s`;
    const hits = found === undefined ? '' : `${found} hits`;
    lines.push(`${engine.padEnd(32)}${speed.padStart(14)}  ${hits.padEnd(14)}${note ?? ''}`.trimEnd());
  }
  lines.push('');
  for (const { body, medianUs, p99Us } of results.latencies) {
    lines.push(`request body of ${body}: median ${medianUs.toFixed(1)} us, p99 ${p99Us.toFixed(1)} us`);
  }
  lines.push(
    `start: ${results.startMs.first.toFixed(0)} ms, ${results.startMs.cached.toFixed(0)} ms with the compile cache`,
  );
  lines.push(`heap for a clean chunk: ${allocation(results)}`, `benign text: ${benign(results)}`, '');
  for (const row of worstFirst(results)) {
    lines.push(
      `${row.input.padEnd(44)}${row.nsPerByte.toFixed(2).padStart(10)} ns/byte ${row.timesClean.toFixed(1).padStart(8)} x clean  doubling ${row.doubling.toFixed(2)}`,
    );
  }
  lines.push('');
  for (const bar of barsOf(results)) lines.push(`${verdict(bar).padEnd(13)} ${barText(bar)}`);
  const rejected = results.vectorscan?.rejected ?? [];
  if (rejected.length > 0) lines.push('', `shapes that Vectorscan rejects: ${rejected.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

/** The results as a section of docs/performance.md. */
export function reportMarkdown(results: DetectResults): string {
  const engines = results.engines.map(({ engine, rate, note }) =>
    row(engine, rate === undefined ? 'not measured' : rate.toFixed(rate < 100 ? 1 : 0), note ?? ''),
  );
  const bars = barsOf(results).map((bar) =>
    row(bar.name, `${bar.sense} ${withUnit(bar.limit, bar.unit)}`, valueText(bar), verdict(bar)),
  );
  const worst = worstFirst(results)
    .slice(0, LISTED)
    .map((each) => row(each.input, each.timesClean.toFixed(1), each.doubling.toFixed(2)));
  const mib = (results.corpusBytes / 2 ** 20).toFixed(0);
  return [
    `Measured ${results.time.slice(0, 10)} on ${results.machine}, Node.js ${results.node}, one core. ${mib} MiB in chunks of 64 KiB: a third API traffic in JSON, a third HTML, a third source code, ${results.planted} secrets planted.`,
    ['| | MB/s | |', '| --- | ---: | --- |', ...engines].join('\n'),
    ['| | Bar | Measured | |', '| --- | ---: | ---: | --- |', ...bars].join('\n'),
    ['| Worst inputs | x clean | twice the input |', '| --- | ---: | ---: |', ...worst].join('\n'),
    `Heap for a clean chunk: ${allocation(results)}. Benign text: ${benign(results)}.`,
    '',
  ].join('\n\n');
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function worstFirst(results: DetectResults) {
  return [...results.worst].sort((a, b) => b.timesClean - a.timesClean);
}

function verdict(bar: Bar): string {
  const met = isMet(bar);
  return met === undefined ? 'not measured' : met ? 'met' : 'MISSED';
}

function barText(bar: Bar): string {
  return `${bar.name}: ${valueText(bar)} (${bar.sense} ${withUnit(bar.limit, bar.unit)})`;
}

function valueText({ value, unit }: Bar): string {
  if (value === undefined) return '-';
  return withUnit(Number.isInteger(value) ? value : Number(value.toPrecision(3)), unit);
}

function withUnit(value: number, unit: string): string {
  return unit === '' ? String(value) : `${value} ${unit}`;
}

function allocation(results: DetectResults): string {
  return Object.entries(results.allocated)
    .map(([part, bytes]) => `${part} ${bytes} bytes`)
    .join(', ');
}

function benign({ benign: { bytes, blocked, recorded } }: DetectResults): string {
  const rate = ((recorded * 1e8) / bytes).toFixed(1);
  return `${(bytes / 1e6).toFixed(0)} MB, ${blocked} findings that would block, ${rate} recorded for each 100 MB`;
}
