import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../flow/refusal.ts';
import { requestFraming, responseFraming } from './framing.ts';
import { findHeadEnd, parseRequestHead, parseResponseHead } from './head.ts';
import { hopByHop, keepsAlive } from './request.ts';

/** Detail of the refusal that `work` throws. */
function refused(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.detail;
  }
  assert.fail('nothing was refused');
}

const request = (...fields: string[]): string =>
  `GET / HTTP/1.1\r\nHost: a\r\n${fields.map((f) => `${f}\r\n`).join('')}\r\n`;

describe('request head', () => {
  it('keeps order and case of the fields', () => {
    const head = parseRequestHead(
      'POST /x?y=1 HTTP/1.1\r\nHOST: a.test\r\nx-Odd:  v a l \t\r\nEmpty:\r\n\r\n',
    );
    assert.equal(head.method, 'POST');
    assert.equal(head.rawTarget, '/x?y=1');
    assert.deepEqual(head.headers.names, ['HOST', 'x-Odd', 'Empty']);
    assert.deepEqual(head.headers.lower, ['host', 'x-odd', 'empty']);
    assert.deepEqual(head.headers.values, ['a.test', 'v a l', '']);
  });

  const refusals: readonly (readonly [string, string])[] = [
    ['request-line', 'GET /\r\n\r\n'],
    ['request-line', 'GET  / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['request-line', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n'],
    ['request-line', 'GET / HTTP/1.1 \r\nHost: a\r\n\r\n'],
    ['request-line', 'G(T / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['request-line', 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['obs-fold', request('X: a', ' b')],
    ['obs-fold', 'GET / HTTP/1.1\r\n Host: a\r\n\r\n'],
    ['field-name', request('X : a')],
    ['field-name', request('X\t: a')],
    ['field-name', request(': a')],
    ['field-name', request('é: a')],
    ['field-line', request('no colon')],
    ['control-character', request('X: a\0b')],
    ['control-character', request('X: a\x7fb')],
    ['control-character', request('X: a\x0bb')],
    ['bare-cr', request('X: a\rb')],
    ['bare-lf', 'GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n'],
  ];
  for (const [detail, text] of refusals) {
    it(`refuses ${detail}: ${JSON.stringify(text).slice(0, 50)}`, () => {
      assert.equal(
        refused(() => parseRequestHead(text)),
        detail,
      );
    });
  }

  it('refuses a head over the limit, whether or not its end has come', () => {
    const long = Buffer.from(request(`X: ${'a'.repeat(100)}`));
    assert.equal(
      refused(() => findHeadEnd(long, 0, 0, 64, 'request')),
      'header-bytes',
    );
    assert.equal(
      refused(() => findHeadEnd(long.subarray(0, 70), 0, 0, 64, 'request')),
      'header-bytes',
    );
    assert.equal(findHeadEnd(long, 0, 0, long.length, 'request'), long.length);
  });

  it('refuses more fields than the limit', () => {
    const fields = Array.from({ length: 257 }, (_, i) => `X-${i}: a`);
    assert.equal(
      refused(() => parseRequestHead(request(...fields))),
      'fields',
    );
  });
});

describe('request framing', () => {
  const refusals: readonly (readonly [string, string[]])[] = [
    ['length-and-transfer-encoding', ['Content-Length: 3', 'Transfer-Encoding: chunked']],
    ['length-and-transfer-encoding', ['Transfer-Encoding: chunked', 'content-length: 0']],
    ['duplicate-content-length', ['Content-Length: 3', 'Content-Length: 3']],
    ['content-length', ['Content-Length: +3']],
    ['content-length', ['Content-Length: -3']],
    ['content-length', ['Content-Length: 3, 3']],
    ['content-length', ['Content-Length: 0x3']],
    ['content-length', ['Content-Length: ']],
    ['content-length', ['Content-Length: 99999999999999999999']],
    ['duplicate-transfer-encoding', ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked']],
    ['transfer-coding', ['Transfer-Encoding: gzip, chunked']],
    ['transfer-coding', ['Transfer-Encoding: xchunked']],
    ['transfer-coding', ['Transfer-Encoding: identity']],
  ];
  for (const [detail, fields] of refusals) {
    it(`refuses ${fields.join(' + ')}`, () => {
      assert.equal(
        refused(() => requestFraming(parseRequestHead(request(...fields)))),
        detail,
      );
    });
  }

  it('refuses a transfer coding in HTTP/1.0', () => {
    const text = 'GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    assert.equal(
      refused(() => requestFraming(parseRequestHead(text))),
      'transfer-encoding-in-http-1.0',
    );
  });

  it('knows the three ways', () => {
    assert.equal(requestFraming(parseRequestHead(request())).kind, 'none');
    assert.deepEqual(requestFraming(parseRequestHead(request('Content-Length: 12'))), {
      kind: 'length',
      length: 12,
    });
    assert.equal(requestFraming(parseRequestHead(request('Transfer-Encoding: Chunked'))).kind, 'chunked');
  });
});

describe('answer head', () => {
  it('reads status and phrase', () => {
    const head = parseResponseHead('HTTP/1.1 404 Not Found at all\r\nA: b\r\n\r\n');
    assert.deepEqual([head.status, head.reasonPhrase, head.minor], [404, 'Not Found at all', 1]);
    assert.equal(parseResponseHead('HTTP/1.0 200\r\n\r\n').reasonPhrase, '');
  });

  it('has no body for HEAD, 204 and 304', () => {
    const head = parseResponseHead('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n');
    assert.equal(responseFraming(head, 'HEAD').kind, 'none');
    assert.equal(responseFraming(head, 'GET').kind, 'length');
    const notModified = parseResponseHead('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n');
    assert.equal(responseFraming(notModified, 'GET').kind, 'none');
    assert.equal(responseFraming(parseResponseHead('HTTP/1.1 200 OK\r\n\r\n'), 'GET').kind, 'close');
  });

  it('refuses what is not a status line', () => {
    for (const line of [
      'HTTP/1.1 99 Low',
      'HTTP/1.1 2000 OK',
      'HTTP/2 200 OK',
      'ICY 200 OK',
      'HTTP/1.1  200 OK',
    ]) {
      assert.equal(
        refused(() => parseResponseHead(`${line}\r\n\r\n`)),
        'status-line',
      );
    }
  });
});

describe('connection options', () => {
  const headersOf = (...fields: string[]) => parseRequestHead(request(...fields)).headers;

  it('drops hop-by-hop fields and those that Connection names', () => {
    const drop = hopByHop(headersOf('Connection: close, X-Secret-Hop', 'X-Secret-Hop: 1'), 'framing');
    for (const name of [
      'connection',
      'x-secret-hop',
      'te',
      'upgrade',
      'proxy-authorization',
      'proxy-anything',
    ]) {
      assert.equal(drop(name), true, name);
    }
    assert.equal(drop('x-other'), false);
  });

  it('refuses a Connection option that would strip a field which must travel', () => {
    for (const name of ['Host', 'Content-Length', 'Authorization']) {
      assert.equal(
        refused(() => hopByHop(headersOf(`Connection: ${name}`), 'framing')),
        'connection-option',
      );
    }
  });

  it('knows who keeps the connection', () => {
    assert.equal(keepsAlive(headersOf(), 1), true);
    assert.equal(keepsAlive(headersOf('Connection: x, Close'), 1), false);
    assert.equal(keepsAlive(headersOf(), 0), false);
    assert.equal(keepsAlive(headersOf('Connection: Keep-Alive'), 0), true);
  });
});
