import type { Finding } from '../flow/finding.ts';
import type { HeaderList } from '../flow/headers.ts';
import type { Reason } from '../flow/reason.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import type { Pooled } from '../forward/pool.ts';
import type { Wire } from '../wire/wire.ts';
import { answerPatience } from './answer.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway, Lane } from './gateway.ts';
import { type HeldBody, isMasked, nextPiece, StreamedBody } from './request-body.ts';

const EMPTY: Buffer = Buffer.alloc(0);
/** Below this one copy is cheaper than two writes. */
const ONE_WRITE_BYTES = 256 * 1024;

/**
 * Sends a judged request on a connection that is already there, which takes no waiting.
 * @returns undefined when there is no idle connection, or the body is not held whole
 */
export function sendOnIdle(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  headBytes: Buffer,
  body: HeldBody,
): Pooled | undefined {
  const upstream = body.complete ? gateway.pool.take(exchange.target as Target) : undefined;
  if (upstream === undefined) return undefined;
  assign(gateway, lane, exchange, upstream);
  writeHeld(upstream, headBytes, body);
  exchange.requestComplete = true;
  return upstream;
}

function assign(gateway: Gateway, lane: Lane, exchange: Exchange, upstream: Pooled): void {
  exchange.address = upstream.address;
  exchange.upstreamTls = upstream.tlsVersion;
  // Nobody is left to answer: the origin need not go on.
  lane.wire.onClose = () => upstream.wire.destroy();
  lane.wire.onEnd = () => {
    if (upstream.wire.deadline !== 0) upstream.wire.arm(answerPatience(gateway, lane));
  };
  if (lane.wire.closed) upstream.wire.destroy();
}

/**
 * Sends a judged request. The connection is taken from the pool or dialled here, after the verdict and not before.
 * @throws Refusal of the dialler; `credential-leak` when a streamed body holds a secret: the connection to the origin is
 * cut before its last bytes leave.
 */
export async function sendRequest(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  headBytes: Buffer,
  headers: HeaderList,
  body: HeldBody,
): Promise<Pooled> {
  const target = exchange.target as Target;
  // A large body is judged as far as it is held before anything is dialled.
  const streamed = body.complete ? undefined : new StreamedBody(gateway, headers, target);
  const first = streamed === undefined ? undefined : await streamed.push(body.bytes, false);
  if (first !== undefined) refuseFindings(exchange, first.findings);
  const upstream = gateway.pool.take(target) ?? (await gateway.pool.connect(target));
  assign(gateway, lane, exchange, upstream);
  try {
    if (streamed === undefined || first === undefined) {
      writeHeld(upstream, headBytes, body);
      exchange.requestComplete = true;
    } else {
      // A client that pauses must not keep an early answer waiting.
      upstream.wire.onReadable = upstream.wire.onEnd = () => lane.wire.nudge();
      await streamRest(gateway, lane, exchange, upstream, headBytes, body, streamed, first.out);
    }
  } catch (error) {
    upstream.wire.destroy();
    throw error;
  } finally {
    upstream.wire.onReadable = undefined;
    upstream.wire.onEnd = undefined;
    streamed?.destroy();
  }
  return upstream;
}

function writeHeld(upstream: Pooled, headBytes: Buffer, body: HeldBody): void {
  const { wire } = upstream;
  if (body.framing.kind === 'none') {
    wire.write(headBytes);
    return;
  }
  const chunked = body.framing.kind === 'chunked';
  const size =
    chunked && body.bytes.length > 0 ? Buffer.from(`${body.bytes.length.toString(16)}\r\n`) : EMPTY;
  const end = chunked
    ? Buffer.from(`${size.length > 0 ? '\r\n' : ''}0\r\n${trailerText(body.trailers)}\r\n`, 'latin1')
    : EMPTY;
  const parts = [headBytes, size, body.bytes, end];
  if (body.bytes.length <= ONE_WRITE_BYTES) wire.write(Buffer.concat(parts));
  else for (const part of parts) wire.write(part);
}

/** One buffer of latin1 text before a body. */
export function joined(before: string, body: Buffer): Buffer {
  const whole = Buffer.allocUnsafe(before.length + body.length);
  whole.write(before, 0, 'latin1');
  body.copy(whole, before.length);
  return whole;
}

/** Trailer fields as lines, without the empty one. */
export function trailerText(trailers: HeaderList): string {
  let text = '';
  for (let i = 0; i < trailers.names.length; i++) text += `${trailers.names[i]}: ${trailers.values[i]}\r\n`;
  return text;
}

async function streamRest(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  upstream: Pooled,
  headBytes: Buffer,
  body: HeldBody,
  streamed: StreamedBody,
  first: Buffer,
): Promise<void> {
  const { wire } = upstream;
  const chunked = body.framing.kind === 'chunked';
  wire.write(headBytes);
  await writeData(gateway, upstream, first, chunked);
  for (;;) {
    // An origin that answers before it has seen everything will not read on.
    if (hasAnswered(wire)) return;
    const { data, last } = await nextPiece(gateway, lane, body.reader);
    exchange.requestBytes += data.length;
    const { out, findings } = await streamed.push(data, last);
    refuseFindings(exchange, findings);
    if (findings.some(isMasked)) exchange.outcome = 'masked';
    if (last)
      refuseFindings(
        exchange,
        gateway.inspector.inspectTrailers(body.reader.trailers, exchange.target as Target),
      );
    await writeData(gateway, upstream, out, chunked);
    if (last) break;
  }
  if (chunked) wire.write(`0\r\n${trailerText(body.reader.trailers)}\r\n`);
  exchange.requestComplete = true;
}

/** Whether a final answer has begun; interim ones (`HTTP/1.1 1xx`) wait until the request is through. */
function hasAnswered(wire: Wire): boolean {
  return wire.ended || (wire.unread.length > 9 && wire.unread[9] !== 0x31);
}

async function writeData(gateway: Gateway, upstream: Pooled, data: Buffer, chunked: boolean): Promise<void> {
  if (data.length === 0) return;
  const { wire } = upstream;
  if (chunked) wire.write(`${data.length.toString(16)}\r\n`);
  const free = wire.write(data);
  if (chunked) wire.write('\r\n');
  if (!free && !(await wire.drained(gateway.config.forward.answerTimeoutMs))) {
    if (wire.unread.length > 0) return;
    throw new Refusal(wire.timedOut ? 'upstream-timeout' : 'upstream-closed', 'while-sending');
  }
}

function reasonFor({ kind }: Finding): Reason {
  return kind === 'prompt-injection' || kind === 'dangerous-command' ? kind : 'credential-leak';
}

/**
 * Notes findings and refuses the exchange when one of them blocks.
 * @throws Refusal `credential-leak`.
 */
export function refuseFindings(exchange: Exchange, findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  exchange.findings = [...exchange.findings, ...findings];
  const stopped = findings.find((finding) => finding.action === 'block');
  if (stopped !== undefined) throw new Refusal(reasonFor(stopped));
}
