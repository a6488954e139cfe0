/** Files and descriptors that a script writes or opens, and what is known of what they hold. */
import { type Flow, NOTHING } from './flow.ts';
import { plainPath } from './paths.ts';
import { MAX_NAMES } from './script.ts';
import { secretAt } from './sensitive-paths.ts';

const MAX_KEY = 256;

export class Files {
  private readonly known = new Map<string, Flow>();

  /** How many are known. */
  get size(): number {
    return this.known.size;
  }

  write(path: string, flow: Flow): void {
    if (path === '' || path === '/dev/null' || this.known.size >= MAX_NAMES) return;
    const key = fileKey(path);
    this.known.set(key, flow);
    const base = key.slice(key.lastIndexOf('/') + 1);
    if (base !== key && !this.known.has(base)) this.known.set(base, flow);
  }

  /** What the script itself put there. */
  written(path: string): Flow | undefined {
    const key = fileKey(path);
    // The script may have gone to the folder of the file.
    return (
      this.known.get(key) ??
      (key.startsWith('/') ? undefined : this.known.get(key.slice(key.lastIndexOf('/') + 1)))
    );
  }

  /** The same, or what is known of files of this name on any machine. */
  at(path: string): Flow {
    if (/^\/dev\/(?:tcp|udp)\//.test(path)) return { peer: true };
    const known = this.written(path);
    if (known !== undefined) return known;
    const secret = path === '' ? undefined : secretAt(path, true);
    return secret === undefined ? NOTHING : { secret };
  }
}

/** One spelling of a path, for looking it up. */
export function fileKey(path: string): string {
  return plainPath(path).replace(/^\.\//, '').slice(0, MAX_KEY);
}
