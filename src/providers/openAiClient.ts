import OpenAI from 'openai';
import type { SdkClient, SdkOptions } from './sdkClient.ts';

/** A file of its own in the package: the SDK is only read by those who ask a server. */
export function openOpenAi({ baseUrl, fetch, maxRetries }: SdkOptions): SdkClient {
  const client = new OpenAI({
    baseURL: baseUrl,
    fetch,
    maxRetries,
    // `fetch` adds the key. What the environment holds for others is not for this server.
    apiKey: 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    timeout: 2 ** 31 - 1,
  });
  return {
    async stream(path, body, signal) {
      return client.post<AsyncIterable<unknown>>(path, { body, signal, stream: true });
    },
  };
}
