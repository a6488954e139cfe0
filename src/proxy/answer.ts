import { type Finding, MAX_FINDINGS } from '../flow/finding.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import type { Pooled } from '../forward/pool.ts';
import type { BodyReader } from '../parse/body.ts';
import type { Coding } from '../parse/coding.ts';
import type { Framing } from '../parse/framing.ts';
import type { ResponseHead } from '../parse/head.ts';
import { type HeadChanges, responseHead } from '../respond/head.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway, Lane } from './gateway.ts';

const EMPTY: Buffer = Buffer.alloc(0);

/** An answer whose head was read and whose body has still to be. */
export interface Answer {
  readonly upstream: Pooled;
  readonly head: ResponseHead;
  readonly framing: Framing;
  readonly reader: BodyReader;
  readonly codings: readonly Coding[];
  readonly drop: (lower: string) => boolean;
  /** The head as it arrived held a secret: its text is masked before it goes out. */
  readonly headHit: boolean;
  /** The client keeps its connection. */
  readonly keep: boolean;
  /** Lower bound of the client's version: only 1.1 knows chunks. */
  readonly clientMinor: 0 | 1;
}

/**
 * The next run of body data of an answer.
 * @throws Refusal `upstream-closed` for a body that ends early, `upstream-timeout` for one that stalls.
 */
export async function readAnswerPiece(
  gateway: Gateway,
  lane: Lane,
  upstream: Pooled,
  reader: BodyReader,
): Promise<Buffer> {
  const { wire } = upstream;
  if (wire.unread.length === 0 && !(await wire.more(answerPatience(gateway, lane)))) {
    if (wire.timedOut) throw new Refusal('upstream-timeout', 'answer-body');
    if (wire.errorCode !== undefined) throw new Refusal('upstream-closed', wire.errorCode);
    reader.end();
    return EMPTY;
  }
  const { used, data } = reader.read(wire.unread);
  wire.consume(used);
  return data;
}

/**
 * Notes what was found in an answer; `redacted` counts what was masked.
 * @throws Refusal `answer-content` when the rules stop the answer as a whole
 */
export function noteMasked(exchange: Exchange, findings: readonly Finding[]): number {
  if (findings.length === 0) return 0;
  const room = MAX_FINDINGS - exchange.answerFindings;
  if (room > 0) {
    const kept = findings.length <= room ? findings : findings.slice(0, room);
    exchange.answerFindings += kept.length;
    exchange.findings = [...exchange.findings, ...kept];
  }
  if (findings.some((finding) => finding.action === 'block')) throw new Refusal('answer-content');
  let masks = 0;
  for (const finding of findings) {
    if (finding.action === 'mask' || finding.action === 'tokenise') masks++;
    if (finding.kind === 'prompt-injection')
      exchange.injection = Math.max(exchange.injection, finding.score ?? 0);
  }
  if (masks > 0) exchange.outcome = 'masked';
  exchange.redacted += masks;
  return masks;
}

/** Finds secrets in the head's text; they are masked when it is written. */
export function countHeadMasks(gateway: Gateway, exchange: Exchange, answer: Answer): number {
  const findings = gateway.inspector.inspectAnswerHead(exchange.target as Target, answer.head.headers);
  const before = exchange.redacted;
  noteMasked(exchange, findings);
  const masks = exchange.redacted - before;
  exchange.redacted = before;
  return masks;
}

/** Serialises the head; one that held a secret goes through the mask, which keeps every length. */
export function headText(gateway: Gateway, exchange: Exchange, answer: Answer, changes: HeadChanges): string {
  const { head, headHit } = answer;
  const headers = headHit
    ? gateway.inspector.maskHeaders(exchange.target as Target, head.headers)
    : head.headers;
  const phrase = headHit ? gateway.inspector.maskText(head.reasonPhrase) : head.reasonPhrase;
  return responseHead(head.status, phrase, headers, changes);
}

/** The lines that Weir adds to every answer. */
export function addedLines(
  gateway: Gateway,
  exchange: Exchange,
  keep: boolean,
  minor: 0 | 1,
  strathon: boolean,
): string {
  let text = `X-Weir-Request-Id: ${exchange.id}\r\n`;
  if (!keep) text += 'Connection: close\r\n';
  else if (minor === 0) text += 'Connection: keep-alive\r\n';
  if (exchange.redacted > 0) {
    text += `X-Weir-Redacted: ${exchange.redacted}\r\n`;
    if (strathon) text += `X-Strathon-Redacted: ${exchange.redacted}\r\n`;
  }
  return text + injectionLine(gateway, exchange);
}

/** The mark of an answer that may speak to the agent. */
export function injectionLine(gateway: Gateway, exchange: Exchange): string {
  return exchange.injection >= gateway.inspector.injectionMedium
    ? `X-Weir-Injection: ${exchange.injection.toFixed(2)}\r\n`
    : '';
}

/** How long an origin may be silent; a client that has ended its side may have gone, and must not hold it for long. */
export function answerPatience(gateway: Gateway, lane: Lane): number {
  const { accept, forward } = gateway.config;
  return lane.wire.ended
    ? Math.min(accept.halfClosedTimeoutMs, forward.answerTimeoutMs)
    : forward.answerTimeoutMs;
}
