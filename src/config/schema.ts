import { z } from 'zod';
import { type LeafInfo, leafInfo } from './leaf.ts';
import * as sections from './sections.ts';

/** Sections in the order of the line; each is a strict object of leaves. */
const SECTIONS = {
  log: sections.log,
  accept: sections.accept,
  identify: sections.identify,
  decrypt: sections.decrypt,
  parse: sections.parse,
  inspect: sections.inspect,
  policies: sections.policies,
  forward: sections.forward,
  record: sections.record,
  compat: sections.compat,
} as const;

/** The one schema: types, validation, JSON Schema, environment names, flags and the docs page come from it. */
export const configSchema = z.strictObject({
  listen: sections.listen,
  data: sections.data,
  log: sections.log.prefault({}),
  accept: sections.accept.prefault({}),
  identify: sections.identify.prefault({}),
  decrypt: sections.decrypt.prefault({}),
  parse: sections.parse.prefault({}),
  inspect: sections.inspect.prefault({}),
  policies: sections.policies.prefault({}),
  forward: sections.forward.prefault({}),
  record: sections.record.prefault({}),
  compat: sections.compat.prefault({}),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** A whole config: every default applied, deep-frozen. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;

/** One leaf of the schema with its place. */
export interface Leaf extends LeafInfo {
  /** `listen`, `accept.headerBytes` */
  readonly path: string;
  /** `WEIR_ACCEPT_HEADER_BYTES` */
  readonly environment: string;
  /** Undefined: no value unless one is given. */
  readonly fallback: unknown;
}

function environmentName(path: string): string {
  return `WEIR_${path
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .replace(/\./g, '_')
    .toUpperCase()}`;
}

function leafAt(path: string, schema: z.ZodType): Leaf {
  const info = leafInfo(schema);
  if (info === undefined) throw new Error(`the schema of ${path} is no leaf`);
  return { ...info, path, environment: environmentName(path), fallback: schema.parse(undefined) };
}

/** Every leaf, in the order of the schema. */
export const LEAVES: readonly Leaf[] = [
  leafAt('listen', sections.listen),
  leafAt('data', sections.data),
  ...Object.entries(SECTIONS).flatMap(([name, section]) =>
    Object.entries(section.shape).map(([key, schema]) => leafAt(`${name}.${key}`, schema as z.ZodType)),
  ),
];

const BY_PATH = new Map(LEAVES.map((entry) => [entry.path, entry]));

/** The leaf at a path, or undefined. */
export function leafByPath(path: string): Leaf | undefined {
  return BY_PATH.get(path);
}

/** Names of the sections, in the order of the schema. */
export const SECTION_NAMES: readonly string[] = Object.keys(SECTIONS);

/** The JSON Schema (draft 2020-12) of a config file. */
export function jsonSchema(): object {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
  return { title: 'Configuration of Weir', ...schema };
}
