/**
 * Reads what is written behind a name: `DB_PASSWORD=…`, `"apiKey": "…"`, `X-Api-Key: …`, `--token …`,
 * `"name":"DB_PASSWORD","value":"…"`, `- name: DB_PASSWORD` and `value: …` below, `<password>…`, `ENV API_KEY …`,
 * `IDENTIFIED BY '…'`, `name="password"` and a blank line in multipart bodies, `my password is …`.
 * Everything is bounded, so a place costs the same whatever stands there. Names stand everywhere in clean text, so what
 * refuses most of them comes first and allocates nothing.
 */

import { isBelievable } from './believable.ts';
import { escapeLength, type Found } from './candidates/lane.ts';
import type { Kind } from './kind.ts';
import { type CompiledKind, isNear, OPEN, verdict } from './match.ts';
import type { Memo } from './memo.ts';
import { type Form, findValue, isBeside, isTied, mayHaveValue, NAME, reader } from './name-value.ts';

/** Longest part of a name before and behind its anchor. */
const NAME_REACH = 40;
/** Bytes before an anchor that a verdict may depend on: the name, and what makes it an option. */
export const NAMED_BEFORE = 128 + NAME_REACH;

/**
 * Judges the kinds that know the name around an anchor.
 * @param from first byte that may be looked at
 * @param at first byte of the anchor
 * @param length bytes of the anchor
 * @param known one past the last byte that is known
 * @param last true when nothing follows `known`
 * @param memo of this pass
 * @param found takes a hit, or `OPEN` with the kind that more bytes decide
 */
export function matchNamed(
  kinds: readonly CompiledKind[],
  bytes: Buffer,
  from: number,
  at: number,
  length: number,
  known: number,
  last: boolean,
  memo: Memo,
  found: Found,
): void {
  let nameEnd = at + length;
  const reach = Math.min(known, nameEnd + NAME_REACH);
  while (nameEnd < reach && NAME[bytes[nameEnd]!] === 1) nameEnd++;
  if (nameEnd === known && !last) {
    for (const compiled of kinds) found(compiled, OPEN, at);
    return;
  }
  if (nameEnd === known) return;
  const nameStart = startOfName(bytes, from, at);
  if (!mayHaveValue(bytes, from, nameStart, nameEnd, known)) return;
  reader.reset(bytes, known, memo);
  const tie = isTied(nameEnd) || isBeside(bytes, from, nameStart, nameEnd);
  const open = reader.starved && !last;
  if (!tie && !open) return;
  const valued = !open && findValue();
  if (!valued && !(reader.starved && !last)) return;
  if (valued && !(reader.starved && !last) && reader.end - reader.start < shortestOf(kinds)) return;
  const fitting = knownBy(kinds, bytes, nameStart, nameEnd);
  if (fitting.length === 0) return;
  if (reader.starved && !last) {
    for (const compiled of fitting) found(compiled, OPEN, at);
    return;
  }
  const { form, quoted, start, end } = reader;
  reader.release();
  const value = bytes.toString('latin1', start, end);
  let before: string | undefined;
  for (const compiled of fitting) {
    if (!takes(compiled, value, form, quoted)) continue;
    if (compiled.kind.near !== undefined) {
      before ??= bytes.toString('latin1', Math.max(from, at - 128), at);
      if (!isNear(compiled, before)) continue;
    }
    const hit = verdict(compiled.kind, value, start, end, false);
    if (hit === undefined) continue;
    // What stands for a secret need not look like one.
    if (hit.documented || hit.placeholder || isBelievable(value, compiled.kind.named!, form))
      found(compiled, hit, at);
  }
}

/** First byte of the name around an anchor; the letter of an escape such as `\n` is none of it. */
function startOfName(bytes: Uint8Array, from: number, at: number): number {
  const limit = Math.max(from, at - NAME_REACH);
  let start = at;
  while (start > limit && NAME[bytes[start - 1]!] === 1) start--;
  return Math.min(at, start + escapeLength(bytes, from, start, at));
}

const SHORTEST = new WeakMap<readonly CompiledKind[], number>();

function shortestOf(kinds: readonly CompiledKind[]): number {
  let shortest = SHORTEST.get(kinds);
  if (shortest === undefined) {
    shortest = Math.min(...kinds.map(({ kind }) => kind.minLength));
    SHORTEST.set(kinds, shortest);
  }
  return shortest;
}

/** Names that were looked up before; code says the same ones over and over. */
const SEEN = new WeakMap<readonly CompiledKind[], Map<string, readonly CompiledKind[]>>();
const MOST_SEEN = 256;

/** What a name may be a part of without being named by it. */
const HOLDER =
  /^-{0,2}(?:process\.env|import\.meta\.env|env|ENV|self|this|config|cfg|conf|settings|options|opts|args|params|props)\./;

/** The kinds that know the whole name. */
function knownBy(
  kinds: readonly CompiledKind[],
  bytes: Buffer,
  start: number,
  end: number,
): readonly CompiledKind[] {
  const written = bytes.toString('latin1', start, end);
  let seen = SEEN.get(kinds);
  if (seen === undefined) {
    seen = new Map();
    SEEN.set(kinds, seen);
  }
  let fitting = seen.get(written);
  if (fitting === undefined) {
    const name = written
      .replace(HOLDER, '')
      .toLowerCase()
      .replace(/[_. -]/g, '');
    fitting = kinds.filter((compiled) => nameOf(compiled).test(name));
    if (seen.size >= MOST_SEEN) seen.clear();
    seen.set(written, fitting);
  }
  return fitting;
}

const NAMES = new WeakMap<Kind, RegExp>();
const VALUES = new WeakMap<Kind, RegExp>();

function nameOf({ kind }: CompiledKind): RegExp {
  let name = NAMES.get(kind);
  if (name === undefined) {
    name = new RegExp(kind.named!.name);
    NAMES.set(kind, name);
  }
  return name;
}

/** True when the value has the shape the kind wants, in a form that it believes. */
function takes({ kind }: CompiledKind, value: string, form: Form, quoted: boolean): boolean {
  const named = kind.named!;
  if (form === 'call' && named.calls !== true) return false;
  if (named.quoted === true && !quoted) return false;
  let shape = VALUES.get(kind);
  if (shape === undefined) {
    shape = new RegExp(`^(?:${named.value})$`);
    VALUES.set(kind, shape);
  }
  return shape.test(value);
}
