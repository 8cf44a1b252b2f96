import { type Clock, systemClock } from '../src/base/clock.ts';

/** Real time, in which everything is due `times` as soon: for real processes whose pauses are not what is tested. */
export function createHurriedClock(times: number): Clock {
  return {
    now: () => systemClock.now() * times,
    after: (delayMs, run) => systemClock.after(delayMs / times, run),
  };
}
