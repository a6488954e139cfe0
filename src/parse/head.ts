import type { HeaderList } from '../flow/headers.ts';
import type { Reason } from '../flow/reason.ts';
import { Refusal } from '../flow/refusal.ts';

/** The head of a request as it arrived: nothing decided yet about where it goes. */
export interface RequestHead {
  readonly method: string;
  /** Minor version of HTTP/1. */
  readonly minor: 0 | 1;
  /** The request target as received. */
  readonly rawTarget: string;
  readonly headers: HeaderList;
}

/** The head of an answer as it arrived. */
export interface ResponseHead {
  readonly status: number;
  readonly reasonPhrase: string;
  readonly minor: 0 | 1;
  readonly headers: HeaderList;
}

const CRLF2 = Buffer.from('\r\n\r\n', 'latin1');
/** RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 9110 section 5.5: field values are tab, space, visible ASCII and obs-text. */
const FORBIDDEN = /[^\t\r\n\x20-\x7e\x80-\xff]/;
const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}) ([\x21-\x7e\x80-\xff]+) HTTP\/1\.([01])$/;
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?$/;

const MAX_FIELDS = 256;
const NAME_CACHE_LIMIT = 4096;
const MAX_CACHED_NAME = 64;
/** Field name as received -> lower case. Being in here also says that it is a token. */
const lowerNames = new Map<string, string>();

/**
 * Where the head ends, just behind the empty line, or -1 when more bytes are needed.
 * @param from where the search may start: everything before was searched already
 * @throws Refusal `limit-headers` when there is no end within `limit` bytes, `framing` at a bare LF (which would
 * otherwise wait for an end that other readers have already seen).
 */
export function findHeadEnd(
  bytes: Buffer,
  start: number,
  from: number,
  limit: number,
  side: 'request' | 'answer',
): number {
  const at = bytes.indexOf(CRLF2, Math.max(start, from - 3));
  const end = at < 0 ? bytes.length : at + 4;
  if (end - start > limit)
    throw new Refusal(side === 'request' ? 'limit-headers' : 'framing-answer', 'header-bytes');
  if (at >= 0) return end;
  for (let lf = bytes.indexOf(10, Math.max(start, from)); lf >= 0; lf = bytes.indexOf(10, lf + 1)) {
    if (lf === start || bytes[lf - 1] !== 13) throw new Refusal(framingReason(side), 'bare-lf');
  }
  return -1;
}

/**
 * Parses a whole request head, from the first byte of the request line through the empty line (RFC 9112 sections 2-5).
 * @param text the head as latin1
 * @throws Refusal `framing` with the rule that was broken.
 */
export function parseRequestHead(text: string): RequestHead {
  const eol = lineEnd(text, 0, 'request');
  const line = REQUEST_LINE.exec(text.slice(0, eol));
  if (line === null) throw new Refusal('framing', 'request-line');
  const headers = parseFields(text, eol + 2, 'request');
  return { method: line[1]!, rawTarget: line[2]!, minor: line[3] === '1' ? 1 : 0, headers };
}

/**
 * Parses a whole answer head (RFC 9112 section 4).
 * @throws Refusal `framing-answer` with the rule that was broken.
 */
export function parseResponseHead(text: string): ResponseHead {
  const eol = lineEnd(text, 0, 'answer');
  const line = STATUS_LINE.exec(text.slice(0, eol));
  if (line === null) throw new Refusal('framing-answer', 'status-line');
  const headers = parseFields(text, eol + 2, 'answer');
  return { minor: line[1] === '1' ? 1 : 0, status: Number(line[2]), reasonPhrase: line[3] ?? '', headers };
}

/**
 * Parses field lines up to the empty line at the end of `text` (RFC 9112 section 5); trailers use it too.
 * @throws Refusal for obs-fold, blanks before the colon, names that are not tokens, NUL and other control characters,
 * bare CR or LF, more than 256 fields.
 */
export function parseFields(text: string, start: number, side: 'request' | 'answer'): HeaderList {
  if (FORBIDDEN.test(text)) throw new Refusal(framingReason(side), 'control-character');
  const names: string[] = [];
  const lower: string[] = [];
  const values: string[] = [];
  let at = start;
  for (;;) {
    const eol = lineEnd(text, at, side);
    if (eol === at) break;
    const first = text.charCodeAt(at);
    if (first === 32 || first === 9) throw new Refusal(framingReason(side), 'obs-fold');
    const colon = text.indexOf(':', at);
    if (colon < 0 || colon > eol) throw new Refusal(framingReason(side), 'field-line');
    const name = text.slice(at, colon);
    names.push(name);
    lower.push(lowerNames.get(name) ?? lowerName(name, side));
    values.push(trimmed(text, colon + 1, eol));
    at = eol + 2;
  }
  if (at + 2 !== text.length) throw new Refusal(framingReason(side), 'field-line');
  if (names.length > MAX_FIELDS)
    throw new Refusal(side === 'request' ? 'limit-headers' : 'framing-answer', 'fields');
  return { names, lower, values };
}

function framingReason(side: 'request' | 'answer'): Reason {
  return side === 'request' ? 'framing' : 'framing-answer';
}

/** Index of the CR of the line's CRLF; refuses a CR or LF that stands alone. */
function lineEnd(text: string, start: number, side: 'request' | 'answer'): number {
  const lf = text.indexOf('\n', start);
  if (lf < 1 || text.charCodeAt(lf - 1) !== 13) throw new Refusal(framingReason(side), 'bare-lf');
  if (text.indexOf('\r', start) !== lf - 1) throw new Refusal(framingReason(side), 'bare-cr');
  return lf - 1;
}

function lowerName(name: string, side: 'request' | 'answer'): string {
  if (!TOKEN.test(name)) throw new Refusal(framingReason(side), 'field-name');
  const lower = name.toLowerCase();
  if (name.length <= MAX_CACHED_NAME) {
    if (lowerNames.size >= NAME_CACHE_LIMIT) lowerNames.clear();
    lowerNames.set(name, lower);
  }
  return lower;
}

/** The value without optional blanks around it. */
function trimmed(text: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
