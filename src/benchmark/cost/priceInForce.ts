import { modelName } from '../../base/modelName.ts';
import { type Price, priceListSchema } from './price.ts';
import data from './prices.json' with { type: 'json' };

/** A newer release replaces prices.json and nothing else. */
export const knownPrices: readonly Price[] = priceListSchema.parse(data);

/**
 * The price of a model on a day (`YYYY-MM-DD`, UTC). Of several rows the one that took effect last, by then. A user's own
 * rows go before all of `known`: where one of them is in force it counts, whatever the dates of the others. `null`: there is
 * no price, and so no cost can be told.
 */
export function priceInForce(
  model: string,
  day: string,
  userPrices: readonly Price[] = [],
  known: readonly Price[] = knownPrices,
): Price | null {
  return latest(userPrices, model, day) ?? latest(known, model, day) ?? null;
}

function latest(rows: readonly Price[], model: string, day: string): Price | undefined {
  // A row for just this version, date and all, is closer than one for the model.
  const exact = rows.filter((row) => row.model === model);
  const ofModel = exact.length > 0 ? exact : rows.filter((row) => row.model === modelName(model));
  return ofModel
    .filter(({ effectiveFrom = '' }) => effectiveFrom <= day)
    .reduce<Price | undefined>(
      (last, row) => (last === undefined || (row.effectiveFrom ?? '') >= (last.effectiveFrom ?? '') ? row : last),
      undefined,
    );
}
