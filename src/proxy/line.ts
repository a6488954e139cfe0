import { decide } from '../decide/decide.ts';
import { headerValue } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import { serialiseRequestHead } from '../forward/request-head.ts';
import { maskBody } from '../inspect/request.ts';
import { isKnownCoding } from '../parse/coding.ts';
import { type Framing, requestFraming } from '../parse/framing.ts';
import { findHeadEnd, parseRequestHead, type RequestHead } from '../parse/head.ts';
import { hopByHop, requestTarget, travellingFields } from '../parse/request.ts';
import { Exchange, rounded } from './exchange.ts';
import type { Gateway, Lane } from './gateway.ts';
import { linger, refuse } from './refuse.ts';
import { relayAnswer } from './relay.ts';
import { type HeldBody, holdBody, inspectHeldBody, isMasked, NO_BODY } from './request-body.ts';
import { refuseFindings, sendOnIdle, sendRequest } from './send.ts';
import { openConnectTunnel } from './tunnel.ts';

/**
 * THE LINE: one exchange from its first byte to its record. Every step either returns what the next one takes or throws;
 * whatever is thrown becomes a denial in `refuse`, and whatever happened becomes exactly one record.
 * @returns whether another exchange may follow on this lane
 */
export async function runExchange(gateway: Gateway, lane: Lane): Promise<boolean> {
  // Pipelined requests whose answers nobody reads would fill the memory.
  if (lane.wire.socket.writableNeedDrain) {
    if (!(await lane.wire.drained(gateway.config.accept.bodyIdleTimeoutMs))) return false;
  }
  if (lane.wire.unread.length === 0) {
    // Silence between requests is no exchange and leaves no record.
    if (gateway.draining || !(await lane.wire.more(gateway.config.accept.idleTimeoutMs))) return false;
  }
  lane.busy = true;
  const exchange = new Exchange(gateway.nextRequestId(), lane);
  try {
    const head = takeRequestHead(gateway, lane, exchange) ?? (await readRequestHead(gateway, lane, exchange)); // parse
    if (head.method === 'CONNECT') return await openConnectTunnel(gateway, lane, exchange, head, serve); // accept, decrypt
    exchange.agent = lane.agent ?? identify(gateway, lane, head); // identify
    const target = requestTarget(head, lane.tunnel, gateway.config.parse.encodedSlash); // parse
    exchange.target = target;
    refuseUnserved(gateway, lane, head);
    const framing = requestFraming(head);
    const headBytes = inspectHead(gateway, exchange, head, target, framing); // inspect
    gateway.resolver.refuseLiteral(target.host, target.port);
    const body = framing.kind === 'none' ? NO_BODY : await holdBody(gateway, lane, head, framing); // parse
    if (body !== NO_BODY) await inspectBody(gateway, exchange, head, body); // inspect
    inspectSequence(gateway, exchange, head, body); // inspect
    decideRequest(gateway, exchange, head, body); // decide
    const upstream =
      sendOnIdle(gateway, lane, exchange, headBytes, body) ??
      (await sendRequest(gateway, lane, exchange, headBytes, head.headers, body)); // forward
    return await relayAnswer(gateway, lane, exchange, head, upstream); // respond
  } catch (error) {
    return refuse(gateway, lane, exchange, error);
  } finally {
    lane.busy = false;
    if (!exchange.unrecorded) gateway.records.write(exchange.toRecord(gateway.inspector.maskHost)); // record
  }
}

/** Serves one exchange after the other until the lane ends. */
export async function serve(gateway: Gateway, lane: Lane): Promise<void> {
  gateway.lanes.add(lane);
  try {
    while (await runExchange(gateway, lane)) if (gateway.draining) break;
    lane.busy = true;
    if (!lane.wire.closed) await linger(lane.wire, gateway.config.accept.bodyIdleTimeoutMs);
  } finally {
    gateway.lanes.delete(lane);
  }
}

/** The head of a request that has arrived whole, as nearly all do. */
function takeRequestHead(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  searched = 0,
): RequestHead | undefined {
  const { wire } = lane;
  // RFC 9112 section 2.2: one empty line before a request is ignored.
  const start = wire.unread[0] === 13 && wire.unread[1] === 10 ? 2 : 0;
  const end = findHeadEnd(wire.unread, start, searched, gateway.config.accept.headerBytes, 'request');
  if (end < 0) return undefined;
  const head = parseRequestHead(wire.unread.toString('latin1', start, end));
  wire.consume(end);
  exchange.method = head.method;
  return head;
}

