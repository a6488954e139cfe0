import type { HeaderList } from '../flow/headers.ts';
import { authority, type Target } from '../flow/target.ts';

/** How a request is written to an origin. */
export interface RequestHeadOptions {
  /** Fields that stay on the client's connection. */
  readonly drop: (lower: string) => boolean;
  /** Whether Weir can undo a content coding; others are taken out of Accept-Encoding. */
  readonly acceptsCoding: (name: string) => boolean;
  readonly chunked: boolean;
}

/**
 * Serialises the head of a request in origin form from what was parsed and judged (RFC 9112 section 3), field order and
 * case kept. `Host` is always written from the target; `Expect` was answered by Weir.
 */
export function serialiseRequestHead(
  method: string,
  target: Target,
  headers: HeaderList,
  options: RequestHeadOptions,
): string {
  const { names, lower, values } = headers;
  let text =
    target.query === undefined
      ? `${method} ${target.path} HTTP/1.1\r\n`
      : `${method} ${target.path}?${target.query} HTTP/1.1\r\n`;
  if (!lower.includes('host')) text += `Host: ${authority(target)}\r\n`;
  for (let i = 0; i < names.length; i++) {
    const name = lower[i]!;
    if (name === 'host') text += `${names[i]}: ${authority(target)}\r\n`;
    else if (name === 'accept-encoding') text += acceptEncoding(names[i]!, values[i]!, options.acceptsCoding);
    else if (name !== 'expect' && name !== 'http2-settings' && !options.drop(name))
      text += `${names[i]}: ${values[i]}\r\n`;
  }
  return options.chunked ? `${text}Transfer-Encoding: chunked\r\n\r\n` : `${text}\r\n`;
}

const PLAIN_LIST =
  /^(?:gzip|deflate|br|zstd|identity|x-gzip)(?:, ?(?:gzip|deflate|br|zstd|identity|x-gzip))*$/;

/** An answer in a coding that cannot be undone would have to be denied, so it is not asked for. */
function acceptEncoding(name: string, value: string, accepts: (coding: string) => boolean): string {
  if (PLAIN_LIST.test(value)) return `${name}: ${value}\r\n`;
  const kept = value
    .split(',')
    .map((member) => member.trim())
    .filter((member) => accepts(member.split(';')[0]!.trim().toLowerCase()));
  return `${name}: ${kept.length > 0 ? kept.join(', ') : 'identity'}\r\n`;
}
