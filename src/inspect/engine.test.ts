import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { base62, crc32 } from './checksum.ts';
import { createEngine, NO_HITS } from './engine.ts';
import { isHome, isIssuer } from './home.ts';
import { HOME_TABLE, ISSUERS } from './home-table.ts';
import { plainInspection } from './inspection.ts';
import { ALL_KINDS } from './kinds/all.ts';
import { maskHeaderValue, maskText } from './mask.ts';
import { isBlocking } from './match.ts';
import { createPrefilter } from './prefilter.ts';
import { sampleOf } from './sample.ts';

const engine = createEngine({ fingerprintKey: new Uint8Array(32) });
const scan = (text: string): string[] =>
  engine.scan(Buffer.from(text, 'latin1')).map((hit) => `${hit.kind.id} ${hit.confidence}`);

test('options are checked', () => {
  assert.throws(() => createEngine({ fingerprintKey: new Uint8Array(16) }), RangeError);
  assert.throws(
    () => createEngine({ fingerprintKey: new Uint8Array(32), disable: ['no-such-kind'] }),
    RangeError,
  );
  const without = createEngine({ fingerprintKey: new Uint8Array(32), disable: ['github-pat'] });
  assert.equal(without.scan(Buffer.from(sampleOf('github-pat'))), NO_HITS);
});

test('fingerprints are stable, short and keyed', () => {
  const other = createEngine({ fingerprintKey: new Uint8Array(32).fill(1) });
  const value = Buffer.from('value');
  assert.match(engine.fingerprint(value), /^[0-9a-f]{16}$/);
  assert.equal(engine.fingerprint(value), engine.fingerprint(value));
  assert.notEqual(engine.fingerprint(value), other.fingerprint(value));
});

test('checksums of vendors', () => {
  assert.equal(crc32('123456789'), 0xcbf43926);
  assert.equal(base62(61, 3), '00z');
  assert.deepEqual(scan(sampleOf('github-pat')), ['github-pat proved']);
  assert.deepEqual(scan(sampleOf('npm-token')), ['npm-token proved']);
  assert.deepEqual(scan(sampleOf('cloudflare-api-token-v2')), ['cloudflare-api-token-v2 proved']);
  assert.deepEqual(scan(sampleOf('atlassian-api-token')), ['atlassian-api-token proved']);
});

test('a simple generated token blocks, whatever its length', () => {
  const digits = '0123456789abcdefghijklmnopqrstuvwxyz';
  assert.deepEqual(scan(`ghp_${digits}`), ['github-pat shaped']);
  assert.deepEqual(scan(`ghp_${digits.slice(0, 20)}`), ['github-pat shaped']);
  assert.deepEqual(scan(`ghp_${digits.slice(0, 17)}`), ['github-pat likely']);
  assert.deepEqual(scan(`ghp_${digits}${digits}`), ['github-pat shaped']);
  assert.deepEqual(scan(`sk-ant-${'api03'}-${digits}`), ['anthropic-api-key shaped']);
  assert.deepEqual(scan(`AKIA${'IOSFODNN7'}EXAMPLE`), ['aws-access-key-id proved']);
});

test('placeholders are recorded at most', () => {
  for (const text of [
    `ghp_${'x'.repeat(36)}`,
    `ghp_${'A'.repeat(36)}`,
    'sk-ant-api03-your-api-key-goes-here-1',
    `sk_live_${'EXAMPLE'}1234567890123456`,
    `postgres://user:${'$'}{PASSWORD}@db/x`,
    'postgres://localhost:5432/db',
    'token: ghp_<your token here>',
  ]) {
    assert.ok(!engine.scan(Buffer.from(text, 'latin1')).some(isBlocking), text);
  }
});

test('the most specific kind wins and hits do not overlap', () => {
  const pat = sampleOf('github-pat');
  assert.deepEqual(scan(`https://x:${pat}@github.com/a`), ['github-pat proved']);
  assert.deepEqual(
    scan(`postgres://u:${pat}@db.internal/x`).map((s) => s.split(' ')[0]),
    ['postgres-uri'],
  );
  assert.deepEqual(
    scan(sampleOf('anthropic-admin-key')).map((s) => s.split(' ')[0]),
    ['anthropic-admin-key'],
  );
});

test('a header of a key that is only talked about is a hit of that line', () => {
  const line = `-----BEGIN RSA ${'PRIVATE KEY'}-----`;
  const [hit] = engine.scan(Buffer.from(`write ${line}\nand then the body`));
  assert.equal(hit?.start, 6);
  assert.equal(hit?.end, 6 + line.length);
});

test('text without secrets stays untouched', () => {
  const root = new URL('../../', import.meta.url);
  const texts = [
    'package-lock.json',
    'node_modules/zod/v4/core/schemas.js',
    'node_modules/zod/v4/core/util.js',
    'node_modules/@types/node/crypto.d.ts',
    'node_modules/@types/node/tls.d.ts',
    'node_modules/yaml/README.md',
    'node_modules/openai/README.md',
    'node_modules/openai/CHANGELOG.md',
  ].flatMap((file) => {
    try {
      return [readFileSync(new URL(file, root))];
    } catch {
      return [];
    }
  });
  const noise = Buffer.alloc(300_000);
  for (let i = 0; i < noise.length; i++) noise[i] = Math.imul(i + 1, 2_654_435_761) >>> 15;
  texts.push(noise, Buffer.from(noise.toString('base64')), Buffer.from(noise.toString('hex')));
  const ids = Array.from({ length: 2000 }, (_, i) => crc32(`${i}`).toString(16).padStart(8, '0'));
  texts.push(
    Buffer.from(
      ids
        .map(
          (id, i) =>
            `${id}-${id.slice(4)}-4${id.slice(5)}-a${id.slice(1, 4)}-${id}${ids[(i * 7) % 2000]!.slice(4)}`,
        )
        .join('\n'),
    ),
  );
  texts.push(
    Buffer.from(
      ids
        .map(
          (id, i) => `commit ${id}${ids[(i * 3) % 2000]}${ids[(i * 5) % 2000]}${ids[(i * 11) % 2000]}${id}`,
        )
        .join('\n'),
    ),
  );
  for (const text of texts) {
    const hits = engine.scan(text).filter((hit) => hit.kind.action === 'block');
    assert.deepEqual(
      hits.map((hit) => `${hit.kind.id} ${hit.start}`),
      [],
    );
  }
});

