import * as z from 'zod';

const usdPerMillion = z.number().min(0).max(100_000);

/** The price of a model as a person writes it into the settings. All amounts in USD per million tokens. */
export const userPriceSchema = z.strictObject({
  model: z
    .string()
    .regex(/^[^\p{C}\s]{1,200}$/u, 'must be the name of a model, without spaces')
    .describe('The model, as the endpoint names it, such as gpt-6.1-sol.'),
  input: usdPerMillion.describe('USD per million tokens of a prompt.'),
  output: usdPerMillion.describe('USD per million tokens of an answer, thinking included.'),
  cacheRead: usdPerMillion
    .optional()
    .describe('USD per million tokens read from the cache of the provider. Left out: they count as input.'),
  cacheWrite: usdPerMillion
    .optional()
    .describe('USD per million tokens written to that cache, where this has a price of its own.'),
  effectiveFrom: z.iso
    .date()
    .optional()
    .describe('The day from which it holds, such as 2026-12-01. Left out: at all times.'),
});
export type UserPrice = z.infer<typeof userPriceSchema>;
