/** Files that programs make of others: copies, archives, what is encrypted or sorted. */
import type { Files } from './files.ts';
import { type Flow, joined } from './flow.ts';
import type { Program } from './programs.ts';
import { secretAt } from './sensitive-paths.ts';

/**
 * Remembers what the files hold that a program writes by itself.
 * @param flow what it prints
 * @param input what is piped into it
 */
export function rememberCopies({ name, args }: Program, flow: Flow, input: Flow, files: Files): void {
  const places = args.filter((arg) => !arg.startsWith('-'));
  if (name === 'tee') for (const place of places) files.write(place, input);
  else if (/^(?:cp|mv|ln|install|copy|move|copy-item|move-item)$/.test(name) && places.length >= 2) {
    const from = files.at(places[0]!);
    const secret = secretAt(places[0]!);
    files.write(places.at(-1)!, secret === undefined ? from : joined(from, { secret }));
  } else if (flow.secret === undefined && name !== 'dd') return;
  else if (/^(?:tar|zip|7z|7za|compress-archive)$/.test(name)) {
    const archive = places.find((place) => /\.(?:t?gz|tar|zip|7z|bz2|xz|tgz)$/i.test(place));
    if (archive !== undefined) files.write(archive, flow);
  } else if (name === 'dd') {
    const to = args.find((arg) => arg.startsWith('of='));
    if (to !== undefined) files.write(to.slice(3), flow);
  } else if (name === 'gpg' || name === 'openssl' || name === 'sort') {
    const at = args.findIndex((arg) => /^(?:-o|-out|--output)$/.test(arg));
    if (at >= 0) files.write(args[at + 1] ?? '', flow);
  }
}
