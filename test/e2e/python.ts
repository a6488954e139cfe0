import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cleanEnvironment } from '../harness/weir-process.ts';

let found: string | undefined;

/** A python3 with the `requests` package: the system's, else the one on PATH. */
export function pythonWithRequests(): string {
  found ??= ['/usr/bin/python3', 'python3'].find(
    (python) => spawnSync(python, ['-c', 'import requests'], { env: cleanEnvironment() }).status === 0,
  );
  assert.ok(
    found !== undefined,
    'python3 with the requests package is needed: apt-get install python3-requests',
  );
  return found;
}
