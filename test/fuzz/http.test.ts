import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BodyReader } from '../../src/parse/body.ts';
import { type Framing, requestFraming, responseFraming } from '../../src/parse/framing.ts';
import { findHeadEnd, parseRequestHead, parseResponseHead } from '../../src/parse/head.ts';
import { requestTarget } from '../../src/parse/request.ts';
import { cuts, mutated, mutation, outcome, piecesOf, RUNS } from './feed.ts';

const LIMITS = { chunkExtensionBytes: 64, headerBytes: 2048 };
const SIDES = ['request', 'answer'] as const;

const FIELDS = [
  'Host: a.test',
  'X-A: b',
  'Connection: keep-alive',
  'X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'Accept: */*',
];
const BODIES = [
  ['', ''],
  ['Content-Length: 5\r\n', 'hello'],
  ['Transfer-Encoding: chunked\r\n', '5\r\nhello\r\n3;a=b\r\nabc\r\n0\r\nX-T: 1\r\n\r\n'],
  ['Transfer-Encoding: chunked\r\n', '0\r\n\r\n'],
] as const;

const message = fc
  .record({
    start: fc.constantFrom(
      'GET http://a.test/ HTTP/1.1',
      'POST http://a.test/b?c=d HTTP/1.1',
      'PUT http://a.test:80/%2e%2e/x HTTP/1.0',
      'OPTIONS * HTTP/1.1',
    ),
    status: fc.constantFrom(
      'HTTP/1.1 200 OK',
      'HTTP/1.0 404 Not Found',
      'HTTP/1.1 204',
      'HTTP/1.1 103 Early',
    ),
    fields: fc.subarray(FIELDS, { minLength: 1 }),
    body: fc.constantFrom(...BODIES),
    rest: fc.constantFrom('', 'GET / HTTP/1.1\r\n\r\n', '\r\n', 'x'),
  })
  .map(({ start, status, fields, body, rest }) => ({
    request: Buffer.from(`${start}\r\n${fields.join('\r\n')}\r\n${body[0]}\r\n${body[1]}${rest}`, 'latin1'),
    answer: Buffer.from(`${status}\r\n${fields.join('\r\n')}\r\n${body[0]}\r\n${body[1]}${rest}`, 'latin1'),
  }));

/** Reads one message as the line does, from pieces; says everything that matters of it. */
function readMessage(pieces: readonly Buffer[], side: 'request' | 'answer'): unknown {
  const waiting = [...pieces];
  let unread: Buffer = Buffer.alloc(0);
  let arrived = 0;
  let searched = 0;
  let end = -1;
  while (end < 0) {
    const next = waiting.shift();
    if (next === undefined) return 'incomplete head';
    unread = Buffer.concat([unread, next]);
    arrived += next.length;
    end = findHeadEnd(unread, 0, searched, LIMITS.headerBytes, side);
    searched = unread.length;
  }
  const text = unread.toString('latin1', 0, end);
  unread = unread.subarray(end);
  let framing: Framing;
  let head: unknown;
  if (side === 'request') {
    const request = parseRequestHead(text);
    framing = requestFraming(request);
    head = { ...request, target: outcome(() => requestTarget(request, undefined, 'keep')) };
  } else {
    const answer = parseResponseHead(text);
    framing = responseFraming(answer, 'GET');
    head = answer;
  }
  const reader = new BodyReader(framing, LIMITS, side);
  const data: Buffer[] = [];
  while (!reader.done) {
    if (unread.length === 0) {
      const next = waiting.shift();
      if (next === undefined) break;
      arrived += next.length;
      unread = next;
    }
    const piece = reader.read(unread);
    assert.ok(piece.used > 0, 'a reader that takes nothing waits for ever');
    data.push(Buffer.from(piece.data));
    unread = unread.subarray(piece.used);
  }
  return {
    head,
    framing,
    done: reader.done,
    used: arrived - unread.length,
    data: Buffer.concat(data).toString('latin1'),
    trailers: reader.trailers,
  };
}

for (const side of SIDES) {
  test(`${side}: the same for every split, and only refusals are thrown`, () => {
    fc.assert(
      fc.property(message, mutation, cuts, (valid, edits, places) => {
        const bytes = mutated(valid[side], edits);
        const whole = outcome(() => readMessage([bytes], side));
        assert.equal(
          outcome(() => readMessage(piecesOf(bytes, places), side)),
          whole,
        );
      }),
      RUNS,
    );
  });

  test(`${side}: bytes that were never a message`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), cuts, (random, places) => {
        const bytes = Buffer.from(random);
        assert.equal(
          outcome(() => readMessage(piecesOf(bytes, places), side)),
          outcome(() => readMessage([bytes], side)),
        );
      }),
      RUNS,
    );
  });

  test(`${side}: what is complete stays complete when more arrives`, () => {
    fc.assert(
      fc.property(message, mutation, fc.uint8Array({ minLength: 1, maxLength: 20 }), (valid, edits, more) => {
        const bytes = mutated(valid[side], edits);
        const before = outcome(() => readMessage([bytes], side));
        if (!before.includes('"done":true')) return;
        assert.equal(
          outcome(() => readMessage([Buffer.concat([bytes, more])], side)),
          before,
        );
      }),
      RUNS,
    );
  });
}
