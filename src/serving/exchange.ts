import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import { anthropicError } from './anthropic/anthropicError.ts';
import { openAiError } from './openAi/openAiError.ts';
import type { Refusal } from './refusal.ts';
import type { RequestQueue } from './requestQueue.ts';
import type { ServedModel } from './servedModel.ts';

/** A request and where its answer goes. */
export interface Exchange {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Unique; in the names of what is answered. */
  readonly id: string;
  readonly response: ServerResponse;
}

export interface ServingPorts {
  readonly model: ServedModel;
  readonly queues: { readonly reply: RequestQueue; readonly infill: RequestQueue };
  readonly clock: Clock;
  /** Unix time in seconds. */
  readonly now: () => number;
}

export function isAnthropic({ path, headers }: Pick<Exchange, 'path' | 'headers'>): boolean {
  return path.startsWith('/v1/messages') || headers['anthropic-version'] !== undefined;
}

export function sendJson({ response }: Pick<Exchange, 'response'>, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** In the form of the protocol that was spoken. */
export function sendRefusal(exchange: Exchange, refusal: Refusal): void {
  const { status, body } = isAnthropic(exchange) ? anthropicError(refusal, exchange.id) : openAiError(refusal);
  const { retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) exchange.response.setHeader('retry-after', String(retryAfterSeconds));
  sendJson(exchange, body, status);
}
