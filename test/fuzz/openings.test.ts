import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as net from 'node:net';
import { before, test } from 'node:test';
import * as tls from 'node:tls';
import fc from 'fast-check';
import { sniff } from '../../src/accept/sniff.ts';
import { MALFORMED, NEED_MORE, readGreeting, readPassword, readRequest } from '../../src/accept/socks5.ts';
import { INCOMPLETE, NOT_TLS, parseClientHello } from '../../src/decrypt/client-hello.ts';
import { mutated, mutation, outcome, RUNS } from './feed.ts';

/** What a client says first to a listener that never answers. */
async function firstWords(speak: (port: number) => void): Promise<Buffer> {
  const heard = Promise.withResolvers<Buffer>();
  const server = net.createServer((socket) => {
    const pieces: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      pieces.push(bytes);
      const all = Buffer.concat(pieces);
      if (typeof parseClientHello(all) === 'symbol' && parseClientHello(all) === INCOMPLETE) return;
      socket.destroy();
      heard.resolve(all);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  speak((server.address() as net.AddressInfo).port);
  const bytes = await heard.promise;
  server.close();
  return bytes;
}

function byNode(options: tls.ConnectionOptions): (port: number) => void {
  return (port) =>
    void tls
      .connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
      .on('error', () => undefined);
}

function byCurl(...args: string[]): (port: number) => void {
  return (port) =>
    void spawn(
      'curl',
      ['-sk', '--noproxy', '*', '--connect-to', `::127.0.0.1:${port}`, ...args, 'https://curl.test/'],
      { stdio: 'ignore' },
    ).on('error', () => byNode({ servername: 'curl.test' })(port));
}

const hellos: Buffer[] = [];

before(async () => {
  for (const speak of [
    byNode({ servername: 'node.test', ALPNProtocols: ['h2', 'http/1.1'] }),
    byNode({ servername: 'old.test', maxVersion: 'TLSv1.2' }),
    byNode({}),
    byNode({ servername: `${'long.'.repeat(40)}test`, minVersion: 'TLSv1.3' }),
    byCurl(),
    byCurl('--http1.1', '--tls-max', '1.2'),
  ]) {
    hellos.push(await firstWords(speak));
  }
});

/** A hello as text: the names, or why there are none. */
function heard(bytes: Buffer): string {
  const hello = parseClientHello(bytes);
  return typeof hello === 'symbol' ? String(hello.description) : JSON.stringify(hello);
}

const anyHello = fc.nat({ max: 5 });

test('real hellos are understood', () => {
  assert.deepEqual(
    hellos.map((bytes) => {
      const hello = parseClientHello(bytes);
      return typeof hello === 'symbol' ? hello.description : hello.sni;
    }),
    ['node.test', 'old.test', undefined, `${'long.'.repeat(40)}test`, 'curl.test', 'curl.test'],
  );
});

test('a hello: one verdict for every split, never changed by what follows', () => {
  fc.assert(
    fc.property(
      anyHello,
      mutation,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.uint8Array({ maxLength: 30 }),
      (which, edits, place, more) => {
        const bytes = mutated(hellos[which]!, edits);
        const whole = heard(bytes);
        const early = heard(bytes.subarray(0, Math.floor(place * bytes.length)));
        if (early !== INCOMPLETE.description) assert.equal(whole, early);
        if (whole !== INCOMPLETE.description) assert.equal(heard(Buffer.concat([bytes, more])), whole);
      },
    ),
    RUNS,
  );
});

test('a hello cut into records is the same hello', () => {
  fc.assert(
    fc.property(
      anyHello,
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
      (which, sizes) => {
        const bytes = hellos[which]!;
        const handshake = bytes.subarray(5, 5 + bytes.readUInt16BE(3));
        const records: Buffer[] = [];
        for (let at = 0, i = 0; at < handshake.length; i++) {
          const part = handshake.subarray(at, at + sizes[i % sizes.length]!);
          records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part);
          at += part.length;
        }
        assert.equal(heard(Buffer.concat(records)), heard(bytes));
      },
    ),
    RUNS,
  );
});

test('a name that is heard is a host name', () => {
  fc.assert(
    fc.property(anyHello, mutation, (which, edits) => {
      const hello = parseClientHello(mutated(hellos[which]!, edits));
      if (typeof hello === 'symbol') return assert.ok(hello === INCOMPLETE || hello === NOT_TLS);
      if (hello.sni !== undefined) assert.match(hello.sni, /^[a-z0-9_][a-z0-9_.-]*[a-z0-9_-]$|^[a-z0-9_]$/);
    }),
    RUNS,
  );
});

const openings = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(
      fc.constantFrom(
        'GET / HTTP/1.1\r\n',
        '\r\nPOST / HTTP/1.1',
        'CONNECT a:1 HTTP/1.1',
        '\x16\x03\x01\x00\x05',
        '\x05\x01\x00',
        '\x05\x02\x00\x02',
        'SSH-2.0-x\r\n',
        'PRI * HTTP/2.0\r\n',
      ),
      mutation,
    )
    .map(([text, edits]) => mutated(Buffer.from(text, 'latin1'), edits)),
);

test('sniffing: one verdict for every split', () => {
  fc.assert(
    fc.property(openings, (bytes) => {
      let verdict: string = 'incomplete';
      for (let length = 0; length <= bytes.length; length++) {
        const now = sniff(bytes.subarray(0, length));
        if (verdict !== 'incomplete') assert.equal(now, verdict, `after ${length} bytes`);
        verdict = now;
      }
    }),
    RUNS,
  );
});

test('SOCKS: one message for every split, and never more than is there', () => {
  const readers = [readGreeting, readPassword, readRequest];
  const seeds = [
    '\x05\x02\x00\x02',
    '\x01\x04user\x04pass',
    '\x05\x01\x00\x03\x06a.test\x01\xbb',
    '\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x50',
    `\x05\x01\x00\x04${'\0'.repeat(15)}\x01\x00\x50`,
  ];
  const messages = fc
    .tuple(fc.constantFrom(...seeds), mutation)
    .map(([text, edits]) => mutated(Buffer.from(text, 'latin1'), edits));
  fc.assert(
    fc.property(fc.oneof(messages, openings), (bytes) => {
      for (const read of readers) {
        let verdict: string | undefined;
        for (let length = 0; length <= bytes.length; length++) {
          const message = read(bytes.subarray(0, length));
          if (message === NEED_MORE) {
            assert.equal(verdict, undefined, 'no way back');
            continue;
          }
          const now = message === MALFORMED ? 'malformed' : outcome(() => message);
          if (typeof message !== 'symbol') assert.ok(message.size <= length);
          assert.equal(now, verdict ?? now, `${read.name} after ${length} bytes`);
          verdict = now;
        }
      }
    }),
    RUNS,
  );
});
