import { abortError, throwIfAborted } from './appError.ts';
import type { Clock } from './clock.ts';

/** Resolves after `delayMs`, at once for 0; rejects with an `AbortError` when `signal` aborts first. */
export async function delay(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal);
  if (delayMs <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      timer.dispose();
      reject(abortError());
    };
    const timer = clock.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
