/**
 * From how many tokens a day on own hardware is cheaper than an API. `never`: the API's token costs no more than the energy
 * of one's own. `beyond-capacity`: so many that the hardware, at `capacity` tokens a day, cannot make them.
 */
export type BreakEven =
  | { readonly kind: 'at'; readonly tokensPerDay: number; readonly capacity: number }
  | { readonly kind: 'beyond-capacity'; readonly tokensPerDay: number; readonly capacity: number }
  | { readonly kind: 'never'; readonly capacity: number };

export interface BreakEvenInput {
  readonly hardwareUsdPerDay: number;
  readonly apiUsdPerToken: number;
  /** Energy alone, see `localUsdPerToken`. */
  readonly localUsdPerToken: number;
  readonly tokensPerSecond: number;
}

/** hardware per day / (API price - local marginal price) per token, against what the hardware makes in 24 hours. */
export function breakEven(input: BreakEvenInput): BreakEven {
  const capacity = input.tokensPerSecond * 86_400;
  const saved = input.apiUsdPerToken - input.localUsdPerToken;
  if (saved <= 0) return { kind: 'never', capacity };
  const tokensPerDay = input.hardwareUsdPerDay / saved;
  return { kind: tokensPerDay > capacity ? 'beyond-capacity' : 'at', tokensPerDay, capacity };
}
