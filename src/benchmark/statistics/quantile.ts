/**
 * Type 7 of Hyndman and Fan (1996), which R, NumPy and spreadsheets use: linear between the two values around position
 * `share * (n - 1)`. Of unsorted values; `null` when there are none. `share` is from 0 to 1.
 */
export function quantile(values: readonly number[], share: number): number | null {
  return quantileOfSorted(
    values.toSorted((a, b) => a - b),
    share,
  );
}

/** The same of values that ascend already, for who wants several. */
export function quantileOfSorted(ascending: ArrayLike<number>, share: number): number | null {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`share ${share}`);
  const position = share * (ascending.length - 1);
  const below = ascending[Math.floor(position)];
  const above = ascending[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below === above ? below : below + (position - Math.floor(position)) * (above - below);
}
