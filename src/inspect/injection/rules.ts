import type { Rule } from './pattern.ts';

/** Orders that set aside what an agent was told before. */
const OVERRIDES: readonly Rule[] = [
  { group: 'instruction-override', weight: 0.85, pattern: 'OVERRIDE ~5 PRIOR ~3 RULES', order: true },
  { group: 'instruction-override', weight: 0.8, pattern: 'OVERRIDE ~3 RULES ~5 PRIOR', order: true },
  { group: 'instruction-override', weight: 0.75, pattern: 'OVERRIDE ~4 YOUR ~4 RULES', order: true },
  { group: 'instruction-override', weight: 0.55, pattern: 'OVERRIDE ~3 ALL ~3 RULES', order: true },
  { group: 'instruction-override', weight: 0.55, pattern: 'OVERRIDE ~3 PRIOR ~3 ORDERS', order: true },
  { group: 'instruction-override', weight: 0.5, pattern: 'OVERRIDE ~2 YOUR ~2 ORDERS', order: true },
  {
    group: 'instruction-override',
    weight: 0.7,
    pattern: 'OVERRIDE ~2 EVERYTHING ~5 TOLD|PRIOR',
    order: true,
  },
  {
    group: 'instruction-override',
    weight: 0.55,
    pattern: 'OVERRIDE ~2 EVERYTHING|ALL ~2 YOU ~4 TOLD',
    order: true,
  },
  {
    group: 'instruction-override',
    weight: 0.6,
    pattern: 'OVERRIDE ~2 ALL ~2 PRIOR ~2 CONTENT|ORDERS',
    order: true,
  },
  { group: 'instruction-override', weight: 0.5, pattern: 'OVERRIDE ~3 RULES ~5 TOLD', order: true },
  { group: 'instruction-override', weight: 0.55, pattern: 'BYPASS ~3 PRIOR|YOUR ~3 RULES', order: true },
  {
    group: 'instruction-override',
    weight: 0.5,
    pattern: 'OVERRIDE ~4 EVERYTHING ~4 MAKER|USER ~4 TOLD',
    order: true,
  },
  { group: 'instruction-override', weight: 0.4, pattern: 'OVERRIDE ~3 USER ~3 ORDERS|RULES', order: true },
  { group: 'instruction-override', weight: 0.35, pattern: 'OVERRIDE ~1 USER', order: true },
  // The verb stands at the end.
  { group: 'instruction-override', weight: 0.75, pattern: 'PRIOR ~4 RULES ~4 OVERRIDE' },
  { group: 'instruction-override', weight: 0.6, pattern: 'YOUR ~2 RULES ~3 OVERRIDE' },
  { group: 'instruction-override', weight: 0.5, pattern: 'RULES ~2 ALL ~2 OVERRIDE' },
  // What holds no longer.
  { group: 'instruction-override', weight: 0.6, pattern: 'YOUR ~3 RULES|LIMITS ~5 VOID' },
  { group: 'instruction-override', weight: 0.4, pattern: 'PRIOR|ALL ~3 RULES|LIMITS ~5 VOID' },
  { group: 'instruction-override', weight: 0.55, pattern: 'RULES ~2 YOU ~5 VOID' },
  { group: 'instruction-override', weight: 0.7, pattern: 'NOT|STOP ~2 FOLLOW ~4 PRIOR|YOUR ~3 RULES' },
  { group: 'instruction-override', weight: 0.5, pattern: 'STOP ~1 FOLLOW ~4 RULES', order: true },
  { group: 'instruction-override', weight: 0.5, pattern: 'EVERYTHING ~3 PRIOR ~4 VOID' },
  { group: 'instruction-override', weight: 0.45, pattern: 'YOUR ~1 NEW ~2 RULES|ORDERS ~1 ARE' },
  { group: 'instruction-override', weight: 0.3, pattern: 'NEW ~1 RULES|ORDERS' },
  { group: 'instruction-override', weight: 0.25, pattern: 'FOLLOW ~2 NEW|ONLY ~2 RULES|ORDERS' },
];

