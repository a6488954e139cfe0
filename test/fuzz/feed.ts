import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Refusal } from '../../src/flow/refusal.ts';

/** The same inputs every time, and an end to the search. */
export const RUNS: fc.Parameters<unknown> = {
  seed: 20_240_229,
  numRuns: 3000,
  interruptAfterTimeLimit: 4000,
  markInterruptAsFailure: false,
};

/** Where to cut an input: fractions of its length. */
export const cuts: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
  // Every byte on its own.
  fc.constant(Array.from({ length: 400 }, (_, i) => -1 - i)),
);

/** The pieces of an input that is cut there. */
export function piecesOf(bytes: Buffer, places: readonly number[]): Buffer[] {
  const marks = places.map((place) => (place < 0 ? -place : Math.floor(place * bytes.length)));
  const sorted = [...new Set(marks)]
    .filter((mark) => mark > 0 && mark < bytes.length)
    .toSorted((a, b) => a - b);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const mark of [...sorted, bytes.length]) {
    pieces.push(bytes.subarray(from, mark));
    from = mark;
  }
  return pieces;
}

/** The outcome of a reader as text: what it gave, or why it refused. Anything else that is thrown is a bug. */
export function outcome(read: () => unknown): string {
  try {
    return JSON.stringify(read());
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error instanceof Error ? error.stack : error));
    return `refused: ${error.reason}`;
  }
}

/** Changes to a valid input: bytes replaced, removed, repeated and inserted. */
export const mutation: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat({ max: 12 }),
    insert: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc
        .constantFrom(
          '\r\n',
          '\n',
          '\r',
          '\0',
          ' ',
          '\t',
          ':',
          ',',
          '\r\n\r\n',
          '0\r\n\r\n',
          'chunked',
          'Content-Length: 3\r\n',
          'Transfer-Encoding: chunked\r\n',
          '%2e',
          '../',
          '@',
          '[::1]',
          '.',
          '#',
          '\x0b',
          '\xff',
        )
        .map((text) => Buffer.from(text, 'latin1')),
    ),
  }),
  { maxLength: 4 },
);

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
}

/** Applies edits one after the other. */
export function mutated(bytes: Buffer, edits: readonly Edit[]): Buffer {
  let out = bytes;
  for (const { at, remove, insert } of edits) {
    const from = Math.floor(at * out.length);
    out = Buffer.concat([out.subarray(0, from), insert, out.subarray(from + remove)]);
  }
  return out;
}
