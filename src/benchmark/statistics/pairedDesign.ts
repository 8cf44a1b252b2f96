/**
 * How many tasks a comparison of two models on the same tasks needs, and what a run of a given size can show: two-sided
 * level 5%, power 80%. The formula is Connor's (1987, "Sample size for testing differences in proportions for the
 * paired-sample design", Biometrics 43), which is the first-order form of Miettinen's (1968):
 *
 *     n = (z(.975) * sqrt(d) + z(.80) * sqrt(d - delta^2))^2 / delta^2
 *
 * d: share of tasks that only one of the two solves. delta: by how much more often that is the better one. Rounded up.
 */
import { normalQuantile, z80, z975 } from './normal.ts';

/** Shares of all tasks: those that only the better model solves, and those that only the worse one does. */
export interface Discordance {
  readonly betterOnly: number;
  readonly worseOnly: number;
}

/** `null`: no number of tasks shows a difference that is not there. */
export function neededPairs({ betterOnly, worseOnly }: Discordance): number | null {
  const discordant = betterOnly + worseOnly;
  if (!(betterOnly >= 0 && worseOnly >= 0 && discordant <= 1)) {
    throw new RangeError(`discordance ${betterOnly} and ${worseOnly}`);
  }
  const difference = Math.abs(betterOnly - worseOnly);
  return difference === 0 ? null : Math.ceil(pairsFor(discordant, difference) - 1e-9);
}

/**
 * Smallest difference of the solve rates that `pairs` tasks would have shown with 80% power, when `discordant` of all
 * tasks (0 to 1) are solved by one model alone. `null`: not even if all of these went one way. `comparisons`: as many are
 * made together, and corrected for it (at worst, as the first of them is by Holm).
 */
export function smallestDetectableDifference(pairs: number, discordant: number, comparisons = 1): number | null {
  if (!(pairs >= 0 && discordant >= 0 && discordant <= 1)) throw new RangeError(`${discordant} of ${pairs} pairs`);
  const zLevel = comparisons === 1 ? z975 : normalQuantile(1 - 0.025 / comparisons);
  if (discordant === 0 || pairsFor(discordant, discordant, zLevel) > pairs) return null;
  // The need falls as the difference grows: halve until a double has no more room between.
  let [tooSmall, enough] = [0, discordant];
  for (let step = 0; step < 60; step += 1) {
    const middle = (tooSmall + enough) / 2;
    if (pairsFor(discordant, middle, zLevel) > pairs) tooSmall = middle;
    else enough = middle;
  }
  return enough;
}

function pairsFor(discordant: number, difference: number, zLevel = z975): number {
  const underNull = zLevel * Math.sqrt(discordant);
  const underDifference = z80 * Math.sqrt(Math.max(0, discordant - difference ** 2));
  return (underNull + underDifference) ** 2 / difference ** 2;
}
