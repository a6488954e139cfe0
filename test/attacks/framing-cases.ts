/**
 * Messages that two readers could understand differently. `{T}` stands for the request target and `{H}` for the host.
 * Each has the detail that the refusal must name.
 */
export type FramingCase = readonly [name: string, bytes: string, detail: string];

const POST = 'POST {T} HTTP/1.1\r\nHost: {H}\r\n';
const GET = 'GET {T} HTTP/1.1\r\nHost: {H}\r\n';
const HIDDEN = 'GET /hidden HTTP/1.1\r\nHost: {H}\r\n\r\n';

/** A body whose length is told in a wrong way, or in two. */
export const LENGTHS: readonly FramingCase[] = [
  [
    'Content-Length, then Transfer-Encoding',
    `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
    'length-and-transfer-encoding',
  ],
  [
    'Transfer-Encoding, then Content-Length',
    `${POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${HIDDEN}`,
    'length-and-transfer-encoding',
  ],
  [
    'an empty Transfer-Encoding beside a length',
    `${POST}Transfer-Encoding:\r\nContent-Length: 4\r\n\r\nabcd`,
    'length-and-transfer-encoding',
  ],
  [
    'the same length twice',
    `${POST}Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd`,
    'duplicate-content-length',
  ],
  ['two lengths', `${POST}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`, 'duplicate-content-length'],
  ['two lengths in one field', `${POST}Content-Length: 4, 4\r\n\r\nabcd`, 'content-length'],
  ...['+4', '-4', '0x4', '4.0', '4e0', '', '4;', '"4"', '\xb2', '4 4', '9'.repeat(16), '9'.repeat(400)].map(
    (length): FramingCase => [
      `length ${length.slice(0, 20)}`,
      `${POST}Content-Length: ${length}\r\n\r\nabcd`,
      'content-length',
    ],
  ),
  ...[
    'xchunked',
    'chunked, identity',
    'identity, chunked',
    'gzip, chunked',
    'identity',
    'chunked, chunked',
    '"chunked"',
    'chunked;q=1',
    'chunke',
    'chunkedx',
    '',
  ].map(
    (coding): FramingCase => [
      `Transfer-Encoding ${coding}`,
      `${POST}Transfer-Encoding: ${coding}\r\n\r\n0\r\n\r\n`,
      'transfer-coding',
    ],
  ),
  [
    'Transfer-Encoding twice',
    `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'duplicate-transfer-encoding',
  ],
  [
    'Transfer-Encoding twice, the second not chunked',
    `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
    'duplicate-transfer-encoding',
  ],
  [
    'chunks in HTTP/1.0',
    'POST {T} HTTP/1.0\r\nHost: {H}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'transfer-encoding-in-http-1.0',
  ],
  [
    'a vertical tab before chunked',
    `${POST}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`,
    'control-character',
  ],
  [
    'a form feed behind chunked',
    `${POST}Transfer-Encoding: chunked\x0c\r\n\r\n0\r\n\r\n`,
    'control-character',
  ],
  ['a blank before the colon', `${POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`, 'field-name'],
  ['a tab before the colon', `${POST}Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n`, 'field-name'],
  ['chunked on a folded line', `${POST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`, 'obs-fold'],
  [
    'a length that Connection takes away',
    `${POST}Connection: Content-Length\r\nContent-Length: 4\r\n\r\nabcd`,
    'connection-option',
  ],
  ['a Host that Connection takes away', `${GET}Connection: close, hOsT\r\n\r\n`, 'connection-option'],
  [
    'credentials that Connection takes away',
    `${GET}Connection: Authorization\r\nAuthorization: Basic eDp5\r\n\r\n`,
    'connection-option',
  ],
];

/** Lines that are cut, joined or filled in a wrong way. */
export const LINES: readonly FramingCase[] = [
  ['bare line feeds', 'GET {T} HTTP/1.1\nHost: {H}\n\n', 'bare-lf'],
  ['one bare line feed', `${GET}A: b\nC: d\r\n\r\n`, 'bare-lf'],
  ['a line feed in a name', `${GET}A\nTransfer-Encoding: chunked\r\n\r\n`, 'bare-lf'],
  ['a bare carriage return', `${GET}A: b\rC: d\r\n\r\n`, 'bare-cr'],
  ['a carriage return too many', `${GET}A: b\r\r\n\r\n`, 'bare-cr'],
  ['a carriage return in the request line', 'GET {T} HTTP/1.1\r\r\nHost: {H}\r\n\r\n', 'bare-cr'],
  ['a folded line', `${GET}A: b\r\n c\r\n\r\n`, 'obs-fold'],
  ['a line folded with a tab', `${GET}A: b\r\n\tc\r\n\r\n`, 'obs-fold'],
  ['a folded first line', 'GET {T} HTTP/1.1\r\n Host: {H}\r\n\r\n', 'obs-fold'],
  ['NUL in a name', `${GET}A\0b: c\r\n\r\n`, 'control-character'],
  ['NUL in a value', `${GET}A: b\0c\r\n\r\n`, 'control-character'],
  ['an escape in a value', `${GET}A: b\x1bc\r\n\r\n`, 'control-character'],
  ['DEL in a value', `${GET}A: b\x7fc\r\n\r\n`, 'control-character'],
  ['NUL in the target', 'GET {T}a\0b HTTP/1.1\r\nHost: {H}\r\n\r\n', 'request-line'],
  ['a blank in a name', `${GET}A b: c\r\n\r\n`, 'field-name'],
  ['no name', `${GET}: c\r\n\r\n`, 'field-name'],
  ['no colon', `${GET}Abc\r\n\r\n`, 'field-line'],
  ['a name above ASCII', `${GET}Ä: c\r\n\r\n`, 'field-name'],
  ['a name with a parenthesis', `${GET}Content-Length(x): 4\r\n\r\n`, 'field-name'],
  ['two blanks in the request line', 'GET  {T} HTTP/1.1\r\nHost: {H}\r\n\r\n', 'request-line'],
  ['a blank in the target', 'GET {T}a b HTTP/1.1\r\nHost: {H}\r\n\r\n', 'request-line'],
  ['a tab in the request line', 'GET\t{T} HTTP/1.1\r\nHost: {H}\r\n\r\n', 'request-line'],
  ['a blank behind the version', 'GET {T} HTTP/1.1 \r\nHost: {H}\r\n\r\n', 'request-line'],
  ['HTTP/0.9', 'GET {T}\r\n\r\n', 'request-line'],
  ['HTTP/1.2', 'GET {T} HTTP/1.2\r\nHost: {H}\r\n\r\n', 'request-line'],
  ['HTTP/2.0', 'GET {T} HTTP/2.0\r\nHost: {H}\r\n\r\n', 'request-line'],
  ['http/1.1', 'GET {T} http/1.1\r\nHost: {H}\r\n\r\n', 'request-line'],
  ['HTTP/1.10', 'GET {T} HTTP/1.10\r\nHost: {H}\r\n\r\n', 'request-line'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'request-line'],
  ['two empty lines before the request', `\r\n\r\n${GET}\r\n`, 'request-line'],
  ['a head that ends early', `${GET}A: b\r\n`, 'incomplete-head'],
  ['an unknown expectation', `${GET}Expect: 200-ok\r\n\r\n`, 'expect'],
];

const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;

/** Chunked bodies that do not keep to the grammar. */
export const CHUNKS: readonly FramingCase[] = [
  ...[
    '0x3',
    '+3',
    '-3',
    ' 3',
    '3 ',
    '3\t',
    '',
    'g',
    '3h',
    '3,',
    '3.0',
    '1'.repeat(13),
    'f'.repeat(17),
    '3;a=\0',
  ].map(
    (size): FramingCase => [
      `chunk size ${JSON.stringify(size)}`,
      `${CHUNKED}${size}\r\nabc\r\n0\r\n\r\n`,
      'chunk-size',
    ],
  ),
  ['a chunk longer than its size', `${CHUNKED}2\r\nabc\r\n0\r\n\r\n`, 'chunk-data-end'],
  ['a chunk shorter than its size', `${CHUNKED}5\r\nabc\r\n0\r\n\r\n`, 'chunk-data-end'],
  ['no line end behind a chunk', `${CHUNKED}3\r\nabc0\r\n\r\n`, 'chunk-data-end'],
  ['a line feed behind a size', `${CHUNKED}3\nabc\r\n0\r\n\r\n`, 'chunk-line-end'],
  ['a line feed behind a chunk', `${CHUNKED}3\r\nabc\n0\r\n\r\n`, 'chunk-line-end'],
  ['a line feed in an extension', `${CHUNKED}3;a\nabc\r\n0\r\n\r\n`, 'chunk-line-end'],
  ['a carriage return in an extension', `${CHUNKED}3;a\rb\r\nabc\r\n0\r\n\r\n`, 'chunk-line-end'],
  ['a long extension', `${CHUNKED}3;${'a'.repeat(300)}\r\nabc\r\n0\r\n\r\n`, 'chunk-line-bytes'],
  ['a long extension without an end', `${CHUNKED}3;${'a'.repeat(5000)}`, 'chunk-line-bytes'],
  [
    'many extensions',
    `${CHUNKED}${`1;${'a'.repeat(100)}\r\nb\r\n`.repeat(20)}0\r\n\r\n`,
    'chunk-extension-bytes',
  ],
  ['a body that ends in a chunk', `${CHUNKED}5\r\nabc`, 'incomplete-body'],
  ['a body without a last chunk', `${CHUNKED}3\r\nabc\r\n`, 'incomplete-body'],
  ['a body that ends in the trailers', `${CHUNKED}3\r\nabc\r\n0\r\nA: b\r\n`, 'incomplete-body'],
  ['a body shorter than its length', `${POST}Content-Length: 5\r\n\r\nabc`, 'incomplete-body'],
  ...[
    'Content-Length: 3',
    'Transfer-Encoding: chunked',
    'Host: other.test',
    'Authorization: Basic eDp5',
    'Content-Encoding: gzip',
    'Connection: close',
  ].map(
    (field): FramingCase => [
      `trailer ${field}`,
      `${CHUNKED}3\r\nabc\r\n0\r\n${field}\r\n\r\n`,
      'trailer-field',
    ],
  ),
  ['a trailer without a colon', `${CHUNKED}0\r\nabc\r\n\r\n`, 'field-line'],
  ['a folded trailer', `${CHUNKED}0\r\nA: b\r\n c\r\n\r\n`, 'obs-fold'],
  ['a line feed in the trailers', `${CHUNKED}0\r\nA: b\nC: d\r\n\r\n`, 'chunk-line-end'],
  ['NUL in a trailer', `${CHUNKED}0\r\nA: \0\r\n\r\n`, 'control-character'],
];

/** The first bytes of these are no HTTP at all: on the proxy port they are refused before they are read as such. */
export const NOT_HTTP: ReadonlySet<string> = new Set([
  'a tab in the request line',
  'two empty lines before the request',
]);
