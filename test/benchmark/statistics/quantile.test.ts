import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile } from '../../../src/benchmark/statistics/quantile.ts';

describe('quantile', () => {
  const oneToTen = [10, 2, 3, 4, 5, 6, 7, 8, 9, 1];

  it.each([
    [0, 1],
    [0.5, 5.5],
    [0.9, 9.1],
    [0.95, 9.55],
    [1, 10],
  ])('at %f of 1 to 10 is %f', (share, value) => {
    expect(quantile(oneToTen, share)).toBeCloseTo(value, 12);
  });

  it('of nothing is null, and a share beyond 0 to 1 is refused', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(() => quantile([1], 1.1)).toThrow(RangeError);
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });

  it('lies between the ends, rises with the share, and follows a shift and a mirror', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, share, share, (list, one, other) => {
        const at = (numbers: readonly number[], part: number): number => quantile(numbers, part) ?? Number.NaN;
        expect(at(list, one)).toBeGreaterThanOrEqual(Math.min(...list));
        expect(at(list, one)).toBeLessThanOrEqual(Math.max(...list));
        if (one <= other) expect(at(list, one)).toBeLessThanOrEqual(at(list, other));
        expect(
          at(
            list.map((value) => value + 7),
            one,
          ),
        ).toBeCloseTo(at(list, one) + 7, 6);
        expect(
          at(
            list.map((value) => -value),
            1 - one,
          ),
        ).toBeCloseTo(-at(list, one), 6);
      }),
    );
  });
});
