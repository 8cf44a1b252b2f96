import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseThreads } from '../../src/worker/chooseThreads.ts';

test.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 3],
  [6, 3],
  [8, 4],
  [32, 16],
])('of %d logical cores %d compute, unless somebody chose', (available, threads) => {
  expect(chooseThreads(0, undefined, available)).toBe(threads);
});

test('the user goes before what the model likes, and neither gets more than there are', () => {
  expect(chooseThreads(2, 1, 4)).toBe(2);
  expect(chooseThreads(0, 1, 4)).toBe(1);
  expect(chooseThreads(64, undefined, 4)).toBe(4);
  expect(chooseThreads(0, 8, 4)).toBe(4);
});

test('more cores never mean fewer threads, and where there are two one stays free', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 512 }), (available) => {
      const threads = chooseThreads(0, undefined, available);
      expect(threads).toBeLessThan(available);
      expect(chooseThreads(0, undefined, available + 1)).toBeGreaterThanOrEqual(threads);
    }),
  );
});
