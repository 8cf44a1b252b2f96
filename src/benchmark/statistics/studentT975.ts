import { z975 } from './normal.ts';

/**
 * 97.5% quantile of Student's distribution with so many degrees of freedom, from 2 on: exact for 2, else to three digits by
 * the expansion of Abramowitz and Stegun, formula 26.7.5.
 */
export function studentT975(degrees: number): number {
  if (!Number.isInteger(degrees) || degrees < 2) throw new RangeError(`${degrees} degrees of freedom`);
  // (2 p - 1) sqrt(2 / (4 p (1 - p))) at p = .975.
  if (degrees === 2) return 0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025));
  const z = z975;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, index) => sum + term / degrees ** (index + 1), z);
}
