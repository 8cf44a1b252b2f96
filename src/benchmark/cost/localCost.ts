/** What a model on one's own machine costs: energy beyond what the idle machine takes, and the machine's own price. */

/** `watts` while it works, `idleWatts` when nothing runs; the difference is the model's. In watt hours. */
export function energyWh(watts: number, idleWatts: number, seconds: number): number {
  return (Math.max(0, watts - idleWatts) * seconds) / 3600;
}

export function energyCostUsd(wattHours: number, usdPerKwh: number): number {
  return (wattHours / 1000) * usdPerKwh;
}

/** The price spread over the years of use, whether or not it is used. */
export function hardwareUsdPerDay(priceUsd: number, lifeYears: number): number {
  return priceUsd / (lifeYears * 365);
}

/** Energy alone: what one token more costs on hardware that is there anyway. `watts`: beyond idle, see `energyWh`. */
export function localUsdPerToken(watts: number, tokensPerSecond: number, usdPerKwh: number): number {
  return energyCostUsd(energyWh(watts, 0, 1), usdPerKwh) / tokensPerSecond;
}
