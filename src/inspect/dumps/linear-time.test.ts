/** Readers of dumps take linear time: whoever writes the text would stop the gateway with it otherwise. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDetector } from '../detect.ts';
import { findDumps } from './find-dumps.ts';
import { readTuple } from './tuples.ts';

const KIB = 1024;
/** Four times the text takes four times the time, sixteen times when it is quadratic. */
const MOST_GROWTH = 9;
/** Times below are those of the machine, in microseconds. */
const FLOOR = 1500;
const ATTEMPTS = 6;

function cpuOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Compares a size with its fourfold; best times count, for others share the machine. */
function assertLinear(run: (size: number) => void, size: number): void {
  let once = Number.POSITIVE_INFINITY;
  let fourfold = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ATTEMPTS; i++) {
    once = Math.min(
      once,
      cpuOf(() => run(size)),
    );
    fourfold = Math.min(
      fourfold,
      cpuOf(() => run(4 * size)),
    );
    if (i > 0 && fourfold < MOST_GROWTH * Math.max(once, FLOOR)) return;
  }
  assert.fail(`${fourfold} µs for four times what takes ${once} µs`);
}

const ROW = 'insert into users (username, password) values (';

/** What is repeated; some need a text before them that makes a reader look. */
const MARKS: readonly (readonly [string, string?])[] = [
  ['login;passwd\n'],
  ['user,password\n'],
  ['|user|password|\n'],
  ['| user | password |\n'],
  ['user\tpassword\n1\t2\n'],
  ['user,password,a,b;c|d\t\n'],
  ['---\n|user|password|\n----\n'],
  ['"user","password\n'],
  [`user,password${',a'.repeat(50)}\n`],
  ['user,password\n\n'],
  ['{"user":"bob","password":"hunter2x"},'],
  ['"password":"hunter2x",'],
  ['{"password":"hunter2x"'],
  ['"encryptedPassword":"abcdefgh"'],
  [`${ROW}`],
  [`${ROW}'`],
  [`${ROW}''`],
  [`${ROW}'a','b'),(`],
  ["('a','b'),", ROW],
  [`machine a login b ${'password'} hunter2x9\n`],
  ['machine a\n login b\n'],
  ['.a\tTRUE\t/\tTRUE\t1\tn\tabc\n'],
  [`a${'\t'.repeat(4000)}\n`, 'TRUE\n'],
  [`a\tTRUE${'\t'.repeat(4000)}\n`],
  [`a\tTRUE\t/\tTRUE\t1\t${' '.repeat(4000)}\n`],
  ['{"domain""name":"a"'],
  [`{"host":"ab",${'"name":"a",'.repeat(300)}}`],
  ['"name":"a",', '"host"'],
  ['{"name":"a","value":"bbbbbbbbbbbbbbbbbb","domain":"abc","path":"/","secure":1},'],
  ['A=b\n'],
  ['A_KEY=abcdefgh1X\n'],
  ['PATH=a\nHOME=b\nx\n'],
  ['PATH=/a\nHOME=b\nPWD=c\n?\n'],
  ['"PATH":"a","A_KEY":"hunter2x9",'],
  [`A_KEY=a${' '.repeat(3000)}b\n`],
  [`A_KEY=${'://'.repeat(1000)}\n`],
  [`A_KEY=${'your'.repeat(149)}\n`],
  ['[pypi]\nusername=__token__\npassword=aZ3kQ9xL\n\nx\n'],
  ['//a/:_authToken=aZ3kQ9xLmT7vPw2R\n'],
  ['users: clusters: '],
  ['users:clusters:\ntoken: aaaaaaaa\n'],
  [`"auths":{"${'auth'}":"dXNlcjpwYXNz"`],
  ['"terraform_version":"serial""_password'],
  [`"terraform_version":"serial""${'secret'.repeat(6)}"`],
  ['-----BEGIN PRIVATE KEY-----'],
  ['PuTTY-User-Key-File-3: a\n'],
];

describe('findDumps', () => {
  for (const [mark, lead = ''] of MARKS) {
    it(`reads repetitions in linear time: ${JSON.stringify(mark.slice(0, 60))}`, () => {
      assertLinear((size) => findDumps(lead + mark.repeat(Math.ceil(size / mark.length))), 64 * KIB);
    });
  }
});

describe('readTuple', () => {
  it('reads strings with marks inside in linear time, also when they do not end', () => {
    const detector = createDetector();
    // Each further pair doubled the time.
    assertLinear((pairs) => detector.scan(ROW + "''".repeat(pairs)), 6);
    assertLinear((size) => readTuple(`(${"''".repeat(size)}`, 0, 1, Number.POSITIVE_INFINITY), 64 * KIB);
  });

  it('finds the value of a column', () => {
    const read = (text: string, column: number): string | undefined =>
      readTuple(text, 0, column, 1000)?.value;
    assert.equal(read("(1, 'a''b, (c)', 'd\\'e')", 1), "a''b, (c)");
    assert.equal(read("(1, 'a''b, (c)', 'd\\'e')", 2), "d\\'e");
    assert.equal(read("(lower('a, b'), N'x', '')", 1), 'x');
    assert.equal(read("('', 'x')", 1), 'x');
    assert.equal(read("('a')", 3), '');
    assert.equal(read("('a", 0), undefined);
    assert.equal(read("'a')", 0), undefined);
  });

  it('says where a row ends and whether another one follows', () => {
    assert.deepEqual(readTuple('x (1) , (2);', 1, 0, 100), { value: '1', end: 7, more: true });
    assert.deepEqual(readTuple(' (2);', 0, 0, 100), { value: '2', end: 5, more: false });
    assert.equal(readTuple(`(${'1'.repeat(200)})`, 0, 0, 100), undefined);
  });
});
