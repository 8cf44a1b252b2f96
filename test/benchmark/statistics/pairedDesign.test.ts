import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mcnemarExact } from '../../../src/benchmark/statistics/mcnemarExact.ts';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import { neededPairs, smallestDetectableDifference } from '../../../src/benchmark/statistics/pairedDesign.ts';

describe('neededPairs', () => {
  it.each([
    [0.3, 0.1, 77],
    [0.25, 0.1, 120],
    [0.2, 0.1, 234],
    [0.1, 0.2, 234],
  ])('for a discordance of %f against %f is %i', (betterOnly, worseOnly, pairs) => {
    expect(neededPairs({ betterOnly, worseOnly })).toBe(pairs);
  });

  it('is none for no difference, and impossible shares are refused', () => {
    expect(neededPairs({ betterOnly: 0.2, worseOnly: 0.2 })).toBeNull();
    expect(neededPairs({ betterOnly: 0, worseOnly: 0 })).toBeNull();
    expect(() => neededPairs({ betterOnly: 0.8, worseOnly: 0.3 })).toThrow(RangeError);
    expect(() => neededPairs({ betterOnly: -0.1, worseOnly: 0.3 })).toThrow(RangeError);
  });

  it('finds the difference in about 80 of 100 simulated runs', () => {
    const random = mulberry32(2);
    let found = 0;
    for (let run = 0; run < 1000; run += 1) {
      let [better, worse] = [0, 0];
      for (let task = 0; task < 120; task += 1) {
        const draw = random();
        if (draw < 0.25) better += 1;
        else if (draw < 0.35) worse += 1;
      }
      if (better > worse && mcnemarExact(better, worse) <= 0.05) found += 1;
    }
    // The exact test is a little more careful than the formula's.
    expect(found / 1000).toBeGreaterThan(0.7);
    expect(found / 1000).toBeLessThan(0.86);
  });
});

describe('smallestDetectableDifference', () => {
  it('undoes neededPairs', () => {
    expect(smallestDetectableDifference(77, 0.4)).toBeCloseTo(0.2, 2);
    expect(smallestDetectableDifference(120, 0.35)).toBeCloseTo(0.15, 3);
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 2000 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (pairs, discordant) => {
          const difference = smallestDetectableDifference(pairs, discordant);
          if (difference === null) return;
          const worseOnly = (discordant - difference) / 2;
          const needed = neededPairs({ betterOnly: discordant - worseOnly, worseOnly }) ?? Number.NaN;
          expect(needed).toBeLessThanOrEqual(pairs);
          expect(smallestDetectableDifference(pairs + 50, discordant)).toBeLessThanOrEqual(difference);
        },
      ),
    );
  });

  it('is none when even one-sided differences would be too few', () => {
    expect(smallestDetectableDifference(30, 0)).toBeNull();
    expect(smallestDetectableDifference(30, 0.1)).toBeNull();
    expect(smallestDetectableDifference(0, 0.5)).toBeNull();
  });
});
