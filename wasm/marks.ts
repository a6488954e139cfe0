/** Places that may be a disguise: where, and of which type. src/inspect/prefilter.ts has the same types. */
import { INPUT, MARK_ROOM, MARKS } from './memory';

export const MARK_ESCAPE: u32 = 1;
export const MARK_PERCENT: u32 = 2;
export const MARK_ENTITY: u32 = 3;
export const MARK_QUOTED: u32 = 4;
export const MARK_HEX_GROUPS: u32 = 5;
export const MARK_UNICODE: u32 = 6;
export const MARK_UTF16: u32 = 7;
export const MARK_JOIN: u32 = 8;

let marks: u32 = 0;

export function markCount(): u32 {
  return marks;
}

export function clearMarks(): void {
  marks = 0;
}

/** How many more there is room for. */
// @ts-ignore: decorator
@inline
export function marksLeft(): u32 {
  return MARK_ROOM - marks;
}

export function mark(at: usize, type: u32): void {
  if (marks >= MARK_ROOM) return;
  store<u32>(MARKS + (marks << 3), <u32>(at - INPUT));
  store<u32>(MARKS + (marks << 3), type, 4);
  marks++;
}
