import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createDetector } from '../../src/inspect/detect.ts';
import { generator, sampleOf } from '../../src/inspect/sample.ts';

const detector = createDetector();
const pat = sampleOf('github-pat', 5);
const text = `This is a text of some words, and a token ${pat} stands in it, not at its beginning and not at its end.`;

function isFound(input: string | Buffer): boolean {
  return detector.scan(input).some((one) => one.kind === 'github-pat');
}

function lines(encoded: string, width: number, end = '\n'): string {
  return encoded.match(new RegExp(`.{1,${width}}`, 'g'))!.join(end);
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits
    .match(/.{1,5}/g)!
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

const plain = Buffer.from(text);
const pairs = [...plain].map((byte) => byte.toString(16).padStart(2, '0'));

test('an encoding is seen whole wherever the blocks of the survey end', () => {
  for (const encoding of ['hex', 'base64'] as const) {
    const word = ` ${Buffer.from(pat).toString(encoding)} end`;
    const missed: number[] = [];
    for (let before = 0; before < 100; before++) {
      const bytes = Buffer.concat([Buffer.alloc(65_536 - before, 'word '), Buffer.from(word)]);
      const found = detector.scan(bytes).filter((one) => one.kind === 'github-pat');
      if (found.length !== 1) missed.push(before);
    }
    assert.deepEqual(missed, [], encoding);
  }
});

test('a long encoding that blocks cut loses no end', () => {
  for (let length = 65_400; length < 65_600; length += 7) {
    const long = Buffer.from(`${'some words '.repeat(9000).slice(0, length)} ${pat}`);
    assert.ok(isFound(long.toString('base64')), `base64 ${length}`);
    assert.ok(isFound(Buffer.from(long.subarray(long.length / 2)).toString('hex')), `hex ${length}`);
  }
});

test('lines of base64 that end before an n or an r are one text', () => {
  const random = generator(3);
  const words = Array.from({ length: 3000 }, () => Math.floor(random() * 1e9).toString(36)).join(' ');
  for (let i = 0; i < 10; i++) {
    const packed = gzipSync(`${words.slice(0, 15_000 + i)} ${pat} ${words.slice(15_000, 30_000)}`);
    assert.ok(isFound(lines(packed.toString('base64'), 76)), String(i));
  }
});

describe('lines', () => {
  const base64 = lines(plain.toString('base64'), 76);
  const cases: Readonly<Record<string, string>> = {
    'hex of 60': lines(plain.toString('hex'), 60),
    'hex of 32, in JSON': JSON.stringify({ a: lines(plain.toString('hex'), 32) }),
    'hex of what is packed': lines(gzipSync(plain).toString('hex'), 60),
    base32: lines(base32(plain), 76),
    'base32, small letters': lines(base32(plain), 76).toLowerCase(),
    'base64 in a block of YAML': `a: |\n${base64.replace(/^/gm, '    ')}`,
    'base64 that was quoted': base64.replace(/^/gm, '> '),
    'base64 in JSON, \\r\\n': JSON.stringify({ a: base64.replaceAll('\n', '\r\n') }),
    'base64 in JSON in JSON': JSON.stringify(JSON.stringify({ a: base64 })),
  };
  for (const [name, input] of Object.entries(cases)) test(name, () => assert.ok(isFound(input)));

  test('hex digits that a line of something else follows are decoded alone', () => {
    assert.ok(isFound(`${Buffer.from(pat).toString('hex')}\n${'Words-of_a_text'.repeat(8)}`));
  });
});

describe('pairs of hex digits', () => {
  for (const between of [' ', ':', '-', '_', ', ', '  ', '\r\n', '\n', ', 0x', ' 0x', ' : ']) {
    test(JSON.stringify(between), () => {
      assert.ok(isFound(pairs.join(between)));
      assert.ok(isFound(`x = 0x${pairs.join(between)};`));
    });
  }

  test('xxd -i and od -tx1, in lines', () => {
    const rows = (row: (part: string[]) => string, count: number): string =>
      Array.from({ length: Math.ceil(pairs.length / count) }, (_, i) =>
        row(pairs.slice(i * count, (i + 1) * count)),
      ).join('\n');
    const array = rows((part) => `  ${part.map((pair) => `0x${pair},`).join(' ')}`, 12);
    assert.ok(isFound(`unsigned char file[] = {\n${array}\n};`));
    assert.ok(isFound(rows((part) => ` ${part.join(' ')}`, 16)));
  });

  test('the place is that of the pairs', () => {
    const input = `some words before: ${[...Buffer.from(pat)].map((byte) => byte.toString(16)).join(', ')}`;
    const [found] = detector.scan(input);
    assert.equal(found?.start, input.indexOf(':') + 2);
    assert.ok(found.length <= input.length - found.start);
  });
});
