import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector } from '../../src/inspect/detect.ts';
import { sampleOf } from '../../src/inspect/sample.ts';

const detector = createDetector();
const KINDS = [
  'github-pat',
  'anthropic-api-key',
  'slack-bot-token',
  'gitlab-pat',
  'npm-token',
  'huggingface-token',
];

/** Whether a request with this text would be refused. */
function isStopped(text: string): boolean {
  return detector.scan(text).some(({ action, placeholder }) => action === 'block' && !placeholder);
}

test('a word that templates use, appended to a token, does not disarm it', () => {
  for (const kind of KINDS) {
    for (const tail of ['xxxxxxxx', 'example', 'a'.repeat(20), '...', '-placeholder', '-your-api-key-here']) {
      const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
      const passed = seeds.filter((seed) => !isStopped(`k: ${sampleOf(kind, seed)}${tail}`));
      // A random value without digits between its dashes reads like words.
      assert.ok(passed.length <= 2, `${kind} ${tail}: ${passed.join()}`);
    }
  }
});

test('a password that spells such a word somewhere is one', () => {
  const password = ['Kd83jhsd92m', 'example', 'Q1'].join('');
  assert.ok(isStopped(`postgres://svc:${password}@prod.example.org/x`));
});

test('what templates hold stays a placeholder', () => {
  for (const text of [
    `ghp_${'x'.repeat(36)}`,
    `ghp_${'0'.repeat(36)}`,
    'sk-ant-api03-your-api-key-here-xxxxxxxxxxxxxxxx',
    'postgres://user:your-password@db.prod.example/x',
    'postgresql://django:django@postgres:5432/x',
    'amqp://guest:guest@rabbitmq',
    'postgres://runner:runnerpw@localhost',
  ])
    assert.equal(isStopped(text), false, text);
});
