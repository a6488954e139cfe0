import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createEngine } from './engine.ts';
import { plainInspection } from './inspection.ts';
import { maskHeaderValue, maskHost, maskText, overwrite } from './mask.ts';
import { namesWith } from './may-name.ts';
import { placeInQuery, placeOf } from './place.ts';
import { sampleOf } from './sample.ts';
import { valuesIn, wholeCharacters } from './string-values.ts';

const engine = createEngine({ fingerprintKey: new Uint8Array(32) });
const inspection = plainInspection(engine);
const { examiner } = inspection;
const pat = sampleOf('github-pat', 5);
const base64 = Buffer.from(pat).toString('base64');
const percent = [...pat].map((c) => `%${Buffer.from(c).toString('hex')}`).join('');
const FORMS: Readonly<Record<string, string>> = {
  'as it is': pat,
  base64,
  'base64, url': Buffer.from(`key=${pat}`).toString('base64url'),
  hexadecimal: Buffer.from(pat).toString('hex'),
  percent,
  'base64 twice': Buffer.from(base64).toString('base64'),
  'base64, percent': encodeURIComponent(Buffer.from(`k?>${pat}`).toString('base64')).replaceAll('Z', '%5A'),
  'base64, url, of gzip': gzipSync(pat).toString('base64url'),
};

for (const [name, form] of Object.entries(FORMS)) {
  /** Pieces of the form must not be left either: half of a token is half of a secret. */
  const assertGone = (said: string): void => {
    for (let i = 0; i + 16 <= form.length; i += 4) assert.ok(!said.includes(form.slice(i, i + 16)), said);
    assert.deepEqual(examiner.examine(Buffer.from(said, 'latin1'), { whole: false }), [], said);
  };

  test(`text for records: ${name}`, () => {
    for (const text of [`/v1/x/${form}/y?z=1`, `/v1?key=${form}&b=2`, `/${form}`]) {
      const masked = maskText(examiner, text);
      assertGone(masked);
      assert.match(masked, /redacted|\*{8}/);
    }
  });

  test(`fields of answers: ${name}`, () => {
    for (const [lower, value] of [
      ['x-note', form],
      ['location', `https://app.example/callback?code=${form}&state=1`],
      ['set-cookie', `session=${form}; Path=/; HttpOnly`],
    ] as const) {
      const masked = maskHeaderValue(inspection, lower, value);
      assertGone(masked.value);
      assert.equal(masked.value.length, value.length);
      assert.equal(masked.findings[0]?.kind, 'github-pat');
      assert.equal(masked.findings[0]?.place, `header.${lower}`);
      if (lower === 'set-cookie') assert.match(masked.value, /^session=.*; Path=\/; HttpOnly$/);
    }
  });
}

test('host names for records: in labels, and in what labels are together', () => {
  const hex = Buffer.from(pat).toString('hex');
  for (const host of [
    `${hex.slice(0, 60)}.evil.example`.replace(hex.slice(0, 60), hex),
    `${hex.slice(0, 40)}.${hex.slice(40)}.evil.example`,
    `${pat.slice(0, 20)}.${pat.slice(20)}.evil.example`,
  ]) {
    const masked = maskHost(examiner, host);
    assert.ok(masked.endsWith('.evil.example') && !masked.includes(host.slice(4, 20)), masked);
    assert.equal(masked.length, host.length);
  }
  assert.equal(maskHost(examiner, 'api.some-service.example'), 'api.some-service.example');
});

test('names of parameters and fields are judged in every form', () => {
  const mayName = namesWith(examiner);
  for (const form of [pat, base64, FORMS.hexadecimal!, `${pat.slice(0, 9)}.${pat.slice(9)}`]) {
    if (form.length > 64) continue;
    const query = `a=1&${form}=${pat}`;
    assert.equal(placeInQuery(query, query.length - 1, mayName).place, 'query');
    const head = `GET / HTTP/1.1\r\n${form}: ${pat}\r\n\r\n`;
    assert.equal(placeOf(head, head.length - 6, mayName).place, 'header');
  }
  assert.equal(placeInQuery('a=1&api_key=x', 12, mayName).place, 'query.api_key');
});

