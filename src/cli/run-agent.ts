import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { ExchangeRecord } from '../flow/record.ts';
import { agentEnvironment } from './agent-environment.ts';
import { knownEnvironment } from './known-environment.ts';
import { configOf } from './options.ts';
import { printable } from './output.ts';
import { startGateway } from './start-gateway.ts';

/** Signals that are meant for the command. */
const PASSED_ON: readonly NodeJS.Signals[] = [
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGCONT',
  'SIGWINCH',
];

/** `weir run -- CMD`: a private gateway for one command. */
export async function runAgent(
  command: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { config, warnings } = configOf({ listen: '127.0.0.1:0', ...options }, process.env);
  const known = config.inspect.knownEnvironment ? knownEnvironment(process.env) : [];
  const gateway = await startGateway(config, { quiet: true, known });
  for (const warning of warnings) gateway.log.warn(warning);
  const tally = new Tally();
  gateway.records.subscribe((record) => tally.add(record));
  const { proxy } = gateway;
  const { files } = gateway;
  const env = { ...process.env, ...agentEnvironment(proxy.listen, files, process.env) };
  const code = await exitOf(
    () => spawn(command[0]!, command.slice(1), { stdio: 'inherit', env }),
    command[0]!,
  );
  await gateway.close();
  process.stderr.write(tally.summary());
  process.exit(code);
}

/** Exit code as a shell would see it: 128 + n for a signal, 127 and 126 for what cannot be started. */
async function exitOf(start: () => ChildProcess, name: string): Promise<number> {
  // Before the start: the command may be heard, and a signal come, before spawn returns. It would end us alone.
  // The terminal sends Ctrl-C to the command as well: it decides what to do, we wait.
  process.on('SIGINT', () => undefined);
  for (const signal of PASSED_ON) process.on(signal, () => void child.kill(signal));
  const child = start();
  return await new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      process.stderr.write(
        `weir: ${printable(name)}: ${missing ? 'command not found' : (error.code ?? 'cannot be started')}\n`,
      );
      resolve(missing ? 127 : 126);
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** What happened while the command ran. */
class Tally {
  readonly #hosts = new Map<string, number>();
  #allowed = 0;
  #blocked = 0;
  #masked = 0;
  #unseen = 0;
  #failed = 0;

  add(record: ExchangeRecord): void {
    if (record.host !== undefined) this.#hosts.set(record.host, (this.#hosts.get(record.host) ?? 0) + 1);
    if (record.outcome === 'allowed') this.#allowed++;
    else if (record.outcome === 'blocked') this.#blocked++;
    else if (record.outcome === 'masked') this.#masked++;
    else if (record.outcome === 'tunnelled') this.#unseen++;
    else this.#failed++;
  }

  summary(): string {
    const hosts = [...this.#hosts].toSorted((a, b) => b[1] - a[1]);
    const named = hosts.slice(0, 8).map(([host, count]) => `${printable(host)} (${count})`);
    const more = hosts.length > 8 ? ` and ${hosts.length - 8} more` : '';
    const counts = `${this.#allowed} allowed, ${this.#blocked} blocked, ${this.#masked} masked, ${this.#unseen} not inspected`;
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : '';
    return `weir: ${hosts.length === 0 ? 'no traffic seen' : `${counts}${failed}; hosts: ${named.join(', ')}${more}`}\n`;
  }
}
