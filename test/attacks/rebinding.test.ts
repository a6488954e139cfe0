import assert from 'node:assert/strict';
import dns from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import { mock, type TestContext, test } from 'node:test';
import { startRawOrigin } from '../harness/raw-origin.ts';

function answerNames(t: TestContext, answers: () => { address: string; family: number }[]): void {
  mock.method(dns, 'lookup', async () => answers());
  syncBuiltinESMExports();
  t.after(() => {
    mock.restoreAll();
    syncBuiltinESMExports();
  });
}

test('a name that changes its address between check and dial is dialled where it was checked', async (t) => {
  await using origin = await startRawOrigin((socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
  );
  let asked = 0;
  // The second answer would be another one: nobody may ask for it.
  answerNames(t, () => [{ address: asked++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
  const { Resolver } = await import('../../src/forward/resolve.ts');
  const { AddressAllowList } = await import('../../src/forward/allow-list.ts');
  const { Dialer } = await import('../../src/forward/dial.ts');
  const { Deadlines } = await import('../../src/wire/deadlines.ts');
  const allow = new AddressAllowList([{ address: '127.0.0.1', family: 4, prefix: 32, port: origin.port }]);
  const resolver = new Resolver([], allow, 1000);
  const deadlines = new Deadlines();
  const target = { scheme: 'http', host: 'rebound.test', port: origin.port } as const;
  const destinations = await resolver.resolve(target.host, target.port);
  const upstream = await new Dialer([], 'TLSv1.2', 1000, deadlines).dial(target, destinations);
  assert.deepEqual(
    [asked, upstream.address, upstream.wire.socket.remoteAddress],
    [1, '127.0.0.1', '127.0.0.1'],
  );
  upstream.wire.destroy();
  await assert.rejects(resolver.resolve(target.host, target.port), {
    reason: 'destination',
    detail: 'metadata',
  });
  deadlines.close();
});

test('of several answers only those are dialled that may be', async (t) => {
  answerNames(t, () =>
    ['10.0.0.1', '8.8.8.8', '::ffff:127.0.0.1', '169.254.169.254'].map((address) => ({ address, family: 4 })),
  );
  const { Resolver } = await import('../../src/forward/resolve.ts');
  const { AddressAllowList } = await import('../../src/forward/allow-list.ts');
  const resolver = new Resolver([], new AddressAllowList([]), 1000);
  assert.deepEqual(await resolver.resolve('many.test', 443), [{ address: '8.8.8.8', port: 443 }]);
});
