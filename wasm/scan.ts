/**
 * The inner loops of the detector, in AssemblyScript: `npm run wasm` compiles them into src/inspect/prefilter-module.ts.
 *
 * The host writes the tables once and the bytes of each block at `INPUT` (memory.ts); nothing is allocated here. All
 * loops are linear in the length of the block. This file holds what the host calls.
 */
export { markCount } from './marks';
export { knowWords } from './phrases';
export { runCount } from './runs';
export { resume, search } from './search';
export { stretches, wordCount } from './stretches';
export { inString, joinStrings, pieceCount } from './strings';
export { survey } from './survey';