test('only values of strings in a range are parts', () => {
  const parts = (text: string, start = 0, end = text.length): string[] =>
    valuesIn(Buffer.from(text), start, end).map(([from, to]) => text.slice(from, to));
  assert.deepEqual(parts('abc'), ['abc']);
  assert.deepEqual(parts('abc","x":true,"y":"def'), ['abc', 'def']);
  assert.deepEqual(parts('abc", 12, null, "def"]', 0, 20), ['abc', 'def']);
  assert.deepEqual(parts(String.raw`abc\",\"x\" : \"def\"`), ['abc\\', 'def\\']);
  assert.deepEqual(parts(`abc' + 1 + 'def`), ['abc', 'def']);
  assert.deepEqual(parts('abc", "it\'s", "def'), ['abc', "it's", 'def']);
  // The beginning went out before.
  assert.deepEqual(parts(',"x":"def', -4), ['def']);
  assert.deepEqual(parts('bc","x":1,"y":"def', -4), ['bc', 'def']);
});

test('ranges take whole characters and escapes', () => {
  const around = (text: string, start: number, end: number): string => {
    const bytes = Buffer.from(text);
    const range = wholeCharacters(bytes, start, end);
    return bytes.toString('utf8', range.start, range.end);
  };
  assert.equal(around('aéb', 2, 3), 'é');
  assert.equal(around('a日本b', 3, 5), '日本');
  assert.equal(around('a\\nb', 2, 4), '\\nb');
  assert.equal(around('a\\u0041b', 5, 7), '\\u0041');
  assert.equal(around('a\\"b', 0, 2), 'a\\"');
  assert.equal(around('a\\\\nb', 3, 5), 'nb');
});

test('parts in an answer stay JSON, over the border of two chunks as well', () => {
  const text = JSON.stringify({ a: pat.slice(0, 15), flag: true, 12: 34, b: pat.slice(15) });
  const [one] = examiner.examine(Buffer.from(text), { whole: false });
  assert.deepEqual(one?.via, ['joined']);
  const { start, end } = one!;
  for (const action of ['mask', 'tokenise'] as const) {
    const finding = {
      kind: 'github-pat',
      place: 'body',
      fingerprint: '0123456789abcdef',
      via: ['joined'],
      action,
    };
    for (let cut = start; cut < end; cut++) {
      const first = Buffer.from(text.slice(0, cut));
      const second = Buffer.from(text.slice(cut));
      overwrite(first, start, end, finding);
      overwrite(second, start - cut, end - cut, finding);
      const said = `${first}${second}`;
      assert.equal(said.length, text.length);
      const parsed = JSON.parse(said) as Record<string, unknown>;
      assert.deepEqual(examiner.examine(Buffer.from(said), { whole: false }), [], said);
      assert.ok(!said.includes(pat.slice(4, 12)) && !said.includes(pat.slice(20, 28)), said);
      // A name that a chunk cuts in two is taken for a value.
      if (text.slice(start, cut).includes('flag":') && !text.slice(start, cut).includes('"b"'))
        assert.equal(parsed.flag, true, said);
    }
  }
});

test('text for records: a value in the parameters of a query', () => {
  for (const [text, masked] of [
    [`/x?a=${pat.slice(0, 15)}&b=${pat.slice(15)}`, '/x?a=[redacted]&b=[redacted]'],
    [
      `/x?id=7&a=${pat.slice(0, 4)}&b=${pat.slice(4, 20)}&c=${pat.slice(20)}&d=z`,
      /^\/x\?id=7&a=\[redacted]&b=\[redacted]&c=\[redacted]&/,
    ],
    ['/x?a=1&b=2&c', '/x?a=1&b=2&c'],
  ] as const) {
    const said = maskText(examiner, text);
    if (typeof masked === 'string') assert.equal(said, masked);
    else assert.match(said, masked);
    assert.ok(!said.includes(pat.slice(20, 28)), said);
  }
});
