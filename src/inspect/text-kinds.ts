import { DUMP_NAMES } from './dumps/dump.ts';
import type { Kind, Severity } from './kind.ts';

function textKind(
  id: string,
  name: string,
  category: Kind['category'],
  severity: Severity,
  action: Kind['action'],
): Kind {
  return {
    id,
    name,
    vendor: 'text',
    severity,
    ...(category === undefined ? {} : { category }),
    action,
    anchors: [],
    shape: '',
    minLength: 1,
    maxLength: 1 << 20,
  };
}

/** Text that gives orders to the agent that reads it. */
export const PROMPT_INJECTION = textKind(
  'prompt-injection',
  'Prompt injection',
  'prompt-injection',
  'high',
  'block',
);

/** A command that does harm to whoever runs it. */
export const DANGEROUS_COMMAND = textKind(
  'dangerous-command',
  'Dangerous command',
  'command',
  'high',
  'record',
);

/** A file or a listing whose purpose is to hold secrets. */
export function dumpKind(id: string, name: string): Kind {
  return textKind(`dump-${id}`, name, 'dump', 'high', 'block');
}

/** There was more to decode than is looked at: what it holds is not known. */
export const DECODE_LIMIT = textKind(
  'decode-limit',
  'More behind encodings than is decoded',
  'generic',
  'medium',
  'record',
);

/** Ids of the kinds that are found in text. */
export const TEXT_KINDS: readonly string[] = [
  DECODE_LIMIT.id,
  PROMPT_INJECTION.id,
  DANGEROUS_COMMAND.id,
  ...Object.keys(DUMP_NAMES).map((id) => `dump-${id}`),
];
