import { describe, expect, it } from 'vitest';
import { isAbort } from '../../src/base/appError.ts';
import { TimeoutError, withinTime } from '../../src/chat/withinTime.ts';
import { createManualClock } from '../manualClock.ts';

const never = new Promise<never>(() => {});

describe('withinTime', () => {
  it('gives the outcome of what ends in time, and the error of what fails', async () => {
    const around = { clock: createManualClock(), timeoutMs: 10 };
    const { signal } = new AbortController();
    expect(await withinTime(async () => 'done', around, signal)).toBe('done');
    await expect(withinTime(() => Promise.reject(new RangeError()), around, signal)).rejects.toThrow(RangeError);
  });

  it('tells the work that its time is over, and waits for it no longer', async () => {
    const clock = createManualClock();
    const signals: AbortSignal[] = [];
    const work = (within: AbortSignal): Promise<never> => {
      signals.push(within);
      return never;
    };
    const outcome = withinTime(work, { clock, timeoutMs: 10 }, new AbortController().signal);
    clock.advance(9);
    expect(signals[0]?.aborted).toBe(false);
    clock.advance(1);
    await expect(outcome).rejects.toThrow(TimeoutError);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('ends with an abort when aborted, also when the time ends as well', async () => {
    const clock = createManualClock();
    const controller = new AbortController();
    const outcome = withinTime(() => never, { clock, timeoutMs: 10 }, controller.signal);
    controller.abort();
    clock.advance(10);
    await expect(outcome).rejects.toSatisfy(isAbort);
  });

  it('does not begin what was aborted before', async () => {
    let hasBegun = false;
    const work = async (): Promise<void> => {
      hasBegun = true;
    };
    const outcome = withinTime(work, { clock: createManualClock(), timeoutMs: 10 }, AbortSignal.abort());
    await expect(outcome).rejects.toSatisfy(isAbort);
    expect(hasBegun).toBe(false);
  });
});
