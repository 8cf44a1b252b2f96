import { abortError, throwIfAborted } from '../../base/appError.ts';
import { refuseOffline } from '../../base/networkPolicy.ts';
import { networkProblemOf } from '../../base/networkProblem.ts';
import { TransferFailure } from './transferFailure.ts';

/**
 * How downloads reach the network. In the extension host, a `fetch` that stands on Node's `https`: VS Code puts its proxy
 * and its certificates there, and a library with a connection pool of its own, such as undici, would go around them.
 */
export interface Http {
  readonly fetch: typeof fetch;
  readonly isOffline: () => boolean;
}

/** Goes to its own origin and nowhere else, however a server redirects. */
export interface Credential {
  readonly origin: string;
  readonly token: string;
}

export interface Request {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly credential: Credential | undefined;
  /** True for a redirect that is itself the answer. */
  readonly isAnswer?: (headers: Headers) => boolean;
}

export interface Answer {
  readonly response: Response;
  /** Where it came from in the end. */
  readonly url: URL;
}

const maxRedirects = 10;

/**
 * Sends a request and follows redirects one by one, so that the network policy sees each address and the token stays at
 * its origin. Throws `network-offline`, an abort, or a {@link TransferFailure} when there is no answer; a status of
 * failure is an answer.
 */
export async function sendRequest(http: Http, request: Request, signal: AbortSignal): Promise<Answer> {
  let { url } = request;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const response = await sendOnce(http, { ...request, url }, signal);
    const location = response.headers.get('location');
    const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
    if (!isRedirect || request.isAnswer?.(response.headers) === true) return { response, url };
    await response.body?.cancel();
    url = nextAddress(location, url);
  }
  throw new TransferFailure({ kind: 'network', detail: 'too many redirects' }, request.url.host);
}

async function sendOnce(
  http: Http,
  { url, method, headers, credential }: Request,
  signal: AbortSignal,
): Promise<Response> {
  throwIfAborted(signal);
  refuseOffline(url, http.isOffline());
  const sent = { ...headers, ...(mayCarry(url, credential) ? { authorization: `Bearer ${credential.token}` } : {}) };
  try {
    return await http.fetch(url, { method, headers: sent, redirect: 'manual', signal });
  } catch (error) {
    throw networkFailure(error, url, signal);
  }
}

/**
 * Only printable characters make a header: `fetch` would refuse others with an error that quotes them. And a token is
 * not sent in the clear to another machine.
 */
function mayCarry(url: URL, credential: Credential | undefined): credential is Credential {
  if (credential === undefined || credential.origin !== url.origin) return false;
  const isPrivate = url.protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return isPrivate && /^[\x21-\x7e]+$/.test(credential.token);
}

function nextAddress(location: string, from: URL): URL {
  const fail = (detail: string): never => {
    throw new TransferFailure({ kind: 'network', detail }, from.host);
  };
  if (!URL.canParse(location, from.href)) return fail('redirected to nowhere');
  const next = new URL(location, from);
  if (next.protocol !== 'https:' && next.protocol !== 'http:') return fail(`redirected to ${next.protocol}`);
  if (from.protocol === 'https:' && next.protocol === 'http:') return fail('redirected away from encryption');
  return next;
}

/** What `fetch`, or reading a body, threw: an abort that was wanted, or the network's complaint. */
export function networkFailure(error: unknown, url: URL, signal: AbortSignal): unknown {
  if (signal.aborted) return abortError();
  const problem = networkProblemOf(error);
  return new TransferFailure({ kind: 'network', detail: complaint(error), problem }, url.host, { cause: error });
}

/** Node's code where there is one: `fetch failed` says nothing. */
function complaint(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Throws unless the server gave what was asked for. Ends the body it does not read. */
export async function checkStatus({ response, url }: Answer): Promise<void> {
  if (response.ok) return;
  await response.body?.cancel();
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), Date.now());
  throw new TransferFailure({ kind: 'status', status: response.status, retryAfterMs }, url.host);
}

/** Seconds or a date: RFC 9110, section 10.2.3. */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

const maxJsonBytes = 16 * 1024 * 1024;

/** A server's answer as JSON, still to be checked. */
export async function readJson({ response, url }: Answer, signal: AbortSignal): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > maxJsonBytes) throw new Error('the answer is too long');
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw networkFailure(error, url, signal);
  }
}
