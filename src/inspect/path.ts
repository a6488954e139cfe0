/**
 * Names the place of an offset in the terms of the form: `messages[3].content[0].text` in JSON, the field in forms and
 * multipart bodies. Only for names: what cannot be read has none, and nothing is judged by it.
 */

/** Finds names of places; offsets may come in any order, but ascending ones cost one pass over the bytes. */
export interface PathFinder {
  /** @returns what follows the place: `.messages[0].content`, or nothing */
  pathAt(offset: number): string;
}

/** A name that can be shown. */
const PLAIN = /^[A-Za-z0-9_$-][A-Za-z0-9_.$-]{0,63}$/;
/** Deeper levels are not named. */
const MAX_DEPTH = 64;

const NOWHERE: PathFinder = { pathAt: () => '' };

/**
 * @param contentType value of the field; without it the form is guessed
 * @param mayName false for names that must not be shown, because they hold a secret
 */
export function createPathFinder(
  bytes: Uint8Array,
  contentType: string | undefined,
  mayName: (name: string) => boolean,
): PathFinder {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shown = (name: string): string => (PLAIN.test(name) && mayName(name) ? name : '*');
  if (contentType !== undefined) {
    const boundary = /^\s*multipart\/[^;]+;.*\bboundary="?([^";]{1,70})/i.exec(contentType)?.[1];
    if (boundary !== undefined) return multipartPaths(buffer, boundary, shown);
    if (/^\s*application\/x-www-form-urlencoded/i.test(contentType)) return formPaths(buffer, shown);
  }
  const jsonLike = contentType === undefined || /json|event-stream|graphql|text\/plain/i.test(contentType);
  return jsonLike && looksLikeJson(buffer) ? jsonPaths(buffer, shown) : NOWHERE;
}

/** The first byte that is no blank opens an object or an array, or an event whose data does. */
function looksLikeJson(bytes: Buffer): boolean {
  let i = 0;
  while (i < bytes.length && i < 64 && bytes[i]! <= 0x20) i++;
  const head = bytes.toString('latin1', i, i + 256);
  return /^[{[]/.test(head) || /^(?:event|data|id|retry|:)[\s\S]*?\n?data: ?[{[]/.test(head);
}

function jsonPaths(bytes: Buffer, shown: (name: string) => string): PathFinder {
  let walk = new JsonWalk(bytes);
  let last = -1;
  return {
    pathAt(offset) {
      if (offset < last) walk = new JsonWalk(bytes);
      last = offset;
      return walk
        .to(offset)
        .map((step) => (typeof step === 'number' ? `[${step}]` : `.${shown(step)}`))
        .join('');
    },
  };
}

interface Level {
  readonly array: boolean;
  index: number;
  key: string;
  /** In an object: the next string is a name. */
  wantsName: boolean;
}

/** Walks through JSON without judging it. At the outermost level anything may stand: lines of JSON, events. */
class JsonWalk {
  private readonly bytes: Buffer;
  private at = 0;
  private readonly levels: Level[] = [];
  /** Levels that are too deep to be named. */
  private beyond = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The steps that lead to an offset that is not before the last one. */
  to(offset: number): (number | string)[] {
    const { bytes } = this;
    while (this.at < bytes.length && this.at <= offset) {
      const byte = bytes[this.at]!;
      if (byte === 0x22) {
        const end = stringEnd(bytes, this.at);
        // Read again when the next offset is asked for: it may lie in the same string.
        if (offset < end) break;
        const level = this.levels.at(-1);
        if (level?.wantsName === true && this.beyond === 0) {
          level.key = bytes.toString('utf8', this.at + 1, Math.min(end - 1, this.at + 129));
          level.wantsName = false;
        }
        this.at = end;
        continue;
      }
      this.step(byte);
      this.at++;
    }
    return this.levels.map((level) => (level.array ? level.index : level.key)).filter((step) => step !== '');
  }

  private step(byte: number): void {
    const level = this.levels.at(-1);
    switch (byte) {
      case 0x7b:
      case 0x5b:
        if (this.levels.length >= MAX_DEPTH) this.beyond++;
        else this.levels.push({ array: byte === 0x5b, index: 0, key: '', wantsName: byte === 0x7b });
        break;
      case 0x7d:
      case 0x5d:
        if (this.beyond > 0) this.beyond--;
        else this.levels.pop();
        break;
      case 0x2c:
        if (level === undefined || this.beyond > 0) break;
        if (level.array) level.index++;
        else {
          level.wantsName = true;
          level.key = '';
        }
        break;
      default:
    }
  }
}

/** One past the closing quote. */
function stringEnd(bytes: Uint8Array, quote: number): number {
  let i = quote + 1;
  while (i < bytes.length && bytes[i] !== 0x22) i += bytes[i] === 0x5c ? 2 : 1;
  return Math.min(bytes.length, i + 1);
}

function formPaths(bytes: Buffer, shown: (name: string) => string): PathFinder {
  return {
    pathAt(offset) {
      const start = bytes.lastIndexOf(0x26, Math.max(0, offset - 1)) + 1;
      const from = offset > 0 ? start : 0;
      const equals = bytes.indexOf(0x3d, from);
      if (equals < 0 || equals - from > 128) return '';
      // A shape may begin at the name; what counts is where the value stands.
      return `.${shown(decoded(bytes.toString('latin1', from, equals)))}`;
    },
  };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}

function multipartPaths(bytes: Buffer, boundary: string, shown: (name: string) => string): PathFinder {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  return {
    pathAt(offset) {
      const part = bytes.lastIndexOf(delimiter, offset);
      if (part < 0) return '';
      const head = bytes.toString('latin1', part + delimiter.length, part + delimiter.length + 1024);
      const name = /content-disposition:[^\r\n]*?\bname="([^"\r\n]*)"/i.exec(head)?.[1];
      return name === undefined || name === '' ? '' : `.${shown(name)}`;
    },
  };
}
