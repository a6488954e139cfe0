import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that may be read before what they were read into is given back. */
const COLLECT_BYTES = 2 * 1024 * 1024;
/** Reads below this are cut out of shared memory or soon forgotten; they are not what fills the memory. */
const LARGE_READ = 4096;

type Collect = (options: { readonly type: 'minor' | 'major'; readonly flavor?: 'last-resort' }) => void;

let read = 0;
let collect: Collect | undefined;

/**
 * Every read of a socket has a buffer of its own, which lives until the next collection; the collector counts objects,
 * not what hangs on them, and would let tens of megabytes of a streamed body pile up. This asks for a quick one (well
 * under a millisecond) each time enough has passed through.
 */
export function noteRead(bytes: number): void {
  if (bytes < LARGE_READ) return;
  read += bytes;
  if (read < COLLECT_BYTES) return;
  read = 0;
  collector()({ type: 'minor' });
}

/** Gives back what starting has used: serving needs a fraction of it. */
export function collectAll(): void {
  collector()({ type: 'major', flavor: 'last-resort' });
}

/** The collector is not reachable without this flag; setting it changes nothing else. */
function collector(): Collect {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  return collect;
}
