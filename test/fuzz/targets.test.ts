import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '../../src/flow/refusal.ts';
import { normaliseHost, parseAuthority } from '../../src/parse/host.ts';
import { type EncodedSlash, normalisePath, normaliseQuery } from '../../src/parse/path.ts';
import { RUNS } from './feed.ts';

/** The value, or undefined when it was refused; whatever else is thrown is a bug. */
function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error instanceof Error ? error.stack : error));
    return undefined;
  }
}

const pathParts = fc.constantFrom(
  '/',
  '.',
  '..',
  '%2e',
  '%2E',
  '%2f',
  '%5c',
  '%25',
  '%',
  '%0',
  '%00',
  'a',
  'B',
  '~',
  ';',
  '//',
  '/./',
  '/../',
  '\xe4',
  ' ',
  '%c3%a4',
  '%61',
  '\\',
  '?',
  '*',
);
const paths = fc.array(pathParts, { maxLength: 12 }).map((parts) => `/${parts.join('')}`);
const modes = fc.constantFrom<EncodedSlash>('keep', 'reject', 'decode');

test('a normalised path stays what it is', () => {
  fc.assert(
    fc.property(paths, modes, (path, mode) => {
      const once = unlessRefused(() => normalisePath(path, mode));
      if (once !== undefined) assert.equal(normalisePath(once, mode), once);
    }),
    RUNS,
  );
});

test('a normalised path has no dot segments, in no spelling, and only visible characters', () => {
  fc.assert(
    fc.property(paths, modes, (path, mode) => {
      const once = unlessRefused(() => normalisePath(path, mode));
      if (once === undefined) return;
      assert.match(once, /^\/[\x21-\x7e]*$/);
      const seen = once.replace(/%2e/gi, '.');
      assert.ok(!/\/\.\.?(?:\/|$)/.test(seen), once);
      if (mode !== 'keep')
        assert.ok(
          !/\/\.\.?(?:\/|$)/.test(decodeURI(seen.replace(/%2f/gi, '/').replace(/%(?!25)/g, '%25'))),
          once,
        );
    }),
    RUNS,
  );
});

test('a query only changes where it has to, and once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (query) => {
      const latin1 = Buffer.from(query, 'utf8').toString('latin1');
      const once = normaliseQuery(latin1);
      assert.match(once, /^[\x21-\x7e]*$/);
      assert.equal(normaliseQuery(once), once);
    }),
    RUNS,
  );
});

const hostParts = fc.constantFrom(
  'a',
  'test',
  '.',
  '-',
  '_',
  '1',
  '127',
  '0x7f',
  '0177',
  '2130706433',
  '[',
  ']',
  ':',
  '::',
  'ffff',
  '80',
  '/',
  '@',
  '%',
  '\0',
  ' ',
  '%25',
  'A',
  '\xfc',
  'xn--bcher-kva',
  '?',
  '#',
  '\\',
);
const hosts = fc.oneof(
  fc.array(hostParts, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.ipV4Extended(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.domain(),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
);

test('the canonical form of a host is its own canonical form', () => {
  fc.assert(
    fc.property(hosts, (text) => {
      const host = unlessRefused(() => normaliseHost(text));
      if (host === undefined) return;
      assert.equal(normaliseHost(host.includes(':') ? `[${host}]` : host), host);
      assert.match(host, /^[a-z0-9_.:-]+$/);
      // Whatever a resolver would read as an address is one by now.
      if (/(?:^|\.)(?:0x[0-9a-f]*|[0-9]+)$/.test(host)) assert.notEqual(isIP(host), 0, host);
      if (host.includes(':')) assert.equal(isIP(host), 6, host);
    }),
    RUNS,
  );
});

test('an authority is what the URL parser reads, or refused', () => {
  fc.assert(
    fc.property(
      hosts,
      fc.option(fc.constantFrom('80', '0', '65536', '443', '', '+1', '00080')),
      (host, port) => {
        const text = port === null ? host : `${host}:${port}`;
        const parsed = unlessRefused(() => parseAuthority(text, 80));
        if (parsed === undefined) return;
        const url = URL.parse(`http://${text}/`);
        assert.ok(url !== null, `${JSON.stringify(text)} is no authority`);
        assert.equal(url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, ''), parsed.host);
        assert.equal(Number(url.port || 80), parsed.port);
        assert.deepEqual([url.username, url.pathname], ['', '/']);
      },
    ),
    RUNS,
  );
});