/** Orders to be somebody else. */
const ROLES: readonly Rule[] = [
  { group: 'role-change', weight: 0.75, pattern: 'YOU ~1 ARE|NOW ~3 JAILBROKEN' },
  { group: 'role-change', weight: 0.75, pattern: 'ROLEPLAY ~6 JAILBROKEN', order: true },
  { group: 'role-change', weight: 0.6, pattern: 'AI|AGENT ~5 WITHOUT ~3 LIMITS' },
  { group: 'role-change', weight: 0.55, pattern: 'AI|AGENT ~4 NOT ~3 LIMITS' },
  { group: 'role-change', weight: 0.55, pattern: 'JAILBROKEN ~2 AI' },
  { group: 'role-change', weight: 0.5, pattern: 'YOU ~6 WITHOUT ~2 LIMITS' },
  { group: 'role-change', weight: 0.45, pattern: 'YOU ~2 ARE ~2 NOW ~4 AI|AGENT' },
  { group: 'role-change', weight: 0.45, pattern: 'FROMNOW ~4 YOU ~3 ARE|ROLEPLAY' },
  { group: 'role-change', weight: 0.3, pattern: 'YOU ~1 ARE ~1 NOW' },
  { group: 'role-change', weight: 0.3, pattern: 'FROMNOW ~5 YOU' },
  { group: 'role-change', weight: 0.25, pattern: 'MODE' },
  { group: 'role-change', weight: 0.3, pattern: 'RUN|ROLEPLAY ~3 MODE' },
];

/** Questions for what only the operator wrote. */
const EXTRACTIONS: readonly Rule[] = [
  {
    group: 'prompt-extraction',
    weight: 0.8,
    pattern: 'REVEAL ~5 YOUR ~3 PROMPT',
    order: true,
    unlessBefore: 'NOT',
  },
  { group: 'prompt-extraction', weight: 0.65, pattern: 'REVEAL ~5 PROMPT', order: true, unlessBefore: 'NOT' },
  { group: 'prompt-extraction', weight: 0.55, pattern: 'PROMPT ~5 REVEAL', unlessBefore: 'NOT' },
  {
    group: 'prompt-extraction',
    weight: 0.7,
    pattern: 'REVEAL ~4 YOUR ~2 PRIOR|HIDDEN ~2 RULES|ORDERS',
    order: true,
    unlessBefore: 'NOT',
  },
  {
    group: 'prompt-extraction',
    weight: 0.35,
    pattern: 'REVEAL ~3 YOUR ~1 RULES',
    order: true,
    unlessBefore: 'NOT',
  },
  {
    group: 'prompt-extraction',
    weight: 0.5,
    pattern: 'REVEAL ~3 EVERYTHING|DOCUMENT|ALL ~3 PRIOR ~4 VERBATIM',
    order: true,
  },
  { group: 'prompt-extraction', weight: 0.35, pattern: 'REVEAL ~2 EVERYTHING ~1 PRIOR', order: true },
];

/** What the user must not learn. */
const SECRECIES: readonly Rule[] = [
  { group: 'secrecy', weight: 0.4, pattern: 'NOT ~1 TELL ~4 USER|ANYONE' },
  { group: 'secrecy', weight: 0.45, pattern: 'WITHOUT ~1 TELL|KNOW ~4 USER|ANYONE' },
  { group: 'secrecy', weight: 0.4, pattern: 'USER|ANYONE ~4 NOT ~4 KNOW' },
  { group: 'secrecy', weight: 0.25, pattern: 'NOT ~2 TELL ~1 DOCUMENT' },
  { group: 'secrecy', weight: 0.3, pattern: 'SECRETLY' },
];

