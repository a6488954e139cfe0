import { type Output, type Painter, printable } from '../output.ts';
import { explain, explanationLines } from './explain.ts';
import type { Located } from './scan-file.ts';
import { FILE_PLACE } from './scan-file.ts';
import { isEnforced, type ScanSettings } from './settings.ts';

/** What was searched and found. */
export interface Totals {
  files: number;
  bytes: number;
  /** Files that are no text; they are searched as they are. */
  binaryFiles: number;
  seconds: number;
  findings: number;
  /** Findings that the gateway would act on. */
  enforced: number;
  interrupted: boolean;
}

/** What could not be read. */
export interface ScanError {
  readonly file: string;
  readonly message: string;
}

/** Writes what is found as it is found. */
export interface Report {
  finding(located: Located): void;
  error(error: ScanError): void;
  end(totals: Totals): void;
}

/** Lines for people, and for editors that follow `path:line:column`. */
export function textReport(output: Output, settings: ScanSettings): Report {
  const { paint } = output;
  return {
    finding: (located) => {
      const { file, position, detection } = located;
      const { kind, name, confidence, length, action, placeholder, via, path } = detection;
      const at = position === undefined ? `byte ${detection.start}` : `${position.line}:${position.column}`;
      const painted: Painter = isEnforced(detection) ? paint.red : placeholder ? paint.dim : paint.yellow;
      const marks = [
        confidence,
        `${length} bytes`,
        action,
        ...(placeholder ? ['placeholder'] : []),
        ...(via.length > 0 ? [via.join('+')] : []),
      ];
      const inner = path === '' || path === FILE_PLACE ? '' : ` in ${printable(path)}`;
      output.out(
        `${printable(file)}:${at}: ${painted(kind)} ${printable(name)} (${marks.join(', ')})${inner}\n`,
      );
      if (!settings.explain) return;
      const explanation = explain(detection, settings.packs, settings.direction);
      output.out(`${explanationLines(explanation).map(printable).map(paint.dim).join('\n')}\n`);
    },
    error: ({ file, message }) => output.err(`weir: ${printable(file)} cannot be read (${message})\n`),
    end: (totals) => {
      if (settings.explain) for (const line of exemptionLines(settings)) output.out(`${printable(line)}\n`);
      output.err(`weir: ${summary(totals)}\n`);
    },
  };
}

/** One JSON document, written as it grows: a tree may hold more findings than memory does. */
export function jsonReport(output: Output, settings: ScanSettings): Report {
  const errors: ScanError[] = [];
  let first = true;
  output.out('{\n  "findings": [');
  return {
    finding: ({ file, position, detection }) => {
      const explanation = settings.explain
        ? { explanation: explain(detection, settings.packs, settings.direction) }
        : {};
      const text = JSON.stringify({ file, ...position, ...detection, ...explanation });
      output.out(`${first ? '' : ','}\n    ${text}`);
      first = false;
    },
    error: (error) => {
      errors.push(error);
      output.err(`weir: ${printable(error.file)} cannot be read (${error.message})\n`);
    },
    end: (totals) => {
      const list = first ? ']' : '\n  ]';
      const { files, bytes, binaryFiles, seconds, findings, enforced, interrupted } = totals;
      const sum = { files, bytes, binaryFiles, seconds: round(seconds), findings, enforced, interrupted };
      output.out(`${list},\n  "errors": ${JSON.stringify(errors)},\n`);
      if (settings.explain) output.out(`  "exemptions": ${JSON.stringify(settings.exemptions)},\n`);
      output.out(`  "summary": ${JSON.stringify(sum)}\n}\n`);
    },
  };
}

/** What the config exempts, and whether it still does. */
function exemptionLines({ exemptions }: ScanSettings): readonly string[] {
  if (exemptions.length === 0) return ['exemptions: none'];
  return exemptions.map(({ kind, host, place, until, reason }) => {
    const ended = until !== undefined && Date.parse(until) <= Date.now();
    const term = until === undefined ? 'without an end' : `${ended ? 'ended' : 'until'} ${until}`;
    return `exemption: ${kind} to ${host} in ${place}, ${term}${reason === undefined ? '' : `: ${reason}`}`;
  });
}

function round(seconds: number): number {
  return Number(seconds.toFixed(3));
}

function summary(totals: Totals): string {
  const { files, bytes, binaryFiles, seconds, findings, enforced, interrupted } = totals;
  const parts = [
    `${interrupted ? 'stopped after ' : ''}${count(files, 'file')}, ${megabytes(bytes)} in ${seconds.toFixed(2)} s (${speed(bytes, seconds)})`,
    findings === 0 ? 'nothing found' : `${count(findings, 'finding')}, ${enforced} of them would be stopped`,
  ];
  if (binaryFiles > 0) parts.push(`${count(binaryFiles, 'file')} not text, searched as bytes`);
  return parts.join('; ');
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1,234 bytes` or `5.6 MB`, of a million bytes each. */
export function megabytes(bytes: number): string {
  return bytes < 100_000 ? count(bytes, 'byte') : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `612 MB/s` */
export function speed(bytes: number, seconds: number): string {
  return `${(bytes / 1e6 / Math.max(seconds, 1e-6)).toFixed(0)} MB/s`;
}
