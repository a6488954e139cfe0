import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { RawClient } from '../harness/raw-client.ts';
import { connectTunnel, TunnelRefused, tlsOptions } from '../harness/tunnel.ts';
import { clientHello } from './client-hello-bytes.ts';
import { socksConnect } from './socks-client.ts';
import { assertRefused, type Expected } from './strike.ts';

const HOST = 'named.test';
const OTHER = 'other.test';
const INVALID: Expected = { status: 400, reason: 'framing', detail: 'invalid-host' };
const MISDIRECTED: Expected = { status: 421, reason: 'misdirected' };

describe('hosts that do not agree', () => {
  let plain: Origin;
  let secure: Origin;
  let gateway: TestGateway;

  before(async () => {
    plain = await startOrigin({ hosts: false });
    secure = await startOrigin({ hosts: [HOST, OTHER] });
    gateway = await startGateway({
      origins: {
        [`${HOST}:80`]: plain,
        [`${OTHER}:80`]: plain,
        [`${HOST}:443`]: secure,
        [`${OTHER}:443`]: secure,
        [`${HOST}:8443`]: secure,
      },
    });
  });

  after(async () => {
    await gateway.stop();
    await plain.stop();
    await secure.stop();
  });

  const untouched = (): void => assert.deepEqual([plain.connections, secure.connections], [0, 0]);
  const strike = async (bytes: string, expected: Expected, what: string): Promise<void> => {
    await assertRefused(await RawClient.connect(gateway.port), [bytes], expected, what);
  };

  test('in clear', async () => {
    const get = (target: string, ...hosts: string[]): string =>
      `GET ${target} HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join('')}\r\n`;
    const cases: readonly (readonly [string, string, Expected])[] = [
      ['target and Host', get(`http://${HOST}/`, OTHER), MISDIRECTED],
      ['target and port of Host', get(`http://${HOST}/`, `${HOST}:81`), MISDIRECTED],
      ['port of target and Host', get(`http://${HOST}:81/`, HOST), MISDIRECTED],
      [
        'two Hosts',
        get(`http://${HOST}/`, HOST, OTHER),
        { status: 400, reason: 'framing', detail: 'duplicate-host' },
      ],
      [
        'the same Host twice',
        get(`http://${HOST}/`, HOST, HOST),
        { status: 400, reason: 'framing', detail: 'duplicate-host' },
      ],
      ['no Host', get(`http://${HOST}/`), { status: 400, reason: 'framing', detail: 'missing-host' }],
      ['an empty Host', get(`http://${HOST}/`, ''), INVALID],
      ['origin form on the proxy port', get('/', HOST), { status: 400, reason: 'framing' }],
      [
        'userinfo',
        get(`http://${OTHER}@${HOST}/`, HOST),
        { status: 400, reason: 'framing', detail: 'userinfo' },
      ],
      ['a fragment', get(`http://${HOST}/a#b`, HOST), { status: 400, reason: 'framing', detail: 'fragment' }],
      ['a backslash in the path', get(`http://${HOST}/a\\b`, HOST), { status: 400, reason: 'framing' }],
      [
        'a backslash in the host',
        get(`http://${HOST}\\@${OTHER}/`, HOST),
        { status: 400, reason: 'framing' },
      ],
      ['another scheme', get(`ftp://${HOST}/`, HOST), { status: 400, reason: 'framing', detail: 'scheme' }],
      ['a file', get('file:///etc/passwd', HOST), { status: 400, reason: 'framing' }],
      ['no scheme', get(`//${HOST}/`, HOST), { status: 400, reason: 'framing' }],
      ...[
        `${HOST}/`,
        `${HOST}/a`,
        `${HOST}?a`,
        `${HOST} `.concat('x'),
        `a,${HOST}`,
        `${HOST}:`,
        `${HOST}:0`,
        `${HOST}:65536`,
        `${HOST}:80:80`,
        `${HOST}:+80`,
        `${HOST}:８０`.slice(0, 11).concat('x'),
        `.${HOST}`,
        `${HOST}..`,
        `a..${HOST}`,
        `-${HOST}`,
        'a%2etest',
        'a%00.test',
        'b\xfccher.test',
        `x@${HOST}`,
        '[::1',
        '::1',
        '[::1]x',
        '[::1]/x',
        `[::1]@${HOST}`,
        `[::1]?@${HOST}`,
        '[fe80::1%25eth0]',
        '[1.2.3.4]',
        '1.2.3.4.5',
        '256.1.1.1',

        `${'a'.repeat(64)}.test`,
        `${'a.'.repeat(127)}test`,
      ].flatMap(
        (bad) =>
          [
            [`Host ${bad}`, get(`http://${HOST}/`, bad), { status: 400, reason: 'framing' }],
            ...(/[/?@ ]/.test(bad)
              ? []
              : [
                  [`target ${bad}`, get(`http://${bad}/`, HOST), { status: 400, reason: 'framing' }] as const,
                ]),
          ] as const,
      ),
    ];
    for (const [name, bytes, expected] of cases) await strike(bytes, expected, name);
    untouched();
  });

  test('CONNECT', async () => {
    const connect = (target: string, host = target): string =>
      `CONNECT ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const cases: readonly (readonly [string, string, Expected])[] = [
      ['target and Host', connect(`${HOST}:443`, `${OTHER}:443`), MISDIRECTED],
      ...[
        '',
        HOST,
        `${HOST}:`,
        `${HOST}:0`,
        `${HOST}:443/`,
        `https://${HOST}/`,
        `https://${HOST}:443`,
        `x@${HOST}:443`,
        `/${HOST}:443`,
        '*',
        ':443',
        `${HOST}:443:443`,
        `[::1]@${HOST}:443`,
        `[::1]/${HOST}:443`,
      ].map(
        (target) =>
          [`target ${target}`, connect(target, `${HOST}:443`), { status: 400, reason: 'framing' }] as const,
      ),
    ];
    for (const [name, bytes, expected] of cases) await strike(bytes, expected, name);
    untouched();
  });

  test('in a tunnel', async () => {
    const cases: readonly (readonly [string, string, string, Expected])[] = [
      ['Host', `${HOST}:443`, `GET / HTTP/1.1\r\nHost: ${OTHER}\r\n\r\n`, MISDIRECTED],
      ['port of Host', `${HOST}:443`, `GET / HTTP/1.1\r\nHost: ${HOST}:8443\r\n\r\n`, MISDIRECTED],
      [
        'absolute target',
        `${HOST}:443`,
        `GET https://${OTHER}/ HTTP/1.1\r\nHost: ${OTHER}\r\n\r\n`,
        MISDIRECTED,
      ],
      [
        'absolute target and Host',
        `${HOST}:443`,
        `GET https://${OTHER}/ HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
        MISDIRECTED,
      ],
      ['scheme', `${HOST}:443`, `GET http://${HOST}:443/ HTTP/1.1\r\nHost: ${HOST}:443\r\n\r\n`, MISDIRECTED],
      [
        'nested CONNECT',
        `${HOST}:443`,
        `CONNECT ${OTHER}:443 HTTP/1.1\r\nHost: ${OTHER}:443\r\n\r\n`,
        { status: 400, reason: 'framing', detail: 'connect-inside-a-tunnel' },
      ],
      [
        'nested CONNECT to the same host',
        `${HOST}:443`,
        `CONNECT ${HOST}:443 HTTP/1.1\r\nHost: ${HOST}:443\r\n\r\n`,
        { status: 400, reason: 'framing', detail: 'connect-inside-a-tunnel' },
      ],
    ];
    for (const [name, target, bytes, expected] of cases) {
      await assertRefused(await connectTunnel(gateway, target), [bytes], expected, name);
    }
    const bare = await connectTunnel(gateway, `${HOST}:80`, { tls: false });
    await assertRefused(bare, [`GET / HTTP/1.1\r\nHost: ${OTHER}\r\n\r\n`], MISDIRECTED, 'in clear');
    untouched();
  });

  test('another name in the ClientHello', async () => {
    for (const sni of [OTHER, `www.${HOST}`, HOST.slice(1)]) {
      for (const host of [HOST, sni]) {
        const client = await connectTunnel(gateway, HOST, { sni, verify: false });
        await assertRefused(
          client,
          [`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
          MISDIRECTED,
          `${sni} ${host}`,
        );
      }
    }
    untouched();
  });

  test('a name in the ClientHello that is none', async () => {
    const names = [
      `${HOST}\0.google.com`,
      `${HOST}.`,
      `${HOST} `,
      `${HOST}/`,
      '*',
      '',
      'b\xfccher.test',
      `.${HOST}`,
    ];
    for (const name of names) {
      const client = await connectTunnel(gateway, HOST, { tls: false });
      await client.send(clientHello({ names: [name] }));
      await client.end();
      client.close();
    }
    for (const two of [
      [HOST, HOST],
      [HOST, OTHER],
      [OTHER, HOST],
    ]) {
      const client = await connectTunnel(gateway, HOST, { tls: false });
      await client.send(clientHello({ names: two }));
      await client.end();
      client.close();
    }
    const records = (await gateway.records()).slice(-names.length - 3);
    assert.ok(records.every(({ reason, detail }) => reason === 'protocol' && detail === 'client-hello'));
    untouched();
  });

  test('SOCKS', async () => {
    for (const host of [
      `${HOST}\0.google.com`,
      `${HOST}:443`,
      `${HOST}/`,
      `x@${HOST}`,
      `[::1]@${HOST}`,
      `[x]@1${HOST}1`,
      'a b',
      '.',
      '%',
      '[fe80::1%eth0]',
      'b\xfccher.test',
    ]) {
      const { reply } = await socksConnect(gateway.port, host, 443);
      assert.equal(reply, 2, JSON.stringify(host));
    }
    assert.equal((await socksConnect(gateway.port, HOST, 0)).reply, 2, 'port 0');
    untouched();
  });

  test('SOCKS by address takes the name of the ClientHello, and only that', async () => {
    const { client } = await socksConnect(gateway.port, '192.0.1.9', 443);
    await client.startTls(tlsOptions(gateway, HOST));
    await assertRefused(client, [`GET / HTTP/1.1\r\nHost: ${OTHER}\r\n\r\n`], MISDIRECTED, 'Host');
    untouched();
    for (const hex of ['0x7f.1', '2130706433', '127.1']) {
      const odd = await socksConnect(gateway.port, '192.0.1.9', 443);
      await odd.client.startTls({ ...tlsOptions(gateway, hex, { sni: hex }), rejectUnauthorized: false });
      await odd.client.send(`GET / HTTP/1.1\r\nHost: ${hex}\r\n\r\n`);
      assert.notEqual((await odd.client.answer()).status, 200);
      odd.client.close();
    }
    untouched();
  });

  test('case and a trailing dot do not make another host', async () => {
    const client = await connectTunnel(gateway, `${HOST.toUpperCase()}.:443`, { sni: HOST });
    await client.send(`GET / HTTP/1.1\r\nHost: ${HOST.toUpperCase()}.:443\r\n\r\n`);
    assert.equal((await client.answer()).status, 200);
    client.close();
    assert.deepEqual((await secure.request(1)).fields, [['Host', HOST]]);
    assert.equal((await secure.request(1)).sni, HOST);
  });

  test('a refused mode is not talked round by another spelling', async () => {
    await using strict = await startGateway({
      origins: { [HOST]: secure },
      config: { decrypt: { hosts: [{ host: HOST, mode: 'refuse' }] } },
    });
    for (const spelling of [HOST, HOST.toUpperCase(), `${HOST}.`]) {
      await assert.rejects(connectTunnel(strict, `${spelling}:443`), (error: unknown) => {
        assert.ok(error instanceof TunnelRefused);
        assert.equal(error.answer.header('x-weir-block-reason'), 'destination');
        return true;
      });
    }
  });
});
