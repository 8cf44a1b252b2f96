import { describe, expect, it } from 'vitest';
import { differenceInterval } from '../../../src/benchmark/statistics/differenceInterval.ts';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import { normalShareBelow } from '../../../src/benchmark/statistics/normal.ts';
import { studentT975 } from '../../../src/benchmark/statistics/studentT975.ts';

interface Design {
  readonly tasks: number;
  readonly clusterSize: number;
  readonly first: number;
  readonly second: number;
  /** How often both engines are lucky or not alike. */
  readonly alike: number;
  /** By how much a cluster favors one of the two. */
  readonly lean: number;
}

/** Of a thousand runs whose true difference is known, the share whose interval holds it. */
function coverage({ tasks, clusterSize, first, second, alike, lean }: Design): number {
  const random = mulberry32(2026);
  const runs = 1000;
  let covered = 0;
  for (let run = 0; run < runs; run += 1) {
    let favor = 0;
    const differences = Array.from({ length: tasks }, (_, task) => {
      if (task % clusterSize === 0) favor = random() < 0.5 ? lean : -lean;
      const luck = random();
      const other = random() < alike ? luck : random();
      return {
        difference: Number(luck < first + favor) - Number(other < second - favor),
        cluster: `${Math.floor(task / clusterSize)}`,
      };
    });
    const interval = differenceInterval(differences, run, 400);
    const truth = first - second;
    if (interval !== null && interval.low <= truth + 1e-9 && truth - 1e-9 <= interval.high) covered += 1;
  }
  return covered / runs;
}

describe('differenceInterval', () => {
  it.each<Design>([
    { tasks: 30, clusterSize: 1, first: 0.6, second: 0.45, alike: 0, lean: 0 },
    { tasks: 30, clusterSize: 1, first: 0.9, second: 0.85, alike: 0.6, lean: 0 },
    { tasks: 30, clusterSize: 3, first: 0.6, second: 0.45, alike: 0, lean: 0.15 },
    { tasks: 30, clusterSize: 5, first: 0.6, second: 0.45, alike: 0.6, lean: 0.15 },
    { tasks: 120, clusterSize: 1, first: 0.6, second: 0.45, alike: 0.6, lean: 0 },
    { tasks: 120, clusterSize: 5, first: 0.5, second: 0.5, alike: 0.6, lean: 0.15 },
  ])('holds the true difference as often as it promises: %o', (design) => {
    // A thousand runs at 95% give 93.6% or more in 98 of 100 such tests; the seed is fixed and was not chosen.
    expect(coverage(design)).toBeGreaterThanOrEqual(0.935);
  });

  it('has a width where no pair differs, and where all of them do', () => {
    const same = Array.from({ length: 30 }, (_, task) => ({ difference: 0, cluster: `${task}` }));
    const none = differenceInterval(same, 1);
    expect(none?.low).toBeLessThan(0);
    expect(none?.high).toBeGreaterThan(0);
    const all = differenceInterval(
      same.map((pair) => ({ ...pair, difference: 1 })),
      1,
    );
    expect(all?.low).toBeLessThan(0.95);
    expect(all?.high).toBeLessThanOrEqual(1);
    expect(differenceInterval([], 1)).toBeNull();
  });
});

describe('the quantiles behind it', () => {
  it.each([
    [2, 4.302653],
    [3, 3.182446],
    [5, 2.570582],
    [10, 2.228139],
    [30, 2.042272],
    [120, 1.97993],
  ])('knows of Student with %i degrees of freedom', (degrees, value) => {
    expect(Math.abs(studentT975(degrees) - value) / value).toBeLessThan(0.005);
  });

  it('knows the tails of the normal distribution', () => {
    expect(normalShareBelow(-1.959963984540054)).toBeCloseTo(0.025, 6);
    expect(normalShareBelow(-2.5)).toBeCloseTo(0.00620967, 6);
    expect(normalShareBelow(1)).toBeCloseTo(0.84134475, 6);
  });
});
