import type { Interval } from './interval.ts';
import { z975 } from './normal.ts';

/**
 * Wilson's score interval (1927) at 95% for the rate behind `successes` out of `trials`. It stays within 0 to 1 and says
 * something sensible at 0 and at all, which the usual normal interval does not. `null` without trials: nothing is known.
 */
export function wilsonInterval(successes: number, trials: number): Interval | null {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || successes > trials) {
    throw new RangeError(`${successes} successes of ${trials} trials`);
  }
  if (trials === 0) return null;
  const rate = successes / trials;
  const squared = z975 ** 2;
  const scale = 1 + squared / trials;
  const center = (rate + squared / (2 * trials)) / scale;
  const half = (z975 / scale) * Math.sqrt((rate * (1 - rate)) / trials + squared / (4 * trials ** 2));
  // At the ends the formula gives 0 and 1, but for rounding.
  return { low: successes === 0 ? 0 : center - half, high: successes === trials ? 1 : center + half };
}
