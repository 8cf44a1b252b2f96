// Without `node:`: VS Code gives extensions its proxy and its certificates under these names, and under no others.
import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as requestPlain,
} from 'http';
import { request as requestSecure } from 'https';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { abortError } from '../base/appError.ts';
import { ProxyFailure } from '../base/proxyFailure.ts';
import type { Fetch } from './guardedFetch.ts';

/** What goes between this machine and `url`; undefined: nothing, or what the editor puts there. */
export type ChooseAgent = (url: URL) => Agent | undefined;

/**
 * `fetch` for requests with a text or no body, without the time limits of Node's own: that one gives up a server which
 * reads a long prompt for five minutes. Follows no redirect. In VS Code it goes by `http.proxy` and what belongs to it,
 * and knows the certificates of the system and of NODE_EXTRA_CA_CERTS; the editor's own `fetch` knows only the former.
 * Rejects with a {@link ProxyFailure} where a proxy stands in the way.
 */
export const httpFetch: Fetch = createHttpFetch(() => undefined);

export function createHttpFetch(chooseAgent: ChooseAgent): Fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { body, signal } = init;
    if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('the body must be text');
    if (signal?.aborted === true) throw abortError();
    const agent = chooseAgent(url);
    const options: RequestOptions = {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(agent === undefined ? {} : { agent }),
      ...(signal === null || signal === undefined ? {} : { signal }),
    };
    try {
      return toResponse(await send(url, options, body ?? ''));
    } catch (error) {
      if (!isStaleConnection(error)) throw error;
      return toResponse(await send(url, options, body ?? ''));
    }
  };
}

class RequestFailure extends Error {
  readonly isReused: boolean;

  constructor(cause: Error, isReused: boolean) {
    super('the request failed', { cause });
    this.isReused = isReused;
  }
}

function send(url: URL, options: RequestOptions, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? requestSecure : requestPlain;
    let proxyError: unknown;
    const request: ClientRequest = open(url, options, (message) => {
      const refusal = proxyRefusal(message, url);
      if (refusal === undefined) return resolve(message);
      message.destroy();
      reject(refusal);
    });
    // The agent of VS Code tells so that it could not reach the proxy; what it throws then has no code.
    request.on('proxy', ({ error }: { readonly error?: unknown }) => {
      proxyError = error;
    });
    request.on('error', (error) => {
      if (error.name === 'AbortError') return reject(error);
      if (proxyError !== undefined) return reject(new ProxyFailure('proxy-unreachable', { cause: proxyError }));
      reject(new RequestFailure(error, request.reusedSocket));
    });
    request.end(body);
  });
}

/** The answer of a proxy in the server's place: of a request that was to be encrypted, one that is not. */
function proxyRefusal({ socket, statusCode }: IncomingMessage, { protocol }: URL): ProxyFailure | undefined {
  if (statusCode === 407) return new ProxyFailure('proxy-auth');
  const isFromProxy = protocol === 'https:' && !('encrypted' in socket);
  return isFromProxy ? new ProxyFailure('proxy-refused', { cause: `HTTP ${statusCode}` }) : undefined;
}

/** A connection that was kept open, and that the server closed just as it was used again: nothing has been answered. */
function isStaleConnection(error: unknown): boolean {
  if (!(error instanceof RequestFailure) || !error.isReused) return false;
  return error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ECONNRESET';
}

/** Left alone, Node counts pieces instead of bytes, and holds a whole answer in memory where its reader is slow. */
const strategy = new ByteLengthQueuingStrategy({ highWaterMark: 1 << 20 });

function toResponse(message: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one);
  }
  const status = message.statusCode ?? 500;
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  if (!hasBody) message.resume();
  const body = hasBody ? (Readable.toWeb(message, { strategy }) as WebStream<Uint8Array>) : null;
  return new Response(body, { status: Math.max(200, status), headers });
}
