import { type FSWatcher, watch } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { compilePolicies } from '../compile.ts';
import { readPolicyFile } from '../document.ts';
import { MAX_DOCUMENT_BYTES } from '../limits.ts';
import type { PolicyProblem } from '../policy.ts';
import type { PolicySet } from '../policy-set.ts';
import { messageOf, PolicySourceError, problemsError } from './fault.ts';
import { PolicyHolder } from './holder.ts';
import type { PolicyEvent, PolicySource } from './state.ts';

export interface PolicyFileOptions {
  readonly kind: 'file';
  readonly path: string;
  /** Milliseconds between a change in the directory and the look at the file. Default 100. */
  readonly settleMs?: number;
  /** Milliseconds between looks without any sign of a change, for file systems that give none. Default 5000. */
  readonly pollMs?: number;
}

/** Opens a policy file and follows its changes. Rejects with PolicySourceError when it cannot be used now. */
export async function openPolicyFile(
  options: PolicyFileOptions,
  onChange: (event: PolicyEvent) => void,
): Promise<PolicySource> {
  const path = resolve(options.path);
  const first = await load(path, undefined);
  const holder = new PolicyHolder(first.set, onChange);
  holder.replace(first.set, first.problems, Date.now());
  onChange({ kind: 'loaded', set: first.set, problems: first.problems });
  const file = new FollowedFile(path, first.stamp, holder, options.settleMs ?? 100, options.pollMs ?? 5000);
  return {
    current: () => holder.set,
    state: () => holder.state(holder.set),
    ready: Promise.resolve(),
    refresh: () => file.look(true),
    close: () => file.close(),
  };
}

interface Loaded {
  readonly set: PolicySet;
  readonly problems: readonly PolicyProblem[];
  readonly stamp: string;
}

async function load(path: string, previous: PolicySet | undefined): Promise<Loaded> {
  // Before the content: a change in between is then seen as one more change, never missed.
  const stamp = await stampOf(path);
  const text = await readFile(path, 'utf8');
  const { set, problems } = compilePolicies(readPolicyFile(text), { source: path, previous });
  if (set === undefined) throw problemsError(path, problems);
  return { set, problems, stamp };
}

/** Changes whenever the file is written or another one takes its place. */
async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    if (size > BigInt(MAX_DOCUMENT_BYTES)) throw new Error(`larger than ${MAX_DOCUMENT_BYTES} bytes`);
    return `${ino}:${size}:${mtimeNs}`;
  } catch (error) {
    throw new PolicySourceError(`${path}: cannot be read: ${messageOf(error)}`);
  }
}

/** Watches one file and swaps the set when it changes. */
class FollowedFile {
  readonly #path: string;
  readonly #holder: PolicyHolder;
  readonly #settleMs: number;
  readonly #watcher: FSWatcher | undefined;
  readonly #poll: NodeJS.Timeout;
  #stamp: string;
  #pending: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(path: string, stamp: string, holder: PolicyHolder, settleMs: number, pollMs: number) {
    this.#path = path;
    this.#stamp = stamp;
    this.#holder = holder;
    this.#settleMs = settleMs;
    this.#watcher = this.#watch();
    this.#poll = setInterval(() => void this.look(false), pollMs);
    this.#poll.unref();
  }

  /** Looks at the file once, after any look under way. Never rejects. */
  look(evenUnchanged: boolean): Promise<void> {
    this.#looking = this.#looking.then(() => this.#reload(evenUnchanged));
    return this.#looking;
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    clearInterval(this.#poll);
    clearTimeout(this.#pending);
  }

  /**
   * Watches the directory, not the file: editors and deployments replace a file, and a watch on it would stay with the one
   * that is gone. Any entry counts, for a file may be a link whose target changes under another name.
   */
  #watch(): FSWatcher | undefined {
    try {
      const watcher = watch(dirname(this.#path), { persistent: false }, () => this.#schedule());
      // The poll goes on without it.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  /** A look is not put off by further events, or a busy directory would put it off for ever. */
  #schedule(): void {
    if (this.#closed || this.#pending !== undefined) return;
    this.#pending = setTimeout(() => {
      this.#pending = undefined;
      void this.look(false);
    }, this.#settleMs);
    this.#pending.unref();
  }

  async #reload(evenUnchanged: boolean): Promise<void> {
    if (this.#closed) return;
    try {
      const stamp = await stampOf(this.#path);
      if (stamp === this.#stamp && !evenUnchanged) return;
      // A file that cannot be used is not compiled again before it changes again.
      this.#stamp = stamp;
      const loaded = await load(this.#path, this.#holder.set);
      this.#stamp = loaded.stamp;
      if (!this.#closed) this.#holder.replace(loaded.set, loaded.problems, Date.now());
    } catch (error) {
      if (!this.#closed) this.#holder.fail(error);
    }
  }
}
