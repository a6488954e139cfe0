import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createDetector } from '../../src/inspect/detect.ts';
import { sampleOf } from '../../src/inspect/sample.ts';

const detector = createDetector();
const pat = sampleOf('github-pat', 5);

function isFound(input: string): boolean {
  return detector.scan(input).some((one) => one.kind === 'github-pat');
}

/** `width` hex digits of a character. */
function hex(char: string, width: number): string {
  return char.charCodeAt(0).toString(16).padStart(width, '0');
}

describe('escapes', () => {
  const writings: Readonly<Record<string, (char: string) => string>> = {
    '\\U of eight digits': (char) => `\\U${hex(char, 8)}`,
    '\\u in a string in a string': (char) => `\\\\u${hex(char, 4)}`,
    '\\u, twice in a string in a string': (char) => `\\\\\\\\u${hex(char, 4)}`,
    '\\x in a string in a string': (char) => `\\\\x${hex(char, 2)}`,
    'an entity without a semicolon': (char) => `&#${char.charCodeAt(0)}`,
    'an entity of hex digits without a semicolon': (char) => `&#x${hex(char, 2)}`,
    'an entity with zeroes before it': (char) => `&#x${hex(char, 7)};`,
    'a decimal entity with zeroes before it': (char) => `&#00000${char.charCodeAt(0)};`,
  };
  for (const [name, write] of Object.entries(writings)) {
    test(name, () => {
      assert.ok(isFound(`x ${[...pat].map(write).join('')}`), 'all');
      // Behind hex digits an entity of hex digits needs its semicolon.
      assert.ok(isFound(`x ${write(pat[0]!)}${pat.slice(1)}`), 'the first');
    });
  }

  for (const entity of ['&shy;', '&ZeroWidthSpace;', '&NoBreak;', '&zwnj;', '&lrm;']) {
    test(entity, () => {
      assert.ok(isFound(`x ${pat.slice(0, 2)}${entity}${pat.slice(2)}`));
    });
  }
});

describe('marks on letters, and blanks that are letters', () => {
  const codes = [
    0x301, 0x323, 0x336, 0x34f, 0x489, 0x5b0, 0x61c, 0x64b, 0x94d, 0x180e, 0x1ab0, 0x1dc0, 0x20dd, 0x2800,
    0x3164, 0xfe20, 0xffa0,
  ];
  for (const code of codes) {
    const mark = String.fromCodePoint(code);
    test(`U+${code.toString(16).padStart(4, '0')}`, () => {
      for (const before of ['k ', 'kk ']) {
        assert.ok(isFound(before + pat.slice(0, 2) + mark + pat.slice(2)), 'one');
        assert.ok(isFound(before + [...pat].join(mark)), 'everywhere');
        assert.ok(isFound(before + [...pat].join(mark.repeat(3))), 'three everywhere');
      }
      assert.ok(isFound(`k ${pat.slice(0, 2)}\\u${hex(mark, 4)}${pat.slice(2)}`), 'as an escape');
    });
  }
});
