import { type CelEnv, celEnv } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { RE2JS } from '@bufbuild/re2';
import { boundedStrings } from './strings.ts';

/** Compiled patterns kept. Patterns are literals of loaded policies, so this is far more than one set has in use. */
const MAX_PATTERNS = 20_000;

const patterns = new Map<string, RE2JS>();

/**
 * An RE2 pattern, compiled once: the library's own `matches` compiles at every call and is 30 times slower. RE2 runs in
 * time linear in the text, so no pattern can hang the gateway. Throws when the pattern is not RE2.
 */
export function compiledPattern(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const made = RE2JS.compile(pattern);
  // The oldest goes first; a pattern still in use is only compiled again.
  if (patterns.size >= MAX_PATTERNS) patterns.delete(patterns.keys().next().value!);
  patterns.set(pattern, made);
  return made;
}

/** The one environment of all policies: standard library, string extensions, cached RE2. */
export const ENVIRONMENT: CelEnv = celEnv({
  funcs: [...strings, ...boundedStrings],
  re2: { compile: compiledPattern },
});
