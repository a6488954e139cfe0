/** The detectors that read text, as the packs ask for them. */
import type { Pack } from './packs.ts';
import type { TextDetector } from './reader.ts';

/** @returns detectors in the order in which they read */
export function createTextDetectors(packs: readonly Pack[]): readonly TextDetector[] {
  void packs;
  return [];
}
