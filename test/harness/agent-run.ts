import type { ExchangeLine } from '../../src/record/line.ts';
import { type DataPlaneOptions, dataPlaneFlags } from './data-plane.ts';
import { recordsOf } from './gateway.ts';
import { tempDir } from './temp-dir.ts';
import {
  type Finished,
  type ProcessOptions,
  type RunningProcess,
  startProcess,
  WEIR,
} from './weir-process.ts';

/** How `weir run` is called. */
export interface AgentRunOptions extends DataPlaneOptions, ProcessOptions {
  /** Data directory; a fresh one without it. */
  readonly data?: string;
}

/** An ended `weir run`. */
export interface AgentRun extends Finished {
  readonly data: string;
  readonly records: readonly ExchangeLine[];
}

/** Starts `weir run -- COMMAND`; its stdin stays open. */
export function startAgent(
  command: readonly string[],
  options: AgentRunOptions = {},
): RunningProcess & { readonly data: string } {
  const data = options.data ?? tempDir('data');
  const args = ['run', '--data', data, ...dataPlaneFlags(options), '--', ...command];
  return Object.assign(startProcess(WEIR, args, options), { data });
}

/** Runs `weir run -- COMMAND` to its end. */
export async function runAgent(command: readonly string[], options: AgentRunOptions = {}): Promise<AgentRun> {
  const { data, finished } = startAgent(command, { input: '', ...options });
  const ended = await finished;
  return { ...ended, data, records: await recordsOf(data) };
}
