import { headerValue } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import type { Scanned, StreamScan } from '../inspect/stream-scan.ts';
import { StreamDecoder } from '../parse/decoder.ts';
import {
  type Answer,
  addedLines,
  countHeadMasks,
  headText,
  injectionLine,
  noteMasked,
  readAnswerPiece,
} from './answer.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway, Lane } from './gateway.ts';
import { codingLimits } from './request-body.ts';
import { trailerText } from './send.ts';

/**
 * Relays an answer while it is still arriving. A coded one is sent decoded: what was judged is what is sent.
 * @param first data that arrived together with the head
 * @returns whether the client's connection stays open
 */
export async function streamAnswer(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  answer: Answer,
  first: Buffer,
): Promise<boolean> {
  const stream = new AnswerStream(gateway, lane, exchange, answer);
  try {
    return await stream.run(first);
  } finally {
    stream.destroy();
  }
}

class AnswerStream {
  readonly #gateway: Gateway;
  readonly #lane: Lane;
  readonly #exchange: Exchange;
  readonly #answer: Answer;
  readonly #decoder: StreamDecoder | undefined;
  readonly #scan: StreamScan;
  readonly #events: boolean;
  readonly #chunked: boolean;
  readonly #keep: boolean;
  /** Masked after the head had gone out. */
  #late = 0;
  /** The score that the head tells. */
  #markedInjection = 0;

  constructor(gateway: Gateway, lane: Lane, exchange: Exchange, answer: Answer) {
    this.#gateway = gateway;
    this.#lane = lane;
    this.#exchange = exchange;
    this.#answer = answer;
    const { codings, framing, head } = answer;
    this.#decoder =
      codings.length > 0
        ? new StreamDecoder(codings, codingLimits(gateway), 'undecodable-answer')
        : undefined;
    const type = headerValue(head.headers, 'content-type');
    this.#scan = gateway.inspector.createAnswerScan(type, exchange.target as Target);
    this.#events = /^text\/event-stream\b/i.test(type ?? '');
    const keepsLength = framing.kind === 'length' && codings.length === 0;
    this.#chunked = !keepsLength && answer.clientMinor === 1;
    this.#keep = answer.keep && (keepsLength || this.#chunked);
  }

  async run(first: Buffer): Promise<boolean> {
    const { upstream, reader } = this.#answer;
    let piece = await this.#inspected(first, reader.done);
    this.#sendHead();
    await this.#send(piece);
    while (!reader.done) {
      const data = await readAnswerPiece(this.#gateway, this.#lane, upstream, reader);
      if (data.length === 0 && !reader.done) continue;
      piece = await this.#inspected(data, reader.done);
      await this.#send(piece);
    }
    if (this.#chunked) this.#lane.wire.write(this.#lastChunk());
    if (!this.#keep && !this.#chunked && !this.#keepsLength()) return false;
    return this.#keep;
  }

  destroy(): void {
    this.#decoder?.destroy();
  }

  #keepsLength(): boolean {
    return this.#answer.framing.kind === 'length' && this.#decoder === undefined;
  }

  async #inspected(data: Buffer, last: boolean): Promise<Buffer> {
    const plain = this.#decoder === undefined ? data : await this.#decode(this.#decoder, data, last);
    const pushed = this.#scan.push(plain, last);
    const { out, findings } =
      this.#events && !last && endsEvent(plain) ? flushed(pushed, this.#scan) : pushed;
    const masks = noteMasked(this.#exchange, findings);
    if (this.#exchange.answerStarted) this.#late += masks;
    else this.#markedInjection = this.#exchange.injection;
    return out;
  }

  get #lateInjection(): boolean {
    return this.#exchange.injection > this.#markedInjection;
  }

  async #decode(decoder: StreamDecoder, data: Buffer, last: boolean): Promise<Buffer> {
    const out = data.length > 0 ? await decoder.push(data) : data;
    return last ? Buffer.concat([out, await decoder.end()]) : out;
  }

  #sendHead(): void {
    const { drop, headHit, clientMinor } = this.#answer;
    const exchange = this.#exchange;
    if (headHit) exchange.redacted += countHeadMasks(this.#gateway, exchange, this.#answer);
    const decoded = this.#decoder !== undefined;
    const add =
      (this.#chunked ? 'Transfer-Encoding: chunked\r\n' : '') +
      addedLines(this.#gateway, exchange, this.#keep, clientMinor, this.#gateway.config.compat.strathon);
    const text = headText(this.#gateway, exchange, this.#answer, {
      drop: (lower) =>
        drop(lower) ||
        (!this.#keepsLength() && lower === 'content-length') ||
        (decoded && lower === 'content-encoding'),
      add,
      weakenETag: decoded || exchange.redacted > 0,
    });
    exchange.answerStarted = true;
    this.#lane.wire.write(text);
  }

  async #send(data: Buffer): Promise<void> {
    if (data.length === 0) return;
    const { wire } = this.#lane;
    this.#exchange.answerBytes += data.length;
    if (wire.closed) throw new Refusal('upstream-closed', 'client-gone');
    let free: boolean;
    if (this.#chunked) {
      wire.socket.cork();
      wire.write(`${data.length.toString(16)}\r\n`);
      wire.write(data);
      free = wire.write('\r\n');
      wire.socket.uncork();
    } else free = wire.write(data);
    if (!free && !(await wire.drained(this.#gateway.config.accept.bodyIdleTimeoutMs))) {
      throw new Refusal('timeout', 'client-reads-nothing');
    }
  }

  /** The end of a chunked answer, with its trailers and the count of what was masked too late for the head. */
  #lastChunk(): string {
    const { inspector, config } = this.#gateway;
    const target = this.#exchange.target as Target;
    const { trailers } = this.#answer.reader;
    const masks =
      trailers.names.length === 0
        ? 0
        : noteMasked(this.#exchange, inspector.inspectAnswerHead(target, trailers));
    this.#late += masks;
    let text = trailerText(masks > 0 ? inspector.maskHeaders(target, trailers) : trailers);
    if (this.#late > 0) {
      text += `X-Weir-Redacted: ${this.#exchange.redacted}\r\n`;
      if (config.compat.strathon) text += `X-Strathon-Redacted: ${this.#exchange.redacted}\r\n`;
    }
    if (this.#lateInjection) text += injectionLine(this.#gateway, this.#exchange);
    return `0\r\n${text}\r\n`;
  }
}

/** A blank line ends an event; a client must not wait for the next one to see this one whole. */
function endsEvent(data: Buffer): boolean {
  const { length } = data;
  if (length < 2 || data[length - 1] !== 10) return false;
  return data[length - 2] === 10 || (length >= 4 && data[length - 2] === 13 && data[length - 3] === 10);
}

function flushed(pushed: Scanned, scan: StreamScan): Scanned {
  if (scan.held === 0) return pushed;
  const rest = scan.flush();
  return { out: Buffer.concat([pushed.out, rest.out]), findings: [...pushed.findings, ...rest.findings] };
}
