/** Commands that no rule would speak of: most commands of a script are like that. */
import { UNKNOWN } from './expand.ts';
import { signsIn } from './first-look.ts';
import type { Command } from './script.ts';

/** Programs that change what others do. */
export const CHANGES = new Set('cd pushd set-location set read mapfile readarray'.split(' '));
/** Programs that print what others may run. */
export const PRINTS = new Set('printf echo write-output write-host yes seq'.split(' '));

/** Programs that do nothing unless they are given something. */
export const NEEDY = new Set(
  'iex invoke-expression eval iwr irm curl wget rm chmod xargs sudo ssh'.split(' '),
);

/** Tells whether neither the words of a command nor what it assigns and where it writes says anything. */
export function saysNothing({ words, redirects, assigned }: Command): boolean {
  if (words.length === 1 && redirects.length === 0 && assigned.length === 0 && NEEDY.has(words[0]!.text))
    return true;
  let line = words[0]?.text ?? '';
  for (let k = 1; k < words.length; k++) line += ` ${words[k]!.text}`;
  for (const [key, value] of assigned) line += `\n${key}=${value}`;
  for (const { target } of redirects) line += `\n> ${target.text}`;
  return !line.includes(UNKNOWN.open) && signsIn(line) === 0;
}
