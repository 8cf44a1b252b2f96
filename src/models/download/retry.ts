import { throwIfAborted } from '../../base/appError.ts';
import type { Clock } from '../../base/clock.ts';
import { delay } from '../../base/delay.ts';
import { type TransferProblem, TransferFailure, isPassing } from './transferFailure.ts';

export interface RetryPorts {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** How many failures in a row are borne, by what the last one was. */
export type MaxFailures = (problem: TransferProblem) => number;

/** After so many failures in a row without a new byte, a download gives up: in all about two minutes. */
export const patience = 8;
const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** Nobody waits longer for a server: the download ends, is kept, and can be started again. */
const longestRetryAfterMs = 120_000;

/**
 * Does `attempt` until it succeeds. What passes is tried again, later each time, or when the server says; the count of
 * failures starts anew whenever `progress()`, a number that only grows, has grown. Throws the last failure.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  {
    clock,
    random,
    progress,
    maxFailures = () => patience,
  }: RetryPorts & { readonly progress: () => number; readonly maxFailures?: MaxFailures | undefined },
  signal: AbortSignal,
): Promise<T> {
  let failures = 0;
  let known = progress();
  for (;;) {
    throwIfAborted(signal);
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransferFailure) || !isPassing(error)) throw error;
      if (progress() > known) failures = 0;
      known = progress();
      failures += 1;
      const wanted = error.problem.kind === 'status' ? error.problem.retryAfterMs : undefined;
      if (failures > maxFailures(error.problem) || (wanted ?? 0) > longestRetryAfterMs) throw error;
      await delay(clock, Math.max(wanted ?? 0, backoffMs(failures, random())), signal);
    }
  }
}

/** Doubles; half of it is left to chance, so that many clients do not come back at once. */
export function backoffMs(failures: number, chance: number): number {
  const full = Math.min(firstDelayMs * 2 ** (failures - 1), longestDelayMs);
  return full / 2 + (full / 2) * chance;
}
