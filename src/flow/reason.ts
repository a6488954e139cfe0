/** Every way in which Weir itself ends an exchange. docs/errors.md is this table, kept equal by a test. */
interface ReasonEntry {
  /** Status of the answer. */
  readonly status: number;
  /** Value of `X-Weir-Block-Reason`. */
  readonly header: string;
  /** Value of the seed's `X-Strathon-Block-Reason`; undefined where the seed has no such case. */
  readonly strathon: string | undefined;
  /** What happened, for people. */
  readonly message: string;
  /** What to do next, for people and agents. */
  readonly next: string;
}

export const REASONS = {
  'credential-leak': {
    status: 403,
    header: 'credential-leak',
    strathon: 'credential-leak',
    message: 'credentials detected in the request',
    next: 'Remove the secret from the request. If this destination is its rightful owner, add it to `inspect.home` in the config.',
  },
  'prompt-injection': {
    status: 403,
    header: 'prompt-injection',
    strathon: undefined,
    message: 'the request passes on text that gives orders to an agent',
    next: 'Take the text out, or change `inspect.packs`, `inspect.injectionHigh` or `inspect.actions` in the config.',
  },
  'dangerous-command': {
    status: 403,
    header: 'dangerous-command',
    strathon: undefined,
    message: 'the request holds a command that does harm',
    next: 'Use a command that does less, or add a rule to `inspect.actions` in the config.',
  },
  'answer-content': {
    status: 502,
    header: 'answer-content',
    strathon: undefined,
    message: 'the answer holds what the config stops',
    next: 'See the findings in the record; `inspect.injectionAnswer` and `inspect.actions` say what is stopped.',
  },
  policy: {
    status: 403,
    header: 'policy',
    strathon: 'policy',
    message: 'blocked by policy',
    next: 'Ask the owner of the policy, or change the request so that it no longer matches.',
  },
  'policy-throttle': {
    status: 403,
    header: 'policy',
    strathon: 'policy-throttle',
    message: 'throttled by policy',
    next: 'Try again later.',
  },
  'policy-approval-required': {
    status: 403,
    header: 'policy',
    strathon: 'policy-approval-required',
    message: 'the policy requires an approval',
    next: 'Ask a person to approve this destination, then try again.',
  },
  'policy-steer-unenforceable': {
    status: 403,
    header: 'policy',
    strathon: 'policy-steer-unenforceable',
    message: 'the policy steers this call elsewhere, which cannot be done to a raw request',
    next: 'Use the replacement that the policy names instead of this call.',
  },
  'policy-error': {
    status: 403,
    header: 'policy',
    strathon: 'policy',
    message: 'a policy could not be evaluated, so the request was denied',
    next: 'Run `weir policy check` on the policies and correct the expression.',
  },
  'policy-unavailable': {
    status: 403,
    header: 'policy',
    strathon: 'policy',
    message: 'no policies have been loaded yet, so every request is denied',
    next: 'Check that the policy source is reachable and the key is right; Weir retries by itself.',
  },
  destination: {
    status: 403,
    header: 'destination',
    strathon: undefined,
    message: 'the destination address is not allowed',
    next: 'If this address is meant to be reached, list it with `--allow-address` or `forward.allowAddresses`.',
  },
  'destination-refused': {
    status: 403,
    header: 'destination',
    strathon: undefined,
    message: 'the config refuses this host',
    next: 'Change the mode of the host under `decrypt.hosts` in the config.',
  },
  undecodable: {
    status: 403,
    header: 'undecodable',
    strathon: undefined,
    message:
      'the content coding is unknown, broken or expands beyond the limit, so the content cannot be inspected',
    next: 'Send it without a content coding, or with gzip, deflate, br or zstd.',
  },
  'undecodable-answer': {
    status: 502,
    header: 'undecodable',
    strathon: undefined,
    message: 'the content coding of the answer is unknown, broken or expands beyond the limit',
    next: 'Ask for the resource without a content coding (Accept-Encoding: identity).',
  },
  framing: {
    status: 400,
    header: 'framing',
    strathon: undefined,
    message: 'the request is not well-formed HTTP/1.1',
    next: 'Correct the client: Weir refuses every ambiguous message (RFC 9112).',
  },
  'framing-answer': {
    status: 502,
    header: 'framing',
    strathon: undefined,
    message: 'the answer of the origin is not well-formed HTTP/1.1',
    next: 'The origin is at fault: Weir refuses every ambiguous message (RFC 9112).',
  },
  protocol: {
    status: 403,
    header: 'protocol',
    strathon: undefined,
    message: 'the tunnel carries neither TLS nor HTTP',
    next: 'If this destination is meant to be reached, list it under `accept.opaque` in the config.',
  },
  misdirected: {
    status: 421,
    header: 'misdirected',
    strathon: undefined,
    message: 'CONNECT target, SNI and Host do not name the same host',
    next: 'Send the request to the host that it names.',
  },
  limit: {
    status: 403,
    header: 'limit',
    strathon: undefined,
    message: 'a limit of this gateway was exceeded',
    next: 'Make the message smaller, or raise the limit in the config.',
  },
  'limit-headers': {
    status: 431,
    header: 'limit',
    strathon: undefined,
    message: 'the header section is larger than the limit',
    next: 'Send fewer or smaller header fields, or raise `accept.headerBytes`.',
  },
  'limit-connections': {
    status: 503,
    header: 'limit',
    strathon: undefined,
    message: 'the gateway serves as many connections as it may',
    next: 'Try again later, or raise `accept.connections`.',
  },
  timeout: {
    status: 408,
    header: 'limit',
    strathon: undefined,
    message: 'the request did not arrive in time',
    next: 'Send the whole request within the time limits under `accept` in the config.',
  },
  'proxy-auth': {
    status: 407,
    header: 'proxy-auth',
    strathon: undefined,
    message: 'this gateway wants credentials',
    next: 'Put a user and password of `identify.users` into the proxy URL.',
  },
  method: {
    status: 405,
    header: 'method',
    strathon: undefined,
    message: 'this method is not forwarded',
    next: 'Use another method: TRACE and TRACK echo credentials.',
  },
  upgrade: {
    status: 403,
    header: 'protocol',
    strathon: undefined,
    message: 'this upgrade of the protocol cannot be inspected yet',
    next: 'Use plain HTTP/1.1, or set the mode of the host to `tunnel` in the config.',
  },
  'upstream-dns': {
    status: 502,
    header: 'upstream',
    strathon: undefined,
    message: 'the host name could not be resolved',
    next: 'Check the name.',
  },
  'upstream-connect': {
    status: 502,
    header: 'upstream',
    strathon: undefined,
    message: 'the origin could not be reached',
    next: 'Check that the origin is up and reachable from the gateway.',
  },
  'upstream-tls': {
    status: 502,
    header: 'upstream',
    strathon: undefined,
    message: 'the certificate of the origin could not be verified',
    next: 'If the origin uses a private CA, add it with `--upstream-ca`.',
  },
  'upstream-timeout': {
    status: 504,
    header: 'upstream',
    strathon: undefined,
    message: 'the origin did not answer in time',
    next: 'Try again, or raise `forward.answerTimeoutMs`.',
  },
  'upstream-closed': {
    status: 502,
    header: 'upstream',
    strathon: undefined,
    message: 'the origin closed the connection before it had answered',
    next: 'Try again if the request is safe to repeat: Weir never repeats it by itself.',
  },
  record: {
    status: 503,
    header: 'fault',
    strathon: undefined,
    message: 'decisions cannot be recorded, so nothing is forwarded',
    next: 'Make room on the disk of the data directory.',
  },
  fault: {
    status: 403,
    header: 'fault',
    strathon: 'policy',
    message: 'the gateway failed, so the request was denied',
    next: 'Report this with the request id.',
  },
} as const satisfies Record<string, ReasonEntry>;

export type Reason = keyof typeof REASONS;

/** Reads an entry with its declared shape rather than its literal one. */
export function reasonEntry(reason: Reason): ReasonEntry {
  return REASONS[reason];
}
