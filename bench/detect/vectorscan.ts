import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Kind } from '../../src/inspect/kind.ts';
import { ALL_KINDS } from '../../src/inspect/kinds/all.ts';
import { CHUNK } from './corpus.ts';

/** What the C program says. */
export interface VectorscanRun {
  readonly version: string;
  /** Ids of kinds whose shape it cannot compile. */
  readonly rejected: readonly string[];
  readonly expressions: number;
  readonly matches: number;
  /** MB/s of each round. */
  readonly rates: readonly number[];
}

/** The peer in C, ready to run; or why it is not. */
export type Vectorscan = { readonly run: (rounds: number) => VectorscanRun } | { readonly missing: string };

/** Compiles the program and writes what it needs into a directory. */
export function prepareVectorscan(dir: string, corpus: Buffer): Vectorscan {
  const program = path.join(dir, 'vectorscan');
  const source = path.join(import.meta.dirname, 'vectorscan.c');
  const compiled = spawnSync('gcc', ['-O3', '-march=native', '-o', program, source, '-lhs'], {
    encoding: 'utf8',
  });
  if (compiled.error !== undefined || compiled.status !== 0) {
    const why = compiled.error === undefined ? 'its library or header is missing' : 'there is no gcc';
    return { missing: `${why}: apt-get install gcc libvectorscan-dev (or libhyperscan-dev)` };
  }
  const expressions = path.join(dir, 'expressions.tsv');
  const text = path.join(dir, 'corpus.bin');
  fs.writeFileSync(expressions, expressionLines().join('\n'));
  fs.writeFileSync(text, corpus);
  return {
    run: (rounds) => {
      const run = spawnSync(program, [expressions, text, String(CHUNK), String(rounds)], {
        encoding: 'utf8',
      });
      if (run.status !== 0) throw new Error(`vectorscan: ${run.stderr}`);
      return JSON.parse(run.stdout) as VectorscanRun;
    },
  };
}

/** `id<TAB>expression` for every kind that has an anchor. */
export function expressionLines(): readonly string[] {
  return ALL_KINDS.filter((kind) => kind.anchors.length > 0).map(
    (kind) => `${kind.id}\t${expressionOf(kind)}`,
  );
}

/**
 * A shape as PCRE writes it. Vectorscan cannot look ahead and would have to leave such a shape out: what must follow a
 * value is consumed instead, and what must not follow it is let go of.
 */
function expressionOf(kind: Kind): string {
  const shape =
    kind.span === 'block'
      ? kind.anchors.map((anchor) => anchor.replace(/[.*+?^${}()|\\]/g, '\\$&')).join('|')
      : kind.shape;
  return `(?:${kind.head ?? ''})(?:${shape})`
    .replace(/\(\?<[a-z]+>/g, '(?:')
    .replace(/\(\?<?!(?:[^()\\]|\\.)*\)/g, '')
    .replace(/\(\?<?=((?:[^()\\]|\\.)*)\)/g, '(?:$1)')
    .replace(/^\(\?:\)/, '');
}
