/**
 * Secrets that are sent in parts, one request after the other: the last values that one agent sent to one place of one
 * destination are kept for a while, and read together with the next one. Bounded in entries, bytes and time.
 */
import type { HeaderList } from '../flow/headers.ts';
import type { Target } from '../flow/target.ts';
import type { Sighting } from './examine.ts';
import type { Inspection } from './inspection.ts';
import { inspectParts, isPart, type Part, splitFields } from './parts.ts';

/** Places that are remembered; the one that was not used for the longest time goes first. */
const MAX_ENTRIES = 4096;
/** Characters and values of one place. */
const MAX_CHARS = 1024;
const MAX_VALUES = 32;
/** Larger bodies are no drip. */
const MAX_BODY = 4096;
/** Values of one request that are looked at. */
const MAX_PARTS = 64;

/** What one request carries. */
export interface Carried {
  readonly agent: string;
  readonly target: Target;
  readonly headers: HeaderList;
  /** The whole body, decoded; undefined when it streams. */
  readonly body: Uint8Array | undefined;
}

interface Entry {
  readonly values: Part[];
  chars: number;
  expires: number;
}

export interface PartMemory {
  /** @returns what only shows together with earlier requests, with its place */
  inspect(carried: Carried): readonly { readonly sighting: Sighting; readonly part: Part }[];
}

/**
 * @param seconds how long a value is kept; 0 keeps none
 * @param now milliseconds
 */
export function createPartMemory(inspection: Inspection, seconds: number, now: () => number): PartMemory {
  const entries = new Map<string, Entry>();

  function recall(key: string, time: number): Entry | undefined {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    entries.delete(key);
    if (entry.expires < time) return undefined;
    entries.set(key, entry);
    return entry;
  }

  function remember(key: string, part: Part, entry: Entry | undefined, time: number): void {
    const kept = entry ?? { values: [], chars: 0, expires: 0 };
    kept.values.push(part);
    kept.chars += part.text.length;
    kept.expires = time + seconds * 1000;
    while (kept.values.length > MAX_VALUES || kept.chars > MAX_CHARS)
      kept.chars -= kept.values.shift()!.text.length;
    if (entry === undefined) entries.set(key, kept);
    if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!);
  }

  return {
    inspect(carried) {
      if (seconds === 0) return [];
      const found: { sighting: Sighting; part: Part }[] = [];
      const time = now();
      for (const part of partsOf(carried)) {
        if (!isPart(part.text)) continue;
        const key = `${carried.agent} ${carried.target.host} ${part.place}`;
        const entry = recall(key, time);
        // What every request carries is no part of anything.
        if (entry?.values.at(-1)?.text === part.text) continue;
        if (entry !== undefined && entry.values.length > 0) {
          const length = entry.values.reduce((sum, value) => sum + value.text.length, 0);
          for (const one of inspectParts(inspection, [...entry.values, part])) {
            // What ended earlier was seen then.
            if (one.sighting.end > length) found.push({ sighting: one.sighting, part });
          }
        }
        remember(key, part, entry, time);
      }
      return found;
    },
  };
}

function partsOf({ target, headers, body }: Carried): readonly Part[] {
  const parts: Part[] = [...splitFields(headers)];
  if (target.query !== undefined) {
    for (const pair of target.query.split('&', MAX_PARTS)) {
      const equals = pair.indexOf('=');
      const name = pair.slice(0, Math.max(0, equals));
      parts.push({ place: `query.${plain(name)}`, text: decoded(pair.slice(equals + 1)) });
    }
  }
  const slash = target.path.lastIndexOf('/');
  if (target.path.length - slash > 1)
    parts.push({ place: 'path', text: decoded(target.path.slice(slash + 1)) });
  if (body !== undefined && body.length > 0 && body.length <= MAX_BODY) parts.push(...bodyParts(body));
  return parts.length <= MAX_PARTS ? parts : parts.slice(0, MAX_PARTS);
}

/** Members of an object and fields of a form, or the whole. */
function bodyParts(body: Uint8Array): readonly Part[] {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  if (/^\s*[{[]/.test(text)) {
    const members = text.matchAll(
      /"([A-Za-z0-9_$.-]{1,64})"\s{0,8}:\s{0,8}"([A-Za-z0-9_.+/=:@~-]{1,1024})"/g,
    );
    return Array.from(members, ([, name, value]) => ({ place: `body.${name}`, text: value! }));
  }
  if (/^[A-Za-z0-9_.$%-]{1,64}=/.test(text)) {
    return text.split('&', MAX_PARTS).map((pair) => {
      const equals = pair.indexOf('=');
      return {
        place: `body.${plain(pair.slice(0, Math.max(0, equals)))}`,
        text: decoded(pair.slice(equals + 1)),
      };
    });
  }
  return [{ place: 'body', text: text.trim() }];
}

/** Names may be secrets themselves; a place is only told when it looks like a name. */
function plain(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_.$-]{0,31}$/.test(name) ? name : '*';
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
