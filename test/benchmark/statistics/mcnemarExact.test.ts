import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mcnemarExact } from '../../../src/benchmark/statistics/mcnemarExact.ts';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';

describe('mcnemarExact', () => {
  it.each([
    [0, 0, 1],
    [0, 5, 0.0625],
    [0, 6, 0.03125],
    [5, 1, 0.21875],
    [10, 2, 0.0385742188],
    [3, 12, 0.03515625],
    [25, 10, 0.0166738478],
  ])('of %i against %i is %f', (firstOnly, secondOnly, pValue) => {
    expect(mcnemarExact(firstOnly, secondOnly)).toBeCloseTo(pValue, 10);
  });

  it('does not mind which side is first, and falls as the split grows more uneven', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (a, b) => {
        const pValue = mcnemarExact(a, b);
        expect(pValue).toBe(mcnemarExact(b, a));
        expect(pValue).toBeGreaterThan(0);
        expect(pValue).toBeLessThanOrEqual(1);
        if (a <= b) expect(mcnemarExact(a, b + 1)).toBeLessThanOrEqual(pValue + 1e-12);
      }),
    );
  });

  it('is 1 for the most even split there is', () => {
    expect(mcnemarExact(5, 6)).toBe(1);
    expect(mcnemarExact(5, 5)).toBe(1);
  });

  it('stays exact where powers of two leave the range of a double', () => {
    // The normal approximation with continuity correction: z = (|b - c| - 1) / sqrt(b + c) = 2.0098.
    expect(mcnemarExact(4_900, 5_102)).toBeCloseTo(0.04445, 4);
    expect(mcnemarExact(1_000, 1_000)).toBe(1);
  });

  it('finds a difference where there is none in at most 5 of 100 runs', () => {
    const random = mulberry32(11);
    let found = 0;
    for (let run = 0; run < 2000; run += 1) {
      let firstOnly = 0;
      for (let pair = 0; pair < 40; pair += 1) if (random() < 0.5) firstOnly += 1;
      if (mcnemarExact(firstOnly, 40 - firstOnly) <= 0.05) found += 1;
    }
    expect(found / 2000).toBeLessThanOrEqual(0.055);
  });

  it('refuses what is no count', () => {
    expect(() => mcnemarExact(-1, 2)).toThrow(RangeError);
    expect(() => mcnemarExact(1.5, 2)).toThrow(RangeError);
  });
});
