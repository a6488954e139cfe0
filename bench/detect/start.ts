import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from './timing.ts';

const DETECT = pathToFileURL(path.resolve(import.meta.dirname, '../../src/inspect/detect.ts')).href;
const SCRIPT = `const t = performance.now();
const { createDetector } = await import(${JSON.stringify(DETECT)});
createDetector();
process.stdout.write(String(performance.now() - t));`;

/**
 * Milliseconds from nothing to a detector in fresh processes, median: the first time on a machine, and once the compile
 * cache that `weir` turns on has its code.
 */
export function measureStart(runs: number, dir: string): { first: number; cached: number } {
  const once = (env: NodeJS.ProcessEnv): number => {
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], { encoding: 'utf8', env });
    if (run.status !== 0) throw new Error(run.stderr);
    return Number(run.stdout);
  };
  const { NODE_COMPILE_CACHE: _, ...plain } = process.env;
  const cached = { ...plain, NODE_COMPILE_CACHE: path.join(dir, 'compile-cache') };
  once(cached);
  const times = { first: [] as number[], cached: [] as number[] };
  for (let i = 0; i < runs; i++) {
    times.first.push(once(plain));
    times.cached.push(once(cached));
  }
  return { first: median(times.first), cached: median(times.cached) };
}
