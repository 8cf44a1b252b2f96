/**
 * Two-sided p-value of McNemar's test in its exact form: how likely is a split at least as uneven as this one, of the
 * pairs in which one side succeeded and the other did not, if both are equally good? `firstOnly` and `secondOnly` count
 * these pairs; pairs with equal outcomes say nothing. Twice the smaller tail of the binomial with 1/2, at most 1.
 */
export function mcnemarExact(firstOnly: number, secondOnly: number): number {
  if (!Number.isInteger(firstOnly) || !Number.isInteger(secondOnly) || firstOnly < 0 || secondOnly < 0) {
    throw new RangeError(`${firstOnly} against ${secondOnly} pairs`);
  }
  const pairs = firstOnly + secondOnly;
  // In logarithms, for 2^-pairs is 0 to a double from some 1,075 pairs on.
  let logTerm = -pairs * Math.LN2;
  let tail = 0;
  for (let count = 0; count <= Math.min(firstOnly, secondOnly); count += 1) {
    if (count > 0) logTerm += Math.log((pairs - count + 1) / count);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
