import type { RecordLine } from '../record/line.ts';
import { type Paint, printable } from './output.ts';

type Shown = Pick<RecordLine, 'time'> & Partial<Omit<Extract<RecordLine, { outcome: string }>, 'time'>>;

/** One readable line for one record: time, outcome, agent, what was asked, and why it ended so. */
export function recordText(line: RecordLine | Shown, paint: Paint): string {
  const time = paint.dim(line.time.slice(11, 23));
  if ('event' in line)
    return `${time} ${paint.red('LOST'.padEnd(9))} ${line.lost} records could not be written`;
  const shown: Shown = line;
  const outcome = shown.outcome ?? 'fault';
  const word = outcome.padEnd(9);
  const painted =
    outcome === 'allowed'
      ? paint.green(word)
      : outcome === 'blocked' || outcome === 'fault'
        ? paint.red(word)
        : paint.yellow(word);
  const parts = [
    time,
    painted,
    printable(shown.agent ?? '-'),
    printable(shown.method ?? shown.mode ?? '-'),
    paint.bold(destination(shown)),
    shown.status === undefined ? '' : String(shown.status),
    shown.total_ms === undefined ? '' : `${Math.round(shown.total_ms)}ms`,
    why(shown),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function destination(record: Shown): string {
  if (record.host === undefined) return '-';
  const host = record.host.includes(':') ? `[${record.host}]` : record.host;
  const usual = (record.scheme === 'https' ? 443 : 80) === record.port || record.port === undefined;
  const scheme = record.scheme === undefined ? '' : `${record.scheme}://`;
  return printable(`${scheme}${host}${usual ? '' : `:${record.port}`}${record.path ?? ''}`);
}

function why(record: Shown): string {
  const findings = (record.findings ?? []).map(
    (finding) => `${finding.name} in ${finding.place} (${finding.action})`,
  );
  const said = [
    record.reason === undefined ? '' : `reason=${record.reason}`,
    record.policy === undefined ? '' : `policy=${record.policy}`,
    record.redacted ? `masked=${record.redacted}` : '',
    record.inspected === false && record.outcome === 'tunnelled' ? 'not inspected' : '',
    ...findings,
    record.reason === undefined || record.id === undefined ? '' : `id=${record.id}`,
  ].filter((part) => part !== '');
  return printable(said.join(' '));
}
