/** The value of a secret stands in nothing that is handed out: not in paths, not in what was redacted. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createDetector, type Detection } from '../../src/inspect/detect.ts';
import { sampleInContext, sampleOf } from '../../src/inspect/sample.ts';

const pat = sampleOf('github-pat', 5);
const base64 = Buffer.from(pat).toString('base64');
const hex = Buffer.from(pat).toString('hex');
const detector = createDetector();
const stopping = (action: 'mask' | 'tokenise') => createDetector({ actions: [{ kinds: ['*'], action }] });

/** True when eight bytes in a row of a form of the value stand there. */
function shows(said: string, forms: readonly string[] = [pat, base64, hex]): boolean {
  return forms.some((form) =>
    Array.from({ length: form.length - 7 }, (_, i) => form.slice(i, i + 8)).some((piece) =>
      said.replace(/[.[\]]/g, '').includes(piece),
    ),
  );
}

describe('paths', () => {
  const nested = (names: readonly string[]): string =>
    JSON.stringify(names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), pat));

  for (const [name, text, path] of [
    ['a name that is one', nested([pat]), 'body'],
    ['names that spell one', nested([pat.slice(0, 20), pat.slice(20)]), 'body'],
    ['names that spell one below others', nested(['a', 'b', pat.slice(0, 4), pat.slice(4)]), 'body.a.b'],
    ['names that spell one above others', nested([pat.slice(0, 9), pat.slice(9), 'x']), 'body'],
    ['a name in base64', nested(['a', base64]), 'body.a'],
    ['names in base64 together', nested(['a', base64.slice(0, 30), base64.slice(30)]), 'body.a'],
    ['a name in hexadecimal', nested([hex.slice(0, 60), hex.slice(60)]), 'body'],
    ['a name with dots', nested([`${pat.slice(0, 10)}.${pat.slice(10)}`]), 'body'],
    ['names in a list', JSON.stringify([{ [pat.slice(0, 7)]: [{ [pat.slice(7)]: pat }] }]), 'body[0]'],
    ['a name that is a piece of it', nested(['a', pat.slice(0, 20)]), 'body.a'],
    ['names that are pieces of it', nested(['a', pat.slice(5, 20), pat.slice(30, 36)]), 'body.a'],
    ['other names', nested(['messages', 'content']), 'body.messages.content'],
  ] as const)
    test(name, () => {
      const found = detector.scan(text, { contentType: 'application/json' });
      assert.ok(found.length > 0);
      for (const one of found) assert.ok(!shows(one.path), one.path);
      assert.ok(
        found.some((one) => one.path === path),
        found.map((one) => one.path).join(' '),
      );
    });

  test('names of fields of forms', () => {
    for (const name of [pat, base64, hex, `${pat.slice(0, 9)}.${pat.slice(9)}`])
      for (const one of detector.scan(`a=1&${name}=${pat}`, {
        contentType: 'application/x-www-form-urlencoded',
      }))
        assert.ok(!shows(one.path), one.path);
  });

  test('judges no more names than can be paid for', () => {
    const deep = (i: number): unknown => {
      let value: unknown = sampleOf('github-pat', i + 1);
      for (let k = 0; k < 60; k++) value = { [`n${i}_${k}_${'abc_'.repeat(12)}`]: value };
      return value;
    };
    const found = detector.scan(JSON.stringify(Array.from({ length: 40 }, (_, i) => deep(i))));
    assert.equal(found.length, 40);
    assert.ok(found[0]!.path.length > 1000);
    assert.equal(found.at(-1)!.path, 'body[39]');
  });
});

