import { breakEven, type BreakEven } from './breakEven.ts';
import { hardwareUsdPerDay, localUsdPerToken } from './localCost.ts';

/** A machine that one has or would buy, running a model. */
export interface Machine {
  readonly hardwareUsd: number;
  readonly lifeYears: number;
  /** While it works, and when it does nothing: what it takes when idle is not charged to the model. */
  readonly activeWatts: number;
  readonly idleWatts: number;
  readonly usdPerKwh: number;
  /** Written tokens, with the time to read their prompts in it. */
  readonly tokensPerSecond: number;
}

/** USD per million tokens, and what one asks for: how much is read for each token that is written. */
export interface ApiRates {
  readonly inputUsd: number;
  readonly cachedUsd: number;
  readonly outputUsd: number;
  readonly readPerWritten: number;
  /** Of what is read, from the provider's cache. 0 to 1. */
  readonly cachedShare: number;
}

/** How much is written: so many tokens a day, or as many as the machine writes in so many hours. */
export type DailyUse =
  { readonly kind: 'tokens'; readonly tokens: number } | { readonly kind: 'hours'; readonly hours: number };

/** Own hardware against an API, all by the written token. */
export interface Payback {
  readonly hardwareUsdPerDay: number;
  /** Per million written tokens: the power alone, and what the API takes with all that is read for them. */
  readonly localUsd: number;
  readonly apiUsd: number;
  readonly breakEven: BreakEven;
  /** What is used a day, and how much of it the machine can write. */
  readonly wantedTokens: number;
  readonly servedTokens: number;
  /** API less power, for what the machine writes; negative where the power costs more. */
  readonly savedUsdPerDay: number;
  /** Months of such use until the hardware has paid for itself; `null`: never. A month is a twelfth of 365 days. */
  readonly months: number | null;
}

const daysPerMonth = 365 / 12;

export function payback(machine: Machine, rates: ApiRates, use: DailyUse): Payback {
  const { hardwareUsd, lifeYears, activeWatts, idleWatts, usdPerKwh, tokensPerSecond } = machine;
  const localUsd = 1e6 * localUsdPerToken(Math.max(0, activeWatts - idleWatts), tokensPerSecond, usdPerKwh);
  const apiUsd = apiUsdPerMillion(rates);
  const perDay = hardwareUsdPerDay(hardwareUsd, lifeYears);
  const found = breakEven({
    hardwareUsdPerDay: perDay,
    apiUsdPerToken: apiUsd / 1e6,
    localUsdPerToken: localUsd / 1e6,
    tokensPerSecond,
  });
  const wantedTokens = use.kind === 'tokens' ? use.tokens : use.hours * 3600 * tokensPerSecond;
  const servedTokens = Math.min(wantedTokens, found.capacity);
  const savedUsdPerDay = (servedTokens * (apiUsd - localUsd)) / 1e6;
  return {
    hardwareUsdPerDay: perDay,
    localUsd,
    apiUsd,
    breakEven: found,
    wantedTokens,
    servedTokens,
    savedUsdPerDay,
    months: monthsUntilPaid(hardwareUsd, savedUsdPerDay),
  };
}

/** A million written tokens and all that is read for them. Keeping prompts in a cache is not counted. */
function apiUsdPerMillion({ inputUsd, cachedUsd, outputUsd, readPerWritten, cachedShare }: ApiRates): number {
  return outputUsd + readPerWritten * ((1 - cachedShare) * inputUsd + cachedShare * cachedUsd);
}

function monthsUntilPaid(hardwareUsd: number, savedUsdPerDay: number): number | null {
  if (hardwareUsd === 0) return 0;
  return savedUsdPerDay <= 0 ? null : hardwareUsd / savedUsdPerDay / daysPerMonth;
}
