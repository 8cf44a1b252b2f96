/**
 * Chance that at least one of `k` samples solves the task, estimated without bias from `solved` of `samples`:
 * 1 - C(n-c,k) / C(n,k), the estimator of Chen et al. 2021 (arXiv 2107.03374), as a product, so that no factorial can
 * overflow. Throws a `RangeError` when there are fewer samples than `k`.
 */
export function passAtK(samples: number, solved: number, k: number): number {
  checkCounts(samples, solved, k);
  if (samples - solved < k) return 1;
  let noneSolved = 1;
  // The same quotient with fewer factors, whichever of k and the solved is the smaller.
  for (let index = 0; index < Math.min(k, solved); index += 1) {
    noneSolved *= 1 - Math.max(k, solved) / (samples - index);
  }
  return 1 - noneSolved;
}

/** Chance that all of `k` samples solve the task: C(c,k) / C(n,k). What a user who does not look twice needs. */
export function passAllK(samples: number, solved: number, k: number): number {
  checkCounts(samples, solved, k);
  let allSolved = 1;
  for (let index = 0; index < k && allSolved > 0; index += 1) allSolved *= (solved - index) / (samples - index);
  return allSolved;
}

function checkCounts(samples: number, solved: number, k: number): void {
  const areCounts = [samples, solved, k].every((count) => Number.isInteger(count) && count >= 0);
  if (!areCounts || k < 1 || solved > samples || samples < k) {
    throw new RangeError(`${k} of ${samples} samples, ${solved} of them solved`);
  }
}