describe('redact', () => {
  const stopped = (list: readonly Detection[]): readonly Detection[] =>
    list.filter((one) => one.action === 'block' && !one.placeholder);

  test('a token for the same value wherever it stands, of the same length', () => {
    const text = JSON.stringify({ a: pat, b: { c: pat } });
    const { output, findings } = stopping('tokenise').redact(text);
    const parsed = JSON.parse(output) as { a: string; b: { c: string } };
    assert.equal(output.length, text.length);
    assert.ok(parsed.a.startsWith(`weir-${findings[0]!.fingerprint}`), output);
    assert.equal(parsed.a, parsed.b.c);
  });

  test('a value in parts leaves what is between them alone', () => {
    const half = [pat.slice(0, 15), pat.slice(15)];
    for (const value of [
      { a: half[0], flag: true, count: 12345, b: half[1] },
      { list: [half[0], 1, null, half[1]] },
      { a: half[0], other_name: half[1], rest: 'stays' },
      [{ key: half[0] }, { key: half[1] }],
      { code: `const t = "${half[0]}" + "${half[1]}";`, n: 5 },
      { inner: JSON.stringify({ a: half[0], n: 17, b: half[1] }) },
      { escaped: `\u00e9${half[0]}`, b: half[1] },
    ]) {
      for (const indent of [0, 2]) {
        const text = JSON.stringify(value, null, indent);
        for (const one of [detector, stopping('tokenise'), stopping('mask')]) {
          const { output, findings } = one.redact(text);
          if (findings.every(({ via }) => !via.includes('joined') && !via.includes('concatenation')))
            continue;
          assert.equal(output.length, text.length);
          const parsed: unknown = JSON.parse(output);
          assert.deepEqual(shapeOf(parsed), shapeOf(value), output);
          assert.ok(!shows(output), output);
        }
      }
    }
    const { output } = detector.redact(JSON.stringify({ a: half[0], flag: true, n: 12, b: half[1] }));
    assert.match(output, /^\{"a":"\*+","flag":true,"n":12,"b":"\*+"\}$/);
  });

  test('escapes in parts are overwritten as what they are', () => {
    const escaped = [...pat.slice(0, 15)].map((c) => `\\u00${Buffer.from(c).toString('hex')}`).join('');
    const text = `{"a":["${escaped}","${pat.slice(15)}"]}`;
    const { output, findings } = detector.redact(text);
    assert.ok(stopped(findings).length > 0);
    assert.equal(stopped(detector.scan(output)).length, 0);
    assert.ok(!shows(JSON.stringify(JSON.parse(output))), output);
  });

  test('what is found across strings leaves JSON as it is', () => {
    const lines = sampleOf('pem-rsa-private-key').replaceAll('\\n', '\n').split('\n');
    const netrc = { note: sampleInContext('netrc-password', 3).text, named: { a: 1, b: 'x' } };
    for (const value of [{ a: 1, key: lines }, netrc])
      for (const indent of [0, 2]) {
        const { output } = detector.redact(JSON.stringify(value, null, indent));
        assert.deepEqual(shapeOf(JSON.parse(output)), shapeOf(value), output);
        assert.ok(!output.includes(lines[2]!));
      }
  });

  test('no character is cut', () => {
    for (const text of [`é${pat}é`, JSON.stringify({ ü: `日${pat}本` }), `é${base64}é`, `"\\n${pat}\\n"`]) {
      const { output, findings } = detector.redact(text);
      assert.ok(stopped(findings).length > 0, text);
      assert.ok(!output.includes('\ufffd'), output);
      assert.equal(Buffer.byteLength(output), Buffer.byteLength(text));
      const bytes = detector.redact(Buffer.from(text)).output;
      assert.equal(Buffer.from(bytes).toString(), output);
    }
    const wide = [...pat]
      .map((c) => (/[a-z]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c))
      .join('');
    assert.ok(!detector.redact(`x ${wide} y`).output.includes('\ufffd'));
  });
});

describe('config', () => {
  const card = 'card 4111 1111 1111 1111, mail jane.doe@corp-mail.org';
  test('all packs are all of them', () => {
    const all = createDetector({ packs: ['all'] });
    const each = createDetector({
      packs: ['credentials', 'commands', 'injection', 'money', 'personal-data', 'strict'],
    });
    for (const text of [pat, card, JSON.stringify({ command: 'rm -rf /' })]) {
      assert.ok(all.scan(text).length > 0, text);
      assert.deepEqual(all.scan(text), each.scan(text));
    }
  });

  test('an unknown pack is refused', () => {
    for (const name of ['nope', 'ALL', ''])
      assert.throws(() => createDetector({ packs: [name as 'all'] }), RangeError);
  });

  test('ids of findings that no kind has can be turned off', () => {
    const known = [{ name: 'ACME', value: 'correct-horse-battery-7' }];
    const text = `the value is correct-horse-battery-7 and more`;
    assert.ok(createDetector({ known }).scan(text).length > 0);
    assert.deepEqual(createDetector({ known, disable: ['known-value'] }).scan(text), []);
    createDetector({ disable: ['host-name-volume'] });
    assert.throws(() => createDetector({ disable: ['no-such-kind'] }), RangeError);
  });
});

/** A value without what its strings say. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return '';
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
