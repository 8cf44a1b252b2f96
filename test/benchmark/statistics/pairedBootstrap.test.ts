import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import { pairedBootstrap } from '../../../src/benchmark/statistics/pairedBootstrap.ts';

const unclustered = (differences: readonly number[]): { difference: number; cluster: string }[] =>
  differences.map((difference, index) => ({ difference, cluster: `c${index}` }));
const repeated = (value: number, times: number): number[] => Array.from({ length: times }, () => value);

describe('mulberry32', () => {
  it('gives the published first value of 42, and numbers from 0 up to 1', () => {
    expect(mulberry32(42)()).toBeCloseTo(0.6011037519, 10);
    const random = mulberry32(1);
    const values = Array.from({ length: 10_000 }, () => random());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
  });
});

describe('pairedBootstrap', () => {
  it('gives the known interval of twenty differences', () => {
    const differences = [...repeated(0, 7), ...repeated(1, 5), -1, ...repeated(0, 7)];
    const interval = pairedBootstrap(unclustered(differences), 42);
    expect(interval?.low).toBeCloseTo(0, 12);
    expect(interval?.high).toBeCloseTo(0.45, 12);
  });

  it('knows nothing without differences, and has no width when all are the same', () => {
    expect(pairedBootstrap([], 1)).toBeNull();
    expect(pairedBootstrap(unclustered(repeated(0.5, 9)), 1)).toEqual({ low: 0.5, high: 0.5 });
  });

  it('is wider when tasks of a cluster go the same way', () => {
    const differences = Array.from({ length: 40 }, (_, index) => (Math.floor(index / 4) % 2 === 0 ? 1 : -1));
    const alone = pairedBootstrap(unclustered(differences), 3);
    const together = pairedBootstrap(
      differences.map((difference, index) => ({ difference, cluster: `commit ${Math.floor(index / 4)}` })),
      3,
    );
    if (alone === null || together === null) throw new Error('no interval');
    expect(together.high - together.low).toBeGreaterThan(1.7 * (alone.high - alone.low));
  });

  it('mirrors when the sides are swapped', () => {
    const differences = [1, 0, 0, -1, 1, 1, 0, 0, 1, -1];
    const interval = pairedBootstrap(unclustered(differences), 9);
    const swapped = pairedBootstrap(unclustered(differences.map((difference) => -difference)), 9);
    expect(swapped?.low).toBeCloseTo(-(interval?.high ?? Number.NaN), 12);
    expect(swapped?.high).toBeCloseTo(-(interval?.low ?? Number.NaN), 12);
  });

  it('covers the true mean of clustered differences in at least 90 of 100 runs', () => {
    const random = mulberry32(5);
    let covered = 0;
    for (let run = 0; run < 200; run += 1) {
      const sample = Array.from({ length: 60 }, (_, cluster) => {
        // Of a cluster all tasks share a lean: mean of difference is 0.2.
        const lean = random() < 0.5 ? 0.5 : -0.1;
        return Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
          difference: random() < Math.abs(lean) ? Math.sign(lean) : 0,
          cluster: `${cluster}`,
        }));
      }).flat();
      const interval = pairedBootstrap(sample, run, { resamples: 500 });
      if (interval !== null && interval.low <= 0.2 && 0.2 <= interval.high) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(180);
  });
});
