import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector, type Detection } from '../../inspect/detect.ts';
import { DEFAULT_PACKS } from '../../inspect/packs.ts';
import { sampleInContext } from '../../inspect/sample.ts';
import { explain, explanationLines } from './explain.ts';

const { text, value } = sampleInContext('github-pat', 5);
const [found] = createDetector().scan(text) as [Detection];

test('a finding is explained without its value', () => {
  const explanation = explain(found, DEFAULT_PACKS, 'request');
  assert.match(explanation.why, /GitHub personal access token of GitHub.*proved: a checksum/);
  assert.match(explanation.consequence, /refuses a request/);
  assert.match(explanation.decidedBy, /kind github-pat \(block\); pack credentials, on by default/);
  assert.match(explanation.exempt[0]!, /inspect\.exempt/);
  assert.match(explanation.exempt.at(-1)!, /--disable github-pat/);
  assert.ok(!explanationLines(explanation).join('\n').includes(value));
});

test('what is let pass needs no exemption', () => {
  const placeholder = explain({ ...found, placeholder: true }, DEFAULT_PACKS, 'request');
  assert.match(placeholder.consequence, /lets it pass/);
  assert.deepEqual(placeholder.exempt, []);
});

test('an answer is overwritten, a hidden value says what hid it, a score says why', () => {
  const hidden: Detection = {
    ...found,
    action: 'mask',
    via: ['base64', 'gzip'],
    reasons: ['it orders', 'it hides'],
  };
  const explanation = explain(hidden, DEFAULT_PACKS, 'answer');
  assert.match(explanation.why, /under base64 and gzip.*: it orders; it hides$/);
  assert.match(explanation.consequence, /overwrites it/);
});