test('the prefilter sees every anchor at every offset and does a bounded amount of work', () => {
  const anchors = ['abc', 'k_y_', 'longer-anchor/', 'xyz'];
  const filter = createPrefilter(anchors);
  for (let pad = 0; pad < 40; pad++) {
    for (const anchor of anchors) {
      for (const behind of ['', '1', '1'.repeat(30)]) {
        const bytes = Buffer.from(`${'.'.repeat(pad)}${anchor}${behind}`);
        const found = filter.find(bytes, 0, bytes.length, 0);
        const at = Array.from(
          { length: found.count },
          (_, i) => `${anchors[found.anchor[i]!]}@${found.position[i]}`,
        );
        assert.deepEqual(
          [...new Set(at)],
          [`${anchor}@${pad}`],
          `${anchor} at ${pad}, then ${behind.length}`,
        );
      }
    }
  }
  const flood = Buffer.from('abc'.repeat(10_000));
  let count = 0;
  for (let from = 0; from < flood.length; ) {
    const found = filter.find(flood, 0, flood.length, from);
    assert.ok(found.resume > from);
    count += found.count;
    from = found.resume;
  }
  assert.ok(count >= 10_000 && count <= 20_000, `${count} candidates`);
});

test('text for records is masked, encoded or not', () => {
  const { examiner } = plainInspection(engine);
  const pat = sampleOf('github-pat');
  const masked = maskText(examiner, `/a/${pat}/ü?x=${pat}`);
  assert.ok(!masked.includes('ghp_') && masked.includes('[redacted:github-pat]') && masked.includes('ü'));
  const encoded = maskText(examiner, `/a/${pat.replace('_', '%5F')}/b`);
  assert.equal(encoded, '/a/[redacted:github-pat]/b');
  assert.equal(maskText(examiner, '/plain%20path?x=1'), '/plain%20path?x=1');
});

test('header values of answers are masked at the same length', () => {
  const pat = sampleOf('github-pat');
  const { value, findings } = maskHeaderValue(plainInspection(engine), 'x-token', `t=${pat}; path=/`);
  assert.equal(value.length, pat.length + 10);
  assert.ok(!value.includes('ghp_'));
  assert.equal(findings[0]?.place, 'header.x-token');
  const documented = `AKIA${'IOSFODNN7'}EXAMPLE`;
  assert.equal(maskHeaderValue(plainInspection(engine), 'x', documented).value, documented);
});

test('the table of homes names kinds that exist, hosts in lower case, known places', () => {
  const ids = new Set(ALL_KINDS.map((kind) => kind.id));
  for (const entry of HOME_TABLE) {
    for (const kind of entry.kinds) assert.ok(ids.has(kind), kind);
    for (const host of entry.hosts) assert.match(host, /^(?:\*|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/);
    for (const place of entry.places)
      assert.match(place, /^(?:path|body|header\.[a-z0-9*-]+|query\.[\w*-]+)$/);
  }
  for (const issuer of ISSUERS) {
    for (const id of issuer.kinds) {
      assert.ok(
        ALL_KINDS.some((kind) => (id.endsWith('*') ? kind.id.startsWith(id.slice(0, -1)) : kind.id === id)),
        id,
      );
    }
  }
});

test('homes and issuers', () => {
  const target = {
    scheme: 'https',
    host: 'api.github.com',
    port: 443,
    path: '/app/installations/7/access_tokens',
    query: undefined,
  } as const;
  assert.ok(isHome('github-pat', target, 'header.authorization'));
  assert.ok(!isHome('github-pat', target, 'body'));
  assert.ok(!isHome('openai-project-key', target, 'header.authorization'));
  assert.ok(isIssuer('github-app-installation', target));
  assert.ok(!isIssuer('github-app-installation', { ...target, path: '/user' }));
  assert.ok(!isIssuer('github-app-installation', { ...target, scheme: 'http' }));
});

test('headers of keys that stand among the strings of a program are no keys', () => {
  const engine = createEngine({ fingerprintKey: new Uint8Array(32) });
  const header = ['-----BEGIN', 'RSA PRIVATE', 'KEY-----'].join(' ');
  const text = `PGP Key${header}AbortSignalAbsoluteOrientationSensorAbstractRangeAccelerometer${header}`;
  assert.ok(engine.scan(Buffer.from(text)).every((hit) => hit.placeholder));
  const key = sampleOf('pem-rsa-private-key').replace(/[\r\n]|\\n/g, '');
  assert.ok(
    engine.scan(Buffer.from(key)).some((hit) => !hit.placeholder),
    'a key without its line ends is one',
  );
});
