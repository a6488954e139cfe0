/**
 * Names the place of an offset in the terms of the form: `messages[3].content[0].text` in JSON, the field in forms and
 * multipart bodies. Only for names: what cannot be read has none, and nothing is judged by it.
 */

/** Finds names of places; offsets may come in any order, but ascending ones cost one pass over the bytes. */
export interface PathFinder {
  /**
   * @param value what was found there: a name that is a piece of it is not shown
   * @returns what follows the place: `.messages[0].content`, or nothing
   */
  pathAt(offset: number, value?: Uint8Array): string;
}

/** A name that can be shown. */
const PLAIN = /^[A-Za-z0-9_$-][A-Za-z0-9_.$-]{0,63}$/;
/** Deeper levels are not named. */
const MAX_DEPTH = 64;

const NOWHERE: PathFinder = { pathAt: () => '' };

/**
 * @param contentType value of the field; without it the form is guessed
 * @param mayName false for a text that must not be shown, because it holds a secret; asked for whole paths as well, whose
 *   names may spell one together
 */
export function createPathFinder(
  bytes: Uint8Array,
  contentType: string | undefined,
  mayName: (name: string) => boolean,
): PathFinder {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Names(mayName);
  if (contentType !== undefined) {
    const boundary = /^\s*multipart\/[^;]+;.*\bboundary="?([^";]{1,70})/i.exec(contentType)?.[1];
    if (boundary !== undefined) return multipartPaths(buffer, boundary, names);
    if (/^\s*application\/x-www-form-urlencoded/i.test(contentType)) return formPaths(buffer, names);
  }
  const jsonLike = contentType === undefined || /json|event-stream|graphql|text\/plain/i.test(contentType);
  return jsonLike && looksLikeJson(buffer) ? jsonPaths(buffer, names) : NOWHERE;
}

/** Characters that are judged for one finder: whoever fills a body with names decides how many there would be. */
const MAX_JUDGED = 1 << 20;
/** Most names that are read as one text, besides all of them. */
const MAX_TOGETHER = 8;

/** Judges names by what they say alone and together. */
class Names {
  private readonly mayName: (text: string) => boolean;
  private readonly judged = new Map<string, boolean>();
  private left = MAX_JUDGED;

  constructor(mayName: (text: string) => boolean) {
    this.mayName = mayName;
  }

  /** The name, or a star for one that must not be shown. */
  shown(name: string): string {
    return PLAIN.test(name) && this.allows(name) ? name : '*';
  }

  /** The path of these steps; it ends before the first name that spells a secret, alone or with those behind it. */
  path(steps: readonly (number | string)[], value?: Uint8Array): string {
    const plain = steps.map((step) => (typeof step === 'number' || PLAIN.test(step) ? step : '*'));
    const piece = plain.findIndex((step) => isPiece(step, value));
    const harmless = this.harmless(plain);
    const kept = plain.slice(0, piece < 0 ? harmless : Math.min(piece, harmless));
    return kept.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  }

  /** How many of the steps may be shown. */
  private harmless(steps: readonly (number | string)[]): number {
    const names = steps.filter((step) => typeof step === 'string');
    if (this.together(names)) return steps.length;
    // The shortest beginning that says too much ends with the last of the guilty names; the first of them is the latest
    // one from which on it still does.
    let last = 1;
    while (last < names.length && this.together(names.slice(0, last))) last++;
    let first = last - 1;
    while (first > 0 && this.together(names.slice(first, last))) first--;
    for (let k = 0, seen = 0; k < steps.length; k++)
      if (typeof steps[k] === 'string' && seen++ === first) return k;
    return 0;
  }

  /** Letters before a token keep it from being one, and so do those behind it: each run of names is read alone. */
  private together(names: readonly string[]): boolean {
    const runs: string[] = [];
    for (let from = 0; from < names.length; from++) {
      const most = Math.min(names.length, from + MAX_TOGETHER);
      for (let to = from + 1; to <= most; to++) runs.push(names.slice(from, to).join('.'));
      if (most < names.length) runs.push(names.slice(from).join('.'));
    }
    return this.allows(runs.join(' ; '));
  }

  private allows(text: string): boolean {
    if (text === '' || text === '*') return true;
    let allowed = this.judged.get(text);
    if (allowed === undefined) {
      this.left -= text.length;
      if (this.left < 0) return false;
      allowed = this.mayName(text);
      this.judged.set(text, allowed);
    }
    return allowed;
  }
}

/** Words are parts of values now and then (`postgres`); what is longer and mixes its letters is a part of one. */
function isPiece(step: number | string, value: Uint8Array | undefined): boolean {
  if (typeof step === 'number' || value === undefined || step.length < 12) return false;
  if (!/\d|[a-z].*[A-Z]|[A-Z].*[a-z]/.test(step)) return false;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).includes(step);
}

/** The first byte that is no blank opens an object or an array, or an event whose data does. */
function looksLikeJson(bytes: Buffer): boolean {
  let i = 0;
  while (i < bytes.length && i < 64 && bytes[i]! <= 0x20) i++;
  const head = bytes.toString('latin1', i, i + 256);
  return /^[{[]/.test(head) || /^(?:event|data|id|retry|:)[\s\S]*?\n?data: ?[{[]/.test(head);
}

function jsonPaths(bytes: Buffer, names: Names): PathFinder {
  let walk = new JsonWalk(bytes);
  let last = -1;
  return {
    pathAt(offset, value) {
      if (offset < last) walk = new JsonWalk(bytes);
      last = offset;
      return names.path(walk.to(offset), value);
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

function formPaths(bytes: Buffer, names: Names): PathFinder {
  return {
    pathAt(offset) {
      const start = bytes.lastIndexOf(0x26, Math.max(0, offset - 1)) + 1;
      const from = offset > 0 ? start : 0;
      const equals = bytes.indexOf(0x3d, from);
      if (equals < 0 || equals - from > 128) return '';
      // A shape may begin at the name; what counts is where the value stands.
      return `.${names.shown(decoded(bytes.toString('latin1', from, equals)))}`;
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

function multipartPaths(bytes: Buffer, boundary: string, names: Names): PathFinder {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  return {
    pathAt(offset) {
      const part = bytes.lastIndexOf(delimiter, offset);
      if (part < 0) return '';
      const head = bytes.toString('latin1', part + delimiter.length, part + delimiter.length + 1024);
      const name = /content-disposition:[^\r\n]*?\bname="([^"\r\n]*)"/i.exec(head)?.[1];
      return name === undefined || name === '' ? '' : `.${names.shown(name)}`;
    },
  };
}
