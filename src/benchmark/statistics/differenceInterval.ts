import type { Interval } from './interval.ts';
import { normalShareBelow } from './normal.ts';
import { pairedBootstrap, type PairedDifference } from './pairedBootstrap.ts';
import { studentT975 } from './studentT975.ts';

/**
 * 95% interval of the difference of two solve rates on the same tasks, by the paired bootstrap over clusters with two
 * corrections. The plain percentile interval holds the truth too seldom (in 86 to 93 of 100 runs of 30 tasks, by
 * simulation), for it is too narrow with few clusters, and has no width at all where no pair or every pair differs.
 *
 * - Two more pairs, one for each side and each its own cluster, as Agresti and Min (2005, "Simple improved confidence
 *   intervals for comparing matched proportions", Statistics in Medicine 24) add them.
 * - The tails are those of Student's distribution, and of a variance that divides by one cluster less: the expanded
 *   percentile interval of Hesterberg (2015, "What teachers should know about the bootstrap", The American Statistician 69).
 *
 * `null` without differences.
 */
export function differenceInterval(
  differences: readonly PairedDifference[],
  seed: number,
  resamples?: number,
): Interval | null {
  if (differences.length === 0) return null;
  const clusters = new Set(differences.map(({ cluster }) => cluster)).size + 2;
  const tail = normalShareBelow(-Math.sqrt(clusters / (clusters - 1)) * studentT975(clusters - 1));
  // No cluster has such a name: tasks have commits and paths.
  const added = [1, -1].map((difference) => ({ difference, cluster: `\0${difference}` }));
  return pairedBootstrap([...differences, ...added], seed, { tail, ...(resamples === undefined ? {} : { resamples }) });
}
