import { createManualClock, type ManualClock } from './manualClock.ts';

/** Waits pass at once, in their order; what is asked for its time knows that they did. */
export function createQuickClock(): ManualClock {
  const clock = createManualClock();
  return {
    ...clock,
    after(delayMs, run) {
      const timer = clock.after(delayMs, run);
      queueMicrotask(() => clock.advance(delayMs));
      return timer;
    },
  };
}
