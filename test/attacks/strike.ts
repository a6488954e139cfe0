import assert from 'node:assert/strict';
import { assertDenied } from '../e2e/denial.ts';
import type { TestGateway } from '../harness/gateway.ts';
import { type Answer, RawClient } from '../harness/raw-client.ts';
import { connectTunnel } from '../harness/tunnel.ts';

/** Where an attack comes in: on the proxy port in clear, or inside a decrypted tunnel. */
export type Way = 'forward' | 'tunnel';

export const WAYS: readonly Way[] = ['forward', 'tunnel'];

/** What Weir has to say to an attack. */
export interface Expected {
  readonly status: number;
  readonly reason: string;
  readonly detail?: string;
}

/** Opens a connection on which requests to the host can be written. */
export async function openWay(gateway: TestGateway, way: Way, host: string): Promise<RawClient> {
  return way === 'forward' ? await RawClient.connect(gateway.port) : await connectTunnel(gateway, host);
}

/** The request target of a path on this way. */
export function targetOn(way: Way, host: string, path = '/'): string {
  return way === 'forward' ? `http://${host}${path}` : path;
}

/**
 * Sends bytes and sees that they are refused and the connection closed.
 * @param pieces sent one after the other
 */
export async function assertRefused(
  client: RawClient,
  pieces: readonly (string | Uint8Array)[],
  expected: Expected,
  what: string,
): Promise<Answer> {
  try {
    await client.send(...pieces);
    // A TLS client of Node.js may lose what arrives after its own end, so it ends only where that is the point.
    if (expected.detail?.startsWith('incomplete') === true) client.half();
    const answer = await client.answer();
    const denial = assertDenied(answer, expected.status, expected.reason, what);
    if (expected.detail !== undefined) assert.equal(denial.detail, expected.detail, what);
    await client.end();
    return answer;
  } finally {
    client.close();
  }
}
