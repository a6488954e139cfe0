import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../flow/refusal.ts';
import { parseRequestHead } from './head.ts';
import { normaliseHost, parseAuthority } from './host.ts';
import { type EncodedSlash, normalisePath } from './path.ts';
import { connectTarget, requestTarget } from './request.ts';

const head = (target: string, host: string | undefined, method = 'GET') =>
  parseRequestHead(`${method} ${target} HTTP/1.1\r\n${host === undefined ? '' : `Host: ${host}\r\n`}\r\n`);
const TUNNEL = { scheme: 'https', host: 'a.test', port: 443 } as const;

function reasonOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return `${error.reason}/${error.detail}`;
  }
  return 'nothing was refused';
}

describe('hosts', () => {
  const same: Readonly<Record<string, string>> = {
    'A.Test': 'a.test',
    'a.test.': 'a.test',
    '127.0.0.1': '127.0.0.1',
    '2130706433': '127.0.0.1',
    '0x7f000001': '127.0.0.1',
    '0177.0.0.1': '127.0.0.1',
    '0x7f.1': '127.0.0.1',
    '127.1': '127.0.0.1',
    '127.0.1': '127.0.0.1',
    '0': '0.0.0.0',
    '[::1]': '::1',
    '[0:0:0:0:0:0:0:1]': '::1',
    '[::ffff:127.0.0.1]': '::ffff:7f00:1',
    'xn--bcher-kva.example': 'xn--bcher-kva.example',
    'under_score.test': 'under_score.test',
  };
  for (const [text, host] of Object.entries(same)) {
    it(`reads ${text} as ${host}`, () => assert.equal(normaliseHost(text), host));
  }

  const bad = [
    '',
    '.',
    'a..b',
    '-a.test',
    'a-.test',
    'a b',
    'a\0b',
    'a%2eb',
    'a@b',
    'a/b',
    '256.1.1.1',
    '1.2.3.4.5',
    '[::1',
    '[zz]',
    'bücher.test',
  ];
  for (const text of [...bad, `${'a'.repeat(64)}.test`, `${'a.'.repeat(130)}test`]) {
    it(`refuses ${JSON.stringify(text).slice(0, 30)}`, () => {
      assert.match(
        reasonOf(() => normaliseHost(text)),
        /^framing/,
      );
    });
  }

  it('reads ports strictly', () => {
    assert.deepEqual(parseAuthority('[::1]:8443', 443), { host: '::1', port: 8443 });
    for (const port of ['', '0', '65536', '+1', '1a', '1:2']) {
      assert.match(
        reasonOf(() => parseAuthority(`a.test:${port}`, 443)),
        /^framing/,
      );
    }
  });
});

describe('paths', () => {
  const cases: readonly (readonly [string, string, EncodedSlash?])[] = [
    ['/a/b', '/a/b'],
    ['/a/../b', '/b'],
    ['/a/./b', '/a/b'],
    ['/../../x', '/x'],
    ['/a/..', '/'],
    ['/a/%2e%2E/b', '/b'],
    ['/a/.%2e/b', '/b'],
    ['/%61', '/a'],
    ['/a%2fb', '/a%2Fb'],
    ['/a%2fb', '/a/b', 'decode'],
    ['/a%2f..%2fb', '/b', 'decode'],
    ['/a//b', '/a//b'],
    ['/\xff', '/%FF'],
    ['/a%c3%bc', '/a%C3%BC'],
    ['/...', '/...'],
  ];
  for (const [path, expected, slash] of cases) {
    it(`${path} -> ${expected}`, () => assert.equal(normalisePath(path, slash ?? 'keep'), expected));
  }

  it('is idempotent', () => {
    for (const [path, , slash] of cases) {
      const once = normalisePath(path, slash ?? 'keep');
      assert.equal(normalisePath(once, slash ?? 'keep'), once);
    }
  });

  for (const [path, slash] of [
    ['/a\\b'],
    ['/%00'],
    ['/%'],
    ['/%zz'],
    ['/%2'],
    ['/a%2fb', 'reject'],
  ] as const) {
    it(`refuses ${path}`, () => {
      assert.match(
        reasonOf(() => normalisePath(path, slash ?? 'keep')),
        /^framing/,
      );
    });
  }
});

describe('request targets', () => {
  it('takes the absolute form on a proxy connection', () => {
    const target = requestTarget(
      head('http://A.test:81/x?y#'.replace('#', ''), 'a.test:81'),
      undefined,
      'keep',
    );
    assert.deepEqual(target, { scheme: 'http', host: 'a.test', port: 81, path: '/x', query: 'y' });
    assert.equal(requestTarget(head('http://a.test', 'a.test'), undefined, 'keep').path, '/');
    assert.equal(requestTarget(head('http://a.test?q', 'a.test'), undefined, 'keep').query, 'q');
  });

  it('takes the origin form inside a tunnel', () => {
    const target = requestTarget(head('/x', 'A.TEST'), TUNNEL, 'keep');
    assert.deepEqual(target, { scheme: 'https', host: 'a.test', port: 443, path: '/x', query: undefined });
  });

  const refusals: readonly (readonly [string, string, string | undefined, boolean])[] = [
    ['framing/absolute-form-expected', '/x', 'a.test', false],
    ['framing/fragment', '/x#y', 'a.test', true],
    ['framing/userinfo', 'http://u:p@a.test/', 'a.test', false],
    ['framing/scheme', 'ftp://a.test/', 'a.test', false],
    ['framing/request-target', 'a.test', 'a.test', false],
    ['framing/missing-host', '/x', undefined, true],
    ['framing/asterisk-form', '*', 'a.test', true],
    ['misdirected/tunnel-and-host', '/x', 'b.test', true],
    ['misdirected/tunnel-and-host-port', '/x', 'a.test:444', true],
    ['misdirected/target-and-host', 'http://a.test/', 'b.test', false],
    ['misdirected/tunnel-and-target', 'https://b.test/', 'b.test', true],
    ['misdirected/tunnel-and-target', 'http://a.test:443/', 'a.test:443', true],
  ];
  for (const [reason, target, host, inTunnel] of refusals) {
    it(`${reason}: ${target} with Host ${host}`, () => {
      assert.equal(
        reasonOf(() => requestTarget(head(target, host), inTunnel ? TUNNEL : undefined, 'keep')),
        reason,
      );
    });
  }

  it('refuses two Host fields', () => {
    const two = parseRequestHead('GET / HTTP/1.1\r\nHost: a.test\r\nHost: a.test\r\n\r\n');
    assert.equal(
      reasonOf(() => requestTarget(two, TUNNEL, 'keep')),
      'framing/duplicate-host',
    );
  });

  it('reads CONNECT strictly', () => {
    assert.deepEqual(connectTarget(head('a.test:443', 'a.test:443', 'CONNECT')), {
      host: 'a.test',
      port: 443,
    });
    for (const target of ['a.test', 'a.test:', 'u@a.test:443', '/x', 'http://a.test:443']) {
      assert.match(
        reasonOf(() => connectTarget(head(target, 'a.test', 'CONNECT'))),
        /^framing/,
      );
    }
    assert.match(
      reasonOf(() => connectTarget(head('a.test:443', 'b.test:443', 'CONNECT'))),
      /^misdirected/,
    );
  });
});
