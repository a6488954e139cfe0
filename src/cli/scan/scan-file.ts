import * as fs from 'node:fs';
import type { Readable } from 'node:stream';
import type { Detection, Detector, ScanContext } from '../../inspect/detect.ts';
import { PassingPositions, type Position, Positions } from './position.ts';

/** Files up to this size are read whole; larger ones in pieces of it. */
export const PIECE = 4 << 20;
/** Where a NUL says that a file is no text. */
const PROBE = 8192;

/** A finding with its place in a file. */
export interface Located {
  readonly file: string;
  /** Undefined in files that are no text, and when the place has passed by. */
  readonly position: Position | undefined;
  readonly detection: Detection;
}

/** Counts of what was searched, which the scan of each file adds to. */
export interface Progress {
  bytes: number;
  /** True when the file at hand is no text. */
  binary: boolean;
}

/** Whoever waits for the search: it may end it. */
export interface Watch {
  /** Awaited between pieces, so that a signal is heard. @returns true when the search has to end */
  readonly pause: () => Promise<boolean>;
  /** Bytes that come when they come; they end when the search has to. */
  readonly passing: (source: Readable) => AsyncIterable<Buffer>;
}

/** What `path` of a finding begins with when the input is a file. */
export const FILE_PLACE = 'file';

/** The type that an extension stands for; without one the detector guesses. */
const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  ndjson: 'application/x-ndjson',
  html: 'text/html',
  htm: 'text/html',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  eml: 'message/rfc822',
};

/** What searches files: programs hold secrets in clear, if at all, and undoing what looks like an encoding costs most there. */
export interface Detectors {
  readonly all: Detector;
  /** Made when the first program comes. */
  readonly programs: () => Detector;
}

/** Searches files, through one buffer. */
export class FileScanner {
  private readonly detectors: Detectors;
  private readonly direction: 'request' | 'answer';
  private readonly buffer = Buffer.allocUnsafeSlow(PIECE);

  private readonly host: string | undefined;

  constructor(detectors: Detectors, direction: 'request' | 'answer', host?: string) {
    this.host = host;
    this.detectors = detectors;
    this.direction = direction;
  }

  /**
   * Searches a file that can be read at any offset, or as it comes when it is a pipe. Reads are synchronous: small files
   * come out of the page cache, where a thread in between costs more than the read.
   * @returns findings in order, in batches
   */
  async *scan(file: string, progress: Progress, watch: Watch): AsyncGenerator<readonly Located[]> {
    if (!fs.statSync(file).isFile()) {
      // Not opened here: that would wait for whoever writes into a named pipe, and hear of no signal.
      yield* this.scanPassing(file, watch.passing(fs.createReadStream(file)), progress);
      return;
    }
    const handle = fs.openSync(file, 'r');
    try {
      const length = this.fill(handle, 0);
      const head = this.buffer.subarray(0, length);
      progress.binary = isBinary(head);
      const context = this.contextOf(file, progress.binary);
      if (length < PIECE) {
        progress.bytes += length;
        const found = this.detectorFor(head).scan(head, context);
        if (found.length > 0)
          yield locate(file, found, progress.binary, (from, to) => head.subarray(from, to));
        return;
      }
      yield* this.scanPieces(file, handle, context, progress, watch);
    } finally {
      fs.closeSync(handle);
    }
  }

  /** Goes on with a long file; its first piece is in the buffer. */
  private async *scanPieces(
    file: string,
    handle: number,
    context: ScanContext,
    progress: Progress,
    watch: Watch,
  ): AsyncGenerator<readonly Located[]> {
    const stream = this.detectorFor(this.buffer.subarray(0, PIECE)).createStream(context);
    let again: Buffer | undefined;
    const reread = (from: number, to: number): Uint8Array => {
      again ??= Buffer.allocUnsafeSlow(1 << 20);
      return again.subarray(0, fs.readSync(handle, again, 0, Math.min(to - from, again.length), from));
    };
    let length = PIECE;
    for (let at = 0; length > 0; ) {
      // A copy: a stream may keep what it was given, and the buffer is filled again.
      const found = stream.push(Buffer.from(this.buffer.subarray(0, length)));
      at += length;
      progress.bytes += length;
      if (found.length > 0) yield locate(file, found, progress.binary, reread);
      if (await watch.pause()) return;
      length = this.fill(handle, at);
    }
    const rest = stream.end();
    if (rest.length > 0) yield locate(file, rest, progress.binary, reread);
  }

