import { readFileSync } from 'node:fs';
import { isMap, isPair, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { ConfigError } from './errors.ts';

/** A parsed config file: its plain value and the lines of its keys. */
export interface ConfigFile {
  readonly name: string;
  readonly value: unknown;
  /** Line of the key (or list item) at a path, or of the closest one above it. */
  line(path: readonly PropertyKey[]): number;
}

/** Reads a YAML or JSON file (JSON is a subset of YAML); throws ConfigError with the line of a syntax error. */
export function readConfigFile(name: string): ConfigFile {
  let source: string;
  try {
    source = readFileSync(name, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigError([{ file: name, path: '', message: `cannot be read (${code})` }]);
  }
  return parseConfigText(name, source);
}

/** Parses the text of a config file. */
export function parseConfigText(name: string, source: string): ConfigFile {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false, version: '1.2' });
  // A warning is a tag that nobody knows: its value would silently mean something else.
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0) {
    throw new ConfigError(
      wrong.map((error) => ({
        file: name,
        line: counter.linePos(error.pos[0]).line,
        path: '',
        message: `not well-formed YAML or JSON: ${error.message}`,
      })),
    );
  }
  const lineOf = (node: unknown): number | undefined => {
    const range = (node as Node | null)?.range;
    return range ? counter.linePos(range[0]).line : undefined;
  };
  return {
    name,
    value: document.toJS() ?? {},
    line: (path) => {
      let node: unknown = document.contents;
      let line = lineOf(node) ?? 1;
      for (const step of path) {
        const found = child(node, step);
        if (found === undefined) break;
        line = lineOf(isPair(found) ? found.key : found) ?? line;
        node = isPair(found) ? found.value : found;
      }
      return line;
    },
  };
}

function child(node: unknown, step: PropertyKey): Pair | Node | undefined {
  if (isMap(node)) {
    return node.items.find(
      (pair) => String((pair.key as { value?: unknown } | null)?.value) === String(step),
    );
  }
  return isSeq(node) ? (node.items[Number(step)] as Node | undefined) : undefined;
}
