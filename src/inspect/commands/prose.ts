/** Tells sentences from commands: both begin with words like `find`, `cut` and `kill`. */
import type { Program } from './programs.ts';

const PROSE = new Set(
  'the is are was were be been will would should shall could might this that these those because and but you your our my we they their which when what why how command commands please not never don doesn with from without everything anything deletes removes erases dangerous avoid instead about into than then it its of to in a an or as on by for if can may must also only your'.split(
    ' ',
  ),
);
const MAX_LOOKED_AT = 40;

/** Tells whether the words are a sentence that begins like a command. */
export function readsLikeProse(program: Program): boolean {
  if (program.name === 'echo' || program.name === 'printf' || program.args.length < 3) return false;
  let prose = 0;
  let length = 0;
  for (const word of program.words.slice(0, MAX_LOOKED_AT)) {
    if (word.quoted) continue;
    length++;
    if (PROSE.has(word.text.toLowerCase().replace(/[.,;:!?]+$/, ''))) prose++;
  }
  return prose >= 3 && prose * 5 >= length;
}
