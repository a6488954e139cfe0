import type { HeaderList } from '../flow/headers.ts';

/** What Weir changes in the head of an answer; everything else goes on as it came, in order and case. */
export interface HeadChanges {
  /** Fields to leave out, besides the hop-by-hop ones. */
  readonly drop: (lower: string) => boolean;
  /** Lines to add, each with its CRLF. */
  readonly add: string;
  /** Makes a strong ETag weak: the bytes are no longer those that the origin named (RFC 9110 section 8.8.1). */
  readonly weakenETag: boolean;
}

/** Serialises the head of an answer (RFC 9112 section 4). */
export function responseHead(
  status: number,
  phrase: string,
  headers: HeaderList,
  changes: HeadChanges,
): string {
  let text = `HTTP/1.1 ${status} ${phrase}\r\n`;
  const { names, lower, values } = headers;
  for (let i = 0; i < names.length; i++) {
    const name = lower[i]!;
    if (changes.drop(name)) continue;
    const value = values[i]!;
    text += `${names[i]}: ${changes.weakenETag && name === 'etag' && value.startsWith('"') ? `W/${value}` : value}\r\n`;
  }
  return `${text}${changes.add}\r\n`;
}
