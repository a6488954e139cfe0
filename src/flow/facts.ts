import type { Agent } from './agent.ts';
import type { Finding } from './finding.ts';
import type { HeaderList } from './headers.ts';
import type { Target } from './target.ts';

/** Everything a policy may know about a request. Plain data; the decide room reads it and nothing else. */
export interface Facts {
  readonly agent: Agent;
  readonly method: string;
  readonly target: Target;
  readonly headers: HeaderList;
  /** Bytes of the body as received; -1 while it is still streaming and its length is not known. */
  readonly bodySize: number;
  readonly tls: { readonly sni: string | undefined; readonly version: string | undefined } | undefined;
  readonly findings: readonly Finding[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}
