import { describe, expect, it } from 'vitest';
import { majorityOutcome } from '../../../src/benchmark/statistics/majorityOutcome.ts';
import { judgeDifference } from '../../../src/benchmark/statistics/verdict.ts';

describe('majorityOutcome', () => {
  it.each([
    [[], null],
    [[true], true],
    [[false], false],
    [[true, false], false],
    [[true, false, true], true],
    [[true, true, false, false], false],
  ])('of %j is %j', (samples, outcome) => {
    expect(majorityOutcome(samples)).toBe(outcome);
  });
});

describe('judgeDifference', () => {
  it.each([
    [0.01, { low: 0.02, high: 0.3 }, 'first-better'],
    [0.05, { low: -0.3, high: -0.02 }, 'second-better'],
    [0.051, { low: 0.02, high: 0.3 }, 'inconclusive'],
    [0.01, { low: 0, high: 0.3 }, 'inconclusive'],
    [0.01, { low: -0.1, high: 0.3 }, 'inconclusive'],
    [0.01, null, 'inconclusive'],
    [Number.NaN, { low: 0.02, high: 0.3 }, 'inconclusive'],
  ] as const)('of p = %f and %j is %s', (pValue, interval, verdict) => {
    expect(judgeDifference(pValue, interval)).toBe(verdict);
  });
});
