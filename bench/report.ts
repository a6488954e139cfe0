import * as fs from 'node:fs';
import * as path from 'node:path';
import { chart } from './chart.ts';
import type { Results, Row } from './results.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

/** Saves the raw results, and puts the table and the chart into the docs. */
export function writeReport(results: Results): void {
  const dir = path.join(ROOT, 'bench/results');
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, 'latest.json'), `${JSON.stringify(results, null, 2)}\n`);
  fs.writeFileSync(path.join(ROOT, 'docs/performance.svg'), chart(results));
  const page = path.join(ROOT, 'docs/performance.md');
  const text = fs.existsSync(page) ? fs.readFileSync(page, 'utf8') : `# Performance\n\n${START}\n${END}\n`;
  const before = text.slice(0, text.indexOf(START) + START.length);
  fs.writeFileSync(page, `${before}\n\n${tables(results)}\n${text.slice(text.indexOf(END))}`);
}

function tables(results: Results): string {
  const scenarios = [...new Set(results.rows.map((row) => row.scenario))];
  const parts = [
    `Measured ${results.time.slice(0, 10)} on ${results.machine}, Node.js ${results.node}; load, proxy and origin share the cores.`,
  ];
  for (const scenario of scenarios) {
    parts.push(`### ${scenario}`, table(results.rows.filter((row) => row.scenario === scenario)));
  }
  const idle = Object.entries(results.idleMiB).map(([name, mib]) => `${name} ${mib} MiB`);
  parts.push('### Memory and streams', `Idle: ${idle.join(', ')}.`);
  const { downloadMiB, uploadMiB, firstByteMs } = results.streams;
  if (firstByteMs !== undefined) {
    parts.push(
      `Weir: 100 MiB down adds ${downloadMiB} MiB to peak memory, 100 MiB up adds ${uploadMiB} MiB; an event of a stream arrives ${firstByteMs} ms later than without a proxy (median).`,
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function table(rows: readonly Row[]): string {
  const lines = [
    '| | requests/s | CPU us/request | p50 ms | p99 ms | peak MiB |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const row of rows) {
    const cpu = row.cpuUs === undefined ? '-' : row.cpuUs.toFixed(1);
    lines.push(
      `| ${row.peer} | ${row.requestsPerSecond.toFixed(0)} | ${cpu} | ${row.p50Ms.toFixed(2)} | ${row.p99Ms.toFixed(2)} | ${row.peakMiB ?? '-'} |`,
    );
  }
  return lines.join('\n');
}
