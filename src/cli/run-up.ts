import { userPasswords } from '../config/secrets.ts';
import { agentEnvironment, shellLines } from './agent-environment.ts';
import { EXIT } from './failure.ts';
import { configOf } from './options.ts';
import { type Output, processOutput } from './output.ts';
import { recordText } from './record-text.ts';
import { type Check, selfCheck } from './self-check.ts';
import { onStopSignal, type RunningGateway, startGateway } from './start-gateway.ts';

/** `weir up`: start, say how to point an agent here, prove it works, show every decision. */
export async function runUp(options: Readonly<Record<string, unknown>>): Promise<void> {
  const { config, warnings } = configOf(options, process.env);
  const output = processOutput();
  const gateway = await startGateway(config);
  onStopSignal(async () => {
    output.err('weir: stopping, running exchanges may finish (Ctrl-C again cuts them)\n');
    await gateway.close();
    process.exit(EXIT.ok);
  });
  for (const warning of warnings) gateway.log.warn(warning);
  const { proxy } = gateway;
  const { files } = gateway;
  output.out(`Weir listens on ${proxy.listen}; data in ${config.data}\n\n`);
  sayHowTo(output, agentEnvironment(proxy.listen, files, {}));
  await gateway.policies.ready;
  const [user] = userPasswords(config);
  const checks = await selfCheck(proxy, user?.join(':'));
  sayChecks(output, checks, gateway);
  output.out('\nDecisions, as they are made (Ctrl-C stops):\n');
  gateway.records.subscribe((record) => output.out(`${recordText(asShown(record), output.paint)}\n`));
}

/** The reader of a record sees it as it is written. */
function asShown<T extends object>(record: T): T {
  return record;
}

const MOST_NEEDED = [
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'NODE_USE_ENV_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
];

function sayHowTo(output: Output, environment: Readonly<Record<string, string>>): void {
  const needed = Object.fromEntries(MOST_NEEDED.map((name) => [name, environment[name] ?? '']));
  const { dim, bold } = output.paint;
  output.out('Point an agent at it (or let `weir run -- COMMAND` do all of this):\n');
  for (const shell of ['bash', 'fish', 'powershell'] as const) {
    output.out(`\n${dim('#')} ${bold(shell)}\n${shellLines(shell, needed).join('\n')}\n`);
  }
}

function sayChecks(output: Output, checks: readonly Check[], gateway: RunningGateway): void {
  const { green, red, dim } = output.paint;
  output.out('\nSelf-check through the listener:\n');
  for (const { name, ok, detail } of checks)
    output.out(`  ${ok ? green('ok') : red('FAILED')}  ${name} ${dim(detail)}\n`);
  if (checks.every(({ ok }) => ok)) return;
  gateway.log.error('the self-check failed: do not rely on this gateway before you know why');
}
