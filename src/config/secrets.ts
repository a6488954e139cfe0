import { readFileSync } from 'node:fs';
import { KNOWN_LENGTH } from '../flow/known-value.ts';
import { ConfigError } from './errors.ts';
import type { Config } from './schema.ts';

/** First line of a file that holds one secret. */
function secretFrom(file: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigError([{ file, path, message: `the file cannot be read (${code})` }]);
  }
  const secret = text.split(/\r?\n/, 1)[0] ?? '';
  if (secret === '')
    throw new ConfigError([{ file, path, message: 'expected the secret on the first line, found nothing' }]);
  return secret;
}

/** Passwords by user name, read from their files where the config names files. */
export function userPasswords(config: Config): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(config.identify.users).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : secretFrom(value.passwordFile, `identify.users.${name}`),
    ]),
  );
}

/** True when clients without credentials are refused. */
export function credentialsRequired(config: Config): boolean {
  return config.identify.required ?? Object.keys(config.identify.users).length > 0;
}

/** Bearer key of the receiver of policies. */
export function policyKey(config: Config): string | undefined {
  const { key, keyFile } = config.policies;
  return keyFile === undefined ? key : secretFrom(keyFile, 'policies.keyFile');
}

/** Values under `inspect.known`, read from where the config says they are. */
export function knownValues(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): readonly { readonly name: string; readonly value: string }[] {
  return config.inspect.known.map(({ name, file, environment: variable }, i) => {
    const path = `inspect.known[${i}]`;
    if ((file === undefined) === (variable === undefined)) {
      throw new ConfigError([{ path, message: 'expected either file or environment' }]);
    }
    const value = file === undefined ? environment[variable!] : secretFrom(file, `${path}.file`);
    if (value === undefined || value === '') {
      throw new ConfigError([{ path: `${path}.environment`, message: `${variable} is not set` }]);
    }
    const bytes = Buffer.byteLength(value);
    if (bytes < KNOWN_LENGTH.min || bytes > KNOWN_LENGTH.max) {
      const message = `a known value has ${KNOWN_LENGTH.min} to ${KNOWN_LENGTH.max} bytes, this one ${bytes}`;
      throw new ConfigError([{ path, message }]);
    }
    return { name, value };
  });
}
