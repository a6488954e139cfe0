import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as zlib from 'node:zlib';
import { sampleOf } from '../../src/inspect/sample.ts';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { connectTunnel } from '../harness/tunnel.ts';
import { assertLeakBlocked } from './denial.ts';
import { type RequestParts, requestBytes } from './raw-request.ts';
import { assertNoTrace, assertRecordsIntact, formsOf } from './traces.ts';

const HOST = 'hooks.example.com';
const KIND = 'slack-bot-token';
const SECRET = sampleOf(KIND, 31);
const percent = (text: string): string =>
  [...text].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const escaped = (text: string): string =>
  [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const JSON_TYPE = 'Content-Type: application/json';
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded';
const json = JSON.stringify({ note: `use ${SECRET}` });
const filler = `{"pad":"${'lorem ipsum '.repeat(125_000)}`;

/** Where the secret stands, how it is sent, and which place the denial names. */
const PLACES: Readonly<Record<string, readonly [place: string, parts: Omit<RequestParts, 'host'>]>> = {
  path: ['path', { path: `/services/${SECRET}` }],
  'path, percent-encoded': ['path', { path: `/services/${percent(SECRET)}` }],
  'path behind dot segments': ['path', { path: `/a/../b/%2e%2e/${SECRET}` }],
  'query value': ['query.token', { path: `/?a=1&token=${SECRET}&b=2` }],
  'query value, percent-encoded': ['query.token', { path: `/?token=${percent(SECRET)}` }],
  'query name': ['query', { path: `/?${SECRET}=1` }],
  'a bare query': ['query', { path: `/?${SECRET}` }],
  'header value': ['header.x-trace', { fields: [`X-Trace: a ${SECRET} b`] }],
  'header name': ['header', { fields: [`${SECRET}: 1`] }],
  cookie: ['header.cookie', { fields: [`Cookie: a=b; session=${SECRET}`] }],
  bearer: ['header.authorization', { fields: [`Authorization: Bearer ${SECRET}`] }],
  basic: [
    'header.authorization',
    { fields: [`Authorization: Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`] },
  ],
  referer: ['header.referer', { fields: [`Referer: https://example.com/?k=${SECRET}`] }],
  'JSON body': ['body.note', { fields: [JSON_TYPE], body: json }],
  'JSON body, escaped': ['body.a', { fields: [JSON_TYPE], body: `{"a":"${escaped(SECRET)}"}` }],
  'text body': ['body', { fields: ['Content-Type: text/plain'], body: SECRET }],
  'body without a type': ['body', { body: `\n${SECRET}\n` }],
  'binary body': [
    'body',
    { fields: ['Content-Type: application/octet-stream'], body: Buffer.from(`\0\xff${SECRET}\0`, 'latin1') },
  ],
  'body of a GET': ['body', { method: 'GET', body: SECRET }],
  'body of a DELETE': ['body', { method: 'DELETE', body: SECRET }],
  'form, percent-encoded': ['body.token', { fields: [FORM_TYPE], body: `a=1&token=${percent(SECRET)}` }],
  'form name': ['body.*', { fields: [FORM_TYPE], body: `${SECRET}=1` }],
  multipart: [
    'body.f',
    {
      fields: ['Content-Type: multipart/form-data; boundary=b'],
      body: `--b\r\nContent-Disposition: form-data; name="f"; filename="${SECRET}"\r\n\r\nx\r\n--b--\r\n`,
    },
  ],
  gzip: ['body.note', { fields: [JSON_TYPE, 'Content-Encoding: gzip'], body: zlib.gzipSync(json) }],
  deflate: ['body.note', { fields: ['Content-Encoding: deflate'], body: zlib.deflateSync(json) }],
  br: ['body.note', { fields: ['Content-Encoding: br'], body: zlib.brotliCompressSync(json) }],
  zstd: ['body.note', { fields: ['Content-Encoding: zstd'], body: zlib.zstdCompressSync(json) }],
  'three codings': [
    'body.note',
    {
      fields: ['Content-Encoding: br, gzip', 'Content-Encoding: zstd'],
      body: zlib.zstdCompressSync(zlib.gzipSync(zlib.brotliCompressSync(json))),
    },
  ],
  'gzip in two members': [
    'body.note',
    {
      fields: ['Content-Encoding: gzip'],
      body: Buffer.concat([zlib.gzipSync(json.slice(0, 30)), zlib.gzipSync(json.slice(30))]),
    },
  ],
  'gzip in chunks': [
    'body.note',
    {
      fields: ['Content-Encoding: gzip'],
      chunks: [zlib.gzipSync(json).subarray(0, 15), zlib.gzipSync(json).subarray(15)],
    },
  ],
  trailer: ['trailer.x-end', { chunks: ['abc'], trailers: [`X-End: ${SECRET}`] }],
  'end of a body that streams': ['body', { fields: [JSON_TYPE], body: `${filler}${SECRET}` }],
  'start of a body that streams': ['body', { fields: [JSON_TYPE], body: `${SECRET}${filler}` }],
  'end of a chunked body that streams': ['body', { chunks: [filler, SECRET.slice(0, 9), SECRET.slice(9)] }],
  'end of a coded body that streams': [
    'body',
    {
      fields: ['Content-Encoding: gzip'],
      body: zlib.gzipSync(`${filler}${SECRET}`, { level: 0 }),
    },
  ],
  'trailer of a body that streams': ['trailer.x-end', { chunks: [filler], trailers: [`X-End: ${SECRET}`] }],
};

let origin: Origin;
let gateway: TestGateway;

before(async () => {
  origin = await startOrigin({ hosts: [HOST] });
  gateway = await startGateway({ origins: { [HOST]: origin } });
});

after(async () => {
  await gateway.stop();
  await origin.stop();
  await assertRecordsIntact(gateway.data, Object.keys(PLACES).length + 3);
  assertNoTrace(gateway, [SECRET]);
});

for (const [name, [place, parts]] of Object.entries(PLACES)) {
  test(`a secret in a request is stopped: ${name}`, async () => {
    origin.forget();
    const client = await connectTunnel(gateway, HOST);
    try {
      await client.send(requestBytes({ host: HOST, ...parts }));
      const denial = assertLeakBlocked(await client.answer(), KIND, name);
      assert.deepEqual(denial.places, [place]);
      for (const form of formsOf(SECRET)) assert.ok(!origin.saw(form), `the origin saw ${form.slice(0, 8)}`);
      assert.ok(!origin.requests.some(({ complete }) => complete), 'the origin got a whole request');
      const record = await gateway.record(denial.request_id);
      assert.deepEqual(
        [record.outcome, record.reason, record.status, record.host, record.redacted],
        ['blocked', 'credential-leak', 403, HOST, undefined],
      );
      assert.ok(record.findings?.some((finding) => finding.kind === KIND && finding.place === place));
    } finally {
      client.close();
    }
  });
}

test('a secret in a host name is stopped before any look-up', async () => {
  const host = `${sampleOf('aws-access-key-id', 3).toLowerCase()}.example.com`;
  const client = await connectTunnel(gateway, host);
  await client.send(requestBytes({ host }));
  const denial = assertLeakBlocked(await client.answer(), 'aws-access-key-id');
  assert.deepEqual(denial.places, ['host']);
  client.close();
  assert.equal((await gateway.record(denial.request_id)).address, undefined);
});

test('a refusal is on record while the client keeps its connection', async () => {
  const client = await connectTunnel(gateway, HOST);
  await client.send(requestBytes({ host: HOST, path: `/${SECRET}` }));
  const { request_id: first } = assertLeakBlocked(await client.answer(), KIND);
  const other = await connectTunnel(gateway, HOST);
  await other.send(requestBytes({ host: HOST, path: '/harmless' }));
  const second = (await other.answer()).header('x-weir-request-id');
  await gateway.record(second);
  const ids = (await gateway.records()).map(({ id }) => id);
  assert.deepEqual(ids.slice(-2), [first, second]);
  client.close();
  other.close();
});
