import { readFile } from 'node:fs/promises';
import { compilePolicies, unloadedPolicySet } from '../compile.ts';
import { readPolicyAnswer } from '../document.ts';
import type { PolicySet } from '../policy-set.ts';
import { AnswerCache, type CachedAnswer } from './cache.ts';
import { messageOf, PolicySourceError, problemsError } from './fault.ts';
import { PolicyHolder } from './holder.ts';
import { policiesEndpoint, pullPolicies } from './pull.ts';
import type { PolicyEvent, PolicySource } from './state.ts';

export interface ReceiverOptions {
  readonly kind: 'receiver';
  /** Base URL, or the whole address when it ends in `/v1/policies`. */
  readonly url: string;
  /** File with the key, read again for every pull; goes before `key`. */
  readonly keyFile?: string | undefined;
  readonly key?: string | undefined;
  /** Where the last good answer is kept; undefined: nowhere. */
  readonly dataDirectory: string | undefined;
  /** Milliseconds between pulls. Default 30,000. */
  readonly intervalMs?: number | undefined;
  /** Milliseconds for one pull. Default 5,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds after the last success for which its policies may be used. Default 24 hours. */
  readonly maxAgeMs?: number | undefined;
  /** Milliseconds since the epoch, for tests. */
  readonly clock?: (() => number) | undefined;
}

/** With nothing to decide by, every request is denied, so the next try comes sooner. */
const UNLOADED_RETRY_MS = 5000;
/** A confirmed answer is not written out at every pull, only this often. */
const CACHE_REFRESH_MS = 10 * 60 * 1000;

/** Opens a receiver: takes over the cached answer if it is young enough, and begins to pull. */
export async function openReceiver(
  options: ReceiverOptions,
  onChange: (event: PolicyEvent) => void,
): Promise<PolicySource> {
  const receiver = new Receiver(options, onChange);
  await receiver.restore();
  const ready = receiver.refresh();
  return {
    current: () => receiver.current(),
    state: () => receiver.state(),
    ready,
    refresh: () => receiver.refresh(),
    close: () => receiver.close(),
  };
}

class Receiver {
  readonly #options: ReceiverOptions;
  readonly #endpoint: URL;
  readonly #source: string;
  readonly #holder: PolicyHolder;
  readonly #unloaded: PolicySet;
  readonly #cache: AnswerCache | undefined;
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  #answer: CachedAnswer | undefined;
  #refused: { readonly body: string; readonly error: unknown } | undefined;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #pulling: Promise<void> | undefined;
  #closed = false;

  constructor(options: ReceiverOptions, onChange: (event: PolicyEvent) => void) {
    this.#options = options;
    this.#endpoint = policiesEndpoint(options.url);
    this.#source = this.#endpoint.origin + this.#endpoint.pathname;
    this.#unloaded = unloadedPolicySet(this.#source);
    this.#holder = new PolicyHolder(this.#unloaded, onChange);
    this.#cache = options.dataDirectory === undefined ? undefined : new AnswerCache(options.dataDirectory);
    this.#maxAgeMs = options.maxAgeMs ?? 24 * 60 * 60 * 1000;
    this.#now = options.clock ?? Date.now;
  }

  /** The set in use; the denying one when the last success is too long ago. */
  current(): PolicySet {
    return this.#isFresh(this.#holder.loadedAt) ? this.#holder.set : this.#unloaded;
  }

  state(): ReturnType<PolicySource['state']> {
    return this.#holder.state(this.current());
  }

  async restore(): Promise<void> {
    const copy = await this.#cache?.read(this.#source);
    if (copy === undefined || !this.#isFresh(copy.time)) return;
    try {
      this.#accept(copy);
      this.#writtenAt = copy.time;
    } catch (error) {
      this.#holder.fail(error);
    }
  }

  /** Pulls now and plans the next pull; joins a pull under way. Never rejects. */
  refresh(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#pulling ??= this.#pull().finally(() => {
      this.#pulling = undefined;
      this.#plan();
    });
    return this.#pulling;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #plan(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    const interval = this.#options.intervalMs ?? 30_000;
    const wait = this.current().loaded ? interval : Math.min(interval, UNLOADED_RETRY_MS);
    this.#timer = setTimeout(() => void this.refresh(), wait);
    this.#timer.unref();
  }

  async #pull(): Promise<void> {
    try {
      const answer = await pullPolicies({
        endpoint: this.#endpoint,
        key: await this.#key(),
        etag: this.#answer?.etag,
        timeoutMs: this.#options.timeoutMs ?? 5000,
      });
      if (this.#closed) return;
      const time = this.#now();
      if (answer.kind === 'answer' && answer.body !== this.#answer?.body) {
        this.#accept({ url: this.#source, time, body: answer.body, ...tagged(answer.etag) });
        this.#writtenAt = Number.NEGATIVE_INFINITY;
      } else if (this.#answer !== undefined) {
        const { etag } = answer.kind === 'answer' ? answer : this.#answer;
        this.#answer = { url: this.#source, time, body: this.#answer.body, ...tagged(etag) };
        this.#holder.confirm(time);
      }
      await this.#store();
    } catch (error) {
      if (!this.#closed) this.#holder.fail(error);
    }
  }

  /** Compiles an answer and puts it to work; throws when it cannot be used, and changes nothing then. */
  #accept(answer: CachedAnswer): void {
    // An answer that was refused is not compiled again at every pull.
    if (this.#refused?.body === answer.body) throw this.#refused.error;
    try {
      const previous = this.#holder.set;
      const document = readPolicyAnswer(parseJson(answer.body));
      const { set, problems } = compilePolicies(document, { source: this.#source, previous });
      if (set === undefined) throw problemsError(this.#source, problems);
      this.#answer = answer;
      this.#holder.replace(set, problems, answer.time);
    } catch (error) {
      this.#refused = { body: answer.body, error };
      throw error;
    }
  }

  /** A disk that does not take the copy is a failure to tell, not one to stop for. */
  async #store(): Promise<void> {
    if (this.#closed || this.#cache === undefined || this.#answer === undefined) return;
    if (this.#answer.time - this.#writtenAt < CACHE_REFRESH_MS) return;
    await this.#cache.write(this.#answer);
    this.#writtenAt = this.#answer.time;
  }

  async #key(): Promise<string | undefined> {
    const { keyFile, key } = this.#options;
    if (keyFile === undefined)
      return key === undefined || key === '' ? undefined : checkedKey(key, 'the key');
    try {
      return checkedKey(await readFile(keyFile, 'utf8'), keyFile);
    } catch (error) {
      if (error instanceof PolicySourceError) throw error;
      throw new PolicySourceError(`${keyFile}: cannot be read: ${messageOf(error)}`);
    }
  }

  /** A time in the future comes from a clock that was put back; it is not trusted further than any other. */
  #isFresh(time: number | undefined): boolean {
    return time !== undefined && Math.abs(this.#now() - time) <= this.#maxAgeMs;
  }
}

/** Checked here, because the error that the header would raise quotes its value. */
function checkedKey(text: string, place: string): string {
  const key = text.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) throw new PolicySourceError(`${place}: does not hold one key`);
  return key;
}

function tagged(etag: string | undefined): { etag?: string } {
  return etag === undefined ? {} : { etag };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new PolicySourceError('the policy receiver did not answer JSON');
  }
}
