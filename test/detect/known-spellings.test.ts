import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector } from '../../src/inspect/detect.ts';

/** What a value may hold that is written in other ways; none of it is a secret. */
const VALUE = 'Zür "ich" & <Ort>\\ 1\'2';
const detector = createDetector({ known: [{ name: 'test', value: VALUE }], disguises: false });

function isFound(input: string | Buffer): boolean {
  return detector.scan(input).some((one) => one.kind === 'known-value');
}

test('a known value is found as programs write it', () => {
  const json = JSON.stringify({ a: VALUE });
  const page = VALUE.replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const cases: Readonly<Record<string, string | Buffer>> = {
    'as it is': `x ${VALUE} y`,
    'in JSON': json,
    'in JSON of ASCII': json.replace('ü', '\\u00fc'),
    'in JSON of ASCII, capitals': json.replace('ü', '\\u00FC'),
    'in a page': `<p>${page}</p>`,
    "in a page, ' as well": `<p>${page.replaceAll("'", '&#39;')}</p>`,
    'in a form': new URLSearchParams({ a: VALUE }).toString(),
    'with + for blanks': `a=${VALUE.replaceAll(' ', '+')}`,
    'in latin1': Buffer.from(`x ${VALUE} y`, 'latin1'),
    'in UTF-16': Buffer.from(`x ${VALUE} y`, 'utf16le'),
  };
  const missed = Object.entries(cases).filter(([, input]) => !isFound(input));
  assert.deepEqual(
    missed.map(([name]) => name),
    [],
  );
});