/** Words to a machine. */
const ADDRESSES: readonly Rule[] = [
  { group: 'agent-addressed', weight: 0.4, pattern: 'NOTE ~2 TO ~4 AI' },
  { group: 'agent-addressed', weight: 0.35, pattern: 'TO ~2 AI' },
  { group: 'agent-addressed', weight: 0.4, pattern: 'IF ~1 YOU ~2 ARE ~3 AI' },
  { group: 'agent-addressed', weight: 0.35, pattern: 'AI ~3 PROCESS ~3 DOCUMENT' },
  { group: 'agent-addressed', weight: 0.35, pattern: 'DOCUMENT ~3 PROCESS ~3 AI' },
  { group: 'agent-addressed', weight: 0.25, pattern: 'AI ~3 MUST' },
  { group: 'agent-addressed', weight: 0.2, pattern: 'AGENT ~2 MUST' },
];

/** Claims to have a say. */
const CLAIMS: readonly Rule[] = [
  { group: 'authority-claim', weight: 0.35, pattern: 'ME ~4 YOUR ~1 MAKER' },
  { group: 'authority-claim', weight: 0.3, pattern: 'USER|MAKER ~4 GRANTED' },
];

/** Data that leaves. */
const LEAKS: readonly Rule[] = [
  { group: 'exfiltration', weight: 0.5, pattern: 'SEND ~10 SECRET|SENSITIVE ~10 PLACE', order: true },
  { group: 'exfiltration', weight: 0.4, pattern: 'SEND ~8 CONTENT ~8 PLACE', order: true },
  { group: 'exfiltration', weight: 0.45, pattern: 'READ ~6 SENSITIVE ~12 SEND', order: true },
  { group: 'exfiltration', weight: 0.4, pattern: 'SENSITIVE ~12 SEND ~12 PLACE' },
  { group: 'exfiltration', weight: 0.3, pattern: 'REVEAL|SEND ~4 SECRET', order: true, unlessBefore: 'NOT' },
  { group: 'exfiltration', weight: 0.2, pattern: 'SEND ~10 PLACE', order: true },
  { group: 'exfiltration', weight: 0.2, pattern: 'READ ~4 SENSITIVE', order: true },
];

/** Work for the hands of an agent. */
const TOOL_USES: readonly Rule[] = [
  { group: 'tool-use', weight: 0.3, pattern: 'RUN ~4 TOOL ~10 PLACE|SECRET', order: true },
  { group: 'tool-use', weight: 0.25, pattern: 'RUN ~3 TOOL', order: true },
  { group: 'tool-use', weight: 0.3, pattern: 'DESTROY ~3 ALL ~3 CONTENT|SECRET', order: true },
  { group: 'tool-use', weight: 0.3, pattern: 'DESTROY|BYPASS ~3 SAFETY', order: true },
  { group: 'tool-use', weight: 0.3, pattern: 'WITHOUT|NOT ~3 SAFETY' },
  { group: 'tool-use', weight: 0.2, pattern: 'RUN ~4 PLACE', order: true },
];

/** Opinions that an answer shall hold. */
const BIASES: readonly Rule[] = [
  { group: 'biased-output', weight: 0.35, pattern: 'RATE ~5 PRAISE' },
  { group: 'biased-output', weight: 0.35, pattern: 'NOT ~3 TELL|RATE ~3 BLAME' },
];

/** What shall last. */
const MEMORIES: readonly Rule[] = [
  { group: 'memory-poisoning', weight: 0.4, pattern: 'REMEMBER ~4 MEMORY', order: true },
  { group: 'memory-poisoning', weight: 0.25, pattern: 'REMEMBER ~3 ALWAYS|USER' },
];

export const RULES: readonly Rule[] = [
  ...OVERRIDES,
  ...ROLES,
  ...EXTRACTIONS,
  ...SECRECIES,
  ...ADDRESSES,
  ...CLAIMS,
  ...LEAKS,
  ...TOOL_USES,
  ...BIASES,
  ...MEMORIES,
];
