/**
 * An HTTP field section in the order and case it was received (RFC 9110 section 5).
 * Three parallel arrays instead of one array of objects: a field is read far more often than it is moved.
 */
export interface HeaderList {
  /** Field names as received. */
  readonly names: readonly string[];
  /** The same names in lower case. */
  readonly lower: readonly string[];
  /** Field values, latin1 text, without leading and trailing blanks. */
  readonly values: readonly string[];
}

export const NO_HEADERS: HeaderList = Object.freeze({ names: [], lower: [], values: [] });

/** Value of the first field called `lower` (lower case), or undefined. */
export function headerValue(list: HeaderList, lower: string): string | undefined {
  const at = list.lower.indexOf(lower);
  return at < 0 ? undefined : list.values[at];
}

/** How many fields are called `lower`. */
export function headerCount(list: HeaderList, lower: string): number {
  let count = 0;
  for (const name of list.lower) if (name === lower) count++;
  return count;
}

/**
 * Every value of a list-based field, split at commas outside quoted strings (RFC 9110 section 5.6.1), trimmed, empty
 * members dropped.
 */
export function headerListValues(list: HeaderList, lower: string): string[] {
  const members: string[] = [];
  for (let i = 0; i < list.lower.length; i++) {
    if (list.lower[i] !== lower) continue;
    for (const member of list.values[i]!.match(/(?:"(?:\\.|[^"\\])*"|[^,])+/g) ?? []) {
      const trimmed = member.trim();
      if (trimmed !== '') members.push(trimmed);
    }
  }
  return members;
}
