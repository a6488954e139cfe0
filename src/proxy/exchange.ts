import type { Agent } from '../flow/agent.ts';
import type { Decision } from '../flow/decision.ts';
import type { Finding } from '../flow/finding.ts';
import type { Reason } from '../flow/reason.ts';
import type { ExchangeRecord, Outcome } from '../flow/record.ts';
import type { Target } from '../flow/target.ts';
import type { Lane } from './gateway.ts';

/** The working paper of one exchange: filled along the line, turned into its record at the end. */
export class Exchange {
  readonly id: string;
  readonly lane: Lane;
  readonly startedAt = performance.now();
  readonly time = Date.now();
  agent: Agent | undefined;
  method: string | undefined;
  target: Target | undefined;
  /** Path and query as recorded: secrets masked. */
  recordedPath: string | undefined;
  address: string | undefined;
  upstreamTls: string | undefined;
  decision: Decision | undefined;
  policyVersion: string | undefined;
  findings: readonly Finding[] = [];
  /** How many of them are of the answer. */
  answerFindings = 0;
  redacted = 0;
  /** The highest score of text in the answer that may speak to the agent. */
  injection = 0;
  status: number | undefined;
  outcome: Outcome = 'allowed';
  reason: Reason | undefined;
  detail: string | undefined;
  requestBytes = 0;
  answerBytes = 0;
  /** The request was read to its end and sent. */
  requestComplete = false;
  decideMs: number | undefined;
  firstByteMs: number | undefined;
  inspected = true;
  /** The head of an answer went out: from now on only closing the connection can say no. */
  answerStarted = false;
  /** The tunnel was opened and its requests have records of their own. */
  unrecorded = false;

  constructor(id: string, lane: Lane) {
    this.id = id;
    this.lane = lane;
  }

  /** Milliseconds since the exchange began, to a hundredth. */
  elapsed(): number {
    return rounded(performance.now() - this.startedAt);
  }

  /** @param maskHost takes secrets out of host names and methods */
  toRecord(maskHost: (host: string) => string): ExchangeRecord {
    const { lane, target, decision } = this;
    const tunnel = target ?? lane.tunnel;
    return {
      id: this.id,
      time: isoTime(this.time),
      outcome: this.outcome,
      mode: lane.mode,
      agent: this.agent?.name ?? lane.peerAddress,
      agent_how: this.agent?.how ?? 'address',
      client: lane.peer,
      scheme: tunnel?.scheme,
      host: tunnel === undefined ? undefined : maskHost(tunnel.host),
      port: tunnel?.port,
      address: this.address,
      method: this.method === undefined ? undefined : maskHost(this.method),
      path: this.recordedPath,
      sni: lane.tls?.sni === undefined ? undefined : maskHost(lane.tls.sni),
      tls_client: lane.tls?.version,
      tls_upstream: this.upstreamTls,
      status: this.status,
      reason: this.reason,
      detail: this.detail,
      policy: decision?.policy,
      matched: decision !== undefined && decision.matched.length > 0 ? decision.matched : undefined,
      findings: this.findings.length > 0 ? this.findings : undefined,
      redacted: this.redacted > 0 ? this.redacted : undefined,
      request_bytes: this.requestBytes,
      answer_bytes: this.answerBytes,
      inspected: this.inspected,
      policy_version: this.policyVersion,
      decide_ms: this.decideMs,
      first_byte_ms: this.firstByteMs,
      total_ms: this.elapsed(),
    };
  }
}

export function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

let isoMs = 0;
let iso = '';

/** ISO 8601 of a time; many exchanges share a millisecond. */
function isoTime(ms: number): string {
  if (ms !== isoMs) {
    isoMs = ms;
    iso = new Date(ms).toISOString();
  }
  return iso;
}
