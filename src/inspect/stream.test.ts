import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../flow/finding.ts';
import type { Target } from '../flow/target.ts';
import { createEngine } from './engine.ts';
import { plainInspection } from './inspection.ts';
import { ALL_KINDS } from './kinds/all.ts';
import { isBlocking } from './match.ts';
import { sampleInContext } from './sample.ts';
import { createStreamScan, MAX_HOLD, type StreamScan } from './stream-scan.ts';

const engine = createEngine({ fingerprintKey: new Uint8Array(32).fill(7) });
const target: Target = { scheme: 'https', host: 'example.net', port: 443, path: '/', query: undefined };
const inspection = plainInspection(engine);

function answerScan(): StreamScan {
  return createStreamScan(inspection, { direction: 'answer', place: 'body' });
}

function requestScan(contentType: string): StreamScan {
  return createStreamScan(inspection, { direction: 'request', place: 'body', target, contentType });
}

const run = { seed: 20_261_121, numRuns: 400 };

/** Text with secrets, halves of secrets, their neighbours and noise in it. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat(ALL_KINDS.length - 1), fc.nat(50))
      .map(([k, seed]) => sampleInContext(ALL_KINDS[k]!.id, seed).text),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(ALL_KINDS.length - 1), fc.nat(50), fc.nat(400))
      .map(([k, seed, n]) => sampleInContext(ALL_KINDS[k]!.id, seed).text.slice(0, n)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(ALL_KINDS.length - 1), fc.nat(9))
      .map(([k, n]) =>
        (ALL_KINDS[k]!.anchors[0] ?? ALL_KINDS[k]!.named?.anchors[0] ?? 'KL5x').repeat(1 + (n % 3)),
      ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ' ',
      '\n',
      '"',
      '":"',
      '\\n',
      '\\u0067',
      '%5F',
      '-',
      '_',
      '.',
      'bot',
      'A'.repeat(90),
      '-----END',
      'data: {"x":"',
      '\r\n\r\n',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
);
const text = fc.array(piece, { maxLength: 8 }).map((parts) => Buffer.from(parts.join(''), 'latin1'));
/** The same, set apart: what follows a secret directly is no token of its own until the secret is masked. */
const apart = fc.array(piece, { maxLength: 8 }).map((parts) => Buffer.from(parts.join(' '), 'latin1'));
const cuts = fc.array(fc.nat(2000), { maxLength: 12 });

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [...new Set(at.map((n) => n % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, i) => bytes.subarray(from, places[i] ?? bytes.length));
}

function plain(findings: readonly Finding[]): string[] {
  return findings
    .map((f) => `${f.offset}+${f.length} ${f.kind} ${f.action} ${f.fingerprint} ${f.confidence}`)
    .sort();
}

/** Where a value is found in two forms, which of them is first depends on the cut; what is found does not. */
function values(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map((f) => `${f.kind} ${f.action} ${f.fingerprint}`))].sort();
}

function mask(pieces: readonly Buffer[]): { out: Buffer; findings: Finding[] } {
  const masker = answerScan();
  const out: Buffer[] = [];
  const findings: Finding[] = [];
  for (const [i, chunk] of pieces.entries()) {
    const before = Buffer.from(chunk);
    const result = masker.push(chunk, i === pieces.length - 1);
    assert.ok(chunk.equals(before), 'the chunk was changed');
    out.push(result.out);
    findings.push(...result.findings);
  }
  assert.equal(masker.held, 0);
  return { out: Buffer.concat(out), findings };
}

test('any way of cutting an answer gives the same bytes and findings', () => {
  fc.assert(
    fc.property(text, cuts, (bytes, at) => {
      const whole = mask([bytes]);
      const parts = mask(cut(bytes, at));
      assert.deepEqual(plain(parts.findings), plain(whole.findings));
      assert.equal(parts.out.toString('latin1'), whole.out.toString('latin1'));
    }),
    run,
  );
});

test('masking keeps the length and line ends, and leaves nothing to mask', () => {
  fc.assert(
    fc.property(apart, (bytes) => {
      const { out } = mask([bytes]);
      assert.equal(out.length, bytes.length);
      for (let i = 0; i < bytes.length; i++) {
        if (bytes[i] === 10 || bytes[i] === 13) assert.equal(out[i], bytes[i]);
      }
      const again = engine.scan(out).filter((hit) => isBlocking(hit) && !hit.documented);
      assert.deepEqual(
        again.map((hit) => hit.kind.id),
        [],
      );
    }),
    run,
  );
});

test('an answer that streams shows what a scan of the whole shows', () => {
  fc.assert(
    fc.property(text, cuts, (bytes, at) => {
      const expected = engine.scan(bytes).filter((hit) => !hit.documented);
      const findings = mask(cut(bytes, at)).findings.filter((finding) => finding.via === undefined);
      const key = (f: { start: number; end: number; id: string }): string => `${f.start} ${f.end} ${f.id}`;
      assert.deepEqual(
        findings.map((f) => key({ start: f.offset, end: f.offset + f.length, id: f.kind })).sort(),
        expected.map((h) => key({ start: h.start, end: h.end, id: h.kind.id })).sort(),
      );
    }),
    run,
  );
});

for (const type of ['application/json', 'application/x-www-form-urlencoded', 'image/png']) {
  test(`any way of cutting a ${type} request body gives the same findings, and no complete secret leaves first`, () => {
    fc.assert(
      fc.property(text, cuts, (bytes, at) => {
        const once = requestScan(type).push(bytes, true).findings;
        const scan = requestScan(type);
        const out: Buffer[] = [];
        const findings: Finding[] = [];
        let left = 0;
        const pieces = cut(bytes, at);
        for (const [i, chunk] of pieces.entries()) {
          const result = scan.push(chunk, i === pieces.length - 1);
          if (type === 'image/png') {
            for (const finding of result.findings) {
              if (finding.action === 'block') assert.ok(left < finding.offset + finding.length);
            }
          }
          left += result.out.length;
          out.push(result.out);
          findings.push(...result.findings);
          assert.ok(scan.held <= MAX_HOLD);
        }
        assert.ok(Buffer.concat(out).equals(bytes), 'bytes changed');
        const of = type === 'image/png' ? plain : values;
        assert.deepEqual(of(findings), of(once));
      }),
      run,
    );
  });
}

test('a clean chunk that ends a line is handed back as it is', () => {
  const masker = answerScan();
  for (let i = 0; i < 5; i++) {
    const chunk = Buffer.from('data: {"choices":[{"delta":{"content":"hello there"}}]}\n\n');
    assert.equal(masker.push(chunk, false).out, chunk);
    assert.equal(masker.held, 0);
  }
});

test('a secret that arrives byte by byte never leaves before it is masked', () => {
  const secret = sampleInContext('github-pat', 3).value;
  const masker = answerScan();
  let out = '';
  // Lower case words at the end would be held: they may begin a recovery phrase.
  for (const char of `token ${secret} rest.\n`)
    out += masker.push(Buffer.from(char), false).out.toString('latin1');
  assert.match(out, /^token \[redacted:github-pat\]\*+ rest\.\n$/);
});

test('flush lets go of an open block, masked', () => {
  const block = sampleInContext('pem-rsa-private-key', 1).value;
  const masker = answerScan();
  const first = masker.push(Buffer.from(`${block.slice(0, 150)}\n\n`), false);
  assert.ok(masker.held > 0);
  const out = first.out.toString('latin1') + masker.flush().out.toString('latin1');
  assert.equal(masker.held, 0);
  assert.ok(out.startsWith('[redacted:pem-rsa-private-key]'));
  assert.equal(out.length, 152);
});
