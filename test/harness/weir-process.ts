import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import { ROOT, tempDir } from './temp-dir.ts';

/** The launcher that users run. */
export const WEIR = path.join(ROOT, 'bin', 'weir');

/** The pinned Node.js. */
export const NODE = path.join(ROOT, 'node_modules', '.bin', 'node');

/** How a process ended, and all it said. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a started process gets. */
export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Kills it after this long, so that a hang is a failure and not a hang of the tests. */
  readonly timeoutMs?: number;
}

const HOME = tempDir('home');

/**
 * The environment of this process without what would change how clients behave: proxies, CA variables, settings of Weir
 * and files in the home directory.
 */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(?:WEIR|STRATHON|OPENAI|ANTHROPIC)_|PROXY|_CA_|CERT|CAINFO|CAFILE|^NODE_|^GIT_/i.test(name))
      env[name] = value;
  }
  return { ...env, HOME, GIT_CONFIG_NOSYSTEM: '1', PYTHONDONTWRITEBYTECODE: '1', ...extra };
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A process under way. */
export interface RunningProcess {
  readonly child: ChildProcess;
  /** What it has said so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves with the first line of stdout; rejects when the process ends before. */
  readonly firstLine: Promise<string>;
  readonly finished: Promise<Finished>;
  /** Resolves once its output (both streams) matches. */
  says(pattern: RegExp): Promise<void>;
}

/** Starts a program with a clean environment. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): RunningProcess {
  const child = spawn(command, args, {
    stdio: 'pipe',
    env: cleanEnvironment(options.env),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const hear = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    hear();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    hear();
  });
  if (options.input !== undefined) {
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input);
  }
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    // A process that it has left behind may hold these open.
    child.stdout.destroy();
    child.stderr.destroy();
  }, options.timeoutMs ?? 60_000);
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, signal, stdout, stderr });
      hear();
    });
  });
  const waitFor = (ready: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (ready()) resolve();
        else if (child.exitCode === null && child.signalCode === null) return;
        else reject(new Error(`${command} ${args.join(' ')} ended (${child.exitCode}):\n${stdout}${stderr}`));
        listeners.delete(check);
      };
      listeners.add(check);
      check();
    });
  const firstLine = waitFor(() => stdout.includes('\n')).then(() => stdout.slice(0, stdout.indexOf('\n')));
  firstLine.catch(() => undefined);
  return {
    child,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    firstLine,
    finished,
    says: (pattern) => waitFor(() => pattern.test(stdout) || pattern.test(stderr)),
  };
}

/** Runs a program to its end. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<Finished> {
  return await startProcess(command, args, { input: '', ...options }).finished;
}

/** Runs `weir` to its end. */
export async function weir(args: readonly string[], options: ProcessOptions = {}): Promise<Finished> {
  return await runProcess(WEIR, args, options);
}
