import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { runLoad } from './load.ts';
import {
  type Peer,
  type Setting,
  startHaproxy,
  startMitmproxy,
  startOrigin,
  startSquid,
  startWeir,
} from './peers.ts';
import { makePki } from './pki.ts';
import type { Program } from './processes.ts';
import { writeReport } from './report.ts';
import type { Results, Row } from './results.ts';
import { measureStreams } from './streams.ts';

/** One load shape. */
export interface Scenario {
  readonly name: string;
  readonly concurrency: number;
  readonly bodyBytes: number;
  readonly newConnections: boolean;
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'GET 1 KiB, c=1', concurrency: 1, bodyBytes: 0, newConnections: false },
  { name: 'GET 1 KiB, c=16', concurrency: 16, bodyBytes: 0, newConnections: false },
  { name: 'POST 16 KiB, c=1', concurrency: 1, bodyBytes: 16_384, newConnections: false },
  { name: 'POST 16 KiB, c=16', concurrency: 16, bodyBytes: 16_384, newConnections: false },
  { name: 'POST 256 KiB, c=1', concurrency: 1, bodyBytes: 262_144, newConnections: false },
  { name: 'POST 256 KiB, c=16', concurrency: 16, bodyBytes: 262_144, newConnections: false },
  { name: 'new connections, c=1', concurrency: 1, bodyBytes: 0, newConnections: true },
  { name: 'new connections, c=16', concurrency: 16, bodyBytes: 0, newConnections: true },
];

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
    peers: { type: 'string', default: 'direct,weir,weir10000,haproxy,squid,mitmproxy' },
    'no-report': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`npm run bench -- [--seconds N] [--only TEXT] [--peers LIST] [--no-report]
  --seconds N    measured seconds for each cell (4)
  --only TEXT    only scenarios whose name contains TEXT
  --peers LIST   of direct, weir, weir10000, haproxy, squid, mitmproxy
  --no-report    leave bench/results and docs/performance.md as they are
Peers come from Debian: apt-get install haproxy squid-openssl mitmproxy nginx-light
`);
  process.exit(0);
}
await main();

async function main(): Promise<void> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'weir-bench-'));
  const setting: Setting = { dir, pki: makePki(dir), originPort: 19443 };
  const wanted = new Set(values.peers.split(','));
  const programs: Program[] = [];
  try {
    programs.push(await startOrigin(setting));
    const peers: (Peer | undefined)[] = wanted.has('direct') ? [undefined] : [];
    if (wanted.has('weir')) peers.push(await startWeir(setting, 19080, 10));
    if (wanted.has('weir10000')) peers.push(await startWeir(setting, 19081, 10_000));
    if (wanted.has('haproxy')) peers.push(await startHaproxy(setting, 19082));
    if (wanted.has('squid')) peers.push(await startSquid(setting, 19083));
    if (wanted.has('mitmproxy')) peers.push(await startMitmproxy(setting, 19084));
    for (const peer of peers) if (peer !== undefined) programs.push(peer.program);
    await new Promise((resolve) => {
      setTimeout(resolve, 1500);
    });
    const idleMiB = Object.fromEntries(
      peers.flatMap((peer) => (peer === undefined ? [] : [[peer.name, mib(peer.program.memory('VmRSS'))]])),
    );
    const rows = await measureAll(setting, peers);
    const weir = peers.find((peer) => peer?.name === 'Weir');
    const streams = weir === undefined ? {} : await measureStreams(setting, weir);
    const results: Results = {
      time: new Date().toISOString(),
      machine: `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}, ${os.type()} ${os.release()}`,
      node: process.version,
      rows,
      idleMiB,
      streams,
    };
    if (!values['no-report']) writeReport(results);
    process.stdout.write(`${JSON.stringify({ idleMiB, streams }, null, 2)}\n`);
  } finally {
    for (const program of programs.reverse()) await program.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** All peers of one scenario stand side by side in time, so that a drift of the machine meets them all. */
async function measureAll(setting: Setting, peers: readonly (Peer | undefined)[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const scenario of SCENARIOS) {
    if (values.only !== undefined && !scenario.name.includes(values.only)) continue;
    for (const peer of peers) {
      if (peer?.name.includes('10000') && !scenario.name.startsWith('GET')) continue;
      const row = await measure(setting, scenario, peer);
      rows.push(row);
      const cpu = row.cpuUs === undefined ? '-' : row.cpuUs.toFixed(1);
      process.stdout.write(
        `${scenario.name.padEnd(22)} ${row.peer.padEnd(22)} ${row.requestsPerSecond.toFixed(0).padStart(7)} req/s  cpu ${cpu.padStart(7)} us  p50 ${row.p50Ms.toFixed(2)} ms  p99 ${row.p99Ms.toFixed(2)} ms  peak ${row.peakMiB ?? '-'} MiB\n`,
      );
    }
  }
  return rows;
}

async function measure(setting: Setting, scenario: Scenario, peer: Peer | undefined): Promise<Row> {
  let before = 0;
  let after = 0;
  peer?.program.resetPeak();
  const result = await runLoad(
    {
      port: peer?.port ?? setting.originPort,
      connect: peer?.connect ?? false,
      origin: { host: 'localhost', port: setting.originPort },
      ca: peer?.ca ?? fs.readFileSync(setting.pki.ca, 'latin1'),
      concurrency: scenario.concurrency,
      bodyBytes: scenario.bodyBytes,
      newConnections: scenario.newConnections,
    },
    1500,
    Number(values.seconds) * 1000,
    () => {
      before = peer?.program.cpuUs() ?? 0;
    },
    () => {
      after = peer?.program.cpuUs() ?? 0;
    },
  );
  return {
    ...result,
    peer: peer?.name ?? 'direct',
    scenario: scenario.name,
    requestsPerSecond: result.requests / result.seconds,
    cpuUs: peer === undefined ? undefined : (after - before) / result.requests,
    peakMiB: peer === undefined ? undefined : mib(peer.program.memory('VmHWM')),
  };
}

function mib(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