/** Waits for a head that comes in pieces. One limit for the whole: a byte now and then must not buy more time. */
async function readRequestHead(gateway: Gateway, lane: Lane, exchange: Exchange): Promise<RequestHead> {
  const { wire } = lane;
  const patience = gateway.deadlines.now + gateway.config.accept.headerTimeoutMs;
  for (;;) {
    const searched = wire.unread.length;
    if (!(await wire.more(gateway.deadlines.left(patience)))) {
      throw new Refusal(wire.timedOut ? 'timeout' : 'framing', 'incomplete-head');
    }
    const head = takeRequestHead(gateway, lane, exchange, searched);
    if (head !== undefined) return head;
  }
}

function identify(
  gateway: Gateway,
  lane: Lane,
  head: RequestHead,
): ReturnType<Gateway['identifier']['fromBasic']> {
  return gateway.identifier.fromBasic(headerValue(head.headers, 'proxy-authorization'), lane.peerAddress);
}

/** What is refused whatever the policies say. */
function refuseUnserved(gateway: Gateway, lane: Lane, head: RequestHead): void {
  if (!gateway.records.healthy()) throw new Refusal('record');
  if (lane.misdirected) throw new Refusal('misdirected', 'tunnel-and-sni');
  if (head.method === 'TRACE' || head.method === 'TRACK') throw new Refusal('method');
  const upgrade = headerValue(head.headers, 'upgrade');
  if (upgrade !== undefined && upgrade.toLowerCase() !== 'h2c') throw new Refusal('upgrade');
  const expect = headerValue(head.headers, 'expect');
  if (expect !== undefined && expect.toLowerCase() !== '100-continue') throw new Refusal('framing', 'expect');
}

/**
 * Serialises the head as it will be sent, and inspects exactly that.
 * @returns the bytes to send
 * @throws Refusal `credential-leak`
 */
function inspectHead(
  gateway: Gateway,
  exchange: Exchange,
  head: RequestHead,
  target: Target,
  framing: Framing,
): Buffer {
  const text = serialiseRequestHead(head.method, target, head.headers, {
    drop: hopByHop(head.headers, 'framing'),
    acceptsCoding: isKnownCoding,
    chunked: framing.kind === 'chunked',
  });
  const path = target.query === undefined ? target.path : `${target.path}?${target.query}`;
  const bytes = Buffer.from(text, 'latin1');
  const findings = gateway.inspector.inspectHead(bytes, target, head.headers);
  exchange.recordedPath = findings.length === 0 ? path : gateway.inspector.maskText(path);
  refuseFindings(exchange, findings);
  if (findings.some(isMasked)) {
    gateway.inspector.maskHead(bytes, target);
    exchange.outcome = 'masked';
  }
  return bytes;
}

async function inspectBody(
  gateway: Gateway,
  exchange: Exchange,
  head: RequestHead,
  body: HeldBody,
): Promise<void> {
  exchange.requestBytes = body.bytes.length;
  const findings = await inspectHeldBody(gateway, head.headers, body, exchange.target as Target);
  refuseFindings(exchange, findings);
  if (findings.some(isMasked)) {
    body.bytes = maskBody(body.bytes, findings);
    exchange.outcome = 'masked';
  }
  if (body.complete)
    refuseFindings(exchange, gateway.inspector.inspectTrailers(body.trailers, exchange.target as Target));
}

/**
 * Reads the request together with what the agent sent before.
 * @throws Refusal `credential-leak`
 */
function inspectSequence(gateway: Gateway, exchange: Exchange, head: RequestHead, body: HeldBody): void {
  const plain = body.complete && headerValue(head.headers, 'content-encoding') === undefined;
  const findings = gateway.inspector.inspectSequence({
    agent: exchange.agent?.name ?? exchange.lane.peerAddress,
    target: exchange.target as Target,
    headers: head.headers,
    body: plain && body.bytes.length > 0 ? body.bytes : undefined,
  });
  refuseFindings(exchange, findings);
}

/** @throws Refusal with the reason of the policy that denies */
function decideRequest(gateway: Gateway, exchange: Exchange, head: RequestHead, body: HeldBody): void {
  const started = performance.now();
  const policies = gateway.policies.current();
  const decision = decide(policies, {
    agent: exchange.agent!,
    method: head.method,
    target: exchange.target!,
    headers: travellingFields(head.headers, hopByHop(head.headers, 'framing')),
    bodySize: body.complete ? body.bytes.length : body.framing.kind === 'length' ? body.framing.length : -1,
    tls: exchange.lane.tls,
    findings: exchange.findings,
    now: exchange.time,
  });
  exchange.decision = decision;
  exchange.policyVersion = policies.version;
  exchange.decideMs = rounded(performance.now() - started);
  if (decision.verdict === 'deny') throw new Refusal(decision.reason ?? 'policy');
}
