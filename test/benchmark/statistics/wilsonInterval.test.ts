import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import { wilsonInterval } from '../../../src/benchmark/statistics/wilsonInterval.ts';

describe('wilsonInterval', () => {
  it.each([
    [0, 10, 0, 0.277533],
    [8, 10, 0.490162, 0.943318],
    [10, 10, 0.722467, 1],
    [50, 100, 0.403832, 0.596168],
    [1, 30, 0.005909, 0.166704],
  ])('of %i in %i is from %f to %f', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval?.low).toBeCloseTo(low, 6);
    expect(interval?.high).toBeCloseTo(high, 6);
  });

  it('knows nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  it.each([
    [3, 2],
    [-1, 2],
    [0.5, 2],
  ])('refuses %d of %d', (successes, trials) => {
    expect(() => wilsonInterval(successes, trials)).toThrow(RangeError);
  });

  const counts = fc.integer({ min: 1, max: 2000 }).chain((trials) => fc.tuple(fc.nat(trials), fc.constant(trials)));

  it('holds the rate, stays within 0 to 1, and mirrors when successes are called failures', () => {
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        const interval = wilsonInterval(successes, trials);
        const mirrored = wilsonInterval(trials - successes, trials);
        if (interval === null || mirrored === null) throw new Error('no interval');
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(successes / trials);
        expect(interval.high).toBeGreaterThanOrEqual(successes / trials);
        expect(interval.low).toBeCloseTo(1 - mirrored.high, 12);
      }),
    );
  });

  it('moves up with each success and shrinks with more trials of the same rate', () => {
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        const interval = wilsonInterval(successes, trials);
        const more = wilsonInterval(successes + 1, trials + 1);
        const wider = wilsonInterval(successes * 4, trials * 4);
        if (interval === null || more === null || wider === null) throw new Error('no interval');
        expect(more.high).toBeGreaterThanOrEqual(interval.high);
        expect(more.low).toBeGreaterThanOrEqual(interval.low);
        expect(wider.high - wider.low).toBeLessThan(interval.high - interval.low);
      }),
    );
  });

  it.each([0.1, 0.3, 0.5, 0.9])('covers a rate of %f in at least 93 of 100 runs of 120 tasks', (rate) => {
    const random = mulberry32(7);
    let covered = 0;
    for (let run = 0; run < 2000; run += 1) {
      let successes = 0;
      for (let task = 0; task < 120; task += 1) if (random() < rate) successes += 1;
      const interval = wilsonInterval(successes, 120);
      if (interval !== null && interval.low <= rate && rate <= interval.high) covered += 1;
    }
    expect(covered / 2000).toBeGreaterThanOrEqual(0.93);
  });
});
