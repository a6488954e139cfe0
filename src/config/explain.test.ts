import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configurationPage, explainConfig, explainText } from './explain.ts';
import { loadConfig } from './load.ts';
import { LEAVES } from './schema.ts';

test('docs/configuration.md is what the schema says', () => {
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  assert.equal(page, configurationPage(), 'run node scripts/docs.ts');
});

test('every value with its origin', () => {
  const loaded = loadConfig({ env: { WEIR_RECORD_FLUSH_MS: '5' }, flags: {} });
  const lines = explainText(loaded).trimEnd().split('\n');
  assert.equal(lines.length, LEAVES.length);
  assert.match(explainText(loaded), /^record\.flushMs = 5 +# environment WEIR_RECORD_FLUSH_MS$/m);
});

test('secrets are hidden, names of users are not', () => {
  const env = { WEIR_POLICIES_KEY: 'hunter2', WEIR_IDENTIFY_USERS: '{"alice":"hunter2"}' };
  const text = JSON.stringify(explainConfig(loadConfig({ env, flags: {} })));
  assert.doesNotMatch(text, /hunter2/);
  assert.match(text, /alice/);
});
