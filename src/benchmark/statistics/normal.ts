/** Quantiles of the standard normal distribution that the methods here need, to double precision. */

/** 97.5%: two-sided at a level of 5%. */
export const z975 = 1.959963984540054;
/** 80%: the power that runs are planned with. */
export const z80 = 0.8416212335729143;

/**
 * Share of the standard normal distribution below `x`, for tails: relative to 1, it is right to 7 digits. Abramowitz and
 * Stegun, formula 26.2.17.
 */
export function normalShareBelow(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const [b1, b2, b3, b4, b5] = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429] as const;
  const polynomial = t * (b1 + t * (b2 + t * (b3 + t * (b4 + t * b5))));
  const above = (Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return x > 0 ? 1 - above : above;
}

/** The inverse, for shares from one half up: by halving. */
export function normalQuantile(share: number): number {
  let [below, above] = [0, 10];
  for (let step = 0; step < 60; step += 1) {
    const middle = (below + above) / 2;
    if (normalShareBelow(middle) < share) below = middle;
    else above = middle;
  }
  return above;
}
