import type { Results } from './results.ts';

const WIDTH = 760;
const LEFT = 190;
const RIGHT = 90;
const BAR = 18;
const GAP = 6;
const COLOURS: Readonly<Record<string, string>> = { Weir: '#0b7285' };

/** CPU per request at concurrency 16 as bars, logarithmic: the peers lie two orders of magnitude apart. */
export function chart(results: Results): string {
  const groups = [...new Set(results.rows.map((row) => row.scenario))].filter((name) =>
    name.endsWith('c=16'),
  );
  let y = 40;
  let body = '';
  for (const group of groups) {
    body += text(12, y + 4, group, 'font-weight="600"');
    y += 16;
    for (const row of results.rows) {
      if (row.scenario !== group || row.cpuUs === undefined) continue;
      const width = scale(row.cpuUs);
      const colour = COLOURS[row.peer] ?? '#adb5bd';
      body += text(LEFT - 8, y + 13, row.peer, 'text-anchor="end"');
      body += `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3" fill="${colour}"/>`;
      body += text(LEFT + width + 6, y + 13, `${row.cpuUs.toFixed(row.cpuUs < 100 ? 1 : 0)} µs`);
      y += BAR + GAP;
    }
    y += 18;
  }
  const title = text(
    12,
    20,
    'CPU per intercepted request (log scale, less is better)',
    'font-size="15" font-weight="700"',
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" font-family="system-ui, sans-serif" font-size="12" fill="#212529"><rect width="100%" height="100%" fill="#fff"/>${title}${body}</svg>\n`;
}

function scale(cpuUs: number): number {
  const room = WIDTH - LEFT - RIGHT;
  return (room * Math.log10(Math.max(cpuUs, 11) / 10)) / Math.log10(1000);
}

function text(x: number, y: number, content: string, attributes = ''): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}
