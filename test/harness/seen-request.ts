import * as zlib from 'node:zlib';
import { BodyCollector, type BodyEnd, type Field, fieldOf } from './http-reader.ts';

/** A request as the origin saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly fields: readonly Field[];
  /** Without chunks; what has arrived so far while the request is not {@link complete}. */
  readonly body: Buffer;
  readonly trailers: readonly Field[];
  readonly complete: boolean;
  /** Number of the connection it came on, from 1. */
  readonly connection: number;
  /** Name that the client sent in its ClientHello. */
  readonly sni: string | undefined;
  /** First value of a field. */
  header(name: string): string | undefined;
  /** Body after its content coding. */
  decoded(): Buffer;
}

/** A {@link SeenRequest} that may still be arriving. */
export class OpenRequest implements SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly fields: readonly Field[];
  readonly connection: number;
  readonly sni: string | undefined;
  readonly collector: BodyCollector;

  constructor(start: string, fields: readonly Field[], connection: number, sni: string | undefined) {
    [this.method = '', this.target = ''] = start.split(' ');
    this.fields = fields;
    this.connection = connection;
    this.sni = sni;
    this.collector = new BodyCollector(this.#bodyEnd());
  }

  get body(): Buffer {
    return this.collector.body;
  }

  get trailers(): readonly Field[] {
    return this.collector.trailers;
  }

  get complete(): boolean {
    return this.collector.done;
  }

  header(name: string): string | undefined {
    return fieldOf(this.fields, name);
  }

  decoded(): Buffer {
    const finishFlush = zlib.constants.Z_SYNC_FLUSH;
    try {
      switch (this.header('content-encoding')) {
        case 'gzip':
          return zlib.gunzipSync(this.body, { finishFlush });
        case 'deflate':
          return zlib.inflateSync(this.body, { finishFlush });
        case 'br':
          return zlib.brotliDecompressSync(this.body);
        case 'zstd':
          return zlib.zstdDecompressSync(this.body);
        default:
          return this.body;
      }
    } catch {
      // Half a body, or not what it says it is: its bytes are all there is.
      return this.body;
    }
  }

  #bodyEnd(): BodyEnd {
    if (/chunked/i.test(this.header('transfer-encoding') ?? '')) return { kind: 'chunked' };
    return { kind: 'length', length: Number(this.header('content-length') ?? 0) };
  }
}
