/**
 * Prices out of what public lists answer. Their text is data of strangers: a row that does not have the shape of a price is
 * left out and counted, and nothing else of it is kept.
 */
import * as z from 'zod';
import { type Price, priceSchema } from './price.ts';

export interface PublicPriceList {
  readonly id: 'models.dev' | 'openrouter';
  readonly url: string;
  /** Throws a `ZodError` when the whole is no such list. */
  readonly read: (answer: unknown, day: string) => PublicPrices;
}

export interface PublicPrices {
  readonly prices: readonly Price[];
  /** Models whose price is missing, or has parts that are not understood. */
  readonly leftOut: number;
}

/** Providers of models.dev that Parity has an endpoint for, as its list names them, and as the built-in rows do. */
const providerNames: ReadonlyMap<string, string> = new Map([
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['alibaba', 'alibaba'],
]);

/** Beyond this it is a mistake, or no price per token. */
const highestUsdPerMillion = 100_000;
const amount = z.number().min(0).max(highestUsdPerMillion);
const name = z.string().regex(/^[^\p{C}\s]{1,200}$/u);

const ratesSchema = z.object({
  input: amount,
  output: amount,
  cache_read: amount.optional(),
  cache_write: amount.optional(),
});
const tierSchema = ratesSchema.extend({ tier: z.object({ type: z.literal('context'), size: z.int().min(1) }) });
const modelsDevCostSchema = ratesSchema.extend({
  tiers: z.array(tierSchema).max(1).optional(),
  context_over_200k: ratesSchema.optional(),
});
const modelsDevSchema = z.record(
  z.string(),
  z.object({ models: z.record(z.string(), z.object({ cost: z.unknown().optional() })) }),
);

/** Amounts in USD per million tokens. Format: the README of models.dev, `cost` with `tiers` or, older, `context_over_200k`. */
function readModelsDev(answer: unknown, day: string): PublicPrices {
  const providers = modelsDevSchema.parse(answer);
  const rows = [...providerNames].flatMap(([id, provider]) =>
    Object.entries(providers[id]?.models ?? {}).map(([model, { cost }]) => {
      const parsed = modelsDevCostSchema.safeParse(cost);
      if (!parsed.success || !name.safeParse(model).success) return undefined;
      const { tiers: [tier] = [], context_over_200k: over200k } = parsed.data;
      const above =
        tier === undefined ? over200k && { size: 200_000, rates: over200k } : { size: tier.tier.size, rates: tier };
      return {
        ...{ model, provider, effectiveFrom: day, prices: pricesOf(parsed.data) },
        ...(above === undefined ? {} : { above: { promptTokens: above.size, prices: pricesOf(above.rates) } }),
        ...{ source: 'models.dev/api.json', checkedOn: day },
      };
    }),
  );
  return kept(rows);
}

const perToken = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,18})?(e-?\d{1,2})?$/i)
  .transform((text) => roundUsd(Number(text) * 1_000_000))
  .pipe(amount);
const openRouterCostSchema = z.object({
  prompt: perToken,
  completion: perToken,
  input_cache_read: perToken.optional(),
  input_cache_write: perToken.optional(),
});
const openRouterSchema = z.object({ data: z.array(z.object({ id: z.string(), pricing: z.unknown().optional() })) });

/** Amounts in USD per token, as text. Format: openrouter.ai/docs, "Models API". A negative price stands for "it depends". */
function readOpenRouter(answer: unknown, day: string): PublicPrices {
  const rows = openRouterSchema.parse(answer).data.map(({ id, pricing }) => {
    const parsed = openRouterCostSchema.safeParse(pricing);
    if (!parsed.success || !name.safeParse(id).success) return undefined;
    const { prompt: input, completion: output, input_cache_read, input_cache_write } = parsed.data;
    const rates = { input, output, cache_read: input_cache_read, cache_write: input_cache_write };
    return {
      ...{ model: id, provider: 'openrouter', effectiveFrom: day, prices: pricesOf(rates) },
      ...{ source: 'openrouter.ai/api/v1/models', checkedOn: day },
    };
  });
  return kept(rows);
}

export const publicPriceLists: readonly PublicPriceList[] = [
  { id: 'models.dev', url: 'https://models.dev/api.json', read: readModelsDev },
  { id: 'openrouter', url: 'https://openrouter.ai/api/v1/models', read: readOpenRouter },
];

interface Rates {
  readonly input: number;
  readonly output: number;
  readonly cache_read?: number | undefined;
  readonly cache_write?: number | undefined;
}

function pricesOf({ input, output, cache_read: read, cache_write: written }: Rates): Price['prices'] {
  return {
    ...{ input, output },
    ...(read === undefined ? {} : { cacheRead: read }),
    ...(written === undefined ? {} : { cacheWrite: written }),
  };
}

function kept(rows: readonly (Price | undefined)[]): PublicPrices {
  const prices = rows.flatMap((row) => {
    const parsed = priceSchema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  return { prices, leftOut: rows.length - prices.length };
}

/** `0.00000025 * 1e6` has a tail that nobody wrote. */
function roundUsd(usd: number): number {
  return Number(usd.toPrecision(12));
}
