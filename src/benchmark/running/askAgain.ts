import { AppError } from '../../base/appError.ts';

/** In one request: longer than this nobody waits for a server that turns us away. */
const patienceMs = 600_000;
/** A server that fails, before it has said a word, gets so many more chances. */
const maxFailures = 2;
const firstWaitMs = 2000;

/** What one request has met so far. */
export interface Hindrances {
  readonly waitedMs: number;
  readonly failures: number;
  readonly refusals: number;
}

export const noHindrances: Hindrances = { waitedMs: 0, failures: 0, refusals: 0 };

/**
 * How long to wait until the same request is sent once more: as long as the server asks, else longer each time. Undefined:
 * it is not worth it. Only for requests of which nothing has come back.
 */
export function waitBeforeAgain(error: unknown, { waitedMs, failures, refusals }: Hindrances): number | undefined {
  if (!(error instanceof AppError)) return undefined;
  switch (error.code) {
    case 'provider-rate-limited': {
      const asked = 'retryAfterSeconds' in error.data ? error.data.retryAfterSeconds : undefined;
      const waitMs = asked === undefined ? firstWaitMs * 2 ** Math.min(refusals, 5) : Math.max(asked * 1000, 250);
      return waitedMs + waitMs <= patienceMs ? waitMs : undefined;
    }
    case 'provider-failed':
      return failures < maxFailures ? firstWaitMs * 4 ** failures : undefined;
    default:
      return undefined;
  }
}
