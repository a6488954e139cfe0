import type { Confidence } from '../../flow/finding.ts';

/** What a text is that holds secrets by its purpose. */
export type DumpKind =
  | 'env-dump'
  | 'dotenv'
  | 'aws-credentials'
  | 'kubeconfig'
  | 'netrc'
  | 'npmrc'
  | 'pypirc'
  | 'pgpass'
  | 'docker-config'
  | 'ssh-private-key-file'
  | 'gcp-service-account'
  | 'shadow-file'
  | 'password-table'
  | 'cookie-jar'
  | 'git-credentials'
  | 'terraform-state'
  | 'browser-logins';

/** Names for people. */
export const DUMP_NAMES: Readonly<Record<DumpKind, string>> = Object.freeze({
  'env-dump': 'Dump of an environment',
  dotenv: 'File of environment variables (.env)',
  'aws-credentials': 'AWS credentials file',
  kubeconfig: 'Kubernetes client configuration',
  netrc: 'Logins of network tools (.netrc)',
  npmrc: 'npm configuration with a token (.npmrc)',
  pypirc: 'PyPI configuration with a password (.pypirc)',
  pgpass: 'PostgreSQL password file (.pgpass)',
  'docker-config': 'Docker configuration with logins',
  'ssh-private-key-file': 'Private key file',
  'gcp-service-account': 'Google Cloud service account key',
  'shadow-file': 'Password hashes of a system (/etc/shadow)',
  'password-table': 'Table of passwords',
  'cookie-jar': 'Cookies of a browser or client',
  'git-credentials': 'Logins of Git (.git-credentials)',
  'terraform-state': 'Terraform state with secrets',
  'browser-logins': 'Saved logins of a browser or password manager',
});

/** A file or a listing that was recognised. */
export interface Dump {
  readonly kind: DumpKind;
  /** For people. */
  readonly name: string;
  /** UTF-16 offsets in a string, byte offsets in a buffer; end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
  /** True when every value only stands where a secret would. */
  readonly placeholder: boolean;
}

/** What is known about a text. */
export interface DumpHints {
  /** Name of the file that it came from or goes to: it turns a guess into a likely dump. */
  readonly fileName?: string;
}

/** Puts together what was recognised from the values that it shows. */
export function dumpOf(
  kind: DumpKind,
  start: number,
  end: number,
  confidence: Confidence,
  placeholder = false,
): Dump {
  return {
    kind,
    name: DUMP_NAMES[kind],
    start,
    end,
    confidence: placeholder ? 'weak' : confidence,
    placeholder,
  };
}
