/** Names with underscores: of tools, of what holds secrets, or of anything else in a program. */
import { MEANINGLESS, type Meaning, meaningOf } from './concepts.ts';
import { ROLE } from './roles.ts';

/** Names of files and variables that hold secrets. */
const SENSITIVE_CAPITALS = /^[A-Z][A-Z0-9]{1,20}(?:_[A-Z0-9]{1,20}){0,4}_(?:KEY|TOKEN|SECRET|PASSWORD)$/;
const SENSITIVE_NAME =
  /^(?:id_(?:rsa|ed25519|ecdsa)|authorized_keys|bash_history)$|(?:api|access|private|secret|auth|deploy)_?(?:key|token|secret)$/i;
/** Names of tools begin with what they do. */
const FUNCTION =
  /^(?:mcp_|send|delete|read|write|transfer|execute|run|create|update|get|forward|upload|fetch|http|post|add|list|search|call|web|browser|file|make|pay|buy|grant|drop)_/i;

/** Names of programs that deal with attacks. */
const TALK = /injection|jailbreak|attack|malicious|adversarial/i;
/** One name, and no words that underscores mark or letters that they divide. */
const WHOLE = /[a-z]_[a-z]/i;
const SPACED = /^(?:[a-z]_)+[a-z]?$/i;
const SENSITIVE = meaningOf('SENSITIVE');
const TOOL = meaningOf('TOOL');
const DELETING = meaningOf('TOOL|DESTROY');
const PAYING = meaningOf('TOOL|PAY');

/** What a name stands for. */
export interface NameSense {
  readonly meaning: Meaning;
  readonly roles: number;
}

/** @returns undefined for words that underscores only stand beside */
export function senseOfName(name: string): NameSense | undefined {
  if (SENSITIVE_NAME.test(name) || SENSITIVE_CAPITALS.test(name)) return { meaning: SENSITIVE, roles: 0 };
  if (!WHOLE.test(name) || SPACED.test(name)) return undefined;
  return {
    meaning: FUNCTION.test(name) ? meaningOfTool(name) : MEANINGLESS,
    roles: TALK.test(name) ? ROLE.attack : 0,
  };
}

/** What a tool of such a name does. */
function meaningOfTool(name: string): Meaning {
  if (/^(?:delete|drop)_/i.test(name)) return DELETING;
  return /^(?:transfer|pay|buy|grant)_/i.test(name) ? PAYING : TOOL;
}
