import { throwIfAborted } from '../base/appError.ts';
import type { Clock } from '../base/clock.ts';
import { raceAbort } from '../base/raceAbort.ts';

export class TimeoutError extends Error {}

/**
 * The work's outcome, a {@link TimeoutError} after `timeoutMs`, or an `AbortError` when `signal` aborts. The signal that
 * the work gets covers both, and neither waits for the work to heed it. What was aborted before is not begun.
 */
export async function withinTime<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { clock, timeoutMs }: { readonly clock: Clock; readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<T> {
  throwIfAborted(signal);
  const late = new AbortController();
  const within = AbortSignal.any([signal, late.signal]);
  const timer = clock.after(timeoutMs, () => late.abort());
  try {
    return await raceAbort(work(within), within);
  } catch (error) {
    throw late.signal.aborted && !signal.aborted ? new TimeoutError() : error;
  } finally {
    timer.dispose();
  }
}
