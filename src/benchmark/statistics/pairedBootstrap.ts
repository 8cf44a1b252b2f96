import type { Interval } from './interval.ts';
import { mulberry32 } from './mulberry32.ts';
import { quantileOfSorted } from './quantile.ts';

const bootstrapResamples = 10_000;

export interface PairedDifference {
  /** First minus second, on one task: 1, 0 or -1 for outcomes, anything for scores and costs. */
  readonly difference: number;
  /** As `Task.cluster`. Differences of one cluster are drawn together, for they are not independent. */
  readonly cluster: string;
}

/**
 * Percentile interval (Efron 1979) of the mean difference, by resampling whole clusters with replacement. Clusters
 * stand in the order in which they first appear; each draw takes the one at `floor(random * clusters)`, as many draws as
 * there are clusters. With one difference per cluster it is the plain paired bootstrap. `tail`: the share of resamples that
 * is left out on each side, 2.5% for a plain interval of 95%. `null` without differences.
 */
export function pairedBootstrap(
  differences: readonly PairedDifference[],
  seed: number,
  { tail = 0.025, resamples = bootstrapResamples }: { readonly tail?: number; readonly resamples?: number } = {},
): Interval | null {
  if (differences.length === 0) return null;
  const totals = new Map<string, { sum: number; count: number }>();
  for (const { difference, cluster } of differences) {
    const total = totals.get(cluster);
    if (total === undefined) totals.set(cluster, { sum: difference, count: 1 });
    else {
      total.sum += difference;
      total.count += 1;
    }
  }
  const sums = Float64Array.from(totals.values(), ({ sum }) => sum);
  const counts = Float64Array.from(totals.values(), ({ count }) => count);
  const random = mulberry32(seed);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample += 1) {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < sums.length; draw += 1) {
      const index = Math.floor(random() * sums.length);
      sum += sums[index] ?? 0;
      count += counts[index] ?? 0;
    }
    means[resample] = sum / count;
  }
  means.sort();
  const low = quantileOfSorted(means, tail);
  const high = quantileOfSorted(means, 1 - tail);
  return low === null || high === null ? null : { low, high };
}
