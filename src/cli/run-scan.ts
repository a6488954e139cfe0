import * as fs from 'node:fs';
import type { Readable } from 'node:stream';
import { EXIT, Failure } from './failure.ts';
import { processOutput } from './output.ts';
import { scanLines } from './scan/json-lines.ts';
import { ProgressBar } from './scan/progress.ts';
import { jsonReport, type Report, type Totals, textReport } from './scan/report.ts';
import { FileScanner, type Located, type Progress, type Watch } from './scan/scan-file.ts';
import { isAtLeast, isEnforced, type ScanOptions, type ScanSettings, settingsOf } from './scan/settings.ts';
import { Stop } from './scan/stop.ts';
import { codeOf, walk } from './scan/walk.ts';

/** The exit code of a command that Ctrl-C ended, as shells have it. */
const INTERRUPTED = 130;
const STDIN = '-';

/**
 * `weir scan`: what the gateway would find in files, folders or stdin. Exit code 1 when it would act on something, 2 when
 * something cannot be read, 130 after Ctrl-C.
 */
export async function runScan(names: readonly string[], options: ScanOptions): Promise<void> {
  const settings = settingsOf(options);
  const inputs = names.length > 0 ? names : [STDIN];
  if (names.length === 0 && process.stdin.isTTY) {
    throw new Failure('nothing to search: name files or folders, or pipe something in', EXIT.usage);
  }
  const stop = new Stop();
  try {
    const code =
      settings.form === 'jsonl'
        ? await runLines(inputs, settings, stop)
        : await runFiles(inputs, settings, stop);
    process.exitCode = code;
    // At once: a read that is still under way may never end.
    if (stop.stopped) process.stdout.write('', () => process.exit(INTERRUPTED));
  } finally {
    stop.end();
  }
}

async function runLines(inputs: readonly string[], settings: ScanSettings, stop: Stop): Promise<number> {
  let bad = 0;
  let enforced = 0;
  const write = async (text: string): Promise<void> => {
    process.stdout.write(text);
    await drained();
  };
  for (const input of inputs) {
    if (stop.stopped) break;
    const source = stop.until(input === STDIN ? process.stdin : fs.createReadStream(input));
    const totals = await scanLines(source, settings, write, () => stop.stopped).catch((error: unknown) => {
      throw new Failure(`${input} cannot be read (${codeOf(error)})`, EXIT.usage);
    });
    bad += totals.badLines;
    enforced += totals.enforced;
  }
  if (bad > 0) process.stderr.write(`weir: ${bad} bad line${bad === 1 ? '' : 's'}\n`);
  if (bad > 0) return EXIT.usage;
  return enforced > 0 ? EXIT.failure : EXIT.ok;
}

async function runFiles(inputs: readonly string[], settings: ScanSettings, stop: Stop): Promise<number> {
  const output = processOutput();
  const report = settings.form === 'json' ? jsonReport(output, settings) : textReport(output, settings);
  const run = new Run(settings, report, stop);
  const files = run.filesOf(inputs);
  const shown = settings.progress && process.stderr.isTTY === true;
  await (shown ? run.withBar(files) : run.over(files));
  return run.end();
}

/** One run over files. */
class Run implements Watch {
  private readonly settings: ScanSettings;
  private readonly report: Report;
  private readonly stop: Stop;
  private readonly scanner: FileScanner;
  private readonly started = performance.now();
  private readonly progress: Progress = { bytes: 0, binary: false };
  private readonly totals: Totals = {
    files: 0,
    bytes: 0,
    binaryFiles: 0,
    seconds: 0,
    findings: 0,
    enforced: 0,
    interrupted: false,
  };
  private unreadable = 0;
  private bar: ProgressBar | undefined;

  constructor(settings: ScanSettings, report: Report, stop: Stop) {
    this.settings = settings;
    this.report = report;
    this.stop = stop;
    this.scanner = new FileScanner(
      { all: settings.detector, programs: settings.programs },
      settings.direction,
      settings.host,
    );
  }

  /** The files that the names stand for, found while they are read. */
  *filesOf(inputs: readonly string[]): Generator<string> {
    const { respectIgnored } = this.settings;
    const unreadable = (name: string, code: string): void => this.tellUnreadable(name, code);
    for (const input of inputs) {
      // A link that is named is followed: it is what was asked for.
      const isFolder = input !== STDIN && fs.statSync(input, { throwIfNoEntry: false })?.isDirectory();
      if (isFolder) yield* walk(input, { respectIgnored, unreadable });
      else yield input;
    }
  }

  /** A bar needs to know how much there is, so the walk is done before. */
  async withBar(files: Iterable<string>): Promise<void> {
    const list: string[] = [];
    let bytes = 0;
    for (const file of files) {
      if (await this.stop.pause()) break;
      list.push(file);
      if (file !== STDIN) bytes += fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    }
    const write = (text: string): void => void process.stderr.write(text);
    const expected = { files: list.length, bytes };
    this.bar = new ProgressBar(write, expected, performance.now(), process.stderr.columns);
    await this.over(list);
  }

  async over(files: Iterable<string>): Promise<void> {
    for (const file of files) {
      if (await this.pause()) return;
      this.progress.binary = false;
      try {
        for await (const found of this.findingsOf(file)) {
          if (found.length > 0) this.tell(found);
          await drained();
          if (this.stop.stopped) return;
        }
      } catch (error) {
        this.tellUnreadable(file, codeOf(error));
        continue;
      }
      this.totals.files++;
      if (this.progress.binary) this.totals.binaryFiles++;
    }
  }

  end(): number {
    this.bar?.clear();
    this.totals.bytes = this.progress.bytes;
    this.totals.seconds = (performance.now() - this.started) / 1000;
    this.totals.interrupted = this.stop.stopped;
    this.report.end(this.totals);
    if (this.unreadable > 0) return EXIT.usage;
    return this.totals.enforced > 0 ? EXIT.failure : EXIT.ok;
  }

  private findingsOf(file: string): AsyncIterable<readonly Located[]> {
    if (file !== STDIN) return this.scanner.scan(file, this.progress, this);
    return this.scanner.scanPassing('stdin', this.passing(process.stdin), this.progress);
  }

  /** Bytes of a pipe: they end with a signal, and move the bar. */
  async *passing(source: Readable): AsyncGenerator<Buffer> {
    for await (const chunk of this.stop.until(source)) {
      yield chunk;
      this.draw();
    }
  }

  readonly pause = async (): Promise<boolean> => {
    this.draw();
    return await this.stop.pause();
  };

  private draw(): void {
    this.bar?.update(this.totals.files, this.progress.bytes, performance.now());
  }

  private tell(found: readonly Located[]): void {
    for (const located of found) {
      if (!isAtLeast(located.detection.confidence, this.settings.minConfidence)) continue;
      this.bar?.clear();
      this.totals.findings++;
      if (isEnforced(located.detection)) this.totals.enforced++;
      this.report.finding(located);
    }
  }

  private tellUnreadable(file: string, message: string): void {
    this.bar?.clear();
    this.unreadable++;
    this.report.error({ file, message });
  }
}

/** Resolves when the reader of stdout has room for more. */
async function drained(): Promise<void> {
  if (!process.stdout.writableNeedDrain) return;
  await new Promise((resolve) => {
    process.stdout.once('drain', resolve);
  });
}
