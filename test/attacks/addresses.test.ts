import assert from 'node:assert/strict';
import * as os from 'node:os';
import { after, before, describe, test } from 'node:test';
import { startGateway, type TestGateway } from '../harness/gateway.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { RawClient } from '../harness/raw-client.ts';
import { tempDir } from '../harness/temp-dir.ts';
import { weir } from '../harness/weir-process.ts';
import { socksConnect } from './socks-client.ts';

/** Spellings that mean an address which must not be dialled; IPv6 in brackets. */
const SPELLINGS: readonly string[] = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '0177.0.0.1',
    '0x7f.0.0.1',
    '0x7f.1',
    '2130706433',
    '017700000001',
    '0x7f000001',
    '127.255.255.254',
    '127.0.0.1.',
  ],
  ...['0', '0.0.0.0', '0x0', '0.1.2.3', '00000000000'],
  ...[
    '10.0.0.1',
    '10.1',
    '167772161',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.1',
    '0300.0250.1',
  ],
  ...[
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '169.254.43518',
    '0xA9.254.0251.254',
    '169.254.170.2',
    '169.254.1.1',
  ],
  ...[
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '198.18.0.1',
    '192.0.2.1',
    '203.0.113.1',
  ],
  ...['224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '4294967295'],
  ...[
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[0::0]',
    '[::127.0.0.1]',
    '[::7f00:1]',
    '[::ffff:127.0.0.1]',
    '[::FFFF:7f00:1]',
    '[0:0:0:0:0:ffff:169.254.169.254]',
    '[::ffff:8.8.8.8]',
    '[::ffff:0:127.0.0.1]',
  ],
  ...[
    '[64:ff9b::7f00:1]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::1]',
    '[2001:0:1::1]',
  ],
  ...[
    '[fd00:ec2::254]',
    '[fd12::1]',
    '[fc00::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '[100::1]',
    '[::2]',
  ],
];

/** What is not even a host. */
const ZONES = ['[fe80::1%25eth0]', '[fe80::1%eth0]', '[::1%25lo]'];

describe('addresses that are not dialled by themselves', () => {
  let gateway: TestGateway;

  before(async () => {
    gateway = await startGateway({ config: { forward: { connectTimeoutMs: 2000 } } });
  });

  after(async () => {
    await gateway.stop();
  });

  const own = Object.values(os.networkInterfaces()).flatMap((all) =>
    (all ?? []).map(({ address, family }) =>
      family === 'IPv6' ? `[${address.replace(/%.*/, '')}]` : address,
    ),
  );

  const ask = async (bytes: string): Promise<readonly [number, string | undefined]> => {
    const client = await RawClient.connect(gateway.port);
    await client.send(bytes);
    const answer = await client.answer();
    client.close();
    return [answer.status, answer.header('x-weir-block-reason')];
  };

  test('in absolute form', async () => {
    for (const host of [...SPELLINGS, ...own, 'localhost', 'LOCALHOST.']) {
      const told = await ask(`GET http://${host}/latest/meta-data/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      assert.deepEqual(told, [403, 'destination'], host);
    }
    for (const host of ZONES) {
      assert.deepEqual(
        await ask(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
        [400, 'framing'],
        host,
      );
    }
  });

  test('by CONNECT', async () => {
    for (const host of [...SPELLINGS, ...own]) {
      const told = await ask(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`);
      assert.deepEqual(told, [403, 'destination'], host);
    }
    for (const host of ZONES) {
      assert.deepEqual(
        await ask(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`),
        [400, 'framing'],
        host,
      );
    }
  });

  test('by SOCKS, as a name and as an address', async () => {
    for (const host of [...SPELLINGS, ...ZONES, ...own]) {
      assert.equal((await socksConnect(gateway.port, host, 80)).reply, 2, host);
      const bare = host.replace(/^\[|\]$/g, '');
      if (bare !== host && !bare.includes('%'))
        assert.equal((await socksConnect(gateway.port, bare, 80)).reply, 2, bare);
    }
  });

  test('no record names an address that was dialled', async () => {
    const records = await gateway.records();
    assert.ok(records.length > 3 * SPELLINGS.length);
    assert.ok(records.every(({ address, outcome }) => address === undefined && outcome === 'blocked'));
  });
});

describe('addresses that the operator opens', () => {
  let origin: Origin;
  let second: Origin;

  before(async () => {
    origin = await startOrigin({ hosts: false });
    second = await startOrigin({ hosts: false });
  });

  after(async () => {
    await origin.stop();
    await second.stop();
  });

  const get = async (gateway: TestGateway, host: string): Promise<string> => {
    const client = await RawClient.connect(gateway.port);
    await client.send(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    const answer = await client.answer();
    client.close();
    return `${answer.status} ${answer.header('x-weir-block-reason') ?? ''}`.trim();
  };

  test('a fixed answer does not open the address it gives', async () => {
    await using gateway = await startGateway({ resolve: [`inside.test:80:${origin.address}`] });
    assert.equal(await get(gateway, 'inside.test'), '403 destination');
    assert.equal(origin.connections, 0);
  });

  test('one port does not open another, nor another address', async () => {
    await using gateway = await startGateway({
      allowAddresses: [origin.address],
      resolve: [
        `a.test:80:${origin.address}`,
        `b.test:80:${second.address}`,
        `c.test:80:127.0.0.2:${origin.port}`,
      ],
    });
    assert.equal(await get(gateway, 'a.test'), '200');
    assert.equal(await get(gateway, 'b.test'), '403 destination');
    assert.equal(await get(gateway, 'c.test'), '403 destination');
    assert.equal(await get(gateway, `127.0.0.1:${second.port}`), '403 destination');
    assert.equal(await get(gateway, `2130706433:${origin.port}`), '200');
    assert.equal(await get(gateway, `[::ffff:7f00:1]:${origin.port}`), '403 destination');
    assert.equal(second.connections, 0);
  });

  test('a metadata service needs an entry of its own', async () => {
    const resolve = [
      'six.test:80:[fd00:ec2::254]:9',
      'ali.test:80:100.100.100.200:9',
      'azure.test:80:168.63.129.16:9',
    ];
    await using wide = await startGateway({
      allowAddresses: ['fd00::/8', '100.64.0.0/10', '168.63.129.16/31', 'fd00:ec2::254/127'],
      resolve,
    });
    for (const host of [
      'six.test',
      'ali.test',
      'azure.test',
      '[fd00:ec2::254]',
      '168.63.129.16',
      '100.100.25800',
    ]) {
      assert.equal(await get(wide, host), '403 destination', host);
    }
  });

  test('ranges that would open everything are no config', async () => {
    for (const range of ['0.0.0.0/0', '::/0', '169.254.0.0/16', '169.254.169.254/31', '128.0.0.0/1']) {
      const args = ['proxy', '--listen', '127.0.0.1:0', '--data', tempDir('data'), '--allow-address', range];
      const { code, stderr } = await weir(args);
      assert.equal(code, 2, range);
      assert.match(stderr, /allowAddresses.*refused/s);
    }
  });

  test('a name is resolved once for a connection, and the checked address is the one dialled', async () => {
    await using gateway = await startGateway({ origins: { 'once.test:80': origin } });
    for (let i = 0; i < 3; i++) assert.equal(await get(gateway, 'once.test'), '200');
    const records = await gateway.records(3);
    assert.ok(records.every(({ address }) => address === '127.0.0.1'));
  });
});