  /** Searches what can be read only once: stdin, a pipe. */
  async *scanPassing(
    file: string,
    source: AsyncIterable<Buffer>,
    progress: Progress,
  ): AsyncGenerator<readonly Located[]> {
    let parts: Buffer[] = [];
    let gathered = 0;
    let passing: ((bytes: Buffer) => readonly Located[]) | undefined;
    let rest: (() => readonly Located[]) | undefined;
    for await (const chunk of source) {
      progress.bytes += chunk.length;
      if (passing !== undefined) {
        const found = passing(chunk);
        if (found.length > 0) yield found;
        continue;
      }
      parts.push(chunk);
      gathered += chunk.length;
      if (gathered < PIECE) continue;
      const head = Buffer.concat(parts);
      parts = [];
      progress.binary = isBinary(head);
      const stream = this.detectorFor(head).createStream(this.contextOf(file, progress.binary));
      const positions = progress.binary ? undefined : new PassingPositions();
      const located = (found: readonly Detection[]): Located[] =>
        found.map((detection) => ({ file, detection, position: positions?.of(detection.start) }));
      passing = (bytes) => {
        positions?.push(bytes);
        return located(stream.push(bytes));
      };
      rest = () => located(stream.end());
      yield passing(head);
    }
    if (rest !== undefined) {
      yield rest();
      return;
    }
    const whole = Buffer.concat(parts);
    progress.binary = isBinary(whole);
    const found = this.detectorFor(whole).scan(whole, this.contextOf(file, progress.binary));
    if (found.length > 0) yield locate(file, found, progress.binary, (from, to) => whole.subarray(from, to));
  }

  /** Fills the buffer from an offset of the file on. @returns how many bytes there were */
  private fill(handle: number, at: number): number {
    let length = 0;
    while (length < PIECE) {
      const count = fs.readSync(handle, this.buffer, length, PIECE - length, at + length);
      if (count === 0) break;
      length += count;
    }
    return length;
  }

  private detectorFor(head: Uint8Array): Detector {
    return isProgram(head) ? this.detectors.programs() : this.detectors.all;
  }

  private contextOf(file: string, binary: boolean): ScanContext {
    const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
    const contentType = binary ? 'application/octet-stream' : TYPES[extension];
    return {
      direction: this.direction,
      ...(this.host === undefined ? {} : { host: this.host }),
      place: FILE_PLACE,
      ...(contentType === undefined ? {} : { contentType }),
    };
  }
}

/** True for what is no text: a NUL near its beginning, and no mark of UTF-16 before it. */
export function isBinary(head: Uint8Array): boolean {
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return !marked && head.subarray(0, PROBE).includes(0);
}

/** How compiled programs and libraries begin: ELF, Mach-O, PE, WebAssembly, archives of objects. */
const PROGRAMS = [
  '7f454c46',
  'feedface',
  'feedfacf',
  'cefaedfe',
  'cffaedfe',
  'cafebabe',
  '4d5a9000',
  '0061736d',
  '213c6172',
];

/** True for what a compiler wrote. */
export function isProgram(head: Uint8Array): boolean {
  return head.length >= 4 && PROGRAMS.includes(Buffer.from(head.subarray(0, 4)).toString('hex'));
}

function locate(
  file: string,
  found: readonly Detection[],
  binary: boolean,
  read: (from: number, to: number) => Uint8Array,
): readonly Located[] {
  const positions = new Positions(read);
  return found.map((detection) => ({
    file,
    detection,
    position: binary ? undefined : positions.of(detection.start),
  }));
}
