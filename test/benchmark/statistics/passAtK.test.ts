import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passAllK, passAtK } from '../../../src/benchmark/statistics/passAtK.ts';

const counts = fc
  .integer({ min: 1, max: 60 })
  .chain((samples) => fc.tuple(fc.constant(samples), fc.nat(samples), fc.integer({ min: 1, max: samples })));

describe('passAtK', () => {
  it.each([
    [5, 2, 1, 0.4],
    [10, 3, 5, 11 / 12],
    [10, 1, 5, 0.5],
    [20, 5, 10, 1271 / 1292],
    [200, 10, 10, 0.4085478661],
    [5, 3, 3, 1],
    [7, 0, 7, 0],
  ])('of %i samples with %i solved, for %i, is %f', (samples, solved, k, chance) => {
    expect(passAtK(samples, solved, k)).toBeCloseTo(chance, 10);
  });

  it.each([
    [2, 1, 3],
    [3, 4, 1],
    [3, 1, 0],
    [3, -1, 1],
  ])('refuses %i samples, %i solved, for %i', (samples, solved, k) => {
    expect(() => passAtK(samples, solved, k)).toThrow(RangeError);
    expect(() => passAllK(samples, solved, k)).toThrow(RangeError);
  });

  it('stays a chance for a million samples', () => {
    expect(passAtK(1_000_000, 1, 500_000)).toBeCloseTo(0.5, 12);
    expect(passAtK(1_000_000, 500_000, 20)).toBeCloseTo(1 - 0.5 ** 20, 9);
    expect(passAllK(1_000_000, 500_000, 2)).toBeCloseTo(0.25, 5);
  });

  it('grows with each solved sample and with k, where passing all shrinks with k', () => {
    fc.assert(
      fc.property(counts, ([samples, solved, k]) => {
        const any = passAtK(samples, solved, k);
        const all = passAllK(samples, solved, k);
        expect(all).toBeLessThanOrEqual(any + 1e-12);
        expect(passAtK(samples, solved, 1)).toBeCloseTo(solved / samples, 12);
        if (solved < samples) expect(passAtK(samples, solved + 1, k)).toBeGreaterThanOrEqual(any - 1e-12);
        if (k < samples) {
          expect(passAtK(samples, solved, k + 1)).toBeGreaterThanOrEqual(any - 1e-12);
          expect(passAllK(samples, solved, k + 1)).toBeLessThanOrEqual(all + 1e-12);
        }
        // None of k solves exactly when all of k are among the unsolved.
        expect(1 - any).toBeCloseTo(passAllK(samples, samples - solved, k), 12);
      }),
    );
  });
});

describe('passAllK', () => {
  it.each([
    [5, 4, 3, 0.4],
    [8, 6, 2, 15 / 28],
    [3, 2, 3, 0],
    [3, 3, 3, 1],
  ])('of %i samples with %i solved, for %i, is %f', (samples, solved, k, chance) => {
    expect(passAllK(samples, solved, k)).toBeCloseTo(chance, 12);
  });
});
