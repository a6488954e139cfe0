import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Finding } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import { createInspector } from '../proxy/inspector.ts';
import { EXIT, Failure } from './failure.ts';
import { processOutput } from './output.ts';

/** A destination that is nobody's home: everything that is found counts. */
const NOWHERE: Target = { scheme: 'https', host: 'scan.invalid', port: 443, path: '/', query: undefined };

/** `weir scan`: findings in a file or stdin; exit code 1 when something would have been blocked. */
export function runScan(file: string, options: Readonly<Record<string, unknown>>): void {
  const bytes = read(file);
  const inspector = createInspector({ disable: [], home: [], exempt: [] }, randomBytes(32));
  const findings = inspector.inspectBody(
    bytes,
    /\.json$/i.test(file) ? 'application/json' : undefined,
    NOWHERE,
  );
  const output = processOutput();
  if (options.json === true) {
    output.out(
      `${JSON.stringify({ file, findings: findings.map((finding) => shown(finding, bytes)) }, null, 2)}\n`,
    );
  } else {
    for (const finding of findings) output.out(line(file, shown(finding, bytes), output.paint.red));
    if (findings.length === 0) output.err(`weir: nothing found in ${file} (${bytes.length} bytes)\n`);
  }
  if (findings.some((finding) => finding.action === 'block')) process.exitCode = EXIT.failure;
}

function read(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new Failure(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      EXIT.usage,
    );
  }
}

type Shown = Pick<Finding, 'kind' | 'name' | 'confidence' | 'offset' | 'length' | 'action'> & {
  readonly line: number;
};

function shown(finding: Finding, bytes: Buffer): Shown {
  const { kind, name, confidence, offset, length, action } = finding;
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) lines++;
  return { kind, name, confidence, line: lines, offset, length, action };
}

function line(file: string, finding: Shown, red: (text: string) => string): string {
  return `${file}:${finding.line}: ${red(finding.kind)} ${finding.name} (${finding.confidence}, ${finding.length} bytes at ${finding.offset}, ${finding.action})\n`;
}
