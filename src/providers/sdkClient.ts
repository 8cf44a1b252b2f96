import type { Endpoint } from './endpoint.ts';
import type { Fetch } from './guardedFetch.ts';

/** What is used of an SDK: building the request, retries, and cutting the stream into events. */
export interface SdkClient {
  /** `path`: below the base address, or a whole address of the same server. The events are not believed yet. */
  stream(path: string, body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<AsyncIterable<unknown>>;
}

export interface SdkOptions {
  readonly baseUrl: string;
  /** Guarded. */
  readonly fetch: Fetch;
  readonly maxRetries: number;
}

export async function openSdk({ preset, baseUrl }: Endpoint, fetch: Fetch, maxRetries: number): Promise<SdkClient> {
  const options = { baseUrl, fetch, maxRetries };
  switch (preset.protocol) {
    case 'openai':
      return (await import('./openAiClient.ts')).openOpenAi(options);
    case 'anthropic':
      return (await import('./anthropicClient.ts')).openAnthropic(options);
  }
}
