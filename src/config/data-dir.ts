import { mkdirSync, statSync } from 'node:fs';
import { ConfigError } from './errors.ts';

/**
 * Creates the data directory with mode 0700, or checks the one that is there: whoever can write it can replace the CA
 * key and the records. Throws ConfigError.
 */
export function prepareDataDir(dir: string): string {
  const refuse = (message: string): never => {
    throw new ConfigError([{ origin: dir, path: 'data', message }]);
  };
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    refuse(`the directory cannot be created (${code})`);
  }
  const stat = statSync(dir);
  if (!stat.isDirectory()) refuse('expected a directory');
  if (process.getuid === undefined) return dir; // Windows: modes say nothing there
  if (stat.uid !== process.getuid() && stat.uid !== 0) {
    refuse(`refused: it belongs to another user (uid ${stat.uid}), who could replace the CA key`);
  }
  if ((stat.mode & 0o022) !== 0) {
    const mode = (stat.mode & 0o777).toString(8);
    refuse(`refused: others can write it (mode ${mode}) and could replace the CA key; run: chmod 700 ${dir}`);
  }
  return dir;
}
