import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExchangeRecord } from '../flow/record.ts';
import { paints } from './output.ts';
import { recordText } from './record-text.ts';

const base: ExchangeRecord = {
  id: 'r1',
  time: '2026-01-02T03:04:05.678Z',
  outcome: 'allowed',
  mode: 'connect',
  agent: 'alice',
  agent_how: 'basic',
  client: '127.0.0.1:1',
  scheme: 'https',
  host: 'api.example.com',
  port: 443,
  method: 'GET',
  path: '/v1',
  status: 200,
  inspected: true,
  total_ms: 12.4,
};
const text = (more: Partial<ExchangeRecord>) => recordText({ ...base, ...more }, paints(false));

test('what passed', () => {
  assert.equal(text({}), '03:04:05.678 allowed   alice GET https://api.example.com/v1 200 12ms');
  assert.match(text({ host: '::1', port: 8443 }), / https:\/\/\[::1\]:8443\/v1 /);
});

test('what was blocked says why, and where', () => {
  const place = {
    place: 'header.authorization',
    offset: 0,
    length: 40,
    fingerprint: '0'.repeat(16),
  } as const;
  const finding = {
    kind: 'github-pat',
    name: 'GitHub token',
    ...place,
    confidence: 'proved',
    action: 'block',
  } as const;
  assert.equal(
    text({ outcome: 'blocked', status: 403, reason: 'credential-leak', findings: [finding] }),
    '03:04:05.678 blocked   alice GET https://api.example.com/v1 403 12ms ' +
      'reason=credential-leak GitHub token in header.authorization (block) id=r1',
  );
});

test('what was masked, tunnelled, lost', () => {
  assert.match(text({ outcome: 'masked', redacted: 2 }), /masked=2$/);
  assert.match(text({ outcome: 'tunnelled', inspected: false }), /not inspected$/);
  const chain = { seq: 1, prev: '', hash: '' };
  const lost = { time: base.time, event: 'lost', lost: 3, ...chain } as const;
  assert.equal(recordText(lost, paints(false)), '03:04:05.678 LOST      3 records could not be written');
});
