import type { Price } from './price.ts';
import { requestCost } from './requestCost.ts';
import type { UsageTotal } from './usageTally.ts';

export interface Savings {
  /** What the same tokens would have cost at an API's price. An estimate: another model counts tokens in its own way. */
  readonly usd: number;
  readonly tokens: number;
}

/**
 * What use of this machine has saved at `price`. Tokens that were still in the engine's memory count as read from the
 * API's cache: it would have had them too, at best. The price for long prompts is left out of account. `null`: a price that
 * is needed is not known.
 */
export function savingsAt(
  { model, provider, prices, source, checkedOn }: Price,
  totals: readonly UsageTotal[],
): Savings | null {
  const price = { model, provider, prices, source, checkedOn };
  let usd = 0;
  let tokens = 0;
  for (const total of totals.filter(({ place }) => place === 'own')) {
    const cost = requestCost(price, { ...total, writtenToCacheTokens: 0 });
    if (cost === null) return null;
    usd += cost.usd;
    tokens += total.promptTokens + total.generatedTokens;
  }
  return { usd, tokens };
}
