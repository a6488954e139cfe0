// Ways to write a text so that it does not look like itself.
import { isUtf8 } from 'node:buffer';
import * as zlib from 'node:zlib';
import { generator } from '../../src/inspect/sample.ts';

/** Bytes in, other bytes out that stand for them. */
export type Disguise = (bytes: Buffer, seed: number) => Buffer;

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const each = (bytes: Buffer, write: (byte: number) => string): Buffer =>
  latin1([...bytes].map(write).join(''));
/** Characters, or bytes where they are no characters. */
const escaped = (bytes: Buffer, write: (code: number) => string): Buffer =>
  latin1(
    [...(isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1'))]
      .map((char) => write(char.codePointAt(0)!))
      .join(''),
  );
const hex2 = (byte: number): string => byte.toString(16).padStart(2, '0');

/** Text before the encoded one, so that all phases occur; other bytes are encoded as they are. */
function lead(bytes: Buffer, seed: number): Buffer {
  if (!isPrintable(bytes)) return bytes;
  return Buffer.concat([latin1('key: '.slice(0, 5 - (seed % 3))), latin1(' '), bytes]);
}

function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  let out = '';
  for (let i = 0; i < bits.length; i += 5) {
    out += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(bits.slice(i, i + 5).padEnd(5, '0'), 2)];
  }
  return out.padEnd(Math.ceil(out.length / 8) * 8, '=');
}

/** Only what is printable ASCII can be written with other letters. */
function isPrintable(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** Letters of other alphabets that look the same. */
const TWINS: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  A: 'А',
  B: 'В',
};

function pieces(text: string, seed: number): string[] {
  const random = generator(seed);
  const out: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = 4 + Math.floor(random() * 12);
    out.push(text.slice(at, at + length));
    at += length;
  }
  return out;
}

/** Every disguise by name. */
export const DISGUISES: Readonly<Record<string, Disguise>> = {
  percent: (bytes) => each(bytes, (byte) => `%${hex2(byte)}`),
  'percent, of some': (bytes) =>
    each(bytes, (byte) =>
      /[A-Za-z0-9]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${hex2(byte).toUpperCase()}`,
    ),
  base64: (bytes, seed) => latin1(lead(bytes, seed).toString('base64')),
  'base64, url': (bytes, seed) => latin1(lead(bytes, seed).toString('base64url')),
  'base64, in lines': (bytes, seed) =>
    latin1(lead(bytes, seed).toString('base64').replace(/.{76}/g, '$&\r\n')),
  base32: (bytes, seed) => latin1(base32(lead(bytes, seed))),
  hex: (bytes) => latin1(bytes.toString('hex')),
  'hex, capitals': (bytes) => latin1(bytes.toString('hex').toUpperCase()),
  'hex, apart': (bytes) => latin1([...bytes].map(hex2).join(' ')),
  'hex, colons': (bytes) => latin1([...bytes].map(hex2).join(':')),
  '\\u': (bytes) => escaped(bytes, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  '\\x': (bytes) => each(bytes, (byte) => `\\x${hex2(byte)}`),
  entities: (bytes) => escaped(bytes, (code) => `&#${code};`),
  'entities, hex': (bytes) => escaped(bytes, (code) => `&#x${code.toString(16)};`),
  'quoted-printable': (bytes) =>
    latin1(
      [...bytes]
        .map(
          (byte, i) =>
            (byte === 0x3d || byte < 0x20 || byte > 0x7e
              ? `=${hex2(byte).toUpperCase()}`
              : String.fromCharCode(byte)) + (i % 60 === 59 ? '=\r\n' : ''),
        )
        .join(''),
    ),
  'utf-16': (bytes) => Buffer.from(bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1'), 'utf16le'),
  'zero width': (bytes) =>
    isPrintable(bytes) ? Buffer.from([...bytes.toString('latin1')].join('\u200b')) : bytes,
  'full width': (bytes) =>
    isPrintable(bytes)
      ? Buffer.from(
          [...bytes.toString('latin1')]
            .map((char) => (char > ' ' ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char))
            .join(''),
        )
      : bytes,
  'look-alikes': (bytes) =>
    isPrintable(bytes)
      ? Buffer.from([...bytes.toString('latin1')].map((char) => TWINS[char] ?? char).join(''))
      : bytes,
  concatenation: (bytes, seed) =>
    isPrintable(bytes) && !/["\\]/.test(bytes.toString('latin1'))
      ? latin1(`x = "${pieces(bytes.toString('latin1'), seed).join('" + "')}"`)
      : bytes,
  gzip: (bytes) => zlib.gzipSync(bytes),
  deflate: (bytes) => zlib.deflateSync(bytes),
  br: (bytes) => zlib.brotliCompressSync(bytes),
  zstd: (bytes) => zlib.zstdCompressSync(bytes),
};

/** What needs a text around it: bytes that no text holds. */
const BINARY = new Set(['utf-16', 'gzip', 'deflate', 'br', 'zstd']);

const OTHER_LETTERS = /zero width|full width|look-alikes/;

/** True when `outer` can be put around what `inner` made. */
export function fits(inner: string | undefined, outer: string): boolean {
  // Brotli has no mark of its own, so it is only tried on whole bodies and long runs; UTF-16 is read where it holds ASCII.
  if (inner === 'br') return false;
  if (inner !== undefined && OTHER_LETTERS.test(inner) && (outer === 'utf-16' || outer === 'br'))
    return false;
  if (inner === undefined || !BINARY.has(inner)) return true;
  // A program that sends bytes as text encodes them; UTF-16 and concatenations are of text.
  return /^(?:percent|base64.*|base32|hex.*|\\x)$/.test(outer);
}
