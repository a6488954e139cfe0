import { headerValue } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import type { Pooled } from '../forward/pool.ts';
import { BodyReader } from '../parse/body.ts';
import { contentCodings, decodeBody, encodeBody } from '../parse/coding.ts';
import { type Framing, responseFraming } from '../parse/framing.ts';
import { findHeadEnd, parseResponseHead, type RequestHead, type ResponseHead } from '../parse/head.ts';
import { hopByHop, keepsAlive } from '../parse/request.ts';
import { responseHead } from '../respond/head.ts';
import {
  type Answer,
  addedLines,
  answerPatience,
  countHeadMasks,
  headText,
  noteMasked,
  readAnswerPiece,
} from './answer.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway, Lane } from './gateway.ts';
import { streamAnswer } from './relay-stream.ts';
import { codingLimits, isMasked } from './request-body.ts';
import { joined } from './send.ts';

const EMPTY: Buffer = Buffer.alloc(0);
/** An origin may announce what it does, but not for ever. */
const MAX_INTERIM = 32;

/**
 * Brings the answer back: whole when it fits into the hold, else piece by piece; secrets masked in place.
 * @returns whether the client's connection stays open
 * @throws Refusal for an origin that answers nothing, not in time, or not in HTTP.
 */
export async function relayAnswer(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  request: RequestHead,
  upstream: Pooled,
): Promise<boolean> {
  try {
    let taken = upstream.wire.unread.length > 0 ? takeResponseHead(gateway, upstream, 0) : undefined;
    // Counted afterwards: interim answers that came with it are gone.
    let searched = upstream.wire.unread.length;
    while (taken === undefined) {
      if (!(await upstream.wire.more(answerPatience(gateway, lane)))) throw noAnswer(upstream, searched);
      taken = takeResponseHead(gateway, upstream, searched);
      searched = upstream.wire.unread.length;
    }
    const { head, size } = taken;
    exchange.firstByteMs = exchange.elapsed();
    exchange.status = head.status;
    const framing = responseFraming(head, request.method);
    const keep = keepsAlive(request.headers, request.minor) && !gateway.draining && exchange.requestComplete;
    const codings =
      framing.kind === 'none'
        ? []
        : contentCodings(head.headers, codingLimits(gateway), 'undecodable-answer');
    const drop = hopByHop(head.headers, 'framing-answer');
    const { wire } = upstream;
    if (codings.length === 0 && (framing.kind === 'none' || framing.kind === 'length')) {
      const total = size + (framing.kind === 'length' ? framing.length : 0);
      if (total <= wire.unread.length && gateway.inspector.isClean(wire.unread, 0, total)) {
        relayClean(gateway, lane, exchange, request, upstream, head, size, total, drop, keep);
        finish(gateway, exchange, { upstream, head, framing });
        return keep;
      }
    }
    const headHit = !gateway.inspector.isClean(wire.unread, 0, size);
    wire.consume(size);
    const reader = new BodyReader(framing, gateway.config.accept, 'answer');
    const answer: Answer = {
      upstream,
      head,
      framing,
      reader,
      codings,
      drop,
      headHit,
      keep,
      clientMinor: request.minor,
    };
    const stays = await relayInspected(gateway, lane, exchange, answer);
    finish(gateway, exchange, answer);
    return stays;
  } catch (error) {
    upstream.wire.destroy();
    throw error;
  } finally {
    lane.wire.onClose = undefined;
    lane.wire.onEnd = undefined;
  }
}

/** The common case: nothing to mask, everything there, one write. */
function relayClean(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  request: RequestHead,
  upstream: Pooled,
  head: ResponseHead,
  size: number,
  total: number,
  drop: (lower: string) => boolean,
  keep: boolean,
): void {
  const { wire } = upstream;
  const add = addedLines(gateway, exchange, keep, request.minor, false);
  const text = responseHead(head.status, head.reasonPhrase, head.headers, { drop, add, weakenETag: false });
  exchange.answerStarted = true;
  if (total === size) lane.wire.write(text);
  else lane.wire.write(joined(text, wire.unread.subarray(size, total)));
  exchange.answerBytes = total - size;
  wire.consume(total);
}

