import { fitBradleyTerry, type Vote } from './bradleyTerry.ts';
import type { Interval } from './interval.ts';
import { mulberry32 } from './mulberry32.ts';
import { quantileOfSorted } from './quantile.ts';

/** Resamples without finite ratings that are put up with: more of them than lie outside of an interval, and it has no end. */
const mostUnbounded = 0.025;

/**
 * 95% percentile intervals of the Elo ratings, by drawing votes with replacement. `null` for all when too many of the
 * resamples have no finite ratings, or when the votes themselves have none: that few votes bound nothing.
 */
export function ratingIntervals(
  votes: readonly Vote[],
  seed: number,
  resamples = 1000,
): ReadonlyMap<string, Interval> | null {
  const whole = fitBradleyTerry(votes);
  if (whole === undefined) return null;
  const random = mulberry32(seed);
  const drawn = new Map([...whole.keys()].map((name) => [name, [] as number[]]));
  let unbounded = 0;
  for (let resample = 0; resample < resamples; resample += 1) {
    const sample = votes.flatMap(() => votes[Math.floor(random() * votes.length)] ?? []);
    const ratings = fitBradleyTerry(sample);
    // One who is in no drawn vote has no rating either.
    if (ratings === undefined || ratings.size < whole.size) {
      unbounded += 1;
      if (unbounded > mostUnbounded * resamples) return null;
      continue;
    }
    for (const [name, rating] of ratings) drawn.get(name)?.push(rating);
  }
  const intervals = new Map<string, Interval>();
  for (const [name, ratings] of drawn) {
    const ascending = ratings.toSorted((a, b) => a - b);
    const low = quantileOfSorted(ascending, 0.025);
    const high = quantileOfSorted(ascending, 0.975);
    if (low !== null && high !== null) intervals.set(name, { low, high });
  }
  return intervals;
}
