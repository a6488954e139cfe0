/** Parts of a request that is written byte by byte. */
export interface RequestParts {
  readonly method?: string;
  readonly host: string;
  /** Path and query. */
  readonly path?: string;
  readonly fields?: readonly string[];
  readonly body?: string | Uint8Array;
  /** Sent as chunks, with these pieces as they are, instead of `body`. */
  readonly chunks?: readonly (string | Uint8Array)[];
  readonly trailers?: readonly string[];
  /** In absolute form, for a connection to the proxy port. */
  readonly absolute?: boolean;
}

/** The bytes of a request. */
export function requestBytes(parts: RequestParts): Buffer {
  const { host, path = '/', fields = [], body, chunks, trailers = [] } = parts;
  const target = parts.absolute === true ? `http://${host}${path}` : path;
  const framing =
    chunks !== undefined
      ? ['Transfer-Encoding: chunked']
      : body !== undefined
        ? [`Content-Length: ${Buffer.byteLength(body)}`]
        : [];
  const method = parts.method ?? (framing.length > 0 ? 'POST' : 'GET');
  const head = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...fields, ...framing, '', ''].join('\r\n');
  const content = chunks === undefined ? [Buffer.from(body ?? '')] : chunkedBytes(chunks, trailers);
  return Buffer.concat([Buffer.from(head, 'latin1'), ...content]);
}

function chunkedBytes(chunks: readonly (string | Uint8Array)[], trailers: readonly string[]): Buffer[] {
  const parts = chunks
    .map((chunk) => Buffer.from(chunk))
    .filter((chunk) => chunk.length > 0)
    .flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);
  const end = ['0', ...trailers, '', ''].join('\r\n');
  return [...parts, Buffer.from(end, 'latin1')];
}

/** Runs tasks, so many at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
