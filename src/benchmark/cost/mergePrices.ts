import { modelName } from '../../base/modelName.ts';
import type { UserPrice } from '../../base/userPriceSchema.ts';
import type { Price } from './price.ts';
import { knownPrices } from './priceInForce.ts';

export interface PriceSources {
  /** From the settings: they count before all others. */
  readonly user: readonly UserPrice[];
  /** From a public list, when somebody last asked for it. */
  readonly refreshed: readonly Price[];
}

/**
 * The rows that go before the built-in ones, for `priceInForce`. A row of a public list gives way to the user's for the
 * same model, and to a built-in row that was checked on a later day. `day`: today, `YYYY-MM-DD`.
 */
export function mergePrices(
  { user, refreshed }: PriceSources,
  day: string,
  known: readonly Price[] = knownPrices,
): readonly Price[] {
  const own = user.map((row) => fromSettings(row, day));
  const named = new Set(own.map(({ model }) => modelName(model)));
  const checked = new Map<string, string>();
  for (const { model, checkedOn } of known) {
    if (checkedOn > (checked.get(model) ?? '')) checked.set(model, checkedOn);
  }
  const fresh = refreshed.filter(
    ({ model, checkedOn }) => !named.has(modelName(model)) && checkedOn >= (checked.get(model) ?? ''),
  );
  return [...own, ...fresh];
}

function fromSettings({ model, input, output, cacheRead, cacheWrite, effectiveFrom }: UserPrice, day: string): Price {
  return {
    model,
    provider: 'settings',
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    prices: {
      input,
      output,
      ...(cacheRead === undefined ? {} : { cacheRead }),
      ...(cacheWrite === undefined ? {} : { cacheWrite }),
    },
    source: 'the setting parity.prices',
    checkedOn: day,
  };
}
