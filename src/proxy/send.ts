import type { Finding } from '../flow/finding.ts';
import type { HeaderList } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import type { Pooled } from '../forward/pool.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway, Lane } from './gateway.ts';
import { type HeldBody, nextPiece, StreamedBody } from './request-body.ts';

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
  headText: string,
  body: HeldBody,
): Pooled | undefined {
  const upstream = body.complete ? gateway.pool.take(exchange.target as Target) : undefined;
  if (upstream === undefined) return undefined;
  assign(lane, exchange, upstream);
  writeHeld(upstream, headText, body);
  exchange.requestComplete = true;
  return upstream;
}

function assign(lane: Lane, exchange: Exchange, upstream: Pooled): void {
  exchange.address = upstream.address;
  exchange.upstreamTls = upstream.tlsVersion;
  // Nobody is left to answer: the origin need not go on.
  lane.wire.onClose = () => upstream.wire.destroy();
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
  headText: string,
  headers: HeaderList,
  body: HeldBody,
): Promise<Pooled> {
  const target = exchange.target as Target;
  // A large body is judged as far as it is held before anything is dialled.
  const streamed = body.complete ? undefined : new StreamedBody(gateway, headers);
  const first = streamed === undefined ? undefined : await streamed.push(body.bytes, false);
  if (first !== undefined) refuseFindings(exchange, first.findings);
  const upstream = gateway.pool.take(target) ?? (await gateway.pool.connect(target));
  assign(lane, exchange, upstream);
  try {
    if (streamed === undefined || first === undefined) {
      writeHeld(upstream, headText, body);
      exchange.requestComplete = true;
    } else await streamRest(gateway, lane, exchange, upstream, headText, body, streamed, first.out);
  } catch (error) {
    upstream.wire.destroy();
    throw error;
  } finally {
    streamed?.destroy();
  }
  return upstream;
}

function writeHeld(upstream: Pooled, headText: string, body: HeldBody): void {
  const { wire } = upstream;
  const chunked = body.framing.kind === 'chunked';
  if (body.bytes.length === 0) {
    wire.write(chunked ? `${headText}0\r\n${trailerText(body.trailers)}\r\n` : headText);
    return;
  }
  const before = chunked ? `${headText}${body.bytes.length.toString(16)}\r\n` : headText;
  const after = chunked ? `\r\n0\r\n${trailerText(body.trailers)}\r\n` : '';
  if (body.bytes.length > ONE_WRITE_BYTES) {
    wire.write(before);
    wire.write(body.bytes);
    if (after !== '') wire.write(after);
    return;
  }
  wire.write(joined(before, body.bytes, after));
}

/** One buffer of latin1 text around a body. */
export function joined(before: string, body: Buffer, after: string): Buffer {
  const whole = Buffer.allocUnsafe(before.length + body.length + after.length);
  whole.write(before, 0, 'latin1');
  body.copy(whole, before.length);
  if (after !== '') whole.write(after, before.length + body.length, 'latin1');
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
  headText: string,
  body: HeldBody,
  streamed: StreamedBody,
  first: Buffer,
): Promise<void> {
  const { wire } = upstream;
  const chunked = body.framing.kind === 'chunked';
  wire.write(headText);
  await writeData(gateway, upstream, first, chunked);
  for (;;) {
    // An origin that answers before it has seen everything will not read on.
    if (wire.unread.length > 0 || wire.ended) return;
    const { data, last } = await nextPiece(gateway, lane, body.reader);
    exchange.requestBytes += data.length;
    const { out, findings } = await streamed.push(data, last);
    refuseFindings(exchange, findings);
    if (last) refuseFindings(exchange, gateway.inspector.inspectTrailers(body.reader.trailers));
    await writeData(gateway, upstream, out, chunked);
    if (last) break;
  }
  if (chunked) wire.write(`0\r\n${trailerText(body.reader.trailers)}\r\n`);
  exchange.requestComplete = true;
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

/**
 * Notes findings and refuses the exchange when one of them blocks.
 * @throws Refusal `credential-leak`.
 */
export function refuseFindings(exchange: Exchange, findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  exchange.findings = [...exchange.findings, ...findings];
  if (findings.some((finding) => finding.action === 'block')) throw new Refusal('credential-leak');
}
