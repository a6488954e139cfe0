import { MAX_DOCUMENT_BYTES } from '../limits.ts';
import { PolicySourceError } from './fault.ts';

export interface PullRequest {
  readonly endpoint: URL;
  readonly key: string | undefined;
  /** Tag of the answer at hand. */
  readonly etag: string | undefined;
  readonly timeoutMs: number;
}

/** `unchanged`: the answer at hand is still current. */
export type PullAnswer =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'answer'; readonly body: string; readonly etag: string | undefined };

/**
 * The address of the policies of a receiver. Takes its base URL, or the whole address when it ends in `/v1/policies`; throws
 * PolicySourceError when it is not an http or https URL.
 */
export function policiesEndpoint(base: string): URL {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new PolicySourceError('the address of the policy receiver is not an http or https URL');
  }
  if (url.username !== '' || url.password !== '') {
    throw new PolicySourceError('the address of the policy receiver holds credentials; use a key file');
  }
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/v1/policies') ? path : `${path}/v1/policies`;
  return url;
}

/** Asks a receiver once. Rejects on anything but 200 and 304, after the timeout, and beyond MAX_DOCUMENT_BYTES. */
export async function pullPolicies(request: PullRequest): Promise<PullAnswer> {
  const headers = new Headers({ accept: 'application/json' });
  if (request.key !== undefined) headers.set('authorization', `Bearer ${request.key}`);
  if (request.etag !== undefined) headers.set('if-none-match', request.etag);
  const response = await fetch(request.endpoint, {
    headers,
    // The key belongs to this address and to no other.
    redirect: 'error',
    signal: AbortSignal.timeout(request.timeoutMs),
  });
  if (response.status === 304 && request.etag !== undefined) {
    await response.body?.cancel();
    return { kind: 'unchanged' };
  }
  if (response.status !== 200) {
    await response.body?.cancel();
    const hint = response.status === 401 || response.status === 403 ? ' (check the key)' : '';
    throw new PolicySourceError(`the policy receiver answered ${response.status}${hint}`);
  }
  const body = await readBounded(response);
  return { kind: 'answer', body, etag: response.headers.get('etag') ?? undefined };
}

/** Counts what arrives after decoding, so that a small compressed answer cannot grow without end. */
async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_DOCUMENT_BYTES) {
      throw new PolicySourceError(`the policy receiver answered more than ${MAX_DOCUMENT_BYTES} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
