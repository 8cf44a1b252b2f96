import { quantileOfSorted } from '../statistics/quantile.ts';

/** The middle and the slow end of what was measured. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
}

/** `null` where nothing was measured: never a zero. */
export function spreadOf(values: readonly number[]): Spread | null {
  const ascending = values.toSorted((a, b) => a - b);
  const p50 = quantileOfSorted(ascending, 0.5);
  const p95 = quantileOfSorted(ascending, 0.95);
  return p50 === null || p95 === null ? null : { count: values.length, p50, p95 };
}
