import { abortError, throwIfAborted } from '../base/appError.ts';
import type { Clock } from '../base/clock.ts';
import { RequestRefused } from './refusal.ts';

export interface RequestQueue {
  /** Waits for its turn. Refuses at once when too many wait. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export interface QueueLimits {
  readonly running: number;
  readonly waiting: number;
}

const shortestWaitSeconds = 1;
const longestWaitSeconds = 120;

/**
 * First come, first served. The engine has a queue of its own, in which this one's requests would all stand before the
 * person at the editor: it is handed no more than a few at a time.
 */
export function createRequestQueue(
  { running: maxRunning, waiting: maxWaiting }: QueueLimits,
  clock: Clock,
): RequestQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  let lastMs = 0;

  const turn = (signal: AbortSignal): Promise<void> => {
    throwIfAborted(signal);
    if (running < maxRunning) {
      running += 1;
      return Promise.resolve();
    }
    if (waiting.length >= maxWaiting) {
      const seconds = Math.ceil((lastMs * (waiting.length + 1)) / maxRunning / 1000);
      throw new RequestRefused({
        kind: 'busy',
        message: `The model is busy, and ${waiting.length} requests wait for it already.`,
        retryAfterSeconds: Math.min(longestWaitSeconds, Math.max(shortestWaitSeconds, seconds)),
      });
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener('abort', giveUp);
        running += 1;
        resolve();
      };
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(abortError());
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(start);
    });
  };

  return {
    async run(signal, work) {
      await turn(signal);
      const startedMs = clock.now();
      try {
        return await work();
      } finally {
        running -= 1;
        lastMs = clock.now() - startedMs;
        waiting.shift()?.();
      }
    },
  };
}
