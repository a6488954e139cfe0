import { randomBytes } from 'node:crypto';
import { loadConfig } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import type { Confidence } from '../../flow/finding.ts';
import { createDetector, type Detection, type Detector } from '../../inspect/detect.ts';
import { PACKS, type Pack, packsWith } from '../../inspect/packs.ts';
import { EXIT, Failure } from '../failure.ts';
import { actionRules, injectionLimits } from '../inspector-options.ts';

/** From the surest to the least. */
export const CONFIDENCES = ['proved', 'shaped', 'likely', 'weak'] as const satisfies readonly Confidence[];

/** Options of `weir scan` as commander hands them over. */
export interface ScanOptions {
  readonly json?: true;
  readonly jsonl?: true;
  readonly pack?: readonly string[];
  readonly disable?: readonly string[];
  readonly direction?: string;
  readonly explain?: true;
  readonly minConfidence?: string;
  readonly progress?: boolean;
  readonly ignore?: boolean;
  readonly config?: string;
  readonly host?: string;
}

/** The same, checked. */
export interface ScanSettings {
  readonly form: 'text' | 'json' | 'jsonl';
  readonly packs: readonly Pack[];
  readonly detector: Detector;
  /** The detector for compiled programs, which looks for secrets in clear; built when it is first asked for. */
  readonly programs: () => Detector;
  readonly direction: 'request' | 'answer';
  readonly explain: boolean;
  readonly minConfidence: Confidence;
  readonly progress: boolean;
  readonly respectIgnored: boolean;
  /** Where it would go to, or come from. */
  readonly host: string | undefined;
  /** What the config exempts, for `--explain`. */
  readonly exemptions: readonly Exemption[];
}

/** One entry of `inspect.exemptions`. */
export type Exemption = Config['inspect']['exemptions'][number];

/** Checks the options and builds the detector. Throws Failure. */
export function settingsOf(options: ScanOptions): ScanSettings {
  if (options.json && options.jsonl) refuse('--json and --jsonl exclude each other');
  if (options.explain && options.jsonl) refuse('--explain does not go with --jsonl');
  const inspect = inspectSection(options.config);
  const packs = packsOf([...inspect.packs, ...(options.pack ?? [])]);
  const { disable = [] } = options;
  let programs: Detector | undefined;
  return {
    form: options.jsonl ? 'jsonl' : options.json ? 'json' : 'text',
    packs,
    detector: detectorOf(packs, disable, inspect, true),
    programs: () => {
      programs ??= detectorOf(packs, disable, inspect, false);
      return programs;
    },
    direction: oneOf('--direction', options.direction ?? 'request', ['request', 'answer']),
    explain: options.explain === true,
    minConfidence: oneOf('--min-confidence', options.minConfidence ?? 'weak', CONFIDENCES),
    progress: options.progress !== false,
    respectIgnored: options.ignore !== false,
    host: options.host,
    exemptions: inspect.exemptions,
  };
}

/** True when the confidence is at least as high as the other. */
export function isAtLeast(confidence: Confidence, least: Confidence): boolean {
  return CONFIDENCES.indexOf(confidence) <= CONFIDENCES.indexOf(least);
}

/** True when the gateway would act on it: refuse the request, or overwrite the value in the answer. */
export function isEnforced(detection: Detection): boolean {
  const { action, placeholder } = detection;
  return !placeholder && (action === 'block' || action === 'mask' || action === 'tokenise');
}

function packsOf(lists: readonly string[]): readonly Pack[] {
  const names = lists.flatMap((list) => list.split(',')).map((name) => name.trim());
  for (const name of names) oneOf('--pack', name, [...PACKS, 'all'] as const);
  return packsWith(names);
}

/** The section `inspect` of a config file; its defaults without one. */
function inspectSection(file: string | undefined): Config['inspect'] {
  return loadConfig({ file, env: file === undefined ? {} : process.env, flags: {} }).config.inspect;
}

function detectorOf(
  packs: readonly Pack[],
  disable: readonly string[],
  inspect: Config['inspect'],
  disguises: boolean,
): Detector {
  try {
    return createDetector({
      packs,
      disguises,
      disable: [...inspect.disable, ...disable],
      actions: actionRules(inspect),
      home: inspect.home,
      injection: injectionLimits(inspect),
      // A key of this run alone: a fingerprint that leaves the machine cannot be tried against lists of passwords.
      fingerprintKey: randomBytes(32),
    });
  } catch (error) {
    if (error instanceof RangeError) return refuse(`--disable: ${error.message}`);
    throw error;
  }
}

function oneOf<T extends string>(option: string, value: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === value);
  return word ?? refuse(`${option}: ${JSON.stringify(value)} is none of ${words.join(', ')}`);
}

function refuse(message: string): never {
  throw new Failure(message, EXIT.usage);
}
