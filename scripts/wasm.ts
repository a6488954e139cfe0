/**
 * Compiles wasm/ (AssemblyScript, from scan.ts on) into src/inspect/prefilter-module.ts. `--check` only says whether the
 * file is what the source compiles to. The module is committed, so that running Weir needs no compiler.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = 'wasm/scan.ts';
const TARGET = 'src/inspect/prefilter-module.ts';
/** 64 KiB each: the tables, the block, and what is decoded from it. */
const PAGES = '36';

const folder = mkdtempSync(join(tmpdir(), 'weir-wasm-'));
try {
  const output = join(folder, 'scan.wasm');
  const compiler = fileURLToPath(new URL('../node_modules/assemblyscript/bin/asc.js', import.meta.url));
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'relaxed-simd'];
  const memory = ['--initialMemory', PAGES, '--maximumMemory', PAGES];
  execFileSync(process.execPath, [compiler, SOURCE, ...options, ...memory, '-o', output], {
    stdio: 'inherit',
  });
  const lines =
    readFileSync(output)
      .toString('base64')
      .match(/.{1,100}/g) ?? [];
  const text = [
    `/** Compiled from ${SOURCE} by \`npm run wasm\`. Do not edit. */`,
    'export const MODULE =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
  if (process.argv.includes('--check')) {
    if (readFileSync(TARGET, 'utf8') !== text) {
      process.stderr.write(`${TARGET} is not what ${SOURCE} compiles to: run npm run wasm\n`);
      process.exitCode = 1;
    }
  } else writeFileSync(TARGET, text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
