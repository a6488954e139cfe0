import type { Examiner } from './examine.ts';

/** What paths put between names, and what tokens have within as well. */
const SEPARATORS = /[.[\]$*]+/g;

/**
 * Tells whether a name, or a path of names, can be recorded: nothing is found in it, as it stands or without what
 * separates its parts, in whichever way it is written.
 */
export function namesWith(examiner: Examiner): (name: string) => boolean {
  const isHarmless = (text: string): boolean =>
    examiner.examine(Buffer.from(text, 'utf8'), { whole: false, texts: false }).length === 0;
  return (name) => {
    const letters = name.replace(SEPARATORS, '');
    return isHarmless(name) && (letters === name || isHarmless(letters));
  };
}
