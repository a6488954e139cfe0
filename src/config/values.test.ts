import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesHost, parseAllowedAddress, parseHostPattern, parseListen, parseResolve } from './values.ts';

test('listeners', () => {
  assert.deepEqual(parseListen('127.0.0.1:0'), { host: '127.0.0.1', port: 0 });
  assert.deepEqual(parseListen('[::1]:8080'), { host: '::1', port: 8080 });
  assert.deepEqual(parseListen('LOCALHOST:1'), { host: 'localhost', port: 1 });
  for (const bad of ['8080', ':8080', '::1:8080', 'a:65536', 'a:-1', 'a b:1', '[1.2.3.4]:1', 'a:']) {
    assert.equal(parseListen(bad), undefined, bad);
  }
});

test('host patterns', () => {
  assert.deepEqual(parseHostPattern('*'), { host: '*', port: undefined });
  assert.deepEqual(parseHostPattern('*.Example.com:8443'), { host: '*.example.com', port: 8443 });
  assert.deepEqual(parseHostPattern('::1'), { host: '::1', port: undefined });
  assert.deepEqual(parseHostPattern('[::1]:22'), { host: '::1', port: 22 });
  assert.deepEqual(parseHostPattern('example.com.'), { host: 'example.com', port: undefined });
  for (const bad of ['', 'a..b', '*a.com', 'a.*.com', 'a:0', 'a/b', 'http://a', 'a:b']) {
    assert.equal(parseHostPattern(bad), undefined, bad);
  }
});

test('what a pattern fits', () => {
  const below = parseHostPattern('*.example.com')!;
  assert.ok(matchesHost(below, 'a.example.com', 1) && matchesHost(below, 'a.b.example.com', 1));
  assert.ok(!matchesHost(below, 'example.com', 1) && !matchesHost(below, 'badexample.com', 1));
  assert.ok(!matchesHost(parseHostPattern('a.com:443')!, 'a.com', 80));
  assert.ok(matchesHost(parseHostPattern('*:22')!, 'x', 22));
});

test('allowed addresses', () => {
  const port = undefined;
  assert.deepEqual(parseAllowedAddress('10.0.0.0/8'), { address: '10.0.0.0', family: 4, prefix: 8, port });
  assert.deepEqual(parseAllowedAddress('127.0.0.1:80'), {
    address: '127.0.0.1',
    family: 4,
    prefix: 32,
    port: 80,
  });
  assert.deepEqual(parseAllowedAddress('127.0.0.1/32:80'), {
    address: '127.0.0.1',
    family: 4,
    prefix: 32,
    port: 80,
  });
  assert.deepEqual(parseAllowedAddress('[::1]/128:443'), {
    address: '::1',
    family: 6,
    prefix: 128,
    port: 443,
  });
  assert.deepEqual(parseAllowedAddress('[::1]:443'), { address: '::1', family: 6, prefix: 128, port: 443 });
  assert.deepEqual(parseAllowedAddress('::1/128'), { address: '::1', family: 6, prefix: 128, port });
  for (const bad of [
    '10.0.0.0/33',
    '10.0.0/8',
    'x',
    '::1/129',
    '[::1',
    '1.2.3.4:0',
    '010.0.0.1',
    '1.2.3.4/',
  ]) {
    assert.equal(parseAllowedAddress(bad), undefined, bad);
  }
});

test('fixed resolutions', () => {
  const fixed = (address: string, targetPort: number) => ({ host: 'a.com', port: 443, address, targetPort });
  assert.deepEqual(parseResolve('a.com:443:127.0.0.1'), fixed('127.0.0.1', 443));
  assert.deepEqual(parseResolve('A.com:443:127.0.0.1:8443'), fixed('127.0.0.1', 8443));
  assert.deepEqual(parseResolve('a.com:443:[::1]:8443'), fixed('::1', 8443));
  assert.deepEqual(parseResolve('a.com:443:::1'), fixed('::1', 443));
  for (const bad of [
    'a.com:443',
    'a.com:443:b.com',
    'a.com::127.0.0.1',
    ':1:127.0.0.1',
    'a.com:443:127.0.0.1:0',
  ]) {
    assert.equal(parseResolve(bad), undefined, bad);
  }
});