/** Gives the connection back to the pool when both directions of it are through with the exchange. */
function finish(
  gateway: Gateway,
  exchange: Exchange,
  answer: { upstream: Pooled; head: ResponseHead; framing: Framing },
): void {
  const { upstream, head, framing } = answer;
  if (framing.kind !== 'close' && keepsAlive(head.headers, head.minor) && exchange.requestComplete) {
    gateway.pool.give(upstream);
  } else upstream.wire.destroy();
}

/**
 * The head of the final answer, if it has arrived whole; interim ones (RFC 9110 section 15.2) end here.
 * @param searched bytes that were searched for its end before
 */
function takeResponseHead(
  gateway: Gateway,
  upstream: Pooled,
  searched: number,
): { head: ResponseHead; size: number } | undefined {
  const { wire } = upstream;
  for (let from = searched; ; from = 0) {
    if (upstream.interim > MAX_INTERIM) throw new Refusal('framing-answer', 'interim-answers');
    const size = findHeadEnd(wire.unread, 0, from, gateway.config.accept.headerBytes, 'answer');
    if (size < 0) return undefined;
    const head = parseResponseHead(wire.unread.toString('latin1', 0, size));
    if (head.status >= 200) {
      upstream.interim = 0;
      return { head, size };
    }
    if (head.status === 101) throw new Refusal('framing-answer', 'unexpected-upgrade');
    upstream.interim++;
    wire.consume(size);
  }
}

function noAnswer(upstream: Pooled, searched: number): Refusal {
  if (upstream.wire.timedOut) return new Refusal('upstream-timeout', 'answer');
  return new Refusal('upstream-closed', searched === 0 ? 'no-answer' : 'incomplete-head');
}

/** An answer that has to be decoded, masked, collected or streamed. */
async function relayInspected(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  answer: Answer,
): Promise<boolean> {
  const { framing, reader, upstream } = answer;
  const hold = gateway.config.inspect.answerHoldBytes;
  if (framing.kind === 'none') {
    await sendWhole(gateway, lane, exchange, answer, EMPTY);
    return answer.keep;
  }
  if (framing.kind === 'length' && framing.length <= hold) {
    const pieces: Buffer[] = [];
    while (!reader.done) pieces.push(await readAnswerPiece(gateway, lane, upstream, reader));
    await sendWhole(
      gateway,
      lane,
      exchange,
      answer,
      pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces),
    );
    return answer.keep;
  }
  // What has arrived with the head is often all there is.
  const first =
    upstream.wire.unread.length > 0 ? await readAnswerPiece(gateway, lane, upstream, reader) : EMPTY;
  if (reader.done && reader.trailers.names.length === 0) {
    await sendWhole(gateway, lane, exchange, answer, first);
    return answer.keep;
  }
  return await streamAnswer(gateway, lane, exchange, answer, first);
}

/** Sends an answer whose body is all there. */
async function sendWhole(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  answer: Answer,
  body: Buffer,
): Promise<void> {
  const { codings } = answer;
  const limits = codingLimits(gateway);
  const plain = codings.length > 0 ? await decodeBody(body, codings, limits, 'undecodable-answer') : body;
  const type = headerValue(answer.head.headers, 'content-type');
  const scan = gateway.inspector.createAnswerScan(type, exchange.target as Target);
  const { out, findings } = scan.push(plain, true);
  noteMasked(exchange, findings);
  const masked = findings.some(isMasked);
  const coded = !masked ? body : codings.length > 0 ? await encodeBody(out, codings) : out;
  const headMasks = answer.headHit ? countHeadMasks(gateway, exchange, answer) : 0;
  const reframed =
    answer.framing.kind !== 'none' && (answer.framing.kind !== 'length' || coded.length !== body.length);
  const drop = reframed ? (lower: string) => lower === 'content-length' || answer.drop(lower) : answer.drop;
  const length = reframed ? `Content-Length: ${coded.length}\r\n` : '';
  exchange.redacted += headMasks;
  const add =
    length + addedLines(gateway, exchange, answer.keep, answer.clientMinor, gateway.config.compat.strathon);
  const text = headText(gateway, exchange, answer, { drop, add, weakenETag: masked });
  exchange.answerStarted = true;
  exchange.answerBytes = coded.length;
  const free = coded.length === 0 ? lane.wire.write(text) : lane.wire.write(joined(text, coded));
  if (!free && !(await lane.wire.drained(gateway.config.accept.bodyIdleTimeoutMs)))
    throw new Refusal('timeout', 'client-reads-nothing');
}
