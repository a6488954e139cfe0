import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { addExamples } from '../examples.ts';
import { processOutput } from '../output.ts';

/** Version of this package. */
export function weirVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Adds `weir version`. */
export function register(program: Command): void {
  const command = program
    .command('version')
    .description('Print the version.')
    .option('--json', 'With the versions of Node.js, OpenSSL and the platform, as JSON.')
    .action((options: { json?: true }) => {
      const { node, openssl } = process.versions;
      const platform = `${process.platform}-${process.arch}`;
      const all = { weir: weirVersion(), node, openssl, platform };
      processOutput().out(options.json ? `${JSON.stringify(all)}\n` : `weir ${all.weir}\n`);
    });
  addExamples(command, [['what to put into a report of a bug', 'weir version --json']]);
}
