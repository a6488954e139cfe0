import type { Decision } from '../flow/decision.ts';
import type { Finding } from '../flow/finding.ts';
import { type Reason, reasonEntry } from '../flow/reason.ts';

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  421: 'Misdirected Request',
  431: 'Request Header Fields Too Large',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** What the answer of a refused exchange says. */
export interface Denial {
  readonly reason: Reason;
  readonly detail: string | undefined;
  readonly requestId: string;
  readonly decision: Decision | undefined;
  /** Findings that were the cause. */
  readonly findings: readonly Finding[];
  /** Whether the seed's own header names go beside ours. */
  readonly strathon: boolean;
  /** HEAD answers carry no body. */
  readonly withBody: boolean;
}

/**
 * The whole answer to a refused request, ready to be written. It always closes the connection: what the client has
 * still to send is not read.
 */
export function denialResponse(denial: Denial): string {
  const entry = reasonEntry(denial.reason);
  const body = `${JSON.stringify(denialBody(denial))}\n`;
  const lines = [
    `HTTP/1.1 ${entry.status} ${STATUS_TEXT[entry.status] ?? 'Refused'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Weir-Block-Reason: ${entry.header}`,
    `X-Weir-Request-Id: ${denial.requestId}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  if (denial.strathon && entry.strathon !== undefined)
    lines.push(`X-Strathon-Block-Reason: ${entry.strathon}`);
  if (denial.reason === 'proxy-auth') lines.push('Proxy-Authenticate: Basic realm="weir", charset="UTF-8"');
  if (denial.reason === 'method') lines.push('Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  return `${lines.join('\r\n')}\r\n\r\n${denial.withBody ? body : ''}`;
}

/** The JSON body: ours, with the seed's `error` wording and its `patterns` or `action` where it has them. */
function denialBody(denial: Denial): Record<string, unknown> {
  const entry = reasonEntry(denial.reason);
  const { decision, findings } = denial;
  const body: Record<string, unknown> = { error: errorText(denial), reason: entry.header };
  if (denial.detail !== undefined) body.detail = denial.detail;
  if (decision?.policy !== undefined) body.policy = decision.policy;
  if (decision?.action !== undefined) body.action = decision.action;
  if (findings.length > 0) {
    body.kinds = [...new Set(findings.map((finding) => finding.kind))];
    body.places = [...new Set(findings.map((finding) => finding.place))];
    if (denial.strathon) body.patterns = [...new Set(findings.map((finding) => finding.name))];
  }
  body.request_id = denial.requestId;
  body.next = entry.next;
  return body;
}

function errorText(denial: Denial): string {
  const policy = denial.decision?.policy;
  if (policy !== undefined && reasonEntry(denial.reason).header === 'policy')
    return `Blocked by policy: ${policy}`;
  return `Blocked by Weir: ${reasonEntry(denial.reason).message}`;
}
