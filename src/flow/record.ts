import type { PolicyMatch } from './decision.ts';
import type { Finding } from './finding.ts';

/** How an exchange ended. */
export type Outcome = 'allowed' | 'blocked' | 'masked' | 'aborted' | 'tunnelled' | 'fault';

/** One line of the record: exactly one for each exchange. Undefined fields are left out of the JSON. */
export interface ExchangeRecord {
  /** Request id, also sent as `X-Weir-Request-Id`. */
  readonly id: string;
  /** ISO 8601, UTC, milliseconds: when the request began. */
  readonly time: string;
  readonly outcome: Outcome;
  /** How the traffic came in: `forward`, `connect`, `socks5`. */
  readonly mode: string;
  readonly agent: string;
  readonly agent_how: string;
  /** Peer address and port. */
  readonly client: string;
  readonly scheme?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly address?: string | undefined;
  readonly method?: string | undefined;
  /** Path and query with secrets masked. */
  readonly path?: string | undefined;
  readonly sni?: string | undefined;
  readonly tls_client?: string | undefined;
  readonly tls_upstream?: string | undefined;
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly detail?: string | undefined;
  readonly policy?: string | undefined;
  readonly matched?: readonly PolicyMatch[] | undefined;
  readonly findings?: readonly Finding[] | undefined;
  readonly redacted?: number | undefined;
  readonly request_bytes?: number | undefined;
  readonly answer_bytes?: number | undefined;
  /** False when the bytes could not be inspected (tunnel). */
  readonly inspected: boolean;
  readonly policy_version?: string | undefined;
  /** Milliseconds. */
  readonly decide_ms?: number | undefined;
  readonly first_byte_ms?: number | undefined;
  readonly total_ms: number;
}
