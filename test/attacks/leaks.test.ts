import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sampleOf } from '../../src/inspect/sample.ts';
import { assertDenied } from '../e2e/denial.ts';
import { assertNoTrace } from '../e2e/traces.ts';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { RawClient } from '../harness/raw-client.ts';
import { filesHolding } from '../harness/temp-dir.ts';
import { connectTunnel } from '../harness/tunnel.ts';
import { weir } from '../harness/weir-process.ts';
import { socksConnect } from './socks-client.ts';

const HOST = 'leak.test';
const TOKEN = sampleOf('github-pat', 91);
const AWS = sampleOf('aws-access-key-id', 92);
const MIB = 1024 * 1024;

describe('secrets where nobody looks', () => {
  let origin: Origin;
  const gateways: TestGateway[] = [];
  let gateway: TestGateway;

  before(async () => {
    origin = await startOrigin({ hosts: false });
    const origins = { [`${HOST}:80`]: origin, [`${HOST}:443`]: origin };
    for (const format of ['text', 'json']) {
      for (const level of ['info', 'debug']) {
        gateways.push(await startGateway({ origins, flags: ['--log', format, '--log-level', level] }));
      }
    }
    gateway = gateways[0]!;
  });

  beforeEach(() => origin.forget());

  after(async () => {
    for (const each of gateways) await each.stop();
    await origin.stop();
  });

  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  const percent = (text: string): string => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
  const escaped = `\\u0067${TOKEN.slice(1)}`;
  const head = (path: string, fields = ''): string =>
    `POST http://${HOST}${path} HTTP/1.1\r\nHost: ${HOST}\r\n${fields}`;
  const withBody = (type: string, body: string): string =>
    head('/', `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  const part = (disposition: string, body: string): string =>
    withBody(
      'multipart/form-data; boundary=zz',
      `--zz\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${body}\r\n--zz--\r\n`,
    );

  const requests: Readonly<Record<string, string>> = {
    'a path': `${head(`/a/${TOKEN}/b`)}\r\n`,
    'a percent-encoded path': `${head(`/${percent(TOKEN)}`)}\r\n`,
    'a query name': `${head(`/?${TOKEN}=1`)}\r\n`,
    'a query value': `${head(`/?a=${TOKEN}`)}\r\n`,
    'a percent-encoded query': `${head(`/?a=${percent(TOKEN)}`)}\r\n`,
    'a query encoded twice': `${head(`/?a=${percent(TOKEN).replaceAll('%', '%25')}`)}\r\n`,
    'a field name': `${head('/', `${TOKEN}: 1\r\n`)}\r\n`,
    'a field value': `${head('/', `X-Note: ${TOKEN}\r\n`)}\r\n`,
    'a field that is not forwarded': `${head('/', `Connection: X-Note\r\nX-Note: a\r\nCookie: t=${TOKEN}\r\n`)}\r\n`,
    'Basic credentials': `${head('/', `Authorization: Basic ${encoded(`x:${TOKEN}`)}\r\n`)}\r\n`,
    'a method': `${AWS} http://${HOST}/ HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
    'a JSON body': withBody('application/json', JSON.stringify({ a: TOKEN })),
    'an escaped JSON body': withBody('application/json', `{"a":"${escaped}"}`),
    'a JSON name': withBody('application/json', JSON.stringify({ [TOKEN]: 1 })),
    'a form': withBody('application/x-www-form-urlencoded', `a=b&c=${percent(TOKEN)}`),
    'a multipart body': part('name="a"', TOKEN),
    'a multipart file name': part(`name="a"; filename="${TOKEN}.txt"`, 'x'),
    'a multipart name': part(`name="${TOKEN}"`, 'x'),
    'a trailer': head('/', `Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Note: ${TOKEN}\r\n\r\n`),
    'the name of a trailer': head(
      '/',
      `Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n${TOKEN}: 1\r\n\r\n`,
    ),
    'chunks of one byte': head(
      '/',
      `Transfer-Encoding: chunked\r\n\r\n${[...`a ${TOKEN} b`].map((c) => `1\r\n${c}\r\n`).join('')}0\r\n\r\n`,
    ),
    'chunks of three bytes': head(
      '/',
      `Transfer-Encoding: chunked\r\n\r\n${(`a ${TOKEN} b`.match(/.{1,3}/g) ?? []).map((c) => `${c.length}\r\n${c}\r\n`).join('')}0\r\n\r\n`,
    ),
  };

  test('never arrive and are never written down', async () => {
    for (const each of gateways) {
      for (const [place, bytes] of Object.entries(requests)) {
        const client = await RawClient.connect(each.port);
        await client.send(bytes);
        const answer = await client.answer();
        client.close();
        assertDenied(answer, 403, 'credential-leak', place);
        assert.ok(!answer.text().includes(TOKEN) && !answer.text().includes(AWS), place);
      }
    }
    assert.equal(origin.connections, 0);
  });

  test('never arrive in a host name, and nothing is resolved for them', async () => {
    for (const each of gateways) {
      const plain = `${TOKEN}.no-such-host.invalid`;
      for (const name of [plain, `a.${plain}`]) {
        const client = await RawClient.connect(each.port);
        await client.send(`GET http://${name}/ HTTP/1.1\r\nHost: ${name}\r\n\r\n`);
        assertDenied(await client.answer(), 403, 'credential-leak', name);
        client.close();
        const tunnel = await connectTunnel(each, name, { verify: false });
        await tunnel.send(`GET / HTTP/1.1\r\nHost: ${name}\r\n\r\n`);
        assertDenied(await tunnel.answer(), 403, 'credential-leak', name);
        tunnel.close();
        const socks = await socksConnect(each.port, name, 80);
        await socks.client.send(`GET / HTTP/1.1\r\nHost: ${name}\r\n\r\n`);
        assertDenied(await socks.client.answer(), 403, 'credential-leak', name);
        socks.client.close();
      }
    }
  });

  test('never arrive in a path segment that is walked back over', async () => {
    const client = await RawClient.connect(gateway.port);
    await client.send(`${head(`/a/./${TOKEN}/../b`)}\r\n`);
    assert.equal((await client.answer()).status, 200);
    client.close();
    assert.equal((await origin.request(1)).target, '/a/b');
    assert.ok(!origin.saw(TOKEN));
  });

  test('never arrive in what is not a request', async () => {
    const noise = [
      `${TOKEN}\r\n\r\n`,
      `GET ${TOKEN} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
      `GET http://${HOST}/${TOKEN} HTTP/1.1\r\n\r\n`,
      `GET http://${TOKEN}@${HOST}/ HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
      `GET http://${HOST}/ HTTP/1.1\r\nHost: ${TOKEN}/\r\n\r\n`,
      `${head('/')}X-Note : ${TOKEN}\r\n\r\n`,
      `${head('/')}Transfer-Encoding: ${TOKEN}\r\n\r\n`,
      `${head('/')}Proxy-Authorization: Basic ${encoded(`${TOKEN}:${TOKEN}`)}\r\nContent-Length: x\r\n\r\n`,
      `${head('/')}Content-Encoding: ${TOKEN}\r\nContent-Length: 1\r\n\r\na`,
      `${head('/')}Transfer-Encoding: chunked\r\n\r\n${TOKEN}\r\n\r\n`,
      `CONNECT ${TOKEN} HTTP/1.1\r\nHost: ${TOKEN}\r\n\r\n`,
      `TRACE http://${HOST}/${TOKEN} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
      `\x05\x01\x02\x01\x28${TOKEN.slice(0, 40)}\x28${TOKEN.slice(0, 40)}`,
    ];
    for (const each of gateways) {
      for (const bytes of noise) {
        const client = await RawClient.connect(each.port);
        await client.send(bytes);
        client.half();
        await client.end();
        client.close();
      }
    }
    assert.equal(origin.requests.length, 0);
  });

  test('never arrive whole out of a long body, wherever they stand', async () => {
    const filler = `${'lorem ipsum dolor sit amet '.repeat(40)}\n`;
    const long = filler.repeat(Math.ceil((1.3 * MIB) / filler.length));
    for (const at of [MIB - 60, MIB - 20, MIB + 1, MIB + 65_500, long.length]) {
      for (const size of [1, 2, 3, 700, 65_536]) {
        if (size < 4 && at > MIB + 1) continue;
        origin.forget();
        const body = `${long.slice(0, at)} ${TOKEN} ${long.slice(at)}`;
        const near = (from: number): number => (Math.abs(from - at) < 200 ? size : 65_536);
        let chunks = '';
        for (let from = 0; from < body.length; ) {
          const to = Math.min(body.length, from + near(from), from < at - 100 ? at - 100 : body.length);
          chunks += `${(to - from).toString(16)}\r\n${body.slice(from, to)}\r\n`;
          from = to;
        }
        for (const bytes of [
          head('/', `Transfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`),
          head('/', `Content-Length: ${body.length}\r\n\r\n${body}`),
        ]) {
          const client = await RawClient.connect(gateway.port);
          void client.send(bytes);
          const answer = await client.answer().catch(() => undefined);
          client.close();
          if (answer !== undefined) assertDenied(answer, 403, 'credential-leak', `${at} ${size}`);
        }
        assert.ok(!origin.saw(TOKEN) && !origin.saw(TOKEN.slice(0, -1)), `${at} ${size}`);
        assert.ok(!origin.requests.some(({ complete }) => complete), `${at} ${size}`);
      }
    }
  });

  test('no trace of any of it', async () => {
    for (const each of gateways) {
      await each.records(Object.keys(requests).length);
      assertNoTrace(each, [TOKEN, AWS]);
      const lower = TOKEN.toLowerCase();
      assert.deepEqual(filesHolding(each.data, [lower]), []);
      assert.ok(!each.stderr.toLowerCase().includes(lower));
    }
    gateway.kill('SIGKILL');
    await gateway.finished;
    assertNoTrace(gateway, [TOKEN, AWS]);
    const verified = await weir(['records', 'verify', '--data', gateway.data]);
    assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  });
});

describe('what policy refuses', () => {
  test('is neither resolved nor dialled', async () => {
    await using origin = await startOrigin({ hosts: false });
    await using gateway = await startGateway({
      origins: { 'known.test': origin },
      policies: {
        intervention_default_action: 'allow',
        policies: [
          {
            name: 'no-test-hosts',
            match_expression: 'http.host.endsWith(".test") || http.host.endsWith(".invalid")',
            action: 'block',
            action_config: {},
            applies_to: [],
            enabled: true,
            priority: 1,
            shadow: false,
          },
        ],
      },
    });
    for (const host of ['known.test', 'no-such-host.invalid']) {
      const client = await RawClient.connect(gateway.port);
      await client.send(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      assertDenied(await client.answer(), 403, 'policy', host);
      client.close();
      const tunnel = await connectTunnel(gateway, host);
      await tunnel.send(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      assertDenied(await tunnel.answer(), 403, 'policy', host);
      tunnel.close();
    }
    assert.equal(origin.connections, 0);
  });
});
