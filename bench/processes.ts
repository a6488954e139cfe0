import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';

/** Microseconds of one clock tick of /proc (USER_HZ is 100 on Linux). */
const TICK_US = 10_000;

/** A started program and its children. */
export class Program {
  readonly child: ChildProcess;

  constructor(
    command: string,
    args: readonly string[],
    logFile: string,
    env: Readonly<Record<string, string>> = {},
  ) {
    const log = fs.openSync(logFile, 'w');
    this.child = spawn(command, args, {
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
      detached: true,
    });
    fs.closeSync(log);
  }

  /** The process and everything below it. */
  pids(): number[] {
    const parents = new Map<number, number[]>();
    for (const name of fs.readdirSync('/proc')) {
      if (!/^[0-9]+$/.test(name)) continue;
      const stat = readText(`/proc/${name}/stat`);
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    }
    const all: number[] = [];
    const queue = [this.child.pid ?? -1];
    for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
      all.push(pid);
      queue.push(...(parents.get(pid) ?? []));
    }
    return all;
  }

  /** User and system time so far, microseconds. */
  cpuUs(): number {
    let ticks = 0;
    for (const pid of this.pids()) {
      const stat = readText(`/proc/${pid}/stat`);
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    }
    return ticks * TICK_US;
  }

  /** Resident memory now, or its peak since {@link resetPeak}; bytes. */
  memory(field: 'VmRSS' | 'VmHWM'): number {
    let kib = 0;
    for (const pid of this.pids()) {
      kib += Number(new RegExp(`${field}:\\s+([0-9]+)`).exec(readText(`/proc/${pid}/status`))?.[1] ?? 0);
    }
    return kib * 1024;
  }

  resetPeak(): void {
    for (const pid of this.pids()) {
      try {
        fs.writeFileSync(`/proc/${pid}/clear_refs`, '5');
      } catch {
        // Not permitted everywhere: the peak is then the peak since the start, which is only worse for us.
      }
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = new Promise((resolve) => {
      this.child.once('exit', resolve);
    });
    try {
      process.kill(-(this.child.pid ?? 0), 'SIGTERM');
    } catch {
      this.child.kill('SIGKILL');
    }
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 3000);
    await gone;
    clearTimeout(timer);
  }
}

/** Waits until something accepts connections on the port. */
export async function waitForPort(port: number, timeoutMs = 20_000): Promise<void> {
  const until = performance.now() + timeoutMs;
  while (performance.now() < until) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      setTimeout(() => socket.destroy(), 500).unref();
    });
    if (open) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(`nothing listens on port ${port}`);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
