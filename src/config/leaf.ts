import { z } from 'zod';

/** How a value is written where only text can be given (environment, flags). */
export type Shape = 'text' | 'number' | 'boolean' | 'list' | 'structure';

/** What a leaf of the config knows about itself beside its type. */
export interface LeafInfo {
  readonly description: string;
  /** What a correct value looks like; ends the sentence "expected ...". */
  readonly expects: string;
  readonly shape: Shape;
  readonly unit?: string;
  /** Command line flag with its value, for example `--upstream-ca <file>`. */
  readonly flag?: string;
  /** A file name: `~` is expanded, and it is relative to the file (or directory) where it was given. */
  readonly file?: true;
  /** Never printed. */
  readonly secret?: true;
}

type Said = Omit<LeafInfo, 'expects' | 'shape'>;

const leaves = z.registry<LeafInfo>();

/** What is known about a leaf; undefined for a schema that is none. */
export function leafInfo(schema: z.ZodType): LeafInfo | undefined {
  return leaves.get(schema);
}

/** Registers a schema as a leaf; the description also reaches the JSON Schema. */
export function leaf<S extends z.ZodType>(schema: S, info: LeafInfo): S {
  const unit = info.unit === undefined ? '' : ` In ${info.unit}.`;
  const described = schema.describe(info.description + unit);
  leaves.add(described, info);
  return described;
}

/** A whole number within bounds. */
export function whole(min: number, max: number, fallback: number, said: Said) {
  const schema = z.int().min(min).max(max).default(fallback);
  const unit = said.unit === undefined ? '' : ` (${said.unit})`;
  return leaf(schema, { ...said, shape: 'number', expects: `a whole number from ${min} to ${max}${unit}` });
}

/** The longest timer: Node fires a longer one at once, which would turn "wait long" into "do not wait". */
const LONGEST_TIMER = 2_147_483_647;

/** A duration; zero is refused because it would mean "at once" to a timer and "never" to a reader. */
export function milliseconds(min: number, fallback: number, said: Said) {
  return whole(min, LONGEST_TIMER, fallback, { ...said, unit: 'milliseconds' });
}

/** One of a few words. */
export function choice<const W extends readonly [string, ...string[]]>(
  words: W,
  fallback: W[number],
  said: Said,
) {
  const schema = z.enum(words).default(fallback as never);
  return leaf(schema, { ...said, shape: 'text', expects: `one of ${words.join(', ')}` });
}

/** True or false. */
export function flag(fallback: boolean, said: Said) {
  return leaf(z.boolean().default(fallback), { ...said, shape: 'boolean', expects: 'true or false' });
}

/** A check of one text: undefined when it is right, otherwise what is wrong with it. */
export type Check = (text: string) => string | undefined;

/** Text that passes a check; the check's sentence becomes the error. */
export function checked(check: Check) {
  return z.string().superRefine((text, context) => {
    const wrong = check(text);
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
  });
}

/** A list of texts, each checked. */
export function list(expects: string, check: Check, said: Said) {
  const schema = z.array(checked(check)).default([]);
  return leaf(schema, { ...said, shape: 'list', expects: `a list of ${expects}` });
}

/** Text with a default. */
export function text(expects: string, check: Check, fallback: string, said: Said) {
  return leaf(checked(check).default(fallback), { ...said, shape: 'text', expects });
}

/** Text that may be absent. */
export function optionalText(expects: string, check: Check, said: Said) {
  return leaf(checked(check).optional(), { ...said, shape: 'text', expects });
}

/** Anything richer, with a default. */
export function structure<S extends z.ZodType>(expects: string, schema: S, said: Said): S {
  return leaf(schema, { ...said, shape: 'structure', expects });
}
