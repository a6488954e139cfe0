import { configOf } from './options.ts';
import { onStopSignal, startGateway } from './start-gateway.ts';

/** `weir proxy`: one ready line on stdout, then serving until a signal. */
export async function runProxy(options: Readonly<Record<string, unknown>>): Promise<void> {
  const { config, warnings } = configOf(options, process.env);
  const gateway = await startGateway(config);
  for (const warning of warnings) gateway.log.warn(warning);
  // Before anyone can hear that we are ready and stop us.
  onStopSignal(async () => {
    gateway.log.info('draining');
    await gateway.close();
    process.exit(0);
  });
  const { proxy } = gateway;
  const ready = {
    event: 'ready',
    listen: proxy.listen,
    ca: proxy.authority.certificatePath,
    pid: process.pid,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}
