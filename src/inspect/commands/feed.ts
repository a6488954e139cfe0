/** What is piped into `xargs` becomes arguments. */
import { type Flow, isPlain, NOTHING } from './flow.ts';
import { type Program, programOf } from './programs.ts';
import { MAX_WORD } from './script.ts';

/** Most words that are taken from what is piped in, and the longest text that stands in place of one. */
const MAX_FED = 64;
const MAX_INSERTED = 1024;

/**
 * The program with what it is fed.
 * @param inPlaceOf the word that stands for it; undefined when it is put behind the others
 * @param markOf makes a word that stands for what is not known
 */
export function fedProgram(
  program: Program,
  input: Flow,
  inPlaceOf: string | undefined,
  markOf: (flow: Flow) => string,
): Program {
  const listed = input.lists === undefined ? undefined : `${input.lists.replace(/\/$/, '')}/*`;
  const known = isPlain(input) ? input.text : undefined;
  const mark =
    known === undefined && (listed === undefined || input.secret !== undefined) && input !== NOTHING
      ? markOf(input)
      : undefined;
  const text = known ?? mark ?? listed;
  if (text === undefined) return program;
  const inserted = text.slice(0, MAX_INSERTED);
  const words =
    inPlaceOf === undefined
      ? [
          ...program.words,
          ...text
            .slice(0, MAX_WORD)
            .split(/\s+/)
            .filter((word) => word !== '')
            .slice(0, MAX_FED)
            .map((word) => ({ text: word, glob: listed !== undefined, quoted: false })),
        ]
      : program.words.map((word) => ({ ...word, text: word.text.replaceAll(inPlaceOf, () => inserted) }));
  const first = inPlaceOf !== undefined && program.path.includes(inPlaceOf);
  const rebuilt =
    first || program.name === ''
      ? [{ text: inserted, glob: false, quoted: false }, ...program.words]
      : [{ text: program.path, glob: false, quoted: false }, ...words];
  return programOf({ words: rebuilt, redirects: program.redirects, assigned: program.assigned });
}
