/**
 * How much may be said in host names. Whoever owns a domain learns every name below it that is asked for, so random
 * names are a way out that needs no answer: what one agent asks for below one registered domain has a budget.
 */
import { entropy } from './checksum.ts';
import { registeredDomain } from './host-labels.ts';

/** Time after which the count begins anew. */
const WINDOW_MS = 600_000;
/** Agents and domains that are counted; the oldest goes first. */
const MAX_ENTRIES = 4096;
/** Names that are known by heart; further ones count each time. */
const MAX_NAMES = 1024;
/** What a label of chance looks like: long, and of many characters. Labels of CDNs are shorter. */
const MIN_LABEL = 16;
const MIN_ENTROPY = 2.5;

interface Entry {
  readonly since: number;
  readonly names: Set<string>;
  bytes: number;
}

export interface HostBudget {
  /**
   * Counts a name.
   * @param host lower case
   * @returns false when the budget is spent
   */
  spend(agent: string, host: string): boolean;
}

/**
 * @param bytes of random-looking labels in ten minutes; 0 allows any
 * @param now milliseconds
 */
export function createHostBudget(bytes: number, now: () => number): HostBudget {
  const entries = new Map<string, Entry>();
  return {
    spend(agent, host) {
      if (bytes === 0 || host.length < MIN_LABEL) return true;
      const random = randomBytesOf(host);
      if (random === 0) return true;
      const key = `${agent} ${registeredDomain(host)}`;
      const time = now();
      let entry = entries.get(key);
      if (entry === undefined || time - entry.since > WINDOW_MS) {
        entries.delete(key);
        entry = { since: time, names: new Set(), bytes: 0 };
        entries.set(key, entry);
        if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!);
      }
      if (entry.names.has(host)) return true;
      if (entry.bytes + random > bytes) return false;
      entry.bytes += random;
      if (entry.names.size < MAX_NAMES) entry.names.add(host);
      return true;
    },
  };
}

function randomBytesOf(host: string): number {
  const domain = registeredDomain(host);
  let count = 0;
  for (const label of host.slice(0, Math.max(0, host.length - domain.length - 1)).split('.')) {
    if (label.length < MIN_LABEL || !/[0-9]/.test(label)) continue;
    if (entropy(label) >= MIN_ENTROPY) count += label.length;
  }
  return count;
}
