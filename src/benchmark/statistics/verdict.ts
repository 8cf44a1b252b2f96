import type { Interval } from './interval.ts';

/** What a paired comparison may claim. */
export type Verdict = 'first-better' | 'second-better' | 'inconclusive';

/**
 * A difference is claimed only when both say so: the p-value, corrected for the number of comparisons, is at most 5%, and
 * the interval of first minus second leaves 0 out. The test takes tasks as independent, the interval knows of clusters:
 * either alone would claim too much in some repository. Without an interval nothing is claimed.
 */
export function judgeDifference(correctedPValue: number, difference: Interval | null): Verdict {
  if (difference === null || !(correctedPValue <= 0.05)) return 'inconclusive';
  if (difference.low > 0) return 'first-better';
  return difference.high < 0 ? 'second-better' : 'inconclusive';
}
