import { randomBytes } from 'node:crypto';
import type { Confidence } from '../../flow/finding.ts';
import { createDetector, type Detection, type Detector } from '../../inspect/detect.ts';
import { PACKS, type Pack, packsWith } from '../../inspect/packs.ts';
import { EXIT, Failure } from '../failure.ts';

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
}

/** The same, checked. */
export interface ScanSettings {
  readonly form: 'text' | 'json' | 'jsonl';
  readonly packs: readonly Pack[];
  readonly detector: Detector;
  readonly direction: 'request' | 'answer';
  readonly explain: boolean;
  readonly minConfidence: Confidence;
  readonly progress: boolean;
  readonly respectIgnored: boolean;
}

/** Checks the options and builds the detector. Throws Failure. */
export function settingsOf(options: ScanOptions): ScanSettings {
  if (options.json && options.jsonl) refuse('--json and --jsonl exclude each other');
  if (options.explain && options.jsonl) refuse('--explain does not go with --jsonl');
  const packs = packsOf(options.pack ?? []);
  return {
    form: options.jsonl ? 'jsonl' : options.json ? 'json' : 'text',
    packs,
    detector: detectorOf(packs, options.disable ?? []),
    direction: oneOf('--direction', options.direction ?? 'request', ['request', 'answer']),
    explain: options.explain === true,
    minConfidence: oneOf('--min-confidence', options.minConfidence ?? 'weak', CONFIDENCES),
    progress: options.progress !== false,
    respectIgnored: options.ignore !== false,
  };
}

/** True when the confidence is at least as high as the other. */
export function isAtLeast(confidence: Confidence, least: Confidence): boolean {
  return CONFIDENCES.indexOf(confidence) <= CONFIDENCES.indexOf(least);
}

/** True when the gateway would act on it: refuse the request, or overwrite the value in the answer. */
export function isEnforced(detection: Detection): boolean {
  return !detection.placeholder && (detection.action === 'block' || detection.action === 'mask');
}

function packsOf(lists: readonly string[]): readonly Pack[] {
  const names = lists.flatMap((list) => list.split(',')).map((name) => name.trim());
  for (const name of names) oneOf('--pack', name, [...PACKS, 'all'] as const);
  return packsWith(names);
}

function detectorOf(packs: readonly Pack[], disable: readonly string[]): Detector {
  try {
    // A key of this run alone: a fingerprint that leaves the machine cannot be tried against lists of passwords.
    return createDetector({ packs, disable, fingerprintKey: randomBytes(32) });
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
