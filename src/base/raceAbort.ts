import { abortError } from './appError.ts';

/**
 * The work's outcome, or an `AbortError` the moment `signal` aborts, whether or not the work heeds it. What the work
 * comes to after that is dropped.
 */
export function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(abortError());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
