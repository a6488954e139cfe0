import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBinary, isProgram } from './scan-file.ts';

test('tells programs by how they begin', () => {
  assert.ok(isProgram(Buffer.from('\x7fELF\x02\x01', 'latin1')));
  assert.ok(isProgram(Buffer.from('\0asm\x01\0\0\0', 'latin1')));
  assert.ok(isProgram(Buffer.from('MZ\x90\0', 'latin1')));
  for (const text of ['#!/bin/sh\n', 'PK\x03\x04', '\x1f\x8b\x08\0', 'MZ is a name', '', 'abc']) {
    assert.equal(isProgram(Buffer.from(text, 'latin1')), false, text);
  }
});

test('takes UTF-16 for text, and a NUL for none', () => {
  assert.ok(isBinary(Buffer.from('a\0b')));
  assert.equal(isBinary(Buffer.from('\ufeffab', 'utf16le')), false);
});
