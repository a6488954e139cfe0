import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { createEngine } from './engine.ts';
import type { Category, Kind } from './kind.ts';
import { ALL_KINDS } from './kinds/all.ts';
import { type Sample, sampleInContext } from './sample.ts';
import { FORMS, NAMES, namedValue, QUOTED_FORMS } from './samples/named.ts';
import { generator } from './samples/writer.ts';

const CATEGORIES = new Set<Category>(ALL_KINDS.map((kind) => kind.category ?? 'credential'));
const engine = createEngine({ fingerprintKey: new Uint8Array(32), categories: CATEGORIES });

function kindsIn(text: string): string[] {
  return engine.scan(Buffer.from(text, 'latin1')).map((hit) => hit.kind.id);
}

/** Where values stand. */
const CARRIERS: Readonly<Record<string, readonly [before: string, after: string]>> = {
  alone: ['', ''],
  prose: ['text ', ' text'],
  clause: ['first this: ', ', then the rest'],
  'json value': ['{"key":"', '"}'],
  'escaped line': ['a line\\n', '\\nanother'],
  'env line': ['A=1\nVALUE=', '\nB=2\n'],
  yaml: ['a: 1\nvalue: ', '\nb: 2\n'],
  header: ['Host: example.com\r\nX-Value: ', '\r\nAccept: */*\r\n'],
  query: ['GET /path?q=', '&page=2 HTTP/1.1'],
};

function assertFound(kind: Kind, text: string, at: number, length: number, what: string): void {
  const hits = engine.scan(Buffer.from(text, 'latin1'));
  const hit = hits.find((candidate) => candidate.kind.id === kind.id);
  assert.ok(hit, `${what}: not found in ${JSON.stringify(text)}; found ${hits.map((h) => h.kind.id)}`);
  assert.equal(hit.start, at, `${what}: start in ${JSON.stringify(text)}`);
  // A shape that may be longer takes what follows.
  if (kind.span === 'block' || kind.named !== undefined || kind.candidate !== undefined)
    assert.equal(hit.end, at + length, `${what}: end in ${JSON.stringify(text)}`);
  assert.equal(hit.placeholder, false, what);
}

test('ids are unique and every kind can be reached', () => {
  assert.equal(new Set(ALL_KINDS.map((kind) => kind.id)).size, ALL_KINDS.length);
  for (const { id, anchors, candidate, named } of ALL_KINDS)
    assert.ok(anchors.length > 0 || candidate !== undefined || named !== undefined, id);
});

for (const kind of ALL_KINDS) {
  test(`${kind.id}: values are found in full`, () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const sample = sampleInContext(kind.id, seed);
      for (const [name, [before, after]] of Object.entries(CARRIERS)) {
        if (name === 'query' && !/^[\w.~-]+$/.test(sample.text)) continue;
        const at = before.length + sample.before.length;
        assertFound(kind, before + sample.text + after, at, sample.value.length, `seed ${seed}, ${name}`);
      }
    }
  });

  test(`${kind.id}: near misses are left alone`, () => {
    for (const seed of [6, 7]) {
      const misses = nearMisses(kind, sampleInContext(kind.id, seed));
      assert.ok(misses.length >= 3, `${misses.length} near misses`);
      for (const [what, text] of misses)
        assert.ok(!kindsIn(text).includes(kind.id), `${what}: ${JSON.stringify(text)}`);
    }
  });

  if (kind.named === undefined) continue;
  test(`${kind.id}: is found in every way to write a name and its value`, () => {
    const named = kind.named!;
    const random = generator(99);
    for (const name of NAMES[kind.id]!) {
      for (const [form, write] of Object.entries(FORMS)) {
        if (named.quoted === true && !QUOTED_FORMS.includes(form as (typeof QUOTED_FORMS)[number])) continue;
        const value = namedValue(kind, named, random);
        const [before, after] = write(name);
        assertFound(kind, before + value + after, before.length, value.length, form);
      }
    }
  });
}

type Miss = readonly [what: string, text: string];

function nearMisses(kind: Kind, { before, value, after }: Sample): readonly Miss[] {
  if (kind.span === 'block') return blockMisses(value);
  const misses: Miss[] = [['too short', `${before}${tooShort(kind, value)}${after} `]];
  misses.push(['a byte that no value holds', before + spoilt(kind, value) + after]);
  if (kind.named !== undefined) misses.push(...namedMisses(kind, before, value, after));
  else if (kind.near !== undefined && !standsAlone(kind, plainly(kind, value)))
    misses.push(['without the word before it', `${'-'.repeat(700)} ${plainly(kind, value)}${after}`]);
  if (mayBeGlued(kind)) misses.push(['inside a word', inWord(kind, before, value, after)]);
  if (kind.candidate !== undefined) misses.push(['before a word', `${before}${value}Qx7${after}`]);
  if (kind.strict === true && kind.named === undefined)
    misses.push(['not what the check wants', before + unchecked(kind, value) + after]);
  if (before !== '' && kind.near === undefined) misses.push(['without what ties it', ` ${value}${after}`]);
  if (misses.length < 3) misses.push(['backwards', [...(before + value)].reverse().join('') + after]);
  return misses;
}

