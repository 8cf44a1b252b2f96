import { refuseOffline } from '../base/networkPolicy.ts';
import { boundBody, readBounded } from './boundedBody.ts';
import type { Endpoint } from './endpoint.ts';
import { isQuotaProblem } from './serverComplaint.ts';
import { scrub } from './scrub.ts';

export type Fetch = typeof globalThis.fetch;

export interface NetworkPorts {
  /** Which knows the proxy and the certificates of the editor. */
  readonly fetch: Fetch;
  readonly isOffline: () => boolean;
  /** From the secret storage. */
  readonly key: () => Promise<string | undefined>;
}

export interface RetryNotice {
  readonly cause: 'rate-limited' | 'server-failed';
  /** As the server asks; undefined where it does not say. */
  readonly afterSeconds: number | undefined;
}

/** Only these headers of the SDKs reach a server: not what they tell of this machine. */
const keptHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'anthropic-version', 'anthropic-beta']);

const errorBodyBytes = 64 << 10;
/** Nobody waits longer for a retry without being asked. */
const longestRetrySeconds = 30;

/**
 * What both SDKs and we ourselves reach a server with. It is the only place that holds a key: the SDKs have none. It asks
 * the network policy before each connection, follows no redirect (a key must not travel to another host), bounds what
 * comes back, and takes the key out of every complaint before anyone else reads it.
 */
export function guardFetch(
  endpoint: Endpoint,
  ports: NetworkPorts,
  onRetryable?: (notice: RetryNotice) => void,
): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.host !== endpoint.host) throw new Error('a request left its endpoint');
    refuseOffline(url, ports.isOffline());
    const key = await ports.key();
    const headers = headersOf(endpoint, new Headers(init?.headers), key);
    const response = await ports.fetch(url, { ...init, headers, redirect: 'manual' });
    if (response.ok) {
      return response.body === null ? response : new Response(boundBody(response.body), response);
    }
    const text = scrub(await readBounded(response.body, errorBodyBytes), key);
    return refusal(response, text, onRetryable);
  };
}

function headersOf(endpoint: Endpoint, found: Headers, key: string | undefined): Headers {
  const headers = new Headers(endpoint.headers);
  for (const [name, value] of found) if (keptHeaders.has(name)) headers.set(name, value);
  headers.set('user-agent', 'Parity');
  if (key === undefined) return headers;
  if (endpoint.preset.protocol === 'anthropic') headers.set('x-api-key', key);
  else headers.set('authorization', `Bearer ${key}`);
  return headers;
}

/** The SDKs obey `x-should-retry`: a wait too long to be sat out, or an empty account, is told at once. */
function refusal(response: Response, text: string, onRetryable?: (notice: RetryNotice) => void): Response {
  const headers = new Headers();
  const afterSeconds = retryAfterSeconds(response.headers);
  if (afterSeconds !== undefined) headers.set('retry-after', String(afterSeconds));
  headers.set('content-type', response.headers.get('content-type') ?? 'text/plain');
  const location = response.headers.get('location');
  if (location !== null) headers.set('location', location);
  const { status } = response;
  const isRetryable = status === 408 || status === 409 || status === 429 || status >= 500;
  const isWorthIt = isRetryable && !isQuotaProblem(text) && (afterSeconds ?? 0) <= longestRetrySeconds;
  headers.set('x-should-retry', String(isWorthIt));
  if (isWorthIt) onRetryable?.({ cause: status === 429 ? 'rate-limited' : 'server-failed', afterSeconds });
  return new Response(status === 204 || status === 304 ? null : text, { status: Math.max(status, 200), headers });
}

/** Whole seconds, whether the header counts them or names a date. */
function retryAfterSeconds(headers: Headers): number | undefined {
  const found = headers.get('retry-after');
  if (found === null) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(found.trim()) ? Number(found) : (Date.parse(found) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
