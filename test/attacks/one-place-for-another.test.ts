import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActionRule } from '../../src/inspect/action.ts';
import { maskBody } from '../../src/inspect/request.ts';
import { sampleOf } from '../../src/inspect/sample.ts';
import { createInspector, type Inspector } from '../../src/proxy/inspector.ts';

const target = { scheme: 'https', host: 'api.example.com', port: 443, path: '/', query: undefined } as const;
const token = sampleOf('github-pat', 5);
const encoded = Buffer.from(`x ${token}`).toString('base64');

function inspector(rules: readonly ActionRule[]): Inspector {
  return createInspector(
    {
      packs: ['credentials', 'commands', 'injection'],
      disable: [],
      home: [],
      exempt: [],
      rules,
      injection: { high: 0.8, medium: 0.5, answer: 'passage' },
      known: [],
      memorySeconds: 60,
      hostNameBytes: 4096,
    },
    new Uint8Array(32),
  );
}

function inspect(rules: readonly ActionRule[], body: object) {
  const bytes = Buffer.from(JSON.stringify(body));
  return { bytes, findings: inspector(rules).inspectBody(bytes, 'application/json', target) };
}

test('a value that may stand in one place does not pass in another', () => {
  const rules: ActionRule[] = [{ kinds: ['github-pat'], places: ['body.token'], action: 'allow' }];
  for (const body of [
    { token, note: token },
    { note: token, token },
    { token, note: encoded },
  ]) {
    const { findings } = inspect(rules, body);
    assert.ok(
      findings.some(({ action }) => action === 'block'),
      JSON.stringify(findings.map(({ action, place }) => `${action} ${place}`)),
    );
  }
});

test('every copy of a value is masked', () => {
  const rules: ActionRule[] = [{ kinds: ['github-pat'], action: 'mask' }];
  const { bytes, findings } = inspect(rules, { a: token, b: token, c: encoded });
  const masked = maskBody(bytes, findings).toString();
  assert.ok(!masked.includes(token) && !masked.includes(encoded.slice(8, 40)), masked);
});

test('more values than there is room for findings are refused, not sent', () => {
  const rules: ActionRule[] = [{ kinds: ['github-pat'], action: 'mask' }];
  const values = Array.from({ length: 300 }, (_, i) => sampleOf('github-pat', i + 1));
  const { findings } = inspect(rules, { values });
  assert.ok(findings.some(({ action }) => action === 'block'));
});

test('a dump that may pass does not take along what else is in it', () => {
  const text = `NODE_ENV=production\nPORT=3000\nDB_${'PASSWORD'}=Xk9f83hGd72kLmQ\nAPI_${'SECRET'}=Zk3mm2kd93kdkP0\nX=${encoded}\n`;
  const rules: ActionRule[] = [{ kinds: ['dump-*'], action: 'allow' }];
  const findings = inspector(rules).inspectBody(Buffer.from(text), 'text/plain', target);
  assert.ok(findings.some(({ kind, action }) => kind === 'github-pat' && action === 'block'));
});

test('a rule that refuses a value in one member of a body holds where the place is not known', () => {
  const rules: ActionRule[] = [{ kinds: ['generic-*'], places: ['body.password'], action: 'block' }];
  const scan = inspector(rules).createRequestScan('application/json', target);
  const body = Buffer.from(`{"password":"${['Xk9f83h', 'Gd72kLmQ'].join('')}"${' '.repeat(70_000)}}`);
  const findings = [
    ...scan.push(body.subarray(0, 40_000), false).findings,
    ...scan.push(body.subarray(40_000), true).findings,
  ];
  assert.ok(findings.some(({ action }) => action === 'block'));
});
