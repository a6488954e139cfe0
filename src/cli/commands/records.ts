import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { readRecords } from '../../record/read.ts';
import { type VerifyReport, verifyRecords } from '../../record/verify.ts';
import { addExamples } from '../examples.ts';
import { EXIT, Failure } from '../failure.ts';
import { type Output, printable, processOutput } from '../output.ts';
import { recordText } from '../record-text.ts';

interface RecordsOptions {
  readonly data?: string;
  readonly json?: true;
  readonly follow?: true;
  readonly blocked?: true;
}

/** Directory of `--data`, the environment, or the default. */
function dataDir(options: RecordsOptions): string {
  return loadConfig({ env: process.env, flags: { data: options.data } }).config.data;
}

/** Adds `weir records` and `weir records verify`. */
export function register(program: Command): void {
  const records = program
    .command('records')
    .description('Show what was decided: one line for each exchange.')
    .option('--follow', 'Go on with records as they are written, until Ctrl-C.')
    .option('--json', 'The records as JSON lines.')
    .option('--blocked', 'Only what was blocked or went wrong.')
    .option('--data <dir>', 'The data directory (default: "~/.weir").')
    .action(show);
  addExamples(records, [
    ['everything', 'weir records'],
    ['watch what is blocked', 'weir records --follow --blocked'],
    ['count by host', 'weir records --json | jq -r .host | sort | uniq -c'],
    ['prove that nothing was changed', 'weir records verify'],
  ]);
  const verify = records
    .command('verify')
    .description(
      'Check the chain of records: names what was edited, removed, reordered, inserted or cut. Exits with 1 then.',
    )
    .option('--json', 'The report as JSON.')
    .option('--data <dir>', 'The data directory (default: "~/.weir").')
    .action(async (_own: RecordsOptions, command: Command) => {
      const options = command.optsWithGlobals<RecordsOptions>();
      const report = await verifyRecords(dataDir(options));
      const output = processOutput();
      if (options.json) output.out(`${JSON.stringify(report)}\n`);
      else printReport(report, output);
      if (!report.ok) throw new Failure('', EXIT.failure);
    });
  addExamples(verify, [
    ['check the records', 'weir records verify'],
    ['in a nightly job', 'weir records verify --json --data /var/lib/weir || alert'],
  ]);
}

async function show(options: RecordsOptions): Promise<void> {
  const output = processOutput();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const { follow = false, blocked = false } = options;
  for await (const line of readRecords(dataDir(options), {
    follow,
    blockedOnly: blocked,
    signal: stop.signal,
  })) {
    output.out(options.json ? `${JSON.stringify(line)}\n` : `${recordText(line, output.paint)}\n`);
    if (process.stdout.writableNeedDrain)
      await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}

function printReport(report: VerifyReport, output: Output): void {
  const { paint } = output;
  for (const fault of report.faults) {
    const line = fault.line === undefined ? '' : `:${fault.line}`;
    const id = fault.id === undefined ? '' : ` (id ${printable(fault.id)})`;
    output.out(`${paint.red(fault.kind.padEnd(9))} ${printable(fault.file)}${line}: ${fault.message}${id}\n`);
  }
  for (const note of report.notes) output.out(`${paint.dim('note')}      ${printable(note)}\n`);
  const sum = `${report.records} records in ${report.files} files`;
  output.out(
    report.ok
      ? `${paint.green('intact')}    ${sum}\n`
      : `${paint.red('tampered')}  ${sum}, ${report.faults.length} faults\n`,
  );
}
