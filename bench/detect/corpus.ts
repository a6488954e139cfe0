import * as fs from 'node:fs';
import * as path from 'node:path';
import { sampleInContext } from '../../src/inspect/sample.ts';
import { Prose } from './prose.ts';

/** Bytes of one piece of traffic: what a gateway reads at once, at most. */
export const CHUNK = 65_536;
const SOURCE_FILE = /\.(?:[cm]?js|ts)$/;
/** Larger files are generated or bundled: one of them must not be the corpus. */
const MAX_SOURCE = 262_144;
const ROOT = path.resolve(import.meta.dirname, '../..');

/** Kinds of the secrets that are planted: every engine has to find them. */
const PLANTED_KINDS = [
  'github-pat',
  'gitlab-pat',
  'slack-bot-token',
  'huggingface-token',
  'npm-token',
  'anthropic-api-key',
  'gcp-api-key',
  'sendgrid-key',
] as const;
const PLANTED = 128;

/** What every engine searches. */
export interface Corpus {
  readonly bytes: Buffer;
  readonly chunks: readonly Buffer[];
  /** Offsets where the parts begin. */
  readonly parts: Readonly<Record<'json' | 'html' | 'source', number>>;
  /** How many secrets were planted. */
  readonly planted: number;
}

/** A third API traffic in JSON, a third HTML, a third source code; the same in every run on the same lock file. */
export function makeCorpus(bytes: number, seed = 1): Corpus {
  const third = Math.floor(bytes / 3);
  const out = Buffer.alloc(bytes);
  const parts = new Prose(seed);
  const html = fill(out, 0, third, () => jsonDocument(parts), plants(0));
  const source = fill(out, html, 2 * third, () => htmlPage(parts), plants(1));
  const files = sourceFiles(parts);
  fill(out, source, bytes, () => (parts.int(2) === 0 ? parts.pick(files)() : goFile(parts)), plants(2));
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes; at += CHUNK) chunks.push(out.subarray(at, at + CHUNK));
  return { bytes: out, chunks, parts: { json: 0, html, source }, planted: PLANTED };
}

/** Lines with the secrets of one third. */
function plants(third: number): string[] {
  return Array.from({ length: PLANTED }, (_, i) => i)
    .filter((i) => i % 3 === third)
    .map((i) => {
      const kind = PLANTED_KINDS[i % PLANTED_KINDS.length]!;
      return `{"note":"use ${sampleInContext(kind, i + 1).text} here"}\n`;
    });
}

/** Writes texts until `end`, with the extra lines spread evenly between them. @returns where the next one goes */
function fill(out: Buffer, from: number, end: number, make: () => string, extra: string[]): number {
  const every = Math.floor((end - from) / (extra.length + 1));
  let due = from + every;
  let at = from;
  while (at < end) {
    if (at >= due && extra.length > 0) {
      at += out.write(extra.pop()!, at);
      due += every;
    }
    // Cut where the room ends, but not into the middle of a line of the next part.
    at += out.write(make(), at, end - at);
    if (end - at < 4) at += out.fill(0x0a, at, end).subarray(at, end).length;
  }
  return end;
}

/** One body of an API: a chat, a list, a stream of events, a picture. */
export function jsonDocument(parts: Prose): string {
  switch (parts.int(8)) {
    case 0:
      return `${JSON.stringify({ type: 'image', source: { media_type: 'image/png', data: parts.base64(12_000) } })}\n`;
    case 1:
    case 2:
      return `${JSON.stringify({ object: 'list', data: Array.from({ length: 20 }, () => listEntry(parts)), has_more: true })}\n`;
    case 3:
    case 4:
      return Array.from({ length: 60 }, () => delta(parts)).join('');
    default:
      return `${chatBody(parts, 6000)}\n`;
  }
}

/** A request to a model, about as long as asked for. */
export function chatBody(parts: Prose, bytes: number): string {
  const messages: { role: string; content: string }[] = [];
  for (let length = 200; length < bytes; ) {
    const content = `${parts.words(40)}.\n\n\`${parts.identifier()}\`: ${parts.words(20)} "${parts.words(3)}"\n`;
    messages.push({ role: parts.pick(['user', 'assistant']), content });
    length += content.length + 40;
  }
  return JSON.stringify({ model: 'model-2026', max_tokens: 4096, stream: true, messages });
}

function listEntry(parts: Prose): object {
  return {
    id: parts.uuid(),
    url: `https://${parts.host()}/v1/${parts.identifier()}/${parts.int(1e6)}`,
    title: parts.words(6),
    sha: parts.hex(40),
    created_at: parts.time(),
    user: {
      login: parts.identifier(),
      id: parts.int(1e8),
      avatar_url: `https://${parts.host()}/u/${parts.hex(16)}`,
    },
    labels: [parts.identifier(), parts.identifier()],
  };
}

function delta(parts: Prose): string {
  const data = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: parts.words(3) } };
  return `event: content_block_delta\ndata: ${JSON.stringify(data)}\n\n`;
}

function htmlPage(parts: Prose): string {
  const rows = Array.from({ length: 60 }, () => htmlRow(parts)).join('\n');
  const head = `<title>${parts.words(4)}</title><link rel="stylesheet" href="/assets/${parts.hex(20)}.css" integrity="sha384-${parts.base64(48)}"><script nonce="${parts.base64(16)}">window.__STATE__={"token":null,"user":"${parts.identifier()}"}</script>`;
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">${head}</head>\n<body class="${parts.identifier()}">\n${rows}\n</body></html>\n`;
}

function htmlRow(parts: Prose): string {
  return `<div class="${parts.identifier()} ${parts.identifier()}-${parts.int(99)}" id="${parts.identifier()}" data-id="${parts.uuid()}"><h3><a href="https://${parts.host()}/${parts.identifier()}/${parts.int(9999)}?page=${parts.int(9)}&amp;sort=name">${parts.words(5)}</a></h3><p>${parts.words(30)}. <em>${parts.words(4)}</em> &mdash; ${parts.words(12)}.</p><span style="color:#${parts.hex(6)}">${parts.time()}</span></div>`;
}

function goFile(parts: Prose): string {
  const functions = Array.from({ length: 20 }, () => {
    const name = parts.identifier();
    return `// ${name} ${parts.words(10)}.\nfunc (s *Server) ${name}(ctx context.Context, key string) (*${parts.identifier()}, error) {\n\tif err := s.${parts.identifier()}.${parts.identifier()}(ctx, key); err != nil {\n\t\treturn nil, fmt.Errorf("${parts.words(4)}: %w", err)\n\t}\n\tfor i := range s.items {\n\t\ts.items[i].${parts.identifier()} = ${parts.int(1e6)}\n\t}\n\treturn &${parts.identifier()}{Name: "${parts.identifier()}", Token: token}, nil\n}\n`;
  });
  return `package ${parts.identifier().toLowerCase()}\n\nimport (\n\t"context"\n\t"fmt"\n)\n\n${functions.join('\n')}`;
}

/** Sources of the packages that are installed, in an order of their own. */
function sourceFiles(parts: Prose): readonly (() => string)[] {
  const root = path.join(ROOT, 'node_modules');
  const names = fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE_FILE.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => fs.statSync(file).size <= MAX_SOURCE)
    .sort();
  // Each is read when its turn comes, with what a program of this size would hold of it.
  return Array.from({ length: 4000 }, () => parts.pick(names)).map(
    (name) => () => fs.readFileSync(name, 'utf8'),
  );
}
