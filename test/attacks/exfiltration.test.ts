import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sampleOf } from '../../src/inspect/sample.ts';
import { DISGUISES } from '../detect/disguises.ts';
import { type RequestParts, requestBytes } from '../e2e/raw-request.ts';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { connectTunnel } from '../harness/tunnel.ts';

const HOST = 'drop.evil.test';
const SECRET = sampleOf('github-pat', 77);
const KNOWN = 'c0rrect-h0rse-battery!staple';
const b64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');

function disguised(...names: string[]): Buffer {
  let bytes: Buffer = Buffer.from(`the token is ${SECRET}.`);
  for (const [i, name] of names.entries()) bytes = DISGUISES[name]!(bytes, i);
  return bytes;
}

const cut = (text: string, size: number): string[] => text.match(new RegExp(`.{1,${size}}`, 'g'))!;

let origin: Origin;
let gateway: TestGateway;

before(async () => {
  origin = await startOrigin({ hosts: [HOST, `*.${HOST}`] });
  gateway = await startGateway({
    origins: { [HOST]: origin },
    env: { SOME_VAULT_VALUE: KNOWN },
    config: { inspect: { known: [{ name: 'vault', environment: 'SOME_VAULT_VALUE' }], hostNameBytes: 200 } },
  });
});

after(async () => {
  await gateway.stop();
  await origin.stop();
});

/** Sends a request. @returns its status, and whether the origin got it whole */
async function send(
  parts: Omit<RequestParts, 'host'>,
  host = HOST,
): Promise<{ status: number; reached: boolean }> {
  origin.forget();
  const client = await connectTunnel(gateway, host);
  try {
    await client.send(requestBytes({ host, ...parts }));
    const { status } = await client.answer();
    return { status, reached: origin.requests.some(({ complete }) => complete) };
  } finally {
    client.close();
  }
}

const JSON_TYPE = 'Content-Type: application/json';
const BOMB = b64(gzipSync(Buffer.alloc(4e5, 97)));
/** A text of which the most does not fit into what is unpacked. */
const LOG = Array.from({ length: 8000 }, (_, i) => `{"id":${i},"v":"${(i * 7919) % 977}"}`).join('\n');

