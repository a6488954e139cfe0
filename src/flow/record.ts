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
  readonly scheme?: string;
  readonly host?: string;
  readonly port?: number;
  readonly address?: string;
  readonly method?: string;
  /** Path and query with secrets masked. */
  readonly path?: string;
  readonly sni?: string;
  readonly tls_client?: string;
  readonly tls_upstream?: string;
  readonly status?: number;
  readonly reason?: string;
  readonly detail?: string;
  readonly policy?: string;
  readonly matched?: readonly PolicyMatch[];
  readonly findings?: readonly Finding[];
  readonly redacted?: number;
  readonly request_bytes?: number;
  readonly answer_bytes?: number;
  /** False when the bytes could not be inspected (tunnel). */
  readonly inspected: boolean;
  readonly policy_version?: string;
  /** Milliseconds. */
  readonly decide_ms?: number;
  readonly first_byte_ms?: number;
  readonly total_ms: number;
}
