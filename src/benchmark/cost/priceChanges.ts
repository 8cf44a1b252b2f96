import type { Price, TokenPrices } from './price.ts';
import { priceInForce } from './priceInForce.ts';

export interface PriceChange {
  readonly model: string;
  /** `null`: there was no price for it. */
  readonly before: TokenPrices | null;
  readonly after: TokenPrices;
  /** The price of a prompt's or an answer's tokens is this many times the old one; `null` where that cannot be told. */
  readonly ratio: number | null;
}

/** What a new list changes for the models that Parity has a price of, or that are asked for: the others are just new. */
export function priceChanges(
  after: readonly Price[],
  {
    before,
    models,
    day,
  }: { readonly before: readonly Price[]; readonly models: readonly string[]; readonly day: string },
): readonly PriceChange[] {
  return models.flatMap((model) => {
    const found = after.length === 0 ? null : priceInForce(model, day, [], after);
    if (found === null) return [];
    const old = priceInForce(model, day, before);
    if (old !== null && isSame(old.prices, found.prices)) return [];
    return [
      { model, before: old?.prices ?? null, after: found.prices, ratio: old === null ? null : ratio(old, found) },
    ];
  });
}

function isSame(one: TokenPrices, other: TokenPrices): boolean {
  return (['input', 'output', 'cacheRead', 'cacheWrite'] as const).every((key) => one[key] === other[key]);
}

/** Of the two prices that every model has, the one that changed more. */
function ratio({ prices: before }: Price, { prices: after }: Price): number | null {
  const ratios = [after.input / before.input, (after.output ?? Number.NaN) / (before.output ?? Number.NaN)].filter(
    (value) => Number.isFinite(value) && value > 0,
  );
  const [first, ...rest] = ratios;
  if (first === undefined) return null;
  return rest.reduce((most, value) => (Math.abs(Math.log(value)) > Math.abs(Math.log(most)) ? value : most), first);
}
