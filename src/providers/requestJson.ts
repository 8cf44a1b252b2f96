import type { z } from 'zod';
import { AppError } from '../base/appError.ts';
import { OversizeError, readBounded } from './boundedBody.ts';
import type { Endpoint } from './endpoint.ts';
import type { Fetch } from './guardedFetch.ts';
import { toProviderError } from './providerError.ts';

const longestAnswerBytes = 8 << 20;

export interface JsonRequest {
  readonly url: string;
  /** Absent: a GET. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/**
 * One question to a server that is no answer of a model: its list of models, its properties, a count. Throws what
 * `toProviderError` gives.
 */
export async function requestJson<T>(
  { url, body }: JsonRequest,
  schema: z.ZodType<T>,
  { endpoint, fetch }: { readonly endpoint: Endpoint; readonly fetch: Fetch },
  signal: AbortSignal,
): Promise<T> {
  try {
    const isAnthropic = endpoint.preset.protocol === 'anthropic';
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(isAnthropic ? { 'anthropic-version': '2023-06-01' } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
    const text = await readBounded(response.body, longestAnswerBytes + 1);
    if (text.length > longestAnswerBytes) throw new OversizeError();
    if (!response.ok) throw new RefusedError(response, text);
    const parsed = schema.safeParse(JSON.parse(text));
    if (!parsed.success) {
      throw new AppError('provider-answer-invalid', { endpoint: endpoint.name, detail: 'it has another shape' });
    }
    return parsed.data;
  } catch (error) {
    throw toProviderError(error, { endpoint, reservedTokens: 0, signal });
  }
}

/** As the SDKs' errors are. */
class RefusedError extends Error {
  readonly status: number;
  readonly headers: Headers;
  readonly error: unknown;

  constructor({ status, headers }: Response, text: string) {
    super(`${status}`);
    this.status = status;
    this.headers = headers;
    this.error = text;
  }
}