function standsAlone({ apart }: Kind, value: string): boolean {
  return apart !== undefined && new RegExp(apart).test(value);
}

/** The value without the marks that let it stand alone. */
function plainly(kind: Kind, value: string): string {
  return kind.apart === undefined ? value : value.replace(/[^0-9A-Za-z]/g, '');
}

function blockMisses(value: string): readonly Miss[] {
  const [first] = value.split('\n');
  return [
    ['backwards', [...first!].reverse().join('')],
    ['without its first bytes', value.slice(8)],
    ['a public one', value.replaceAll('PRIVATE', 'PUBLIC').replaceAll('PuTTY-User', 'PuTTY-Host')],
  ];
}

function namedMisses(kind: Kind, before: string, value: string, after: string): readonly Miss[] {
  const name = NAMES[kind.id]!.find((candidate) => before.includes(candidate))!;
  return [
    ['behind another name', before.replace(name, 'colour') + value + after],
    ['without a sign', `${name} and ${value}`],
    ['compared', `if (${name} == ${value}) return`],
  ];
}

/** Too little of a value to be one. */
function tooShort(kind: Kind, value: string): string {
  if (kind.candidate === 'words') return value.split(' ').slice(0, 10).join(' ');
  if (kind.candidate !== undefined) return value.slice(0, Math.ceil(kind.minLength / 2));
  if (kind.named !== undefined) return value.slice(0, Math.min(kind.minLength - 1, 6)).trim();
  if (kind.shape.includes('(?<s>')) return value.slice(0, 2);
  if (kind.head !== undefined) return value.slice(Math.ceil(value.length / 2));
  const anchor = Math.min(...kind.anchors.map((text) => text.replace(/\[[^\]]*\]/g, 'x').length));
  return value.slice(0, Math.max(3, Math.min(anchor + 2, value.length - 4)));
}

/** What a value of the kind may not hold, where that is not a blank. */
const FOREIGN: Readonly<Record<string, string>> = {
  'pii-person-name': '7',
  'pii-street-address': '|',
};

function spoilt(kind: Kind, value: string): string {
  const { candidate, anchors } = kind;
  const byte =
    FOREIGN[kind.id] ??
    (candidate === 'number' || candidate === 'account' || candidate === 'hex-groups' ? 'x' : ' ');
  const longest = anchors.find((anchor) => value.startsWith(anchor))?.length ?? 2;
  const usual = kind.head === undefined ? Math.min(longest + 1, value.length - 2) : 4;
  const secret = kind.shape.includes('(?<s>') ? 1 : usual;
  const at = kind.candidate === 'address' ? value.indexOf('@') : secret;
  return value.slice(0, at) + byte + value.slice(at + 1);
}

/** True when letters before the value make it none; a longer password or mailbox is one as well. */
function mayBeGlued({ left, named, candidate, near, shape }: Kind): boolean {
  if (left === 'none' || named !== undefined || candidate === 'address') return false;
  return near === undefined || !shape.includes('(?<s>');
}

function inWord(kind: Kind, before: string, value: string, after: string): string {
  return kind.near === undefined ? `Qx7${before}${value}${after}` : `${before}Qx7${value}${after}`;
}

/** Values whose check is no digit. */
const UNCHECKED: Readonly<Record<string, string>> = {
  'pii-email': 'someone@example.com',
  'pii-us-ssn': '666-12-3456',
  'pii-uk-nino': 'GB123456A',
  'pii-phone-e164': '+1 100 000 0000',
  'pii-ipv4': '192.168.17.4',
  'pii-ipv6': 'fe80:0:0:0:1:2:3:4',
  'pii-mac-address': 'ff:ff:ff:ff:ff:ff',
  'pii-date-of-birth': '1987-13-45',
};

/** The value with a check that is wrong: its last letter or digit is the next one. */
function unchecked(kind: Kind, value: string): string {
  const known = UNCHECKED[kind.id];
  if (known !== undefined) return known;
  if (kind.validator === 'userPass') return Buffer.from('no colon in here').toString('base64');
  if (kind.validator === 'base64Pem') return value.slice(0, 14) + swapCase(value.slice(14));
  if (kind.candidate === 'words') return otherOrder(value.split(' '));
  if (kind.id === 'jwt' || kind.id === 'discord-bot-token') return swapCase(value);
  if (kind.id === 'pii-au-medicare') return next(value, value.search(/(?<=(?:\d ?){8})\d/));
  if (kind.id === 'pii-vin') return next(value, value.length - 1);
  return next(value, value.search(/[0-9A-Za-z](?=[^0-9A-Za-z]*$)/));
}

/** The words of a phrase in an order that no phrase has. */
function otherOrder(words: readonly string[]): string {
  for (let turn = 1; ; turn++) {
    const text = [...words.slice(turn), ...words.slice(0, turn)].join(' ');
    if (!validateMnemonic(text, wordlist)) return text;
  }
}

function next(value: string, at: number): string {
  const order = '0123456789012ABCDEFGHJKLMNPQRSTUVWXYZABabcdefghijkmnopqrstuvwxyzab';
  return value.slice(0, at) + order[order.indexOf(value[at]!) + 1]! + value.slice(at + 1);
}

function swapCase(text: string): string {
  return [...text]
    .map((char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()))
    .join('');
}
