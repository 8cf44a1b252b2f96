/**
 * Holm's step-down correction (1979) of p-values for all having been looked at: adjusted values in the order given, to be
 * compared with the level itself. The smallest is multiplied by their number, the next by one less, and so on; none gets
 * below one before it, nor above 1.
 */
export function holmCorrection(pValues: readonly number[]): readonly number[] {
  const ascending = pValues.map((value, index) => ({ value, index })).toSorted((a, b) => a.value - b.value);
  const adjusted = pValues.map(() => 1);
  let largest = 0;
  for (const [rank, { value, index }] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, value * (pValues.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}
