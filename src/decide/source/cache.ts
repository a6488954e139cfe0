import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The last good answer of a receiver. */
const copySchema = z.object({
  /** Base of the receiver; a copy of another one is not used. */
  url: z.string(),
  /** Milliseconds since the epoch: when the answer was last known to be current. */
  time: z.number(),
  etag: z.string().optional(),
  /** The answer as it came. */
  body: z.string(),
});

export type CachedAnswer = z.infer<typeof copySchema>;

/** Keeps the last good answer of a receiver in the data directory, so that a restart does not need the receiver. */
export class AnswerCache {
  readonly #directory: string;
  readonly #path: string;

  constructor(directory: string) {
    this.#directory = directory;
    this.#path = join(directory, 'policies.cache.json');
  }

  /** The copy; undefined when there is none for this receiver or it is damaged. Never rejects. */
  async read(url: string): Promise<CachedAnswer | undefined> {
    try {
      const copy = copySchema.parse(JSON.parse(await readFile(this.#path, 'utf8')));
      return copy.url === url ? copy : undefined;
    } catch {
      return undefined;
    }
  }

  /** Replaces the copy as a whole, readable by the owner only. Rejects when the disk does not take it. */
  async write(copy: CachedAnswer): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const draft = `${this.#path}.${randomUUID()}`;
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(JSON.stringify(copy));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, this.#path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }
}
