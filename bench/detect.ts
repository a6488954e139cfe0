// How fast the detector is beside its peers, and what hostile input costs. Run: npm run bench:detect
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { createDetector } from '../src/inspect/detect.ts';
import { generatedTexts, packageTexts } from '../test/detect/benign-corpus.ts';
import { measureAllocation, measureBase64, measureLatencies } from './detect/bodies.ts';
import { makeCorpus } from './detect/corpus.ts';
import { reportMarkdown, reportText } from './detect/report.ts';
import type { DetectResults } from './detect/results.ts';
import { measureStart } from './detect/start.ts';
import { measureEngines } from './detect/throughput.ts';
import { prepareVectorscan } from './detect/vectorscan.ts';
import { measureWorst } from './detect/worst.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const RESULTS = path.join(ROOT, 'bench/results/detect.json');

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '5' },
    markdown: { type: 'boolean', default: false },
    'no-report': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`npm run bench:detect -- [--mib N] [--rounds N] [--markdown] [--no-report]
  --mib N        size of the corpus (64)
  --rounds N     rounds of every engine; the median counts (5)
  --markdown     print the last results as a section of docs/performance.md, and measure nothing
  --no-report    leave bench/results/detect.json as it is
The peer in C needs: apt-get install gcc libvectorscan-dev (or libhyperscan-dev)
`);
} else if (values.markdown) {
  process.stdout.write(reportMarkdown(JSON.parse(fs.readFileSync(RESULTS, 'utf8')) as DetectResults));
} else {
  const results = measure();
  if (!values['no-report']) fs.writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(`\n${reportText(results)}`);
}

function measure(): DetectResults {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'weir-bench-'));
  try {
    say('corpus');
    const corpus = makeCorpus(Number(values.mib) * 2 ** 20);
    say('engines');
    const engines = measureEngines(corpus, prepareVectorscan(dir, corpus.bytes), Number(values.rounds));
    say('bodies');
    const latencies = measureLatencies(20_000);
    const base64Times = measureBase64();
    const allocated = measureAllocation(corpus);
    say('start');
    const startMs = measureStart(10, dir);
    say('benign text');
    const benign = measureBenign();
    say('hostile input');
    const worst = measureWorst(corpus, ({ input }) => say(`hostile input: ${input}`));
    const peer = engines.vectorscan;
    return {
      time: new Date().toISOString(),
      machine: `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}, ${os.type()} ${os.release()}`,
      node: process.version,
      corpusBytes: corpus.bytes.length,
      planted: corpus.planted,
      engines: engines.rows,
      vectorscan: peer === undefined ? undefined : { version: peer.version.trim(), rejected: peer.rejected },
      latencies,
      base64Times,
      allocated,
      startMs,
      worst,
      benign,
    };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** Findings in what holds no secret, with the default packs. Values that a vendor documents are meant to be stopped. */
function measureBenign(): DetectResults['benign'] {
  const detector = createDetector();
  const benign = { bytes: 0, blocked: 0, recorded: 0 };
  for (const texts of [generatedTexts(), packageTexts(path.join(ROOT, 'node_modules'), 1e8)]) {
    for (const { bytes, contentType } of texts) {
      benign.bytes += bytes.length;
      for (const found of detector.scan(bytes, contentType === undefined ? {} : { contentType })) {
        if (found.action === 'block' && !found.placeholder && !found.documented) benign.blocked++;
        else benign.recorded++;
      }
    }
  }
  return benign;
}

/** Tells what is being measured, on a terminal. */
function say(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${what}\u001b[K`);
}
