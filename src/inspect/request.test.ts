import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../flow/finding.ts';
import type { HeaderList } from '../flow/headers.ts';
import type { Target } from '../flow/target.ts';
import { createDecide } from './action.ts';
import { createEngine } from './engine.ts';
import type { HomeRule } from './home.ts';
import { plainInspection } from './inspection.ts';
import { inspectBody, inspectHead } from './request.ts';
import { sampleOf } from './sample.ts';

const engine = createEngine({ fingerprintKey: new Uint8Array(32).fill(9) });
const plain = plainInspection(engine);
const pat = sampleOf('github-pat', 11);
const aws = `AKIA${'IOSFODNN7EXAMPLE'}`;

function inspect(
  url: string,
  fields: Record<string, string> = {},
  home: readonly HomeRule[] = [],
): readonly Finding[] {
  const match = /^(https?):\/\/([^/?]+)([^?]*)(?:\?(.*))?$/s.exec(url)!;
  const target: Target = {
    scheme: match[1] as 'http' | 'https',
    host: match[2]!,
    port: 443,
    path: match[3]! === '' ? '/' : match[3]!,
    query: match[4],
  };
  const names = Object.keys(fields);
  const headers: HeaderList = {
    names,
    lower: names.map((n) => n.toLowerCase()),
    values: Object.values(fields),
  };
  const query = target.query === undefined ? '' : `?${target.query}`;
  const lines = [`POST ${target.path}${query} HTTP/1.1`, `Host: ${target.host}`];
  for (const name of names) lines.push(`${name}: ${fields[name]}`);
  const inspection = plainInspection(engine, createDecide({ home }));
  return inspectHead(inspection, Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), target, headers);
}

function brief(findings: readonly Finding[]): string[] {
  return findings.map((f) => `${f.kind} ${f.place} ${f.offset} ${f.action}`);
}

test('a clean head costs no allocation of findings', () => {
  assert.equal(inspect('https://api.example.com/v1/x?a=b', { Accept: '*/*' }), inspect('https://a.example/'));
});

test('places are named and offsets count inside them', () => {
  assert.deepEqual(brief(inspect(`https://a.example/x/${pat}/y`)), ['github-pat path 3 block']);
  assert.deepEqual(brief(inspect(`https://a.example/x?a=1&tok=z-${pat}&b=2`)), [
    'github-pat query.tok 2 block',
  ]);
  assert.deepEqual(brief(inspect(`https://a.example/x?${pat}`)), ['github-pat query 0 block']);
  assert.deepEqual(brief(inspect('https://a.example/', { 'X-Note': `see ${pat}` })), [
    'github-pat header.x-note 4 block',
  ]);
  assert.deepEqual(brief(inspect('https://a.example/', { 'X-Key': aws })), [
    'aws-access-key-id header.x-key 0 block',
  ]);
});

test('a secret never becomes part of the name of a place', () => {
  for (const finding of [
    ...inspect(`https://a.example/x?${pat}=1`),
    ...inspect(`https://a.example/x?${pat}=${pat}`),
  ]) {
    assert.ok(!finding.place.includes('ghp_'), finding.place);
  }
});

test('host names are looked at in both cases', () => {
  const host = `${aws.toLowerCase()}.evil.example`;
  assert.deepEqual(brief(inspect(`https://${host}/`)), ['aws-access-key-id host 0 block']);
  const findings = inspect(`https://${sampleOf('openrouter-key').slice(0, 60)}.evil.example/`);
  assert.equal(findings[0]?.place, 'host');
});

test('percent-encoding does not hide a secret', () => {
  const encoded = pat.replace('_', '%5F');
  const twice = encoded.replace('%', '%25');
  assert.deepEqual(brief(inspect(`https://a.example/${encoded}`)), ['github-pat path 1 block']);
  assert.deepEqual(brief(inspect(`https://a.example/x?k=${twice}`)), ['github-pat query.k 0 block']);
  assert.deepEqual(brief(inspect(`https://a.example/x?q=a%20${pat}`)), ['github-pat query.q 4 block']);
});

