import { sealLine } from './line.ts';

/** Room of one block; a longer line gets a block of its own size. */
const BLOCK_BYTES = 512 * 1024;
/** The longest UTF-8 form of one UTF-16 unit. */
const MAX_UTF8 = 3;

/** Sealed lines that are written together. */
export interface Block {
  readonly buffer: Buffer;
  used: number;
  count: number;
  /** Number and hash of its last line. */
  seq: number;
  hash: string;
}

/**
 * Lines sealed as they come, in memory outside of the garbage-collected heap: at tens of thousands of records a second,
 * strings that wait for the disk would be copied from one generation to the next.
 */
export class Blocks {
  readonly #blocks: Block[] = [];
  #spare: Buffer | undefined;
  #seq: number;
  #hash: string;
  /** Bytes that wait. */
  bytes = 0;

  /** @param seq and `hash`: the record before the first one */
  constructor(seq: number, hash: string) {
    this.#seq = seq;
    this.#hash = hash;
  }

  get empty(): boolean {
    return this.#blocks.length === 0;
  }

  /** Puts a record (the text of its JSON object) into the chain. */
  add(body: string): void {
    const { text, hash } = sealLine(body, this.#seq + 1, this.#hash);
    const block = this.#roomFor(text);
    const written = block.buffer.write(text, block.used, 'utf8');
    block.used += written;
    block.count++;
    block.seq = ++this.#seq;
    block.hash = this.#hash = hash;
    this.bytes += written;
  }

  /** Takes the oldest block; no line is added to it any more. */
  take(): Block | undefined {
    return this.#blocks.shift();
  }

  /** The block was written: its memory serves the next one. */
  written(block: Block): void {
    this.bytes -= block.used;
    if (block.buffer.length === BLOCK_BYTES) this.#spare = block.buffer;
  }

  /** Puts a block back that could not be written. */
  putBack(block: Block): void {
    this.#blocks.unshift(block);
  }

  /**
   * Gives everything up; the chain goes on behind the given record.
   * @returns the lines that are lost
   */
  drop(seq: number, hash: string): string[] {
    const lines = this.#blocks.flatMap(({ buffer, used }) =>
      buffer.toString('utf8', 0, used).split('\n').slice(0, -1),
    );
    this.#blocks.length = 0;
    this.bytes = 0;
    this.#seq = seq;
    this.#hash = hash;
    return lines;
  }

  #roomFor(text: string): Block {
    const last = this.#blocks.at(-1);
    const most = text.length * MAX_UTF8;
    if (last !== undefined && last.used + most <= last.buffer.length) return last;
    const buffer =
      most > BLOCK_BYTES
        ? Buffer.allocUnsafeSlow(most)
        : (this.#spare ?? Buffer.allocUnsafeSlow(BLOCK_BYTES));
    if (buffer === this.#spare) this.#spare = undefined;
    const block = { buffer, used: 0, count: 0, seq: this.#seq, hash: this.#hash };
    this.#blocks.push(block);
    return block;
  }
}
