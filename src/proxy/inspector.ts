import type { Finding } from '../flow/finding.ts';
import type { HeaderList } from '../flow/headers.ts';
import type { Target } from '../flow/target.ts';

/** Judges a request body piece by piece. */
export interface BodyScan {
  /**
   * Takes the next piece.
   * @returns the bytes that may leave, and what was found
   */
  push(piece: Buffer, last: boolean): { readonly safe: Buffer; readonly findings: readonly Finding[] };
}

/** Masks an answer body piece by piece, never changing its length. */
export interface Masker {
  push(piece: Buffer, last: boolean): { readonly out: Buffer; readonly findings: readonly Finding[] };
}

/** The inspect step as the line sees it. */
export interface Inspector {
  /** A request head exactly as it will be sent. */
  inspectHead(text: string, target: Target, headers: HeaderList): readonly Finding[];
  inspectHost(target: Target): readonly Finding[];
  inspectBody(body: Buffer, contentType: string | undefined): readonly Finding[];
  inspectTrailers(trailers: HeaderList): readonly Finding[];
  createBodyScan(contentType: string | undefined): BodyScan;
  /** Nothing at all in these bytes: the common case, decided in one pass. */
  isClean(bytes: Buffer, start: number, end: number): boolean;
  createMasker(target: Target, contentType: string | undefined): Masker;
  inspectAnswerHead(target: Target, headers: HeaderList): readonly Finding[];
  /** The text of an answer's head with every secret masked; same length. */
  maskAnswerHead(target: Target, text: string): string;
  /** For records and logs. */
  maskText(text: string): string;
}
