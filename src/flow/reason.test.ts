import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorsPage } from '../../scripts/errors-page.ts';
import { REASONS, type Reason, reasonEntry } from './reason.ts';

const ALL = Object.keys(REASONS) as Reason[];

test('docs/errors.md is this table', () => {
  const page = new URL('../../docs/errors.md', import.meta.url);
  assert.equal(readFileSync(page, 'utf8'), errorsPage(), 'run npm run docs');
});

test('every reason is refused with an error status and says what to do', () => {
  for (const reason of ALL) {
    const { status, header, message, next } = reasonEntry(reason);
    assert.ok(status >= 400 && status <= 599, reason);
    assert.match(header, /^[a-z]+(?:-[a-z]+)*$/, reason);
    assert.match(message, /^[^|\r\n]*[^|\r\n.]$/, reason);
    assert.match(next, /^[A-Z][^|\r\n]*\.$/, reason);
  }
});

test('the values that Strathon sends are the ones that are sent beside ours', () => {
  const values = new Set(ALL.map((reason) => reasonEntry(reason).strathon));
  values.delete(undefined);
  assert.deepEqual([...values].sort(), [
    'credential-leak',
    'policy',
    'policy-approval-required',
    'policy-steer-unenforceable',
    'policy-throttle',
  ]);
});
