import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { assertRefused, openWay, targetOn, WAYS } from './strike.ts';

const HOST = 'smuggled.test';
const HIDDEN = `GET /hidden HTTP/1.1\r\nHost: ${HOST}\r\nX-Hidden: yes\r\n\r\n`;

describe('requests hidden in requests', () => {
  let plain: Origin;
  let secure: Origin;
  let gateway: TestGateway;

  before(async () => {
    plain = await startOrigin({ hosts: false });
    secure = await startOrigin({ hosts: [HOST] });
    gateway = await startGateway({ origins: { [`${HOST}:80`]: plain, [`${HOST}:443`]: secure } });
  });

  beforeEach(() => {
    plain.forget();
    secure.forget();
  });

  after(async () => {
    await gateway.stop();
    await plain.stop();
    await secure.stop();
  });

  const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
  /** Each is one request, whatever stands in it. */
  const bodies: readonly (readonly [string, string, string])[] = [
    ['in a body with a length', `Content-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`, HIDDEN],
    ['in a chunk', `Transfer-Encoding: chunked\r\n\r\n${chunk(HIDDEN)}0\r\n\r\n`, HIDDEN],
    [
      'over two chunks',
      `Transfer-Encoding: chunked\r\n\r\n${chunk(HIDDEN.slice(0, 9))}${chunk(HIDDEN.slice(9))}0\r\n\r\n`,
      HIDDEN,
    ],
    [
      'behind a last chunk in a chunk',
      `Transfer-Encoding: chunked\r\n\r\n${chunk(`0\r\n\r\n${HIDDEN}`)}0\r\n\r\n`,
      `0\r\n\r\n${HIDDEN}`,
    ],
    [
      'in a chunk with an extension',
      `Transfer-Encoding: chunked\r\n\r\n${HIDDEN.length.toString(16)};a="\\"b"\r\n${HIDDEN}\r\n0\r\n\r\n`,
      HIDDEN,
    ],
    ['behind a padded length', `Content-Length: 000${HIDDEN.length}\r\n\r\n${HIDDEN}`, HIDDEN],
    [
      'behind a coding in capitals and tabs',
      `Transfer-Encoding:\t \tCHUNKED \t\r\n\r\n${chunk(HIDDEN)}0\r\n\r\n`,
      HIDDEN,
    ],
    [
      'behind an option that names the coding',
      `Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(HIDDEN)}0\r\n\r\n`,
      HIDDEN,
    ],
    [
      'behind look-alike fields',
      `Content-Length: ${HIDDEN.length}\r\nContent_Length: 0\r\nTransfer_Encoding: chunked\r\nX: Transfer-Encoding: chunked\r\n\r\n${HIDDEN}`,
      HIDDEN,
    ],
  ];

  for (const way of WAYS) {
    for (const [name, rest, body] of bodies) {
      test(`${name}, ${way}`, async () => {
        const origin = way === 'forward' ? plain : secure;
        const client = await openWay(gateway, way, HOST);
        await client.send(`POST ${targetOn(way, HOST, '/outer')} HTTP/1.1\r\nHost: ${HOST}\r\n${rest}`);
        assert.equal((await client.answer()).status, 200);
        client.close();
        const seen = await origin.request(1);
        assert.deepEqual([seen.target, seen.body.toString(), origin.requests.length], ['/outer', body, 1]);
        const framing = seen.fields.filter(([field]) =>
          /^(?:content-length|transfer-encoding)$/i.test(field),
        );
        assert.equal(framing.length, 1, 'framed in one way');
      });
    }

    test(`garbage behind a good request ends the connection, ${way}`, async () => {
      const origin = way === 'forward' ? plain : secure;
      for (const garbage of [
        'xyz\r\n\r\n',
        '\0\r\n\r\n',
        '0\r\n\r\n',
        `5\r\n${HIDDEN}`,
        '\n\n',
        `\r\n\r\n${HIDDEN}`,
      ]) {
        origin.forget();
        const client = await openWay(gateway, way, HOST);
        await client.send(`GET ${targetOn(way, HOST, '/outer')} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n${garbage}`);
        assert.equal((await client.answer()).status, 200);
        await assertRefused(client, [], { status: 400, reason: 'framing' }, JSON.stringify(garbage));
        assert.deepEqual(
          origin.requests.map(({ target }) => target),
          ['/outer'],
        );
      }
    });

    test(`a body on GET does not become the next request, ${way}`, async () => {
      const origin = way === 'forward' ? plain : secure;
      const client = await openWay(gateway, way, HOST);
      const bare = `GET ${targetOn(way, HOST, '/one')} HTTP/1.1\r\nHost: ${HOST}\r\n`;
      await client.send(`${bare}Content-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`);
      assert.equal((await client.answer()).status, 200);
      await client.send(`GET ${targetOn(way, HOST, '/two')} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
      assert.equal((await client.answer()).status, 200);
      client.close();
      assert.deepEqual(
        origin.requests.map(({ target }) => target),
        ['/one', '/two'],
      );
    });

    test(`fields of the connection do not travel, ${way}`, async () => {
      const origin = way === 'forward' ? plain : secure;
      const client = await openWay(gateway, way, HOST);
      const fields = [
        'Connection: X-Mine, keep-alive',
        'X-Mine: 1',
        'Keep-Alive: timeout=5',
        'Proxy-Connection: keep-alive',
        'Proxy-Authorization: Basic eDp5',
        'Proxy-Anything: 1',
        'TE: trailers',
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
        'X-Kept: 1',
      ];
      await client.send(
        `GET ${targetOn(way, HOST)} HTTP/1.1\r\nHost: ${HOST}\r\n${fields.join('\r\n')}\r\n\r\n`,
      );
      assert.equal((await client.answer()).status, 200);
      client.close();
      const seen = await origin.request(1);
      assert.deepEqual(seen.fields, [
        ['Host', HOST],
        ['X-Kept', '1'],
      ]);
    });
  }
});

describe('policies judge what is sent', () => {
  test('a field that Connection takes away counts for nothing', async () => {
    await using origin = await startOrigin({ hosts: false });
    await using gateway = await startGateway({
      origins: { [HOST]: origin },
      policies: {
        intervention_default_action: 'block',
        policies: [
          {
            name: 'only-approved',
            match_expression: '"x-approved" in http.headers',
            action: 'allow',
            action_config: {},
            applies_to: [],
            enabled: true,
            priority: 10,
            shadow: false,
          },
        ],
      },
    });
    const ask = async (fields: string): Promise<number> => {
      const client = await openWay(gateway, 'forward', HOST);
      await client.send(`GET http://${HOST}/ HTTP/1.1\r\nHost: ${HOST}\r\n${fields}\r\n`);
      const { status } = await client.answer();
      client.close();
      return status;
    };
    assert.equal(await ask('X-Approved: yes\r\n'), 200);
    assert.equal(await ask('X-Approved: yes\r\nConnection: X-Approved\r\n'), 403);
    assert.equal(origin.requests.length, 1);
  });
});