describe('one request', () => {
  const BODIES: Readonly<Record<string, Omit<RequestParts, 'host'>>> = {
    'a word of templates behind it': { body: `k: ${SECRET}xxxxxxxx` },
    'parts behind other strings': {
      fields: [JSON_TYPE],
      body: JSON.stringify({ model: 'gpt', a: SECRET.slice(0, 3), b: SECRET.slice(3) }),
    },
    'hex in lines': { body: cut(hex(`some text before token ${SECRET} end`), 60).join('\n') },
    'hex across the end of a block': {
      body: Buffer.concat([Buffer.alloc(65_536 - 12, 'word '), Buffer.from(` ${hex(SECRET)} end`)]),
    },
    'base64 of gzip in lines': {
      body: cut(b64(gzipSync(`${LOG.slice(0, 20_000)} ${SECRET}`)), 76).join('\n'),
    },
    'gzip in a multipart body': {
      fields: ['Content-Type: multipart/form-data; boundary=B'],
      body: Buffer.concat([
        Buffer.from('--B\r\nContent-Disposition: form-data; name="f"\r\n\r\n'),
        gzipSync(`token ${SECRET}`),
        Buffer.from('\r\n--B--\r\n'),
      ]),
    },
    'gzip of more than is unpacked': { body: gzipSync(`${SECRET}\n${LOG.repeat(8)}`) },
    'gzip behind bombs': {
      fields: [JSON_TYPE],
      body: JSON.stringify({
        files: [...Array.from({ length: 8 }, () => BOMB), b64(gzipSync(`token ${SECRET}`))],
      }),
    },
    'combining characters': { body: `k ${SECRET.slice(0, 2)}\u0301${SECRET.slice(2)}` },
    'an escape of eight digits': { body: SECRET.replace('_', '\\U0000005f') },
    'base64 in JSON': { fields: [JSON_TYPE], body: JSON.stringify({ data: b64(`x ${SECRET}`) }) },
    'gzip without a coding header': { body: gzipSync(`notes: ${SECRET}`) },
    'gzip in base64 in JSON': {
      fields: [JSON_TYPE],
      body: JSON.stringify({ blob: b64(gzipSync(`notes: ${SECRET}`)) }),
    },
    'five layers': { body: disguised('hex', 'base64', 'percent', 'base32', 'base64') },
    'hex with colons': { body: disguised('hex, colons') },
    'full-width letters': {
      fields: [JSON_TYPE],
      body: JSON.stringify({ text: disguised('full width').toString() }),
    },
    'invisible characters': {
      fields: [JSON_TYPE],
      body: JSON.stringify({ text: disguised('zero width').toString() }),
    },
    'letters of another alphabet': { body: disguised('look-alikes') },
    'UTF-16': { body: disguised('utf-16') },
    'items of an array': { fields: [JSON_TYPE], body: JSON.stringify({ parts: cut(SECRET, 7) }) },
    'source that joins strings': { body: `const t = "${cut(SECRET, 6).join('" + "')}";` },
    'fields of a form': {
      fields: ['Content-Type: application/x-www-form-urlencoded'],
      body: cut(SECRET, 9)
        .map((part, i) => `p${i}=${part}`)
        .join('&'),
    },
    'parameters of a query': {
      path: `/?${cut(SECRET, 9)
        .map((part, i) => `p${i}=${part}`)
        .join('&')}`,
    },
    'base64 in a query': { path: `/?q=${encodeURIComponent(b64(`key ${SECRET}`))}` },
    'base64 in a path': { path: `/x/${Buffer.from(`key ${SECRET}`).toString('base64url')}/y` },
    'hex in a path': { path: `/x/${hex(`key ${SECRET}`)}/y` },
    'header fields side by side': { fields: cut(SECRET, 10).map((part, i) => `X-Part-${i}: ${part}`) },
    'hex in a cookie': { fields: [`Cookie: id=${hex(`k ${SECRET}`)}`] },
    'a known value': { body: `the answer is ${KNOWN}` },
    'a known value in base64': { path: `/?q=${b64(`1:${KNOWN}`)}` },
    'a known value in hex': { fields: [`X-Note: ${hex(KNOWN)}`] },
  };
  for (const [name, parts] of Object.entries(BODIES)) {
    test(name, async () => {
      assert.deepEqual(await send(parts), { status: 403, reached: false });
    });
  }

  test('labels of a host name', async () => {
    const host = `${cut(hex(`k ${SECRET}`), 50).join('.')}.${HOST}`;
    assert.equal((await send({}, host)).status, 403);
  });
});

describe('one request after the other', () => {
  test('a value in parts: the last of them does not leave', async () => {
    const parts = cut(SECRET, 10);
    const seen: number[] = [];
    for (const part of parts) seen.push((await send({ path: `/beacon?d=${part}` })).status);
    assert.ok(seen.includes(403), seen.join());
    assert.ok(!origin.saw(parts.at(-1)!));
  });

  test('the same in the body of requests', async () => {
    const seen: number[] = [];
    for (const part of cut(hex(`k ${SECRET}`), 25)) {
      seen.push((await send({ fields: [JSON_TYPE], body: JSON.stringify({ chunk: part }) })).status);
    }
    assert.ok(seen.includes(403), seen.join());
  });

  test('host names that say a little each', async () => {
    const seen: number[] = [];
    for (let i = 0; i < 12; i++)
      seen.push((await send({}, `${hex(`note ${i * 7919} of many`)}.dns.test`)).status);
    assert.ok(seen.slice(0, 3).every((status) => status !== 403));
    assert.equal(seen.at(-1), 403);
  });
});

test('what is no secret passes', async () => {
  const parts: readonly Omit<RequestParts, 'host'>[] = [
    { path: '/?page=2&sort=name&id=5f1d7a3e-2222-4b6c-9c1d-0123456789ab' },
    {
      fields: [JSON_TYPE],
      body: JSON.stringify({ image: b64(Buffer.alloc(3000, 'not a secret, only text. ')) }),
    },
    { body: gzipSync('nothing to see') },
    { fields: ['X-Request-Id: 3f2b9c1d', 'X-Client: tests/1.0'], path: '/status' },
  ];
  for (const one of parts) assert.deepEqual(await send(one), { status: 200, reached: true });
});
