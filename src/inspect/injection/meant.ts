/** Asks what the words of a text mean. */
import type { Meaning } from './concepts.ts';
import type { Tokens } from './tokens.ts';

/** True when word `at` means one of the concepts. */
export function has(tokens: Tokens, at: number, { low, high, top }: Meaning): boolean {
  return ((tokens.low[at]! & low) | (tokens.high[at]! & high) | (tokens.top[at]! & top)) !== 0;
}

/** True when any word of a sentence means one of the concepts. */
export function says(tokens: Tokens, sentence: number, { low, high, top }: Meaning): boolean {
  return (
    ((tokens.allLow[sentence]! & low) |
      (tokens.allHigh[sentence]! & high) |
      (tokens.allTop[sentence]! & top)) !==
    0
  );
}