test('Basic credentials are decoded', () => {
  const value = `Basic ${Buffer.from(`x-access-token:${pat}`).toString('base64')}`;
  assert.deepEqual(brief(inspect('https://github.com/a/b.git/info/refs', { Authorization: value })), [
    'basic-auth-header header.authorization 6 record',
    'github-pat header.authorization 26 allow',
  ]);
  assert.deepEqual(brief(inspect('https://evil.example/', { Authorization: value })), [
    'basic-auth-header header.authorization 6 record',
    'github-pat header.authorization 26 block',
  ]);
});

test('home destinations: right host, right place, over TLS', () => {
  const bearer = { Authorization: `Bearer ${pat}` };
  assert.deepEqual(brief(inspect('https://api.github.com/user', bearer)), [
    'github-pat header.authorization 7 allow',
  ]);
  assert.deepEqual(brief(inspect('http://api.github.com/user', bearer)), [
    'github-pat header.authorization 7 block',
  ]);
  assert.deepEqual(brief(inspect('https://api.github.com.evil.example/user', bearer)), [
    'github-pat header.authorization 7 block',
  ]);
  assert.deepEqual(brief(inspect(`https://api.github.com/user?x=${pat}`)), ['github-pat query.x 0 block']);
  const key = sampleOf('gcp-api-key');
  assert.deepEqual(brief(inspect(`https://maps.googleapis.com/x?key=${key}`)), [
    'gcp-api-key query.key 0 allow',
  ]);
  const credential = `AWS4-HMAC-SHA256 Credential=${sampleOf('aws-access-key-id')}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${'ab'.repeat(32)}`;
  assert.deepEqual(brief(inspect('https://s3.us-east-1.amazonaws.com/b', { Authorization: credential })), [
    'aws-access-key-id header.authorization 28 allow',
  ]);
  const jwt = sampleOf('jwt');
  assert.deepEqual(brief(inspect('https://any.example/', { Authorization: `Bearer ${jwt}` })), [
    'jwt header.authorization 7 allow',
  ]);
  assert.deepEqual(brief(inspect(`https://any.example/?t=${jwt}`)), ['jwt query.t 0 record']);
});

test('the operator can add homes', () => {
  const rules = [{ kind: 'github-pat', hosts: ['*.corp.example'], places: ['header.*'] }];
  assert.equal(inspect('https://git.corp.example/', { 'X-Tok': pat }, rules)[0]?.action, 'allow');
  assert.equal(inspect('https://corp.example.org/', { 'X-Tok': pat }, rules)[0]?.action, 'block');
});

const evil: Target = { scheme: 'https', host: 'evil.example', port: 443, path: '/', query: undefined };

test('bodies: raw, form and JSON escapes, each value once', () => {
  const body = (text: string, type?: string): string[] =>
    brief(inspectBody(plain, Buffer.from(text), type, evil));
  assert.deepEqual(body(`{"a":"${pat}","b":"${pat}"}`, 'application/json'), ['github-pat body.a 6 block']);
  assert.deepEqual(body(`a=${pat.replace('_', '%5f')}`, 'application/x-www-form-urlencoded'), [
    'github-pat body.a 2 block',
  ]);
  assert.deepEqual(body(`{"a":"\\u0067${pat.slice(1)}"}`, 'application/json'), ['github-pat body.a 6 block']);
  assert.deepEqual(body(`{"a":"{\\"b\\":\\"x\\\\n${pat}\\"}"}`, 'application/json').length, 1);
  const pem = sampleOf('pem-pkcs8-private-key').replaceAll('\n', '\\n');
  assert.deepEqual(body(JSON.stringify({ k: 1 }).replace('1', `"${pem}"`), 'application/json'), [
    'pem-pkcs8-private-key body.k 6 block',
  ]);
  assert.deepEqual(body('nothing here', 'text/plain'), []);
});

test('token endpoints take their own secrets in the body', () => {
  const google: Target = { ...evil, host: 'oauth2.googleapis.com', path: '/token' };
  const body = Buffer.from(`client_secret=${sampleOf('google-oauth-client-secret')}`);
  assert.equal(inspectBody(plain, body, 'application/x-www-form-urlencoded', google)[0]?.action, 'allow');
  assert.equal(inspectBody(plain, body, 'application/x-www-form-urlencoded', evil)[0]?.action, 'block');
});
