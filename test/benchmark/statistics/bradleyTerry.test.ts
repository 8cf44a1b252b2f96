import { describe, expect, it } from 'vitest';
import { fitBradleyTerry, type Vote, winProbability } from '../../../src/benchmark/statistics/bradleyTerry.ts';
import { mulberry32 } from '../../../src/benchmark/statistics/mulberry32.ts';
import { ratingIntervals } from '../../../src/benchmark/statistics/ratingIntervals.ts';

const votes = (first: string, second: string, won: number, lost: number): Vote[] => [
  ...Array.from({ length: won }, () => ({ first, second, share: 1 })),
  ...Array.from({ length: lost }, () => ({ first, second, share: 0 })),
];
const three = [...votes('A', 'B', 7, 3), ...votes('A', 'C', 8, 2), ...votes('B', 'C', 6, 4)];

describe('fitBradleyTerry', () => {
  it('gives the known ratings of three', () => {
    const ratings = fitBradleyTerry(three);
    expect(ratings?.get('A')).toBeCloseTo(128.65, 3);
    expect(ratings?.get('B')).toBeCloseTo(-25.902, 3);
    expect(ratings?.get('C')).toBeCloseTo(-102.748, 3);
    expect(winProbability(ratings?.get('A') ?? 0, ratings?.get('B') ?? 0)).toBeCloseTo(0.708823, 6);
  });

  it('does not mind the order of votes nor which side is first', () => {
    const turned = three.map(({ first, second, share }) => ({ first: second, second: first, share: 1 - share }));
    const ratings = fitBradleyTerry(turned.toReversed());
    expect(ratings?.get('A')).toBeCloseTo(128.65, 3);
    expect(ratings?.get('C')).toBeCloseTo(-102.748, 3);
  });

  it('takes a tie as half a win for each', () => {
    const ties = Array.from({ length: 4 }, () => ({ first: 'A', second: 'B', share: 0.5 }));
    expect(fitBradleyTerry(ties)?.get('A')).toBeCloseTo(0, 9);
    const withWin = fitBradleyTerry([...ties, { first: 'A', second: 'B', share: 1 }]);
    expect(winProbability(withWin?.get('A') ?? 0, withWin?.get('B') ?? 0)).toBeCloseTo(3 / 5, 9);
  });

  it('has no answer where someone never lost, or never met the rest', () => {
    expect(fitBradleyTerry([])).toBeUndefined();
    expect(fitBradleyTerry(votes('A', 'B', 5, 0))).toBeUndefined();
    expect(fitBradleyTerry([...votes('A', 'B', 2, 3), ...votes('C', 'D', 1, 1)])).toBeUndefined();
    expect(fitBradleyTerry([...votes('A', 'B', 2, 3), ...votes('A', 'C', 1, 0), ...votes('B', 'C', 1, 0)])).toBe(
      undefined,
    );
  });

  it('refuses a vote of someone against itself', () => {
    expect(() => fitBradleyTerry([{ first: 'A', second: 'A', share: 1 }])).toThrow(RangeError);
  });
});

describe('ratingIntervals', () => {
  it('hold the ratings and shrink with more votes', () => {
    const few = ratingIntervals(three, 1);
    const many = ratingIntervals([three, three, three, three].flat(), 1);
    const width = (found: typeof few): number => (found?.get('A')?.high ?? 0) - (found?.get('A')?.low ?? 0);
    expect(few?.get('A')?.low).toBeLessThan(128.65);
    expect(few?.get('A')?.high).toBeGreaterThan(128.65);
    expect(width(few)).toBeGreaterThan(1.5 * width(many));
    expect(width(many)).toBeGreaterThan(0);
  });

  it('are none where few votes bound nothing', () => {
    expect(ratingIntervals(votes('A', 'B', 4, 1), 1)).toBeNull();
    expect(ratingIntervals(votes('A', 'B', 4, 0), 1)).toBeNull();
  });

  it('cover the true strengths in at least 88 of 100 runs', () => {
    const random = mulberry32(3);
    const truth = 100;
    let covered = 0;
    for (let run = 0; run < 100; run += 1) {
      const cast = Array.from({ length: 80 }, () => ({
        first: 'A',
        second: 'B',
        share: random() < winProbability(truth / 2, -truth / 2) ? 1 : 0,
      }));
      const interval = ratingIntervals(cast, run, 100)?.get('A');
      if (interval !== undefined && interval.low <= truth / 2 && truth / 2 <= interval.high) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(88);
  });
});
