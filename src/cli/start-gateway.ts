import { createHmac } from 'node:crypto';
import { prepareDataDir } from '../config/data-dir.ts';
import type { Config } from '../config/schema.ts';
import { credentialsRequired, knownValues, policyKey, userPasswords } from '../config/secrets.ts';
import { parseListen } from '../config/values.ts';
import { describeProblem } from '../decide/source/fault.ts';
import { createPolicySource, type PolicySourceOptions } from '../decide/source/source.ts';
import type { PolicyEvent, PolicySource } from '../decide/source/state.ts';
import { type KnownValue, MAX_KNOWN } from '../inspect/known-value.ts';
import { createProxy, type RunningProxy } from '../proxy/create-proxy.ts';
import { createInspector } from '../proxy/inspector.ts';
import { obtainKey } from '../record/signed.ts';
import { createRecordSink, type RecordProblem, type RecordSink } from '../record/sink.ts';
import { collectAll } from '../wire/read-pressure.ts';
import type { TrustFiles } from './agent-environment.ts';
import { EXIT, Failure } from './failure.ts';
import { inspectorOptions } from './inspector-options.ts';
import { createLogger, type Logger } from './log.ts';
import { writeTrustFiles } from './trust-files.ts';

/** Starting is over by then; a gateway that is busy already has other things to do than to tidy up. */
const SETTLED_MS = 1000;

/** A gateway of this process, ready for connections. */
export interface RunningGateway {
  readonly proxy: RunningProxy;
  readonly records: RecordSink;
  readonly policies: PolicySource;
  readonly log: Logger;
  /** What agents are pointed at. */
  readonly files: TrustFiles;
  /** Drains, writes the last records, stops. Calling it again changes nothing. */
  close(): Promise<void>;
}

/**
 * Starts everything that the config describes: data directory, CA, policies, records, listener.
 * @throws Failure with exit code 2 for a setting that cannot be used, 1 for a port that is taken.
 */
export async function startGateway(
  config: Config,
  overrides: { readonly quiet?: boolean; readonly known?: readonly KnownValue[] } = {},
): Promise<RunningGateway> {
  prepareDataDir(config.data);
  const level = overrides.quiet === true && config.log.level === 'info' ? 'warn' : config.log.level;
  const log = createLogger({ format: config.log.format, level });
  const listen = parseListen(config.listen) ?? { host: '127.0.0.1', port: 8080 };
  const known = [...knownValues(config, process.env), ...(overrides.known ?? [])].slice(0, MAX_KNOWN);
  const policies = await openPolicies(config, log);
  const records = createRecordSink({
    ...config.record,
    dir: config.data,
    onProblem: (problem) => tell(log, problem),
  });
  try {
    const users = userPasswords(config);
    const proxy = await createProxy({
      config,
      listen,
      users,
      required: credentialsRequired(config),
      inspector: createInspector(inspectorOptions(config, known), fingerprintKey(config.data)),
      policies,
      records,
      log,
    });
    const close = closing(proxy, records, policies, log);
    const files = await trustFilesOr(close, config.data, proxy);
    setTimeout(() => proxy.connections() === 0 && collectAll(), SETTLED_MS).unref();
    return { proxy, records, policies, log, files, close };
  } catch (error) {
    policies.close();
    await records.close();
    throw startFailure(error, config.listen);
  }
}

/** A gateway whose agents could not trust it is stopped again. */
async function trustFilesOr(
  close: () => Promise<void>,
  dataDir: string,
  proxy: RunningProxy,
): Promise<TrustFiles> {
  try {
    return writeTrustFiles(dataDir, proxy.authority.certificatePem);
  } catch (error) {
    await close();
    throw error;
  }
}

/** A key for fingerprints that is not the key of the records, from the same secret. */
function fingerprintKey(dataDir: string): Buffer {
  return createHmac('sha256', obtainKey(dataDir)).update('weir fingerprint').digest();
}

async function openPolicies(config: Config, log: Logger): Promise<PolicySource> {
  try {
    return await createPolicySource(policyOptions(config), (event) => tellPolicies(log, event));
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), EXIT.usage);
  }
}

function policyOptions(config: Config): PolicySourceOptions {
  const { source, keyFile, refreshMs, maxAgeMs } = config.policies;
  if (source === undefined) return { kind: 'none' };
  if (!/^https?:\/\//i.test(source)) return { kind: 'file', path: source };
  return {
    kind: 'receiver',
    url: source,
    keyFile,
    key: keyFile === undefined ? policyKey(config) : undefined,
    dataDirectory: config.data,
    intervalMs: refreshMs,
    maxAgeMs,
  };
}

function tellPolicies(log: Logger, event: PolicyEvent): void {
  if (event.kind === 'failed') log.error('policies not changed', { error: event.message });
  else log.info('policies loaded', { version: event.set.version, policies: event.set.policies.length });
  for (const problem of event.problems) log.warn(describeProblem('policies', problem));
}

function tell(log: Logger, problem: RecordProblem): void {
  if (problem.kind === 'recovered') log.info(problem.message);
  else log.error(problem.message);
  // The log is the last place for a record that is in no file.
  for (const record of problem.records) log.error('lost record', { record });
}

function closing(
  proxy: RunningProxy,
  records: RecordSink,
  policies: PolicySource,
  log: Logger,
): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    policies.close();
    const cut = await proxy.close();
    if (cut > 0) log.warn('connections cut at the end of the drain time', { connections: cut });
    await records.close();
  };
  return () => {
    closed ??= close();
    return closed;
  };
}

function startFailure(error: unknown, listen: string): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new Failure(`${listen} is in use: choose another with --listen, or port 0 for a free one`);
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return new Failure(`cannot listen on ${listen} (${code})`);
  if (error.name === 'AuthorityError' || error instanceof RangeError)
    return new Failure(error.message, EXIT.usage);
  return error;
}

/** Calls `stop` at the first SIGTERM or SIGINT; the second one ends the process at once. */
export function onStopSignal(stop: () => Promise<void>): void {
  let asked = false;
  const handle = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
    asked = true;
    void stop();
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
}
