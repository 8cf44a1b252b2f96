// Without `node:`: VS Code gives extensions its proxy and its certificates under these names, and under no others.
import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestPlain } from 'http';
import { request as requestSecure } from 'https';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { abortError } from '../base/appError.ts';
import type { Fetch } from './guardedFetch.ts';

/**
 * `fetch` for requests with a text or no body, without the time limits of Node's own: that one gives up a server which
 * reads a long prompt for five minutes. Follows no redirect.
 */
export const httpFetch: Fetch = async (input, init = {}) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const { body, signal } = init;
  if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('the body must be text');
  if (signal?.aborted === true) throw abortError();
  const options: RequestOptions = {
    method: init.method ?? 'GET',
    headers: Object.fromEntries(new Headers(init.headers)),
    ...(signal === null || signal === undefined ? {} : { signal }),
  };
  try {
    return toResponse(await send(url, options, body ?? ''));
  } catch (error) {
    if (!isStaleConnection(error)) throw error;
    return toResponse(await send(url, options, body ?? ''));
  }
};

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
    const request: ClientRequest = open(url, options, resolve);
    request.on('error', (error) =>
      reject(error.name === 'AbortError' ? error : new RequestFailure(error, request.reusedSocket)),
    );
    request.end(body);
  });
}

/** A connection that was kept open, and that the server closed just as it was used again: nothing has been answered. */
function isStaleConnection(error: unknown): boolean {
  if (!(error instanceof RequestFailure) || !error.isReused) return false;
  return error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ECONNRESET';
}

function toResponse(message: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one);
  }
  const status = message.statusCode ?? 500;
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  if (!hasBody) message.resume();
  const body = hasBody ? (Readable.toWeb(message) as WebStream<Uint8Array>) : null;
  return new Response(body, { status: Math.max(200, status), headers });
}
