import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger, type LogOptions } from './log.ts';
import { paints, printable, wantsColour } from './output.ts';

function logged(options: Pick<LogOptions, 'format' | 'level'>) {
  const lines: string[] = [];
  const now = () => new Date(0);
  return { lines, log: createLogger({ ...options, now, write: (line) => lines.push(line) }) };
}

test('text: one line, values quoted where they need it', () => {
  const { lines, log } = logged({ format: 'text', level: 'info' });
  log.with({ id: 'r1' }).warn('slow origin', { host: 'a b', ms: 5, none: undefined });
  log.debug('not shown');
  assert.deepEqual(lines, ['1970-01-01T00:00:00.000Z warn  slow origin id=r1 host="a b" ms=5\n']);
});

test('json: fields cannot replace time, level and message', () => {
  const { lines, log } = logged({ format: 'json', level: 'debug' });
  log.debug('m', { level: 'error', n: 1 });
  assert.deepEqual(JSON.parse(lines[0]!), {
    level: 'debug',
    n: 1,
    time: '1970-01-01T00:00:00.000Z',
    message: 'm',
  });
});

test('no value can forge a line or a field', () => {
  const { lines, log } = logged({ format: 'text', level: 'error' });
  log.error('a\nb', { x: 'y\nz level=error', e: '' });
  assert.equal(lines[0]!.split('\n').length, 2);
  assert.match(lines[0]!, /x="y\\nz level=error" e=""\n$/);
});

test('colour only for a terminal that wants it', () => {
  assert.equal(wantsColour(true, {}), true);
  assert.equal(wantsColour(false, {}), false);
  assert.equal(wantsColour(true, { NO_COLOR: '1' }), false);
  assert.equal(wantsColour(true, { TERM: 'dumb' }), false);
  assert.equal(paints(false).red('x'), 'x');
  assert.equal(paints(true).red('x'), '\u001b[31mx\u001b[39m');
});

test('nothing from outside reaches the terminal as an escape', () => {
  assert.equal(printable('a\u001b[2Jb\u202ec\n'), 'a\\u001b[2Jb\\u202ec\\u000a');
});
