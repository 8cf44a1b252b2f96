import type { Clock } from '../base/clock.ts';
import { abortError, throwIfAborted } from '../base/appError.ts';
import { raceAbort } from '../base/raceAbort.ts';
import type { ReplyPart } from '../engine/engine.ts';
import type { RequestBody } from './chatBody.ts';
import type { Endpoint } from './endpoint.ts';
import { type NetworkPorts, guardFetch } from './guardedFetch.ts';
import { toProviderError } from './providerError.ts';
import type { RefusedParameters } from './refusedParameters.ts';
import { openSdk } from './sdkClient.ts';
import { readComplaint } from './serverComplaint.ts';
import { watchSilence } from './silence.ts';

export interface ModelQuestion {
  readonly path: string;
  /** Asked again after a refusal has taught what the server does not take. */
  readonly body: () => Pick<RequestBody, 'body' | 'optional'>;
  readonly reservedTokens: number;
  readonly maxRetries: number;
  readonly onPart: (part: ReplyPart) => void;
  /** Gets each event; false ends the request. */
  readonly onEvent: (event: unknown) => boolean | void;
}

export interface ModelPorts extends NetworkPorts {
  readonly endpoint: Endpoint;
  readonly refused: RefusedParameters;
  readonly clock: Clock;
}

/** Each refusal teaches one parameter. */
const maxLessons = 6;

/**
 * Streams one answer. Settles as soon as `signal` aborts. Throws provider errors, and what `onEvent` throws. A refusal
 * because of an optional parameter is learnt and the question put again, once for each parameter.
 */
export async function askModel(question: ModelQuestion, ports: ModelPorts, signal: AbortSignal): Promise<void> {
  const { endpoint, refused, clock } = ports;
  const { onPart, reservedTokens, maxRetries } = question;
  const ended = new AbortController();
  const abort = (): void => ended.abort();
  signal.addEventListener('abort', abort, { once: true });
  const silence = watchSilence((seconds) => onPart({ kind: 'silent', seconds }), clock);
  const fetch = guardFetch(endpoint, ports, (notice) => {
    if (maxRetries > 0) onPart({ kind: 'retrying', ...notice });
  });
  try {
    throwIfAborted(signal);
    const sdk = await raceAbort(openSdk(endpoint, fetch, maxRetries), signal);
    for (let lessons = 0; ; lessons++) {
      const { body, optional } = question.body();
      try {
        const events = await raceAbort(sdk.stream(question.path, body, ended.signal), signal);
        await readEvents(events, question.onEvent, () => silence.end(), signal);
        return;
      } catch (thrown) {
        const error = toProviderError(thrown, { endpoint, reservedTokens, signal });
        const complaint = readComplaint(bodyOf(thrown));
        if (lessons >= maxLessons || !refused.learn(error, complaint, optional)) throw error;
      }
    }
  } finally {
    silence.dispose();
    signal.removeEventListener('abort', abort);
    // Also when the events said that they are enough: the server must not go on writing for nobody.
    ended.abort();
  }
}

async function readEvents(
  events: AsyncIterable<unknown>,
  onEvent: ModelQuestion['onEvent'],
  onSign: () => void,
  signal: AbortSignal,
): Promise<void> {
  const iterator = events[Symbol.asyncIterator]();
  for (;;) {
    const step = await raceAbort(iterator.next(), signal);
    // The SDKs end their streams quietly when they are aborted.
    if (signal.aborted) throw abortError();
    if (step.done === true) return;
    onSign();
    if (onEvent(step.value) === false) return;
  }
}

function bodyOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null && 'error' in thrown ? thrown.error : undefined;
}
