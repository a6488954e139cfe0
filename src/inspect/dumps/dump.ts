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
  /** Name of the file that it came from or goes to. */
  readonly fileName?: string;
}
