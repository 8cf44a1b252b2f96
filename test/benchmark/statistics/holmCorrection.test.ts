import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holmCorrection } from '../../../src/benchmark/statistics/holmCorrection.ts';

describe('holmCorrection', () => {
  it.each([
    [[], []],
    [[0.03], [0.03]],
    [
      [0.01, 0.04, 0.03],
      [0.03, 0.06, 0.06],
    ],
    [
      [0.5, 0.001, 0.7],
      [1, 0.003, 1],
    ],
  ])('of %j is %j', (pValues, adjusted) => {
    const found = holmCorrection(pValues);
    expect(found).toHaveLength(adjusted.length);
    for (const [index, value] of adjusted.entries()) expect(found[index]).toBeCloseTo(value, 12);
  });

  it('keeps the order of the values, never lowers one, and is never above that of Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (pValues) => {
        const adjusted = holmCorrection(pValues);
        for (const [index, value] of pValues.entries()) {
          const own = adjusted[index] ?? Number.NaN;
          expect(own).toBeGreaterThanOrEqual(value);
          expect(own).toBeLessThanOrEqual(Math.min(1, value * pValues.length));
          for (const [other, otherValue] of pValues.entries()) {
            if (value <= otherValue) expect(own).toBeLessThanOrEqual(adjusted[other] ?? Number.NaN);
          }
        }
      }),
    );
  });
});
