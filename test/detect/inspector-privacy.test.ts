/** What the gateway records of a request and hands on of an answer shows no value, in whichever form it came. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Target } from '../../src/flow/target.ts';
import { sampleOf } from '../../src/inspect/sample.ts';
import { createInspector, type Inspector } from '../../src/proxy/inspector.ts';

const pat = sampleOf('github-pat', 5);
const FORMS = [pat, Buffer.from(pat).toString('base64'), Buffer.from(pat).toString('hex')];

function inspectorWith(disable: readonly string[] = []): Inspector {
  return createInspector(
    {
      packs: ['credentials'],
      disable,
      home: [],
      exempt: [],
      rules: [],
      injection: { medium: 0.5, high: 0.8, answer: 'record' },
      known: [],
      memorySeconds: 60,
      hostNameBytes: 16,
    },
    new Uint8Array(32),
  );
}

function targetOf(host: string, query?: string): Target {
  return { scheme: 'https', host, port: 443, path: '/x', query };
}

function fields(list: Readonly<Record<string, string>>) {
  const names = Object.keys(list);
  return { names, lower: names.map((name) => name.toLowerCase()), values: Object.values(list) };
}

/** Sixteen characters in a row of a form. */
function assertHidden(said: string): void {
  for (const form of FORMS)
    for (let i = 0; i + 16 <= form.length; i++) assert.ok(!said.includes(form.slice(i, i + 16)), said);
}

test('places of a request name no value', () => {
  const inspector = inspectorWith();
  for (const form of FORMS) {
    const query = `a=1&${form}=${pat}`;
    const headers = fields({
      host: 'evil.example',
      [form]: pat,
      'x-b': pat.slice(0, 20),
      'x-c': pat.slice(20),
    });
    const lines = headers.names.map((name, i) => `${name}: ${headers.values[i]}\r\n`).join('');
    const head = Buffer.from(`GET /x?${query} HTTP/1.1\r\n${lines}\r\n`, 'latin1');
    const found = inspector.inspectHead(head, targetOf('evil.example', query), headers);
    assert.ok(found.length > 1);
    assertHidden(JSON.stringify(found));
    const body = Buffer.from(`b=2&${form}=${pat}&c=${pat.slice(0, 20)}&d=${pat.slice(20)}`);
    assertHidden(
      JSON.stringify(
        inspector.inspectBody(body, 'application/x-www-form-urlencoded', targetOf('evil.example')),
      ),
    );
    assertHidden(inspector.maskText(`/x?k=${form}`));
    assertHidden(inspector.maskHost(`${form}.evil.example`));
  }
});

test('answers hand on no value, and are found to hold one', () => {
  const inspector = inspectorWith();
  for (const form of FORMS) {
    const headers = fields({ location: `/next?t=${form}`, 'set-cookie': `s=${form}; Path=/`, [form]: 'x' });
    const found = inspector.inspectAnswerHead(targetOf('evil.example'), headers);
    assert.equal(found.filter(({ kind }) => kind === 'github-pat').length, 3);
    assertHidden(JSON.stringify(found));
    const masked = inspector.maskHeaders(targetOf('evil.example'), headers);
    assert.deepEqual(masked.names, ['location', 'set-cookie']);
    assertHidden(JSON.stringify(masked));
  }
});

test('the volume of host names can be turned off', () => {
  const kinds = (inspector: Inspector): string[] =>
    ['q8x2m4v7k1z9w3b6', 'h5j0c8n2r7t4y1p3'].flatMap((label) =>
      inspector
        .inspectSequence({
          agent: 'a',
          target: targetOf(`${label}.evil.example`),
          headers: fields({}),
          body: undefined,
        })
        .map(({ kind }) => kind),
    );
  assert.deepEqual(kinds(inspectorWith()), ['host-name-volume']);
  assert.deepEqual(kinds(inspectorWith(['host-name-volume'])), []);
});
