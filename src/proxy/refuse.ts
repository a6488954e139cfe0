import { type Reason, reasonEntry } from '../flow/reason.ts';
import { Refusal } from '../flow/refusal.ts';
import { denialResponse } from '../respond/deny.ts';
import type { Wire } from '../wire/wire.ts';
import type { Exchange } from './exchange.ts';
import { endAndFlush } from './farewell.ts';
import type { Gateway, Lane } from './gateway.ts';

/** How long a client may still send after our last answer before the connection is cut. */
const LINGER_MS = 2000;

/**
 * The one place where a failure becomes a denial. Anything that is not a Refusal is our own fault, and denies as well.
 * The caller writes the record, then lets the connection {@link linger}: a decision is on record before it is waited on.
 * @returns false: the connection is never used again
 */
export function refuse(gateway: Gateway, lane: Lane, exchange: Exchange, error: unknown): false {
  const refusal = error instanceof Refusal ? error : undefined;
  const reason: Reason = refusal?.reason ?? 'fault';
  // The stack goes to our own log: it names code, and never holds bytes of the traffic.
  if (refusal === undefined) gateway.log.error('fault', { request_id: exchange.id, error: faultText(error) });
  exchange.reason = reason;
  exchange.detail = refusal?.detail;
  exchange.outcome = outcomeOf(reason, lane);
  const { wire } = lane;
  if (exchange.answerStarted || wire.closed) {
    // Half an answer is out: only cutting the connection tells the client that it is not whole.
    wire.destroy();
    return false;
  }
  exchange.status = reasonEntry(reason).status;
  wire.write(
    denialResponse({
      reason,
      detail: refusal?.detail,
      requestId: exchange.id,
      decision: exchange.decision,
      findings:
        reason === 'credential-leak' ? exchange.findings.filter((finding) => finding.action === 'block') : [],
      strathon: gateway.config.compat.strathon,
      withBody: exchange.method !== 'HEAD',
    }),
  );
  return false;
}

/** Blocked is what Weir decided; aborted is what went wrong on the way. */
function outcomeOf(reason: Reason, lane: Lane): Exchange['outcome'] {
  if (reason === 'fault' || reason === 'record') return 'fault';
  if (reason.startsWith('upstream-') || reason === 'timeout') return 'aborted';
  return reason === 'framing' && lane.wire.ended ? 'aborted' : 'blocked';
}

function faultText(error: unknown): string {
  return error instanceof Error
    ? `${error.name}\n${(error.stack ?? '').split('\n').slice(1, 6).join('\n')}`
    : typeof error;
}

/**
 * Ends our direction, then swallows what the client still sends for a while: closing a socket with unread bytes sends a
 * reset, and the client would lose the answer that says why.
 */
export async function linger(wire: Wire, flushMs: number = LINGER_MS): Promise<void> {
  wire.takeAll();
  await endAndFlush(wire, flushMs);
  const until = performance.now() + LINGER_MS;
  while (performance.now() < until && (await wire.more(LINGER_MS))) wire.takeAll();
  wire.destroy();
}
