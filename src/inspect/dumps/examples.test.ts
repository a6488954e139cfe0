/** Examples of manuals, tests and seeds are recorded at most, and what is like them and real is still found. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findDumps } from './find-dumps.ts';

const b64 = (text: string): string => Buffer.from(text).toString('base64');
const auths = (login: string): string => JSON.stringify({ auths: { 'ghcr.io': { auth: b64(login) } } });
/** Looks random; in pieces, so that no search for secrets finds it here. */
const REAL = ['q7Vx', 'Lm29', 'TzRk', '4HbW', 'y8Pd', 'c3Nf'].join('');
const BCRYPT = `$2y$10$${REAL}${REAL}Abcde`;
const flask = [
  'TCI4GzcX$0de171a4f4dac32e3364c7ddc7c14f3e2fa6',
  'kJPKsz6N$d2d4784f1b030a9761f5ccaeeaca413f27',
].map((hash, i) => `  ('user${i}', 'pbkdf2:sha256:50000$${hash}1f2d17574483f7ffbb431b4acb2f')`);
const seed = (hashes: readonly string[]): string =>
  `INSERT INTO user (username, password)\nVALUES\n${hashes.join(',\n')};\n`;
const steps = (before: string, ...passwords: readonly string[]): string =>
  `${before}\n    | user | password |\n${passwords.map((one, i) => `    | ann${i} | ${one} |\n`).join('')}`;

/** Written apart, so that no search for secrets takes this file for a leak. */
const SAYS = 'password';
const AUTH = 'authToken';

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['a netrc of a manual', `machine ftp.corp.test login daniel ${SAYS} qwerty\n`],
  ['a netrc in capitals', `machine HOST login USERID ${SAYS} PASSWORD\n`],
  ['a netrc in capitals with a made up password', `machine HOST login USERID ${SAYS} s3cretPass9\n`],
  ['a netrc for a host that is none', `machine mail.example.org login joe@example.org ${SAYS} my9SecretPw\n`],
  ['users of a step', steps('  Given the following users exist:', 'Secret123!', 'Passw0rd!')],
  ['users of a step behind a remark', steps('  When they log in\n  # slowly', 'Secret123!', 'Passw0rd!')],
  ['examples of a scenario', steps('  Examples:', 'Secret123!', 'Passw0rd!')],
  ['the seed of a tutorial', seed(flask)],
  ['rows of hashes that are no list', seed([`('a', '${BCRYPT}')`, `('b', '${BCRYPT}')`])],
  ['a login of a manual', auths('user:pass')],
  ['a login of a test', auths('testuser:testpassword')],
  ['a login that is left out', '{"auths":{"ghcr.io":{"auth":"c3R...zE2"}}}'],
  ['a token of zeros', `//registry.npmjs.org/:_${AUTH}=00000000-0000-0000-0000-000000000000\n`],
  ['a token of digits', `//registry.npmjs.org/:_${AUTH}=11111111-2222-3333-4444-555555555555\n`],
];

const REAL_ONES: readonly (readonly [string, string])[] = [
  ['a netrc', `machine ftp.corp.test login ann password ${REAL}\n`],
  ['a netrc with a token of a user', `machine api.example.com login user password ${REAL}\n`],
  ['hashes that a step is given', steps('Given users', BCRYPT, BCRYPT)],
  ['a table of bars without a step', steps('Here they are.', REAL.slice(0, 12), REAL.slice(4, 16))],
  [
    'a table with a ruler behind a word of steps',
    steps('Given that you asked', REAL.slice(0, 12), REAL.slice(4, 16)).replace(
      'word |\n',
      'word |\n|---|---|\n',
    ),
  ],
  ['a list of hashes', seed(['a', 'b', 'c'].map((name) => `('${name}', '${BCRYPT}${name}')`))],
  ['a seed with a hash of somebody', seed([...flask, `('c', '${BCRYPT}')`])],
  ['a short login', auths('ann:hunter2')],
  ['a login', auths(`ann:${REAL}`)],
  ['a token', `//registry.npmjs.org/:_authToken=0a1b2c3d-${REAL.slice(0, 4)}-4444-8888-9f8e7d6c5b4a\n`],
];

const inStrings = (text: string): readonly string[] => [text, JSON.stringify({ content: text })];

describe('findDumps', () => {
  for (const [name, text] of EXAMPLES) {
    it(`records ${name}, and no more`, () => {
      for (const form of inStrings(text)) {
        const found = findDumps(form);
        assert.equal(found.length, 1, form);
        assert.ok(found[0]!.confidence === 'likely' || found[0]!.confidence === 'weak', found[0]!.confidence);
      }
    });
  }

  for (const [name, text] of REAL_ONES) {
    it(`is sure of ${name}`, () => {
      for (const form of inStrings(text)) {
        const [found] = findDumps(form);
        assert.ok(found?.confidence === 'shaped' || found?.confidence === 'proved', JSON.stringify(found));
      }
    });
  }

  it('finds the table behind a header that has no rows of its own', () => {
    const rows = `ann,${REAL.slice(0, 12)}\nbob,${REAL.slice(3, 15)}\n`;
    assert.equal(findDumps(`user,password\nuser,password\n${rows}`).length, 1);
    assert.equal(findDumps(`user;password\n\nuser,password\n${rows}`)[0]?.start, 15);
    assert.equal(findDumps(`"user","password"\n"a,b","${REAL}"\n"c","${REAL}"\n`).length, 1);
  });

  it('finds logins behind a member that is broken off', () => {
    const object = `"name":"{"user":"bob","password":"${REAL}"},`;
    assert.equal(findDumps(`${object}\n${object}`)[0]?.confidence, 'shaped');
  });

  it('keeps the surer of two dumps in one place', () => {
    const table = `user,password\nann,${REAL}\nbob,${REAL}\n`;
    assert.deepEqual(
      findDumps(`${table}\n${table}`).map(({ start }) => start),
      [0, table.length + 1],
    );
  });
});
