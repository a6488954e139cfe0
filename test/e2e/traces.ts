import assert from 'node:assert/strict';
import { filesHolding } from '../harness/temp-dir.ts';
import { weir } from '../harness/weir-process.ts';

/** The forms in which a secret could be written down. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [secret, encodeURIComponent(secret), base64.slice(0, -1), bytes.toString('hex')];
}

/** Asserts that no secret was written down by a gateway: neither in its data directory nor in what it said. */
export function assertNoTrace(
  gateway: { readonly data: string; readonly stdout: string; readonly stderr: string },
  secrets: readonly string[],
): void {
  const forms = secrets.flatMap(formsOf);
  assert.deepEqual(filesHolding(gateway.data, forms), [], 'files that hold a secret');
  for (const form of forms) {
    assert.ok(!gateway.stderr.includes(form), 'a secret on stderr');
    assert.ok(!gateway.stdout.includes(form), 'a secret on stdout');
  }
}

/** Asserts that `weir records verify` finds the chain intact, with exactly so many records. */
export async function assertRecordsIntact(data: string, count: number): Promise<void> {
  const { code, stdout, stderr } = await weir(['records', 'verify', '--json', '--data', data]);
  assert.equal(code, 0, stdout + stderr);
  const { ok, records } = JSON.parse(stdout) as { ok: boolean; records: number };
  assert.deepEqual({ ok, records }, { ok: true, records: count });
}
