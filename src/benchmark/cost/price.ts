import * as z from 'zod';

const usdPerMillion = z.number().min(0);

/** USD per million tokens. What is absent or `null` is not known, and never taken for nothing. */
const tokenPricesSchema = z.strictObject({
  /** Of a prompt's tokens that are neither read from a cache nor written to one. */
  input: usdPerMillion,
  output: usdPerMillion.nullable(),
  cacheRead: usdPerMillion.optional(),
  cacheWrite: usdPerMillion.optional(),
});
export type TokenPrices = z.infer<typeof tokenPricesSchema>;

/** What a model costs, as someone found it: a fact about the outside world, with its source and the day it was read. */
export const priceSchema = z.strictObject({
  /** As `modelName` has it: without date and vendor. */
  model: z.string().min(1),
  provider: z.string().min(1),
  /** From this day on, until a later row of the same model. Absent: for as long as is known. */
  effectiveFrom: z.iso.date().optional(),
  prices: tokenPricesSchema,
  /** What all tokens of a request cost when its prompt is longer than this. */
  above: z.strictObject({ promptTokens: z.int().min(1), prices: tokenPricesSchema }).optional(),
  source: z.string().min(1),
  checkedOn: z.iso.date(),
});
export type Price = z.infer<typeof priceSchema>;

/** Of the built-in list, and of what a user adds to it. */
export const priceListSchema = z.array(priceSchema);
